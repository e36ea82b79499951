"""One article: read, kept, rated, made ready to be spoken."""

from __future__ import annotations

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from citizen_mobile.client.errors import ClientError, NetworkError, StorageError
from citizen_mobile.client.models import ArticleRating, Loaded, Picture
from citizen_mobile.client.richtext import blocks
from citizen_mobile.client.tongue import language_of
from citizen_mobile.locale.live import L
from citizen_mobile.viewmodels.base import Reading, ignore
from citizen_mobile.viewmodels.context import Context


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
        self.slug, self.rating = slug, ArticleRating()
        self.saved = self.store.kept.is_saved(slug)
        self.read(lambda: self.api.news.article(slug))
        self.context.run(lambda: self.api.news.rating(slug), lambda found: self._rated(slug, found), ignore)

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
        slug, before = self.slug, self.rating
        self.rating = ArticleRating(before.average, before.count, score)
        self.context.run(
            lambda: self.api.news.rate(slug, score),
            lambda answer: self._thank(slug, answer),
            lambda error: self._not_rated(slug, before, error),
        )

    def _rated(self, slug: str, found: Loaded[ArticleRating]) -> None:
        if slug == self.slug:
            self.rating = found.value

    def _thank(self, slug: str, answer: ArticleRating) -> None:
        self._rated(slug, Loaded(answer, 0.0))
        self._say(L.tr("Thank you for your rating."))

    def _not_rated(self, slug: str, before: ArticleRating, error: ClientError) -> None:
        if slug == self.slug:
            self.rating = before
        offline = isinstance(error, NetworkError)
        self._say(L.tr("No connection: your rating was not sent.") if offline else L.tr("Your rating was not taken."))

    def _not_saved(self, slug: str, error: ClientError) -> None:
        if slug == self.slug:
            self.saved = False
        full = isinstance(error, StorageError) and error.full
        self._say(
            L.tr("There is no more room. Clear something in the settings.") if full else L.tr("It could not be saved.")
        )

    def _say(self, words: str) -> None:
        self.remark = words
