from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "backend.accounts"
    label = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from backend.accounts import openapi  # noqa: F401  (registers the scheme)
