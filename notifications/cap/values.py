"""What the Common Alerting Protocol calls things that a notice says in its own way."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from notifications.models import Notice
from notifications.models.alerts import MessageType

NAMESPACE: Final = "urn:oasis:names:tc:emergency:cap:1.2"
# The two of CAP's five that are ever published: a trial goes to its author's devices and nowhere else.
ACTUAL, EXERCISE = "Actual", "Exercise"
STATUSES = [(ACTUAL, "Actual"), (EXERCISE, "Exercise")]
SEVERITIES = [(name, name) for name in ("Extreme", "Severe", "Moderate", "Minor")]
# The levels of natural disaster risk of Decision 18/2021/QĐ-TTg. CAP has no word beyond Extreme.
_SEVERITY_OF_LEVEL = {1: "Minor", 2: "Moderate", 3: "Severe", 4: "Extreme", 5: "Extreme"}
# An officer has judged it an emergency; receivers leave out what is "Unknown", and would stay silent.
SEVERITY_WITHOUT_LEVEL = "Severe"
# More than half sure, by who sends it; whether it was seen already, no field of a notice says.
CERTAINTY = "Likely"

# Words of an event in both languages → category. Not folded: without its marks "bão" (storm) would be in "cảnh báo".
_CATEGORIES = {
    "Met": (
        "mưa", "bão", "giông", "dông", "lốc", "lũ", "lụt", "ngập", "gió", "áp thấp", "sương muối", "rét",
        "nắng nóng", "hạn hán", "storm", "typhoon", "rain", "flood", "flooding", "tornado", "wind", "cold", "heat",
        "drought", "hail",
    ),
    "Geo": (
        "động đất", "sạt lở", "lở đất", "trượt đất", "sụt lún", "lũ bùn", "earthquake", "landslide", "landslides",
    ),
    "Fire": ("cháy", "hoả hoạn", "hỏa hoạn", "fire", "wildfire"),
    "Health": ("dịch bệnh", "ngộ độc", "epidemic", "outbreak", "poisoning"),
    "Env": ("ô nhiễm", "pollution"),
    "CBRNE": ("hoá chất", "hóa chất", "phóng xạ", "rò rỉ", "cháy nổ", "chemical", "radiation", "explosion"),
    "Infra": ("vỡ đập", "xả lũ", "thuỷ điện", "thủy điện", "hồ chứa", "mất điện", "dam"),
    "Transport": ("giao thông", "ùn tắc", "traffic"),
    "Security": ("khủng bố", "bạo loạn", "terrorism"),
    "Rescue": ("cứu nạn", "cứu hộ", "mất tích", "rescue", "missing"),
}  # fmt: skip
_PATTERNS = {
    category: re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b") for category, words in _CATEGORIES.items()
}


def categories_of(notice: Notice) -> tuple[str, ...]:
    """By the words of its event, or of its title where it has none; `Safety` if they say nothing."""
    text = f"{notice.event} {notice.event_en}" if notice.event else f"{notice.title} {notice.title_en}"
    words = unicodedata.normalize("NFC", text).lower()
    return tuple(name for name, pattern in _PATTERNS.items() if pattern.search(words)) or ("Safety",)


def severity_of(notice: Notice) -> str:
    return _SEVERITY_OF_LEVEL.get(notice.risk_level or 0, SEVERITY_WITHOUT_LEVEL)


def status_of(notice: Notice) -> str:
    return EXERCISE if notice.is_exercise else ACTUAL


def urgency_of(message_type: str) -> str:
    """An emergency asks to act at once; what is taken back is past."""
    return "Past" if message_type == MessageType.CANCEL else "Immediate"


def response_of(notice: Notice, message_type: str) -> str:
    """What to do stands in `instruction`; without one, or after a cancel, people keep their ears open."""
    is_told = bool(notice.instruction.strip()) and message_type != MessageType.CANCEL
    return "Prepare" if is_told else "Monitor"
