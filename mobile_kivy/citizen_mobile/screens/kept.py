"""What is kept on this device for times without a network: sizes, a limit, fetching now, clearing."""

from __future__ import annotations

from collections.abc import Callable

from kivy.properties import NumericProperty, StringProperty

from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import button, load_kv, rows_panel
from citizen_mobile.screens.cards import tapped
from citizen_mobile.screens.content import ContentScreen
from citizen_mobile.screens.forms import problem_notes, question
from citizen_mobile.theme.basics import Btn, Caption, Choice, Column, Heading, Panel, Soft
from citizen_mobile.theme.composites import ListRow, Note, Skeleton
from citizen_mobile.viewmodels.offline import KeptModel, Sizes

load_kv("kept")

LIMITS = (20 * fmt.MB, 40 * fmt.MB, 80 * fmt.MB, 160 * fmt.MB)


class Gauge(Column):
    """A bar with words below it; the words say it all, the bar shows it."""

    share = NumericProperty(0)
    text = StringProperty("")


def group_names() -> list[tuple[str, str, str]]:
    """Each group of what is kept: its key, icon and name, in the order in which it matters."""
    return [
        ("numbers", "phone", L.tr("Emergency numbers")),
        ("procedures", "document", L.tr("Procedures")),
        ("offices", "building", L.tr("Offices")),
        ("areas", "pin", L.tr("Communes and wards")),
        ("categories", "report", L.tr("Subjects of reports")),
        ("articles", "saved", L.tr("Saved articles")),
        ("pictures", "picture", L.tr("Pictures of saved articles")),
    ]


class KeptScreen(ContentScreen):
    def prepare(self) -> None:
        self.model = KeptModel(self.app.context)
        self._asked = ""  # the group that is about to be cleared
        self._gauge: Gauge | None = None
        for name in ("sizes", "syncing", "error"):
            self.model.fbind(name, lambda *_: self.paint())
        self.model.bind(done=lambda *_: self._move(), total=lambda *_: self._move())

    def heading(self, tr: Callable[[str], str]) -> str:
        return tr("Kept on this device")

    def reload(self) -> None:
        self.model.load()
        self.paint()

    def parts(self) -> list:
        if self.model.sizes is None:
            return [Skeleton(rows=3)]
        sizes = self.model.sizes
        return [
            Soft(text=L.tr("Procedures, offices and numbers are here for days without a network.")),
            self._now(sizes),
            *problem_notes(self.model),
            Heading(text=L.tr("What is kept on purpose")),
            rows_panel(self._group(sizes, *row) for row in group_names()),
            *self._question(),
            Heading(text=L.tr("At most")),
            self._limits(sizes),
            Heading(text=L.tr("What you have seen")),
            self._seen(sizes),
        ]

    # --- fetching

    def _now(self, sizes: Sizes) -> Panel:
        panel = Panel()
        self._gauge = Gauge()
        panel.add_widget(self._gauge)
        self._move()
        if self.model.full:
            text = L.tr("The limit is reached: not everything is here. Raise it below, or clear something.")
            panel.add_widget(Note(tone="wait", icon="warning", text=text))
        panel.add_widget(self._button())
        daily = Choice(text=L.tr("Fetch it by itself, once a day"), active=sizes.by_itself)
        panel.add_widget(tapped(daily, lambda: self.model.choose_by_itself(not sizes.by_itself)))
        return panel

    def _button(self) -> Btn:
        if self.model.syncing:
            return button(L.tr("Stop fetching"), self.model.cancel, kind="secondary", icon="close")
        return button(L.tr("Fetch what is new"), self.model.sync, icon="refresh")

    def _move(self) -> None:
        """The bar and its words, without building the page anew."""
        if self._gauge is None or self.model.sizes is None:
            return
        if self.model.syncing:
            self._gauge.share = self.model.done / self.model.total if self.model.total else 0
            said = L.tr("Fetching {done} of {total}…")
            self._gauge.text = said.format(done=int(self.model.done), total=int(self.model.total))
            return
        sizes = self.model.sizes
        self._gauge.share = min(1, sizes.used / sizes.limit) if sizes.limit else 1
        self._gauge.text = f"{_used(sizes)}  ·  {_synced(sizes)}"

    # --- clearing

    def _group(self, sizes: Sizes, group: str, icon: str, name: str) -> ListRow:
        size = sizes.groups.get(group, 0)
        row = ListRow(icon=icon, text=name, detail=size_words(size), trailing="trash" if size else "")
        return tapped(row, lambda: self._ask(group if size else ""))

    def _ask(self, group: str) -> None:
        self._asked = group
        self.paint()

    def _question(self) -> list:
        name = {key: words for key, _icon, words in group_names()}.get(self._asked, "")
        if not name:
            return []
        title = L.tr("Clear “{name}”?").format(name=name)
        text = L.tr("It is fetched again when you ask for it, or with the next fetching.")
        if self._asked in ("articles", "pictures"):
            text = L.tr("You saved them yourself; you would have to find them again.")
        return [question(title, text, L.tr("Clear"), self._clear, lambda: self._ask(""))]

    def _clear(self) -> None:
        group, self._asked = self._asked, ""
        self.model.clear(group)

    # --- limit and what was seen

    def _limits(self, sizes: Sizes) -> Panel:
        panel = Panel()
        for limit in LIMITS:
            choice = Choice(text=f"{limit // fmt.MB} MB", round=True, active=limit == sizes.limit)
            panel.add_widget(tapped(choice, lambda limit=limit: self.model.choose_limit(limit)))
        return panel

    def _seen(self, sizes: Sizes) -> Panel:
        panel = Panel()
        one, many = "{n} page and {size} of pictures", "{n} pages and {size} of pictures"
        panel.add_widget(Soft(text=L.counted(one, many, sizes.pages, size=fmt.size(sizes.pictures, L.language))))
        panel.add_widget(Caption(text=L.tr("What you have read stays readable without a connection.")))
        panel.add_widget(button(L.tr("Clear the copies"), self._clear_seen, kind="secondary", icon="trash"))
        return panel

    def _clear_seen(self) -> None:
        self.model.clear_seen()
        self.app.toast(L.tr("The copies are cleared. Drafts and unsent reports are kept."))


def size_words(size: int) -> str:
    return fmt.size(size, L.language) if size else L.tr("nothing")


def _used(sizes: Sizes) -> str:
    return L.tr("{used} of {limit}").format(used=size_words(sizes.used), limit=f"{sizes.limit // fmt.MB} MB")


def _synced(sizes: Sizes) -> str:
    if not sizes.synced_at:
        return L.tr("never fetched whole")
    return L.tr("right as of {when}").format(when=fmt.age_of(sizes.synced_at, L.tr))
