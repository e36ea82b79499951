"""The console: devices to look at, topics to name."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from backend.common.console import ConsoleModelAdmin, ReadOnlyAdminMixin
from backend.common.i18n import pick
from notifications.models import Device, Topic


@admin.register(Topic)
class TopicAdmin(ConsoleModelAdmin):
    list_display = ("show_name", "topic", "group", "is_default", "is_active")
    list_filter = ("group", "is_active")
    search_fields = ("topic", "name", "name_en")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("topic",) if obj else ()

    @display(description=_("name"))
    def show_name(self, topic: Topic) -> str:
        return str(pick(topic, "name"))


@admin.register(Device)
class DeviceAdmin(ReadOnlyAdminMixin, ConsoleModelAdmin):
    """To look at: devices are made and changed by phones. Tokens and secrets are not shown."""

    list_display = ("__str__", "show_owner", "language", "app_version", "show_token", "show_state", "last_seen_at")
    list_filter = ("platform", "language", "is_active", "disabled_reason")
    search_fields = ("install_id__exact",)
    list_select_related = ("user",)
    fields = (
        "id", "platform", "language", "app_version", "show_owner", "show_token", "topics", "show_state",
        "disabled_at", "suspect_count", "last_seen_at", "created_at",
    )  # fmt: skip

    @display(description=_("person"))
    def show_owner(self, device: Device) -> str:
        return str(device.user) if device.user_id else str(_("Guest"))

    @display(description="token")
    def show_token(self, device: Device) -> str:
        return device.masked_token or "–"

    @display(description=_("state"), label={"active": "success", "disabled": "danger"})
    def show_state(self, device: Device) -> tuple[str, str]:
        if device.is_active:
            return "active", str(_("Active"))
        return "disabled", str(device.get_disabled_reason_display())
