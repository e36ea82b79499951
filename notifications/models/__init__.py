"""Devices, topics, notices, the ledger of what was sent, and what people did with it. One subject a file."""

from notifications.models.alerts import CapMessage, MessageType
from notifications.models.devices import Device, DisabledReason, Platform, Preference
from notifications.models.inbox import InboxRead, Receipt, ReceiptTick
from notifications.models.ledger import BatchStatus, DeliveryFailure, NoticeBatch, NoticeTick, SendPace
from notifications.models.notices import Kind, Notice, NoticeTemplate, Origin, RiskLevel
from notifications.models.topics import AudienceList, AudienceMember, Topic

__all__ = [
    "AudienceList",
    "AudienceMember",
    "BatchStatus",
    "CapMessage",
    "DeliveryFailure",
    "Device",
    "DisabledReason",
    "InboxRead",
    "Kind",
    "MessageType",
    "Notice",
    "NoticeBatch",
    "NoticeTemplate",
    "NoticeTick",
    "Origin",
    "Platform",
    "Preference",
    "Receipt",
    "ReceiptTick",
    "RiskLevel",
    "SendPace",
    "Topic",
]
