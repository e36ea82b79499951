"""The news: categories, search, pages."""

from __future__ import annotations

from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, button, fill, follow, load_kv, show_reading
from citizen_mobile.screens.cards import article_card
from citizen_mobile.theme.basics import Chip
from citizen_mobile.theme.composites import EmptyState
from citizen_mobile.viewmodels.news import NewsModel

load_kv("news")


class NewsScreen(AppScreen):
    def prepare(self) -> None:
        self.model = NewsModel(self.app.context)
        follow(self.model, self.paint)
        self.model.bind(categories=lambda *_: self.paint_categories())

    def opened(self, **_: object) -> None:
        if self.came_back and self.model.value is not None:
            return
        self.model.load_categories()
        self.model.load(keep=self.model.value is not None)

    def reload(self) -> None:
        self.model.load_categories()
        self.model.load()

    def search(self, query: str) -> None:
        self.model.query = query
        self.model.load()

    def choose(self, slug: str) -> None:
        self.model.category = slug
        for chip in self.ids.categories.children:
            chip.active = chip.value == slug
        self.ids.body.scroll_y = 1
        self.model.load()

    def paint_categories(self) -> None:
        rows = [("", L.tr("All")), *[(row.slug, row.name) for row in self.model.categories]]
        chips = [Chip(value=slug, text=name, active=slug == self.model.category) for slug, name in rows]
        for chip in chips:
            chip.bind(on_release=lambda touched: self.choose(touched.value))
        fill(self.ids.categories, chips)

    def paint(self) -> None:
        show_reading(self.ids.list, self.model, self._cards, self.model.load)

    def _cards(self, items: list) -> list:
        if not items:
            return [EmptyState(icon="search", title=L.tr("Nothing found"), text=L.tr("Try fewer or other words."))]
        cards = [article_card(item, lambda slug=item.slug: self.go("article", slug=slug)) for item in items]
        if self.model.more:
            cards.append(button(L.tr("Show more"), self.model.load_more, kind="secondary"))
        return cards
