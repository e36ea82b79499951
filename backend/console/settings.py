"""The look of the officials' console (django-unfold): forest green on basalt grey, navigation by what one may do."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _


def _may(permission: str) -> Callable[[HttpRequest], bool]:
    return lambda request: bool(request.user.has_perm(permission))


def _item(title: Any, icon: str, model: str, permission: str, badge: str = "") -> dict[str, Any]:
    item = {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{model}_changelist"),
        "permission": _may(permission),
    }
    return {**item, "badge": f"backend.console.work.{badge}"} if badge else item


UNFOLD = {
    "SITE_TITLE": "DAKNONG-C",
    "SITE_HEADER": "DAKNONG-C",
    "SITE_SUBHEADER": _("Officials' console"),
    "SITE_ICON": lambda request: static("console/logo.svg"),
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("console/logo.svg")}],
    "SITE_URL": "/api/docs/",
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_LANGUAGES": True,
    "SHOW_BACK_BUTTON": True,
    "DASHBOARD_CALLBACK": "backend.console.dashboard.dashboard",
    "LOGIN": {"image": lambda request: static("console/login.jpg")},
    "STYLES": [lambda request: static("console/console.css")],
    "SCRIPTS": [lambda request: static("console/console.js")],
    "COLORS": {
        "base": {
            "50": "oklch(98.4% .003 95)",
            "100": "oklch(96.2% .005 95)",
            "200": "oklch(91.8% .008 95)",
            "300": "oklch(86% .011 95)",
            "400": "oklch(69% .016 95)",
            "500": "oklch(53.5% .017 95)",
            "600": "oklch(43.5% .016 100)",
            "700": "oklch(36.2% .016 110)",
            "800": "oklch(27% .016 130)",
            "900": "oklch(20.5% .015 140)",
            "950": "oklch(13.5% .012 140)",
        },
        "primary": {
            "50": "oklch(97.3% .020 155)",
            "100": "oklch(94.2% .042 155)",
            "200": "oklch(88.5% .078 155)",
            "300": "oklch(79.5% .115 155)",
            "400": "oklch(69.5% .135 155)",
            "500": "oklch(58% .128 156)",
            "600": "oklch(48% .108 157)",
            "700": "oklch(41.5% .092 158)",
            "800": "oklch(35.5% .075 158)",
            "900": "oklch(30% .062 159)",
            "950": "oklch(20.5% .042 160)",
        },
    },
    "SIDEBAR": {
        "show_search": False,
        "navigation": [
            {
                "title": _("My work"),
                "items": [
                    {"title": _("Home"), "icon": "home", "link": reverse_lazy("admin:index")},
                    _item(
                        _("Citizens' reports"), "campaign", "feedback_report", "feedback.view_report", "reports_badge"
                    ),
                    _item(
                        _("Notices"),
                        "notifications_active",
                        "notifications_notice",
                        "notifications.view_notice",
                        "notices_badge",
                    ),
                    _item(_("Dossiers"), "folder_open", "public_services_dossier", "public_services.view_dossier"),
                    _item(_("News"), "newspaper", "news_article", "news.view_article"),
                ],
            },
            {
                "title": _("Catalogues"),
                "separator": True,
                "collapsible": False,
                "items": [
                    _item(_("Procedures"), "assignment", "public_services_procedure", "public_services.view_procedure"),
                    _item(
                        _("Report categories"), "category", "feedback_reportcategory", "feedback.view_reportcategory"
                    ),
                    _item(_("News categories"), "sell", "news_category", "news.view_category"),
                    _item(_("Places"), "landscape", "places_place", "places.view_place"),
                    _item(_("Agencies"), "account_balance", "agencies_agency", "agencies.view_agency"),
                    _item(_("Offices"), "location_city", "agencies_office", "agencies.view_office"),
                    _item(
                        _("Emergency numbers"), "emergency", "agencies_emergencynumber", "agencies.view_emergencynumber"
                    ),
                    _item(_("Areas"), "map", "areas_area", "areas.view_area"),
                    _item(
                        _("Fields of procedures"),
                        "topic",
                        "public_services_procedurefield",
                        "public_services.view_procedurefield",
                    ),
                    _item(
                        _("Life events"),
                        "family_restroom",
                        "public_services_lifeevent",
                        "public_services.view_lifeevent",
                    ),
                    _item(_("Topics"), "label", "notifications_topic", "notifications.view_topic"),
                    _item(
                        _("Notice templates"),
                        "edit_note",
                        "notifications_noticetemplate",
                        "notifications.view_noticetemplate",
                    ),
                    _item(_("Lists of people"), "groups", "notifications_audiencelist", "notifications.add_notice"),
                ],
            },
            {
                "title": _("Administration"),
                "separator": True,
                "items": [
                    _item(_("People"), "group", "accounts_user", "accounts.view_user"),
                    _item(_("Rights of officers"), "badge", "agencies_membership", "agencies.view_membership"),
                    _item(_("Machine accounts"), "vpn_key", "machines_machineaccount", "machines.view_machineaccount"),
                    _item(_("Consents"), "fact_check", "accounts_consentrecord", "accounts.view_consentrecord"),
                    _item(
                        _("Purposes of consent"), "policy", "accounts_consentpurpose", "accounts.view_consentpurpose"
                    ),
                    _item(_("Devices"), "smartphone", "notifications_device", "notifications.view_device"),
                    _item(
                        _("Calendar overrides"), "event_busy", "common_calendaroverride", "common.view_calendaroverride"
                    ),
                    _item(_("Audit trail"), "history", "common_auditentry", "common.view_auditentry"),
                ],
            },
        ],
    },
}

# Short dates, day first, on pages and in forms of both languages.
FORMAT_MODULE_PATH = ["backend.console.formats"]
