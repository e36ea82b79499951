"""Home and the news."""

from __future__ import annotations

from kivy.properties import ListProperty, StringProperty

from citizen_mobile.viewmodels.base import Listing, Reading, ignore


class HomeModel(Listing):
    """The newest articles; warnings first, apart from the rest."""

    def load(self, *, keep: bool = False) -> None:
        self.read_pages(lambda: self.api.news.articles(page_size=12), keep=keep)

    def warnings(self) -> list:
        """The gravest first; of equal ones the newest."""
        found = [item for item in self.value or [] if item.is_warning]
        return sorted(found, key=lambda item: -(item.warning_level or 0))

    def articles(self) -> list:
        return [item for item in self.value or [] if not item.is_warning]


class NewsModel(Listing):
    """Articles by category or search."""

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


class ArticleModel(Reading):
    def load(self, slug: str) -> None:
        self.read(lambda: self.api.news.article(slug))
