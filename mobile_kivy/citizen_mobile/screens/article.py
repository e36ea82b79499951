"""One article, to be read in peace: listened to, saved, shared, rated."""

from __future__ import annotations

from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.boxlayout import BoxLayout

from citizen_mobile.client.models import Article
from citizen_mobile.client.outbox import OutboxItem
from citizen_mobile.client.richtext import Block, blocks
from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.platform import choose
from citizen_mobile.routes import web_link
from citizen_mobile.screens.base import AppScreen, button, fill, follow, load_kv, show_reading
from citizen_mobile.screens.cards import Star, article_card, until_words
from citizen_mobile.screens.passing_on import pass_on
from citizen_mobile.theme.basics import Caption, Column, Heading, Line, Panel, Row, Title, Txt
from citizen_mobile.theme.composites import Note, RemoteImage
from citizen_mobile.theme.tokens import T
from citizen_mobile.viewmodels.article import ArticleModel

load_kv("article")


class Cover(ButtonBehavior, RemoteImage):
    """A picture of the article: a tap shows it whole."""


class Quote(Row):
    text = StringProperty("")


class Bullet(Row):
    text = StringProperty("")


class Doing(ButtonBehavior, BoxLayout):
    """Something to do with the article: an icon over its word."""

    icon = StringProperty("")
    text = StringProperty("")
    active = BooleanProperty(False)


class SizePanel(Column):
    """Text size, where the text is."""


