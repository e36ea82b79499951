from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AreasConfig(AppConfig):
    name = "backend.areas"
    label = "areas"
    verbose_name = _("Administrative units")

    def ready(self) -> None:
        from backend.areas.table import table_forget

        # `flush` and `migrate` change rows behind the table's back; both send this.
        post_migrate.connect(table_forget, dispatch_uid="areas.table_forget")
