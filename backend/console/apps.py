from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsoleConfig(AppConfig):
    name = "backend.console"
    label = "console"

    def ready(self) -> None:
        from django.contrib import admin

        admin.site.site_title = admin.site.site_header = "DAKNONG-C"
        admin.site.index_title = _("Home")
