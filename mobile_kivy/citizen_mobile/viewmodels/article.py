"""One article: read, kept, rated, made ready to be spoken."""

from __future__ import annotations

from dataclasses import replace

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from citizen_mobile.client.api.news import rating_path
from citizen_mobile.client.decode import decode
from citizen_mobile.client.errors import ClientError, StorageError
from citizen_mobile.client.models import ArticleRating, Loaded, Picture
from citizen_mobile.client.outbox import PENDING, REJECTED, SENDING, SENT, OutboxItem
from citizen_mobile.client.richtext import blocks
from citizen_mobile.client.tongue import language_of
from citizen_mobile.locale.live import L
from citizen_mobile.viewmodels.base import Reading, ignore
from citizen_mobile.viewmodels.context import Context

RATING = "article_rating"


class ArticleModel(Reading):
    """One article. `remark` is something to say shortly."""

    saved = BooleanProperty(False)
    speaking = BooleanProperty(False)
    rating = ObjectProperty(ArticleRating())
    remark = StringProperty("", force_dispatch=True)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.slug = ""

    def load(self, slug: str) -> None:
        self.slug = slug
        self.rating = self._with_unsent(ArticleRating())
        self.saved = self.store.kept.is_saved(slug)
        self.read(lambda: self.api.news.article(slug))
        self._ask_rating(slug)

    def pictures(self) -> list[Picture]:
        """The cover, then those in the text."""
        article = self.value
        inside = [block for block in blocks(article.body_html) if block.kind == "img"]
        cover = [article.cover] if article.cover else []
        return [*cover, *(Picture(url=block.text, alt=block.alt) for block in inside)]

    def to_be_spoken(self) -> tuple[str, str]:
        """Title and text as plain words, and their language."""
        article = self.value
        text = "\n".join(part for part in (article.title, article.summary, article.body_text) if part)
        return text, language_of(text)

    def save_or_drop(self) -> None:
        """Keep for reading without a network, or no longer."""
        slug = self.slug
        if self.saved:
            self.saved = False
            self.context.run(lambda: self.store.kept.drop_article(slug), lambda _nothing: self._say(L.tr("Removed.")))
            return
        self.saved = True
        done = L.tr("Saved. It can be read without a connection.")
        self.context.run(
            lambda: self.store.kept.save_article(slug),
            lambda _article: self._say(done),
            lambda error: self._not_saved(slug, error),
        )

    def rate(self, score: int) -> None:
        """Shown at once; sent when the server can be reached, the last one if there were several."""
        self.rating = ArticleRating(self.rating.average, self.rating.count, score)
        self.store.outbox.add(RATING, rating_path(self.slug), {"score": score})
        self.store.sender.ring()

    def outbox_changed(self, item: OutboxItem) -> None:
        """What became of a rating that was given here."""
        if item.kind != RATING or item.path != rating_path(self.slug):
            return
        if item.state == SENT and item.result:
            self.rating = decode(ArticleRating, item.result)
            self._say(L.tr("Thank you for your rating."))
        elif item.state == PENDING and item.reason_code and item.attempts == 1:
            self._say(L.tr("Your rating is kept and goes out when there is a connection."))
        elif item.state == REJECTED:
            self.store.outbox.withdraw(item.key)
            self._ask_rating(self.slug)

    def _ask_rating(self, slug: str) -> None:
        self.context.run(lambda: self.api.news.rating(slug), lambda found: self._rated(slug, found), ignore)

    def _rated(self, slug: str, found: Loaded[ArticleRating]) -> None:
        if slug == self.slug:
            self.rating = self._with_unsent(found.value)

    def _with_unsent(self, rating: ArticleRating) -> ArticleRating:
        """What the server has not heard yet lies over what it says."""
        path, outbox = rating_path(self.slug), self.store.outbox
        unsent = [item for item in outbox.items(PENDING, SENDING) if item.path == path and outbox.mine(item)]
        return replace(rating, mine=unsent[-1].body["score"]) if unsent else rating

    def _not_saved(self, slug: str, error: ClientError) -> None:
        if slug == self.slug:
            self.saved = False
        full = isinstance(error, StorageError) and error.full
        self._say(
            L.tr("There is no more room. Clear something in the settings.") if full else L.tr("It could not be saved.")
        )

    def _say(self, words: str) -> None:
        self.remark = words
