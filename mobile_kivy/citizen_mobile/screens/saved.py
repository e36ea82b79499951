"""Articles saved for later: they open without a network."""

from __future__ import annotations

from kivy.properties import StringProperty

from citizen_mobile.client.models import Article
from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, fill, follow, load_kv
from citizen_mobile.screens.cards import tapped
from citizen_mobile.theme import overlays
from citizen_mobile.theme.basics import Card
from citizen_mobile.theme.composites import EmptyState
from citizen_mobile.viewmodels.saved import SavedModel

__all__ = ["SavedScreen", "overlays"]  # its widgets stand in saved.kv
load_kv("saved")


class SavedCard(Card):
    title = StringProperty("")
    meta = StringProperty("")
    image = StringProperty("")
    __events__ = ("on_drop",)

    def on_drop(self) -> None:
        """It is to be kept no longer."""


class SavedScreen(AppScreen):
    def prepare(self) -> None:
        self.model = SavedModel(self.app.context)
        follow(self.model, self.paint)
        self.model.undo.bind(words=lambda _undo, words: setattr(self.ids.undo, "words", words))

    def opened(self, **_: object) -> None:
        self.model.load()

    def reload(self) -> None:
        self.model.load()

    def on_leave(self, *args: object) -> None:
        super().on_leave(*args)
        self.model.undo.settle()

    def paint(self) -> None:
        if self.model.value is None:
            return
        cards = [self._card(article) for article in self.model.value]
        fill(self.ids.list, cards or [self._nothing()])

    def _nothing(self) -> EmptyState:
        text = L.tr("Open an article and tap “Save”: it then stays readable here, also without a connection.")
        state = EmptyState(icon="bookmark", title=L.tr("Nothing saved yet"), text=text, offer=L.tr("To the news"))
        state.bind(on_action=lambda *_: self.app.open_tab("news"))
        return state

    def _card(self, article: Article) -> SavedCard:
        cover = article.cover
        card = SavedCard(
            title=article.title,
            meta=f"{article.category.name}  ·  {fmt.day(article.published_at)}",
            image=(cover.thumb_url or cover.url) if cover else "",
        )
        card.bind(on_drop=lambda *_: self.model.drop(article))
        return tapped(card, lambda: self.go("article", slug=article.slug))
