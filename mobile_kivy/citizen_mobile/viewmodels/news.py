"""Home and the news."""

from __future__ import annotations

from datetime import datetime

from kivy.properties import DictProperty, ListProperty, StringProperty

from citizen_mobile.client.errors import ApiError
from citizen_mobile.client.fold import fold
from citizen_mobile.client.models import ArticleItem, NoticeItem
from citizen_mobile.locale import format as fmt
from citizen_mobile.viewmodels.base import Listing, ignore

MOST_WARNINGS = 3
MOST_EMERGENCIES = 2
MOST_RECENT = 8


class HomeModel(Listing):
    """Warnings first, apart from the other news; emergencies of the inbox before all."""

    emergencies = ListProperty([])
    until = DictProperty({})  # when each warning ends, by slug; None: nobody knows

    def load(self, *, keep: bool = False) -> None:
        self.read_pages(lambda: self.api.news.articles(page_size=20), keep=keep)
        self.load_urgent()

    def load_urgent(self) -> None:
        """Emergencies of the inbox, once the server can tell whose inbox is meant."""
        if self.store.tokens.logged_in or self.store.device.device_id:
            self.context.run(lambda: self.api.notices.inbox(kind="emergency").value.results, self._urgent, ignore)

    def warnings(self) -> list[ArticleItem]:
        """In force, the gravest first; of equal ones the newest. A copy may hold one that has ended since."""
        found = [item for item in self.value or [] if item.is_warning and not _over(self.until.get(item.slug))]
        return sorted(found, key=lambda item: -(item.warning_level or 0))[:MOST_WARNINGS]

    def articles(self) -> list[ArticleItem]:
        return [item for item in self.value or [] if not item.is_warning]

    def on_value(self, *_: object) -> None:
        """Warnings are read whole at once: for their end, and so that they can be opened without a network."""
        slugs = [item.slug for item in self.warnings() if item.slug not in self.until]
        if slugs:
            self.context.run(lambda: [self._ends(slug) for slug in slugs], self._ended, ignore)

    def _ends(self, slug: str) -> tuple[str, datetime | None]:
        try:
            return slug, self.api.news.article(slug).value.expires_at
        except ApiError:
            return slug, None

    def _ended(self, found: list[tuple[str, datetime | None]]) -> None:
        self.until = {**self.until, **dict(found)}

    def _urgent(self, notices: list[NoticeItem]) -> None:
        """What is in force stands whether it was read or not; of what has no end, what was not read."""
        shown = [row for row in notices if (row.valid_until or not row.is_read) and not _over(row.valid_until)]
        self.emergencies = shown[:MOST_EMERGENCIES]


class NewsModel(Listing):
    """Articles by category or search; what was searched for before is offered again."""

    category = StringProperty("")
    query = StringProperty("")
    categories = ListProperty([])

    def load(self, *, keep: bool = False) -> None:
        category, query = self.category, self.query
        self.read_pages(lambda: self.api.news.articles(category=category, q=query), keep=keep)

    def load_more(self) -> None:
        self.read_more(lambda address: self.api.news.articles(next_url=address))

    def load_categories(self) -> None:
        self.context.run(
            lambda: self.api.news.categories().value, lambda found: setattr(self, "categories", found), ignore
        )

    def recent(self, typed: str = "") -> list[str]:
        """Earlier searches that hold what is typed, marks and case aside; the newest first."""
        wanted = fold(typed)
        searches: list[str] = self.store.keepsakes.settings.get("news_searches", [])
        return [words for words in searches if wanted in fold(words) and fold(words) != wanted]

    def remember_search(self) -> None:
        """What was searched for led to something that was opened: it is worth offering again."""
        words = self.query.strip()
        if len(words) > 1:
            others = [other for other in self.recent() if fold(other) != fold(words)]
            self.store.keepsakes.settings.put("news_searches", [words, *others][:MOST_RECENT])

    def forget_searches(self) -> None:
        self.store.keepsakes.settings.drop("news_searches")


def _over(end: datetime | None) -> bool:
    return end is not None and fmt.local(end) < fmt.now()
