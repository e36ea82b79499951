"""The one public door of this package. Other apps import from here and from nowhere else inside."""

from notifications.access import notices_awaiting
from notifications.selectors import audience_count
from notifications.services.devices import (
    device_attach_user,
    device_authenticate,
    device_follow,
    device_register,
    device_remove,
    device_seen,
    device_unfollow,
    device_update,
    devices_detach_user,
    devices_readdress,
)
from notifications.services.inbox import inbox_archive, inbox_read, inbox_read_all, inbox_unarchive
from notifications.services.notices import (
    notice_approve,
    notice_cancel,
    notice_draft,
    notice_reject,
    notice_submit,
    notice_update,
)
from notifications.services.personal import notify
from notifications.services.preferences import preference_update
from notifications.services.receipts import receipts_take
from notifications.services.topics import topic_ensure

__all__ = [
    "audience_count",
    "device_attach_user",
    "device_authenticate",
    "device_follow",
    "device_register",
    "device_remove",
    "device_seen",
    "device_unfollow",
    "device_update",
    "devices_detach_user",
    "devices_readdress",
    "inbox_archive",
    "inbox_read",
    "inbox_read_all",
    "inbox_unarchive",
    "notice_approve",
    "notice_cancel",
    "notice_draft",
    "notice_reject",
    "notice_submit",
    "notice_update",
    "notices_awaiting",
    "notify",
    "preference_update",
    "receipts_take",
    "topic_ensure",
]
