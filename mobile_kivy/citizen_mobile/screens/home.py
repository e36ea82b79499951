"""The home page: warnings first, then the ways in, then the news."""

from __future__ import annotations

from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, fill, follow, load_kv, show_reading
from citizen_mobile.screens.cards import article_card, warning_card
from citizen_mobile.theme.composites import EmptyState
from citizen_mobile.viewmodels.news import HomeModel

load_kv("home")


class HomeScreen(AppScreen):
    def prepare(self) -> None:
        self.model = HomeModel(self.app.context)
        follow(self.model, self.paint)
        self.app.person.bind(full_name=lambda *_: self.greet(), logged_in=lambda *_: self.greet())
        self.greet()

    def opened(self, **_: object) -> None:
        self.model.load(keep=self.model.value is not None)
        self.app.unread.count_unread()

    def reload(self) -> None:
        self.greet()
        self.model.load()

    def greet(self) -> None:
        name = self.app.person.full_name if self.app.person.logged_in else ""
        self.ids.greeting.text = L.tr("Hello, {name}").format(name=name) if name else L.tr("Hello")

    def paint(self) -> None:
        warnings = self.model.warnings()
        fill(self.ids.warnings, self._warning_cards(warnings[:3]))
        show_reading(self.ids.news, self.model, self._news, lambda: self.model.load())

    def _warning_cards(self, warnings: list) -> list:
        return [warning_card(item, self._opener(item.slug), short=index > 0) for index, item in enumerate(warnings)]

    def _news(self, _items: list) -> list:
        articles = self.model.articles()
        if not articles:
            return [EmptyState(icon="news", title=L.tr("No news yet"), text=L.tr("Please come back later."))]
        return [
            article_card(item, self._opener(item.slug), large=index == 0) for index, item in enumerate(articles[:8])
        ]

    def _opener(self, slug: str):
        return lambda: self.go("article", slug=slug)
