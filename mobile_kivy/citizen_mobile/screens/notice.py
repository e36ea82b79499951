"""One notice, whole, with the way to what it speaks of."""

from __future__ import annotations

from citizen_mobile.client.models import NoticeItem
from citizen_mobile.client.richtext import blocks
from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, button, fill, load_kv
from citizen_mobile.screens.inbox import KINDS
from citizen_mobile.screens.status import notice_look
from citizen_mobile.theme.basics import Badge, Caption, Panel, Title, Txt

load_kv("notice")


class NoticeScreen(AppScreen):
    def opened(self, notice: NoticeItem | None = None, **_: object) -> None:
        if notice is not None:
            self._notice = notice
        self.reload()

    def reload(self) -> None:
        notice = self._notice
        tone, icon = notice_look(notice.kind)
        panel = Panel()
        panel.add_widget(Badge(text=L.tr(dict(KINDS).get(notice.kind, "Information")), tone=tone, icon=icon))
        panel.add_widget(Title(text=notice.title))
        panel.add_widget(Caption(text=fmt.day_time(notice.sent_at)))
        for block in blocks(notice.body):
            panel.add_widget(Txt(text=block.text, markup=True, line_height=1.2))
        if notice.valid_until:
            until = L.tr("in force until {when}").format(when=fmt.day_time(notice.valid_until))
            panel.add_widget(Caption(text=until))
        if notice.link and not notice.link.startswith("daknong://inbox"):
            panel.add_widget(button(L.tr("Show"), lambda: self.app.open_link(notice.link), icon="next"))
        fill(self.ids.content, [panel])
