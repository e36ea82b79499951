from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicServicesConfig(AppConfig):
    name = "backend.public_services"
    label = "public_services"
    verbose_name = _("Public services")
