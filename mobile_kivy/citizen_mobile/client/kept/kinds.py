"""What is kept on purpose: where each kind comes from, by what it is named, and in which of its words one searches."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Kind:
    """One list of the server that is kept whole. With `detail` the full page of each of its entries is kept too."""

    name: str
    path: str
    key: str
    group: str  # what the settings page counts and clears together
    said: tuple[str, ...] = ("name",)  # searched offline; a dot leads into an object
    params: dict[str, str] = field(default_factory=dict)
    detail: str = ""
    fleeting: tuple[str, ...] = ()  # true at the moment of the answer alone, so not kept


# In the order in which they are fetched: what matters most without a network comes first.
KINDS = [
    Kind("numbers", "emergency-numbers/", "number", "numbers", ("name", "description")),
    Kind("areas", "areas/", "code", "areas", ("name", "name_en"), {"current": "true", "page_size": "100"}),
    Kind("categories", "report-categories/", "slug", "categories", params={"page_size": "100"}),
    Kind(
        "offices",
        "offices/",
        "id",
        "offices",
        ("name", "agency_name", "address"),
        {"page_size": "100"},
        fleeting=("is_open", "opens_at"),
    ),
    Kind("fields", "procedure-fields/", "code", "procedures"),
    Kind("life_events", "life-events/", "slug", "procedures"),
    Kind(
        "procedures",
        "procedures/",
        "code",
        "procedures",
        ("name", "field.name", "code", "agency_name"),
        {"page_size": "100"},
        detail="procedures/{}/",
    ),
]
BY_NAME = {kind.name: kind for kind in KINDS}
BY_PATH = {kind.path: kind for kind in KINDS}

ARTICLES, PICTURES = "articles", "pictures"
GROUPS = ("procedures", "offices", "numbers", "areas", "categories", ARTICLES, PICTURES)


def detail_of(kind: Kind) -> str:
    """The name under which the full pages of a kind's entries are kept."""
    return f"{kind.name}/full"


def words_of(kind: Kind, row: dict[str, object]) -> str:
    """What of an entry is searched, unfolded."""
    return " ".join(str(_inside(row, path)) for path in kind.said)


def _inside(row: object, path: str) -> object:
    for part in path.split("."):
        row = row.get(part) or "" if isinstance(row, dict) else ""
    return row
