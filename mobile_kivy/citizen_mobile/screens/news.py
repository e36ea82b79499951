"""The news: categories, search, one long list."""

from __future__ import annotations

from kivy.clock import Clock

from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, fill, follow, load_kv, show_listing
from citizen_mobile.screens.cards import ArticleCard, show_article
from citizen_mobile.theme import pulling
from citizen_mobile.theme.basics import Chip
from citizen_mobile.theme.composites import EmptyState
from citizen_mobile.theme.lists import CardList
from citizen_mobile.viewmodels.news import NewsModel

__all__ = ["NewsScreen", "pulling"]  # its widgets stand in news.kv
load_kv("news")

A_TAP = 0.3  # a touch on an offered search takes the focus away before it is a tap


class NewsScreen(AppScreen):
    def prepare(self) -> None:
        self.model = NewsModel(self.app.context)
        self.cards = CardList(make=ArticleCard, show=show_article)
        self.cards.bind(on_open=lambda _list, row: self.open(row), on_end=lambda *_: self.model.load_more())
        self.ids.list.add_widget(self.cards)
        follow(self.model, self.paint)
        self.model.bind(categories=lambda *_: self.paint_categories())
        self._offered: list[str] = []
        self._offer_later = Clock.create_trigger(lambda _dt: self.paint_recent(), A_TAP)
        self.ids.search.bind(focus=lambda *_: self._offer_later(), text=lambda *_: self._offer_later())

    def opened(self, **_: object) -> None:
        if self.came_back and self.model.value is not None:
            return
        self.model.load_categories()
        self.model.load(keep=self.model.value is not None)

    def reload(self) -> None:
        self.model.load_categories()
        self.model.load()

    def open(self, article: object) -> None:
        self.model.remember_search()
        self.go("article", slug=article.slug)

    def search(self, query: str) -> None:
        self.model.query = query
        self.ids.body.scroll_y = 1
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

    def paint_recent(self) -> None:
        """While the field is typed into: what was searched for before and fits."""
        search = self.ids.search
        offered = self.model.recent(search.text) if search.focus else []
        if offered == self._offered:
            return  # a finger may be on its way to one of them
        self._offered = offered
        self.ids.recent_strip.shown = bool(offered)
        fill(self.ids.recent, [*map(self._offer, offered), *([self._forgetting()] if offered else [])])

    def _forgetting(self) -> Chip:
        chip = Chip(text=L.tr("Forget these"))
        chip.bind(on_release=lambda *_: (self.model.forget_searches(), self.paint_recent()))
        return chip

    def _offer(self, words: str) -> Chip:
        chip = Chip(value=words, text=words)
        chip.bind(on_release=lambda touched: self._search_again(touched.value))
        return chip

    def _search_again(self, words: str) -> None:
        self.ids.search.set_quietly(words)
        self.search(words)

    def paint(self) -> None:
        show_listing(self.ids.state, self.cards, self.model, self._nothing, self.model.load)

    def _nothing(self) -> EmptyState:
        return EmptyState(icon="search", title=L.tr("Nothing found"), text=L.tr("Try fewer or other words."))
