"""The look of the officials' console (django-unfold)."""

from django.utils.translation import gettext_lazy as _

UNFOLD = {
    "SITE_TITLE": "DAKNONG-C",
    "SITE_HEADER": "DAKNONG-C",
    "SITE_SUBHEADER": _("Officials' console"),
    "SITE_SYMBOL": "landscape",
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_LANGUAGES": True,
}
