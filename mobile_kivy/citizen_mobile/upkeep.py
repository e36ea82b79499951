"""What goes on beside the screens: sending, waking, saying which device this is, fetching what is kept."""

from __future__ import annotations

import logging
import threading
from typing import Any

from kivy.clock import Clock

from citizen_mobile.client.errors import ClientError
from citizen_mobile.locale.live import L
from citizen_mobile.platform import choose
from citizen_mobile.viewmodels.base import ignore
from citizen_mobile.viewmodels.context import Context
from citizen_mobile.viewmodels.inbox import InboxModel
from citizen_mobile.viewmodels.person import Person

log = logging.getLogger(__name__)
EVERY_MINUTE = 60.0
KEEP_AFTER = 20.0  # seconds after the start or another language: what is looked at goes first


class Upkeep:
    """Begins with the app and ends with it."""

    def __init__(self, context: Context, person: Person, inbox: InboxModel) -> None:
        self.context, self.store, self.inbox = context, context.store, inbox
        person.bind(logged_in=self._other_person)
        self._network = choose.get().network
        self._keep_up_soon = Clock.create_trigger(self._keep_up, KEEP_AFTER)

    def start(self) -> None:
        self.store.sender.start()
        self.store.sender.ring()
        self._network.watch(self.woken)
        choose.get().notifications.watch_token(lambda _token: self.context.post(self.tell_device))
        Clock.schedule_once(lambda _dt: self.tell_device(), 0)
        self._keep_up_soon()
        self._every_minute = Clock.schedule_interval(self._look_again, EVERY_MINUTE)

    def stop(self) -> None:
        self._network.stop()
        self._every_minute.cancel()
        self._keep_up_soon.cancel()

    def woken(self) -> None:
        """The network has come back, or the app: from any thread."""
        self.store.wake()
        self.context.post(self._after_waking)

    def language_chosen(self) -> None:
        """Notices come in it from now on, and what is kept is fetched in it too."""
        self.tell_device()
        self._keep_up_soon()

    def tell_device(self) -> None:
        """Say to the server what it does not know of this device: who has logged out on it first, then whose it is."""
        language = L.language

        def tell() -> None:
            self.store.api.account.end_left()
            self.store.device.register(self.store.api.notices, language)

        self.context.run(tell, lambda _nothing: self.inbox.count_unread(), ignore)

    def _look_again(self, *_: Any) -> None:
        """Nobody says so when a weak network is good again for a moment."""
        if self.store.tokens.leaving:
            self.tell_device()
        else:
            self.inbox.count_unread()

    def _after_waking(self) -> None:
        self.tell_device()
        self._keep_up()

    def _other_person(self, *_: Any) -> None:
        self.store.receipts.ask_again()
        self.tell_device()

    def _keep_up(self, *_: Any) -> None:
        """Once a day, in a thread of its own: it takes minutes, and the workers are for what is looked at."""
        if self.store.kept.syncing:
            self._keep_up_soon()  # another language may have been chosen meanwhile
        elif self.store.kept.by_itself and self.store.kept.due():
            threading.Thread(target=self._sync, name="kept", daemon=True).start()

    def _sync(self) -> None:
        try:
            self.store.kept.sync()
        except ClientError as error:  # what has come stays; the rest follows when the network is back or tomorrow
            log.info("not all was kept: %s", error)
