from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    label = "notifications"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from notifications.cap.checks import check_sender  # when settings are there

        register(check_sender)
