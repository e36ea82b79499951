"""The words and signs of the console's notice pages: kinds, links, reasons, audiences as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.formats import number_format
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.common.i18n import pick
from notifications import audiences
from notifications import topics as topic_names
from notifications.audiences import Expression
from notifications.models import AudienceList, Kind, Topic

GROUPS = {
    "general": gettext_lazy("Everybody"),
    "areas": gettext_lazy("Areas"),
    "news": gettext_lazy("News"),
    "roles": gettext_lazy("Roles"),
    "languages": gettext_lazy("Languages"),
    "lists": gettext_lazy("Lists of people"),
}
ROLES = {
    "role:guest": gettext_lazy("Guests without an account"),
    "role:citizen": gettext_lazy("Citizens with an account"),
    "role:officer": gettext_lazy("Officers"),
    "role:administrator": gettext_lazy("Administrators"),
}
LANGUAGES = {"lang:vi": gettext_lazy("Who reads Vietnamese"), "lang:en": gettext_lazy("Who reads English")}
KINDS = {
    Kind.INFORMATION: (
        "info",
        gettext_lazy("News that can wait. Held at night, a few a day at most, can be turned off."),
    ),
    Kind.REMINDER: ("event_upcoming", gettext_lazy("A date or a deadline. Held at night, can be turned off.")),
    Kind.WARNING: ("warning", gettext_lazy("Danger ahead. Goes out at any hour, with sound.")),
    Kind.EMERGENCY: (
        "crisis_alert",
        gettext_lazy("Danger to life now. Its own channel: interrupts, overtakes everything, cannot be silenced."),
    ),
}
# Kind of page, what it is called, what names one, an example.
LINKS = (
    ("", gettext_lazy("The notice in the inbox"), "", ""),
    ("daknong://article/", gettext_lazy("A news article"), gettext_lazy("The last part of its address."), "mua-lon"),
    ("daknong://procedure/", gettext_lazy("A procedure"), gettext_lazy("Its code."), "1.001234"),
    ("daknong://dossier/", gettext_lazy("A dossier"), gettext_lazy("Its code."), "H18.24-250101-0001"),
    ("daknong://report/", gettext_lazy("A citizen's report"), gettext_lazy("Its code."), "PA-2026-000123"),
    ("daknong://place/", gettext_lazy("A place"), gettext_lazy("The last part of its address."), "thac-dray-sap"),
    ("https://", gettext_lazy("A web page"), gettext_lazy("Its address, without https://."), "daknong.gov.vn/tin"),
)  # fmt: skip
REASONS = {
    "unregistered": gettext_lazy("The app was removed"),
    "sender_id_mismatch": gettext_lazy("The token belongs to another project"),
    "invalid_token": gettext_lazy("Firebase calls the token invalid"),
    "invalid_argument": gettext_lazy("Firebase refuses this message to this device"),
    "third_party_auth": gettext_lazy("A web-push or Apple credential is missing"),
    "expired": gettext_lazy("Not reached in time"),
    "invalid_payload": gettext_lazy("Firebase refuses the message itself"),
    "quota_exceeded": gettext_lazy("Firebase asks for a slower pace"),
    "unavailable": gettext_lazy("Firebase is overloaded"),
    "internal": gettext_lazy("Firebase has an error of its own"),
    "unreachable": gettext_lazy("Firebase cannot be reached"),
}


def kind_cards() -> list[dict[str, str]]:
    """The kinds that an officer chooses from, with what each means."""
    return [
        {"value": kind.value, "label": str(kind.label), "icon": icon, "meaning": str(meaning)}
        for kind, (icon, meaning) in KINDS.items()
    ]


def link_kinds() -> list[dict[str, str]]:
    names = ("prefix", "label", "hint", "example")
    return [dict(zip(names, map(str, link), strict=True)) for link in LINKS]


def grouped(number: int) -> str:
    """1,300,000 as the reader's language writes it."""
    return str(number_format(number, force_grouping=True))


def reason_name(reason: str) -> str:
    return str(REASONS.get(reason, reason))


def trouble_words(trouble: str) -> str:
    """`unavailable: …`, as the engine writes it down, for people."""
    reason, _colon, detail = trouble.partition(":")
    return ": ".join(part for part in (reason_name(reason.strip()), detail.strip()) if part)


def audience_options(topics: Iterable[Topic], lists: Iterable[AudienceList]) -> list[dict[str, Any]]:
    """What can be ticked, in groups: everybody first, then as topics are ordered, then roles, languages and lists."""
    groups: dict[str, list[tuple[str, str]]] = {"general": [(topic_names.ALL, _("The whole province"))]}
    for topic in topics:
        if topic.pk != topic_names.ALL:
            groups.setdefault(topic.group, []).append((topic.pk, str(pick(topic, "name"))))
    groups["roles"] = [(name, str(label)) for name, label in ROLES.items()]
    groups["languages"] = [(name, str(label)) for name, label in LANGUAGES.items()]
    groups["lists"] = [(topic_names.of_list(one.pk), one.name) for one in lists]
    return [
        {"name": str(GROUPS.get(name, name)), "options": [{"value": value, "label": label} for value, label in options]}
        for name, options in groups.items()
        if options
    ]


def topic_words(expression: Expression) -> dict[str, str]:
    """What people call each topic of an audience; a list that is gone is called that."""
    wanted = audiences.mentioned(expression)
    names = {topic_names.ALL: _("The whole province")} | {k: str(v) for k, v in (ROLES | LANGUAGES).items()}
    names |= {topic.pk: str(pick(topic, "name")) for topic in Topic.objects.filter(pk__in=wanted)}
    ids = [topic.removeprefix("list:") for topic in wanted if topic.startswith("list:")]
    found = {topic_names.of_list(one.pk): one.name for one in AudienceList.objects.filter(pk__in=ids)} if ids else {}
    gone = {f"list:{pk}": _("a list that is deleted") for pk in ids}
    return names | gone | found


def in_words(expression: Expression, names: Mapping[str, str], *, is_inner: bool = False) -> str:
    """The formula as a sentence: `(Cư Jút or Nam Dong) and not Officers`."""
    if isinstance(expression, str):
        return names.get(expression, expression)
    ((word, inner),) = expression.items()
    if word == "not":
        return _("not %(what)s") % {"what": in_words(inner, names, is_inner=True)}
    parts = [in_words(part, names, is_inner=len(inner) > 1) for part in inner]
    joined = (_(" or ") if word == "any" else _(" and ")).join(parts)
    return f"({joined})" if is_inner and len(parts) > 1 else joined


def agency_names(codes: Iterable[str]) -> dict[str, str]:
    """Agencies are another subject: settings.NOTICES_AGENCY_NAMES names a function codes -> {code: (name, English)}."""
    wanted = {code for code in codes if code}
    path = getattr(settings, "NOTICES_AGENCY_NAMES", "")
    found = import_string(path)(wanted) if path and wanted else {}
    names = {code: pick({"name": name, "name_en": name_en}, "name") for code, (name, name_en) in found.items()}
    return {code: str(names.get(code, code)) for code in wanted}
