"""One article, to be read in peace."""

from __future__ import annotations

from kivy.properties import StringProperty

from citizen_mobile.client.models import Article
from citizen_mobile.client.richtext import Block, blocks
from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.platform import phone
from citizen_mobile.screens.base import AppScreen, button, follow, load_kv, show_reading
from citizen_mobile.screens.cards import article_card
from citizen_mobile.theme.basics import Caption, Column, Heading, Line, Row, Title, Txt
from citizen_mobile.theme.composites import Note, RemoteImage
from citizen_mobile.theme.tokens import T
from citizen_mobile.viewmodels.news import ArticleModel

load_kv("article")


class Cover(RemoteImage):
    """The picture over an article."""


class Quote(Row):
    text = StringProperty("")


class Bullet(Row):
    text = StringProperty("")


class ArticleScreen(AppScreen):
    slug = StringProperty("")

    def prepare(self) -> None:
        self.model = ArticleModel(self.app.context)
        follow(self.model, self.paint)

    def opened(self, slug: str = "", **_: object) -> None:
        if slug == self.slug and self.model.value is not None:
            return
        self.slug = slug
        self.ids.body.scroll_y = 1
        self.model.load(slug)

    def reload(self) -> None:
        self.model.load(self.slug)

    def paint(self) -> None:
        show_reading(self.ids.content, self.model, self._article, lambda: self.model.load(self.slug))

    def _article(self, article: Article) -> list:
        parts = []
        if article.cover:
            parts.append(Cover(url=article.cover.url or article.cover.thumb_url, icon="mountain"))
        text = Column(padding=T.l)
        text.add_widget(Caption(text=article.category.name.upper(), bold=True))
        text.add_widget(Title(text=article.title))
        text.add_widget(Caption(text="  ·  ".join(self._meta(article))))
        if article.is_warning:
            level = L.tr("Warning, level {n}").format(n=article.warning_level or 3)
            until = L.tr("in force until {when}").format(when=fmt.day_time(article.expires_at))
            text.add_widget(Note(tone="bad", icon="warning", title=level, text=until if article.expires_at else ""))
        if article.summary:
            text.add_widget(Txt(text=article.summary, bold=True))
        for block in blocks(article.body_html or article.body_text):
            text.add_widget(_block(block))
        if article.source_url:
            text.add_widget(
                button(
                    L.tr("Open the source"), lambda: phone.open_link(article.source_url), kind="secondary", icon="link"
                )
            )
        if article.related:
            text.add_widget(Line())
            text.add_widget(Heading(text=L.tr("Related")))
            for item in article.related:
                text.add_widget(article_card(item, lambda slug=item.slug: self.go("article", slug=slug)))
        return [*parts, text]

    def _meta(self, article: Article) -> list[str]:
        return [part for part in (fmt.day_time(article.published_at), article.author_name) if part]


def _block(block: Block):
    if block.kind == "h":
        return Heading(text=block.text, markup=True)
    if block.kind == "li":
        return Bullet(text=block.text)
    if block.kind == "q":
        return Quote(text=block.text)
    if block.kind == "img":
        return Cover(url=block.text)
    return Txt(text=block.text, markup=True, line_height=1.22)
