"""Articles that were saved on purpose: on this device alone, with and without a network."""

from __future__ import annotations

from citizen_mobile.client.models import Article, Loaded
from citizen_mobile.locale.live import L
from citizen_mobile.viewmodels.base import Reading, ignore, nothing
from citizen_mobile.viewmodels.context import Context
from citizen_mobile.viewmodels.undo import Undo


class SavedModel(Reading):
    """`value` is the list, the newest saved first."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.undo = Undo()

    def load(self) -> None:
        self.run(self.store.kept.saved_articles, self._listed)

    def drop(self, article: Article) -> None:
        """Out of the list at once; gone for good when the way back is closed."""
        before = self.value
        self.value = [other for other in before if other.slug != article.slug]
        self.undo.offer(
            L.tr("Removed."),
            revert=lambda: setattr(self, "value", before),
            commit=lambda: self.context.run(lambda: self.store.kept.drop_article(article.slug), nothing, ignore),
        )

    def _listed(self, found: list[Loaded[Article]]) -> None:
        self.value = [row.value for row in found]
