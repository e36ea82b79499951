from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MachinesConfig(AppConfig):
    name = "backend.machines"
    label = "machines"
    verbose_name = _("Machine accounts")

    def ready(self) -> None:
        from backend.machines import openapi  # noqa: F401  (registers the scheme)
