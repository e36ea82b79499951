"""The one public door of this package. Other apps import from here and from nowhere else inside."""

from notifications.access import audience_lists_visible, notices_awaiting
from notifications.selectors import audience_count
from notifications.services.audience_lists import ListUpload, audience_list_create, audience_list_delete
from notifications.services.audience_sync import audience_sync
from notifications.services.devices import (
    device_attach_user,
    device_authenticate,
    device_follow,
    device_of_guest,
    device_register,
    device_remove,
    device_seen,
    device_unfollow,
    device_update,
    devices_detach_user,
    devices_readdress,
)
from notifications.services.emergencies import notice_arm, notice_disarm, notice_send_emergency
from notifications.services.fields import audience_checked
from notifications.services.inbox import inbox_archive, inbox_read, inbox_read_all, inbox_unarchive
from notifications.services.notices import (
    notice_approve,
    notice_cancel,
    notice_draft,
    notice_reject,
    notice_submit,
    notice_update,
    notice_withdraw,
)
from notifications.services.personal import notify
from notifications.services.preferences import preference_update
from notifications.services.previews import Rendered, audience_preview, notice_rendered
from notifications.services.receipts import receipts_take
from notifications.services.templates import template_check, template_fill, template_places, template_save
from notifications.services.topics import topic_ensure
from notifications.services.trials import notice_test

__all__ = [
    "ListUpload",
    "Rendered",
    "audience_checked",
    "audience_count",
    "audience_list_create",
    "audience_list_delete",
    "audience_lists_visible",
    "audience_preview",
    "audience_sync",
    "device_attach_user",
    "device_authenticate",
    "device_follow",
    "device_of_guest",
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
    "notice_arm",
    "notice_cancel",
    "notice_disarm",
    "notice_draft",
    "notice_reject",
    "notice_rendered",
    "notice_send_emergency",
    "notice_submit",
    "notice_test",
    "notice_update",
    "notice_withdraw",
    "notices_awaiting",
    "notify",
    "preference_update",
    "receipts_take",
    "template_check",
    "template_fill",
    "template_places",
    "template_save",
    "topic_ensure",
]
