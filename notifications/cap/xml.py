"""A CAP message as XML, in the order that the OASIS schema demands, and back again as far as lists need it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from defusedxml.ElementTree import fromstring
from django.utils import timezone

from notifications.cap.areas import CapArea, Outline
from notifications.cap.message import CapAlert, CapText
from notifications.cap.text import plain
from notifications.cap.values import NAMESPACE

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
RISK_LEVEL = "layer:VN:risk-level"
# Codes of administrative units of the General Statistics Office (Decision 124/2004 and its changes).
GEOCODE = "VN-GSO"


def moment(value: datetime) -> str:
    """With its offset from UTC in figures, to the second: CAP allows no `Z` and no fraction."""
    return value.astimezone(timezone.get_default_timezone()).isoformat(timespec="seconds")


def document(root: Element) -> str:
    """The text of a whole document."""
    indent(root)
    return DECLARATION + tostring(root, encoding="unicode") + "\n"


def to_xml(alert: CapAlert) -> str:
    """The message as it goes out."""
    root = Element("alert", {"xmlns": NAMESPACE})
    for name, value in (
        ("identifier", alert.identifier),
        ("sender", alert.sender),
        ("sent", moment(alert.sent)),
        ("status", alert.status),
        ("msgType", alert.message_type),
        ("scope", "Public"),
        ("note", alert.note),
        ("references", alert.references),
    ):
        add(root, name, value)
    for text in alert.texts:
        _add_info(root, alert, text)
    return document(root)


def add(parent: Element, name: str, value: str) -> None:
    """An element with this text; none for no text."""
    if cleaned := plain(value):
        SubElement(parent, name).text = cleaned


def _add_info(root: Element, alert: CapAlert, text: CapText) -> None:
    info = SubElement(root, "info")
    add(info, "language", text.language)
    for category in alert.categories:
        add(info, "category", category)
    for name, value in (
        ("event", plain(text.event) or alert.categories[0]),
        ("responseType", alert.response_type),
        ("urgency", alert.urgency),
        ("severity", alert.severity),
        ("certainty", alert.certainty),
        ("effective", moment(alert.sent)),
        ("expires", moment(alert.expires)),
        ("senderName", text.sender_name),
        ("headline", text.headline),
        ("description", text.description),
        ("instruction", text.instruction),
        ("web", alert.web),
        ("contact", alert.contact),
    ):
        add(info, name, value)
    if alert.risk_level:
        _add_pair(info, "parameter", RISK_LEVEL, str(alert.risk_level))
    for area in alert.areas:
        _add_area(info, area, text.language)


def _add_area(info: Element, area: CapArea, language: str) -> None:
    element = SubElement(info, "area")
    name = area.name_en if language.startswith("en") else area.name
    add(element, "areaDesc", plain(name) or area.codes[0])
    for outline in area.outlines:
        add(element, "polygon", _polygon(outline))
    for code in area.codes:
        _add_pair(element, "geocode", GEOCODE, code)


def _polygon(outline: Outline) -> str:
    return " ".join(f"{latitude},{longitude}" for latitude, longitude in outline)


def _add_pair(parent: Element, name: str, key: str, value: str) -> None:
    element = SubElement(parent, name)
    add(element, "valueName", key)
    add(element, "value", value)


# --- back again ---
@dataclass(frozen=True, slots=True)
class Told:
    """What a message that went out says, in one language."""

    reference: str  # as a later message refers to it
    status: str
    event: str
    severity: str
    headline: str
    description: str
    areas: tuple[CapArea, ...]


def told(xml: str, language: str) -> Told:
    """By what went out, not by the notice: that and the settings may have changed since."""
    root = fromstring(xml)
    infos = root.findall(_path("info"))
    chosen = next((info for info in infos if _text(info, "language").startswith(language)), infos[0])
    return Told(
        reference=",".join(_text(root, name) for name in ("sender", "identifier", "sent")),
        status=_text(root, "status"),
        event=_text(chosen, "event"),
        severity=_text(chosen, "severity"),
        headline=_text(chosen, "headline"),
        description=_text(chosen, "description"),
        areas=tuple(_area(area) for area in chosen.findall(_path("area"))),
    )


def _area(area: Element) -> CapArea:
    name = _text(area, "areaDesc")
    return CapArea(name, name, tuple(_values(area.findall(_path("geocode")))))


def _values(pairs: Iterable[Element]) -> Iterable[str]:
    return (_text(pair, "value") for pair in pairs)


def _text(parent: Element, name: str) -> str:
    return parent.findtext(_path(name)) or ""


def _path(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
