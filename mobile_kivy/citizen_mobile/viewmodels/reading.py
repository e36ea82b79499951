"""The viewmodels of what is read: home, news, procedures, places, numbers, the inbox."""

from __future__ import annotations

from kivy.properties import ListProperty, NumericProperty, StringProperty

from citizen_mobile.client.errors import ClientError
from citizen_mobile.client.models import Loaded, NoticeItem
from citizen_mobile.locale.live import L
from citizen_mobile.viewmodels.base import Listing, Reading, ViewModel


class HomeModel(Listing):
    """The newest articles; warnings first, apart from the rest."""

    def load(self, *, keep: bool = False) -> None:
        self.read_pages(lambda: self.api.news.articles(page_size=12), keep=keep)

    def warnings(self) -> list:
        """The gravest first; of equal ones the newest."""
        found = [item for item in self.value or [] if item.is_warning]
        return sorted(found, key=lambda item: -(item.warning_level or 0))

    def articles(self) -> list:
        return [item for item in self.value or [] if not item.is_warning]


class NewsModel(Listing):
    """Articles by category or search."""

    category = StringProperty("")
    query = StringProperty("")
    categories = ListProperty([])

    def load(self, *, keep: bool = False) -> None:
        category, query = self.category, self.query
        self.read_pages(lambda: self.api.news.articles(category=category, q=query), keep=keep)

    def load_more(self) -> None:
        self.read_more(lambda address: self.api.news.articles(next_url=address))

    def load_categories(self) -> None:
        self.context.run(
            lambda: self.api.news.categories().value, lambda found: setattr(self, "categories", found), _ignore
        )


class ArticleModel(Reading):
    def load(self, slug: str) -> None:
        self.read(lambda: self.api.news.article(slug))


class ServicesModel(ViewModel):
    """The ways into the catalogue: fields and life events."""

    fields = ListProperty([])
    life_events = ListProperty([])
    loaded = NumericProperty(0)

    def load(self) -> None:
        def work() -> tuple[list, list]:
            return self.api.services.fields().value, self.api.services.life_events().value

        self.run(work, self._show)

    def _show(self, found: tuple[list, list]) -> None:
        self.fields, self.life_events = found
        self.loaded += 1


class ProceduresModel(Listing):
    """Procedures by search, field or life event."""

    def load(self, *, q: str = "", field: str = "", life_event: str = "", level: str = "") -> None:
        self.read_pages(lambda: self.api.services.procedures(q=q, field=field, life_event=life_event, level=level))

    def load_more(self) -> None:
        self.read_more(lambda address: self.api.services.procedures(next_url=address))


class ProcedureModel(Reading):
    def load(self, code: str) -> None:
        self.read(lambda: self.api.services.procedure(code))


class PlacesModel(Listing):
    def load(self, *, q: str = "", category: str = "") -> None:
        self.read_pages(lambda: self.api.directory.places(q=q, category=category))

    def load_more(self) -> None:
        self.read_more(lambda address: self.api.directory.places(next_url=address))


class PlaceModel(Reading):
    def load(self, slug: str) -> None:
        self.read(lambda: self.api.directory.place(slug))


class EmergencyModel(Reading):
    """Numbers to call; the shipped ones stand until the server's are known, so that they work from the first start."""

    def load(self) -> None:
        self.read(self.api.directory.emergency_numbers)


class AreasModel(Reading):
    def load(self) -> None:
        self.read(self.api.directory.areas)


class InboxModel(Listing):
    """Notices for this person or this device."""

    kind = StringProperty("")
    unread = NumericProperty(0)

    def load(self, *, keep: bool = False) -> None:
        kind, language = self.kind, L.language

        def fetch() -> Loaded:
            if not self.known() and not self.api.reader.from_memory:
                self.store.device.register(self.api.notices, language)
            return self.api.notices.inbox(kind=kind)

        self.read_pages(fetch, keep=keep)

    def known(self) -> bool:
        """Whether the server can tell whose inbox is meant: a person's, or this device's."""
        return self.store.tokens.logged_in or self.store.device.device_id is not None

    def load_more(self) -> None:
        self.read_more(lambda address: self.api.notices.inbox(next_url=address))

    def count_unread(self) -> None:
        if not self.known():
            return
        self.context.run(self.api.notices.unread_count, lambda found: setattr(self, "unread", found), _ignore)

    def open(self, notice: NoticeItem) -> None:
        """Mark as read, here at once and at the server when it can be reached."""
        if notice.is_read:
            return
        notice.is_read = True
        self.unread = max(0, self.unread - 1)
        self.context.run(lambda: self.api.notices.mark_read(notice.id), _nothing, _ignore)

    def read_all(self) -> None:
        for notice in self.value or []:
            notice.is_read = True
        self.unread = 0
        self.property("value").dispatch(self)
        self.context.run(self.api.notices.mark_all_read, _nothing, _ignore)


class DossierModel(Reading):
    """A dossier by its code and the second factor; what was looked up stays on show until the screen is left."""

    code_error = StringProperty("")
    followed = NumericProperty(0)

    def look_up(self, code: str, factor: str) -> None:
        self.value, self.stale_since = None, 0
        self.run(lambda: self.api.services.dossier_lookup(code, factor), self._found)

    def load_mine(self, code: str) -> None:
        self.read(lambda: self.api.services.my_dossier(code))

    def follow(self, code: str, factor: str) -> None:
        def done(_nothing: None) -> None:
            self.followed += 1

        self.run(lambda: self.api.services.dossier_follow(code, factor), done)

    def _found(self, dossier: object) -> None:
        self.value = dossier


class MyDossiersModel(Listing):
    def load(self) -> None:
        self.read_pages(self.api.services.my_dossiers)


def _nothing(_result: object) -> None:
    """The answer changes nothing on show."""


def _ignore(_error: ClientError) -> None:
    """What is on show stays right without this answer."""
