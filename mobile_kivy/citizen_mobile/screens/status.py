"""How a state looks: the tone and the icon of each report and dossier status. The words come from the server."""

from __future__ import annotations

REPORT = {
    "new": ("info", "send"),
    "received": ("info", "check"),
    "rejected": ("bad", "refused"),
    "forwarded": ("info", "next"),
    "in_progress": ("wait", "progress"),
    "waiting_info": ("wait", "question"),
    "extended": ("wait", "calendar"),
    "resolved": ("good", "done"),
    "closed": ("quiet", "done"),
    "reopened": ("wait", "refresh"),
}

# The national codes of a dossier's status; 5, 6 and 8 pause the clock.
DOSSIER = {
    "1": ("info", "send"),
    "2": ("info", "check"),
    "3": ("bad", "refused"),
    "4": ("wait", "progress"),
    "5": ("wait", "document"),
    "6": ("wait", "money"),
    "7": ("quiet", "back"),
    "8": ("bad", "pause"),
    "9": ("good", "done"),
    "10": ("good", "done"),
}

NOTICE = {
    "information": ("info", "info"),
    "reminder": ("wait", "calendar"),
    "warning": ("wait", "warning"),
    "emergency": ("bad", "warning"),
    "personal": ("good", "account"),
}


def report_look(code: str) -> tuple[str, str]:
    return REPORT.get(code, ("quiet", "info"))


def dossier_look(code: str) -> tuple[str, str]:
    return DOSSIER.get(str(code), ("quiet", "info"))


def notice_look(kind: str) -> tuple[str, str]:
    return NOTICE.get(kind, ("info", "info"))


# The server names an icon for a category or a life event; ours are fewer, so some share one.
ICON_WORDS = {
    "road": "road", "traffic": "road", "pothole": "road", "lamp": "lamp", "light": "lamp", "electric": "lamp",
    "tree": "tree", "forest": "tree", "environment": "leaf", "waste": "trash", "trash": "trash", "garbage": "trash",
    "water": "water", "security": "shield", "shield": "shield", "police": "shield", "health": "health",
    "hospital": "health", "school": "school", "education": "school", "child": "child", "birth": "child",
    "baby": "child", "marriage": "marriage", "ring": "marriage", "heart": "marriage", "house": "house",
    "home": "house", "building": "building", "construction": "building", "land": "land", "map": "land",
    "car": "car", "vehicle": "car", "work": "work", "briefcase": "work", "job": "work", "shop": "shop",
    "store": "shop", "business": "shop", "farm": "leaf", "leaf": "leaf", "agriculture": "coffee", "coffee": "coffee",
    "fire": "fire", "flood": "water", "noise": "gong", "culture": "gong", "people": "people", "users": "people",
    "elderly": "people", "policy": "people", "service": "services", "office": "services", "internet": "globe",
    "phone": "phone", "bus": "bus", "animal": "leaf", "food": "coffee", "money": "money", "tax": "money",
    "document": "document", "law": "law", "justice": "law", "travel": "mountain", "mountain": "mountain",
    "passport": "account", "retire": "people", "death": "document", "warning": "warning", "camera": "camera",
    "droplet": "water", "bulb": "lamp", "cone": "road", "card": "account",
    "flower": "leaf", "elder": "people", "rings": "marriage", "care": "health", "build": "building", "medal": "star",
    "sign": "road", "alert": "warning", "chat": "people", "crane": "building", "signal": "phone",
}  # fmt: skip


def icon_for(*hints: str) -> str:
    """The nearest of our icons for a server's icon name or slug."""
    for hint in hints:
        folded = (hint or "").lower().replace("_", "-")
        for word in (folded, *folded.split("-")):
            if word in ICON_WORDS:
                return ICON_WORDS[word]
    return "dots"
