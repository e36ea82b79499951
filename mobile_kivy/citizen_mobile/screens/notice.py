"""One notice, whole, with the way to what it speaks of."""

from __future__ import annotations

from kivy.properties import StringProperty

from citizen_mobile.client.models import NoticeItem
from citizen_mobile.client.richtext import blocks
from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.routes import route_of
from citizen_mobile.screens.base import AppScreen, button, follow, load_kv, show_reading
from citizen_mobile.screens.cards import until_words
from citizen_mobile.screens.inbox import KIND_NAMES, clear_from_shade
from citizen_mobile.screens.status import notice_look
from citizen_mobile.theme.basics import Badge, Caption, Panel, Title, Txt
from citizen_mobile.theme.composites import Note, RemoteImage
from citizen_mobile.viewmodels.inbox import NoticeModel

load_kv("notice")

# What a link's button says, by the kind of its page.
LEADS_TO = {
    "article": "Read the article",
    "procedure": "See the procedure",
    "dossier": "See the dossier",
    "report": "See the report",
    "place": "See the place",
    "web": "Open the web page",
}


class NoticePicture(RemoteImage):
    """The picture of a notice."""


class NoticeScreen(AppScreen):
    notice_id = StringProperty("")

    def prepare(self) -> None:
        self.model = NoticeModel(self.app.context)
        follow(self.model, self.paint)
        self.model.fbind("value", lambda _model, notice: self._seen(notice))

    def opened(self, notice_id: str = "", notice: NoticeItem | None = None, **_: object) -> None:
        self.notice_id = notice_id
        self.ids.body.scroll_y = 1
        if notice is not None:
            self.model.show(notice)
        else:
            self.model.load(notice_id)

    def reload(self) -> None:
        self.model.load(self.notice_id)

    def paint(self) -> None:
        show_reading(self.ids.content, self.model, self._notice, self.reload)

    def put_away(self) -> None:
        """Out of the inbox, or back into it; the way back is offered where one lands."""
        inbox = self.app.unread
        inbox.archive(self.model.value)
        self.app.back()

    def _seen(self, notice: NoticeItem | None) -> None:
        if notice is not None:
            self.app.unread.open(notice)
            clear_from_shade(notice)

    def _notice(self, notice: NoticeItem) -> list:
        panel = Panel()
        for widget in [*self._marks(notice), *self._words(notice), *self._ways(notice)]:
            panel.add_widget(widget)
        away = L.tr("Back to the inbox") if notice.is_archived else L.tr("Put away")
        icon = "undo" if notice.is_archived else "archive"
        return [panel, button(away, self.put_away, kind="secondary", icon=icon)]

    def _marks(self, notice: NoticeItem) -> list:
        tone, icon = notice_look(notice.kind)
        parts: list = []
        if notice.image_url:
            parts.append(NoticePicture(url=notice.image_url))
        if notice.is_exercise:
            text = L.tr(
                "This is an exercise. Nothing of it happens: you need do nothing but follow it if you take part."
            )
            parts.append(Note(tone="info", icon="info", title=L.tr("EXERCISE"), text=text))
        if notice.is_test:
            parts.append(Note(tone="quiet", icon="info", title=L.tr("TRIAL"), text=L.tr("Only its author sees it.")))
        parts.append(Badge(text=L.tr(KIND_NAMES.get(notice.kind, "Information")), tone=tone, icon=icon))
        if notice.risk_level:
            parts.append(Badge(text=L.tr("Warning, level {n}").format(n=notice.risk_level), tone="bad", icon="warning"))
        return parts

    def _words(self, notice: NoticeItem) -> list:
        parts = [Title(text=notice.title), Caption(text=fmt.day_time(notice.sent_at))]
        if notice.event:
            parts.append(Txt(text=notice.event, bold=True))
        parts += [Txt(text=block.text, markup=True, line_height=1.2) for block in blocks(notice.body)]
        if notice.instruction:
            parts.append(Note(tone="wait", icon="shield", title=L.tr("What to do"), text=notice.instruction))
        if notice.valid_until:
            parts.append(Caption(text=until_words(notice.valid_until), bold=True))
        return parts

    def _ways(self, notice: NoticeItem) -> list:
        words = LEADS_TO.get(route_of(notice.link).kind)
        if words is None:  # none, the inbox itself, or something that no app opens
            return []
        return [button(L.tr(words), lambda: self.app.open_link(notice.link), icon="next")]