class ArticleScreen(AppScreen):
    slug = StringProperty("")

    def prepare(self) -> None:
        self.model = ArticleModel(self.app.context)
        follow(self.model, self.paint)
        for name in ("saved", "speaking"):
            self.model.fbind(name, lambda *_: self.paint_doings())
        self.model.fbind("rating", lambda *_: self.paint_rating())
        self.model.fbind("remark", lambda _model, remark: self.app.toast(remark) if remark else None)
        self._doings: dict[str, Doing] = {}
        self._rating: Panel | None = None

    def opened(self, slug: str = "", **_: object) -> None:
        if slug == self.slug and self.model.value is not None:
            return
        self.slug = slug
        self.ids.body.scroll_y = 1
        self.model.load(slug)

    def reload(self) -> None:
        self.stop()
        self.model.load(self.slug)

    def outbox_changed(self, item: OutboxItem) -> None:
        self.model.outbox_changed(item)

    def on_leave(self, *args: object) -> None:
        super().on_leave(*args)
        self.stop()

    def show_sizes(self) -> None:
        """Open or close the panel of text sizes."""
        tools = self.ids.tools
        fill(tools, [] if tools.children else [SizePanel()])

    # --- what can be done with it

    def listen(self) -> None:
        """Read aloud, or stop."""
        if self.model.speaking:
            self.stop()
            return
        speech = choose.get().speech
        if not speech.available:
            self.app.toast(L.tr("This device has no voice to read with."))
            return
        text, language = self.model.to_be_spoken()
        self.model.speaking = True
        speech.speak(text, language, lambda whole: self.app.context.post(lambda: self._read_out(whole)))

    def stop(self) -> None:
        if self.model.speaking:
            choose.get().speech.stop()
            self.model.speaking = False

    def _read_out(self, whole: bool) -> None:
        self.model.speaking = False
        if not whole:
            self.app.toast(L.tr("The voice of this device could not read it."))

    def share(self) -> None:
        """Title and address: its source's, else our page of it, which opens here on a phone with the app."""
        article = self.model.value
        address = article.source_url or web_link(self.app.store.http.base_url, "article", article.slug)
        copied = L.tr("Title and address are copied. Paste them where you like.")
        pass_on(self.app, f"{article.title}\n{address}", article.title, copied)

    # --- painting

    def paint(self) -> None:
        show_reading(self.ids.content, self.model, self._article, lambda: self.model.load(self.slug))

    def paint_doings(self) -> None:
        if not self._doings:
            return
        listen, save = self._doings["listen"], self._doings["save"]
        listen.active, save.active = self.model.speaking, self.model.saved
        listen.icon, listen.text = ("stop", L.tr("Stop")) if listen.active else ("speaker", L.tr("Listen"))
        save.icon, save.text = ("saved", L.tr("Saved")) if save.active else ("bookmark", L.tr("Save"))

    def paint_rating(self) -> None:
        if self._rating is not None:
            fill(self._rating, self._rating_parts())

    def _article(self, article: Article) -> list:
        pictures = self.model.pictures()
        parts = [self._picture(0)] if article.cover else []
        text = Column(padding=T.l)
        for widget in [*self._head(article), *self._body(article, len(pictures)), *self._foot(article)]:
            text.add_widget(widget)
        return [*parts, text]

    def _head(self, article: Article) -> list:
        parts = [Caption(text=article.category.name.upper(), bold=True), Title(text=article.title)]
        parts += [Caption(text=line) for line in self._meta(article)]
        if article.is_warning:
            level = L.tr("Warning, level {n}").format(n=article.warning_level or 3)
            parts.append(Note(tone="bad", icon="warning", title=level, text=until_words(article.expires_at)))
        parts.append(self._doing_row())
        if article.summary:
            parts.append(Txt(text=article.summary, bold=True))
        return parts

    def _body(self, article: Article, pictures: int) -> list:
        """Blocks in order; `pictures` counts the cover too, which stands over all."""
        parts, seen = [], pictures - sum(block.kind == "img" for block in self._blocks(article))
        for block in self._blocks(article):
            if block.kind == "img":
                parts.append(self._picture(seen))
                seen += 1
            else:
                parts.append(_block(block))
        return parts

    def _foot(self, article: Article) -> list:
        parts: list = []
        if article.source_url:
            source = lambda: choose.get().phone.open_link(article.source_url)  # noqa: E731
            parts.append(button(L.tr("Open the source"), source, kind="secondary", icon="link"))
        self._rating = Panel()
        self.paint_rating()
        parts.append(self._rating)
        if article.related:
            parts += [Line(), Heading(text=L.tr("Related"))]
            parts += [
                article_card(item, lambda slug=item.slug: self.go("article", slug=slug)) for item in article.related
            ]
        return parts

    def _blocks(self, article: Article) -> list[Block]:
        return blocks(article.body_html or article.body_text)

    def _meta(self, article: Article) -> list[str]:
        published, updated = article.published_at, article.updated_at
        lines = ["  ·  ".join(part for part in (fmt.day_time(published), article.author_name) if part)]
        if updated and published and (updated - published).total_seconds() > 60:
            lines.append(L.tr("Updated {when}").format(when=fmt.day_time(updated)))
        return lines

    def _picture(self, index: int) -> Column:
        """A picture with what it shows in words; a tap opens it whole."""
        picture = self.model.pictures()[index]
        cover = Cover(url=picture.url or picture.thumb_url, icon="picture")
        cover.bind(on_release=lambda *_: self.go("picture", pictures=self.model.pictures(), index=index))
        column = Column(spacing=T.xs)
        column.add_widget(cover)
        if picture.alt and picture.alt != self.model.value.title:
            column.add_widget(Caption(text=picture.alt, padding=[T.l if index == 0 else 0, 0]))
        return column

    def _doing_row(self) -> Row:
        row = Row(spacing=T.s)
        acts = {"listen": self.listen, "save": self.model.save_or_drop, "share": self.share}
        self._doings = {name: Doing() for name in acts}
        for name, act in acts.items():
            self._doings[name].bind(on_release=lambda *_, act=act: act())
            row.add_widget(self._doings[name])
        self._doings["share"].icon, self._doings["share"].text = "share", L.tr("Share")
        self.paint_doings()
        return row

    def _rating_parts(self) -> list:
        rating = self.model.rating
        stars = Row(spacing=0)
        for value in range(1, 6):
            given = value <= (rating.mine or 0)
            star = Star(name="star_full" if given else "star", value=value)
            star.bind(on_release=lambda touched: self.model.rate(touched.value))
            stars.add_widget(star)
        parts = [Heading(text=L.tr("Was this article useful?")), stars]
        if rating.mine:
            parts.append(Caption(text=L.tr("You gave {n} of 5 stars.").format(n=rating.mine)))
        if rating.count and rating.average:
            average = fmt.decimal(rating.average, L.language)
            one, many = "{average} of 5, by {n} reader", "{average} of 5, by {n} readers"
            parts.append(Caption(text=L.counted(one, many, rating.count, average=average)))
        return parts


def _block(block: Block):
    if block.kind == "h":
        return Heading(text=block.text, markup=True)
    if block.kind == "li":
        return Bullet(text=block.text)
    if block.kind == "q":
        return Quote(text=block.text)
    return Txt(text=block.text, markup=True, line_height=1.22)
