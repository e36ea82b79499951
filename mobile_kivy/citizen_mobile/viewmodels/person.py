"""Who is logged in, for all screens."""

from __future__ import annotations

import logging

from kivy.event import EventDispatcher
from kivy.properties import BooleanProperty, StringProperty

from citizen_mobile.client.errors import StorageError
from citizen_mobile.viewmodels.context import Context

log = logging.getLogger(__name__)


class Person(EventDispatcher):
    """Who is logged in, for all screens."""

    logged_in = BooleanProperty(False)
    full_name = StringProperty("")
    phone = StringProperty("")

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        store = context.store
        self.logged_in = store.tokens.logged_in
        known = store.keepsakes.settings.get("person") or {}
        if self.logged_in:
            self.full_name, self.phone = known.get("full_name", ""), known.get("phone", "")

    def entered(self, user: object) -> None:
        """A login or a registration succeeded."""
        self.phone, self.logged_in = user.phone, True
        self.renamed(user.full_name)
        self.context.store.sender.wake()

    def renamed(self, full_name: str) -> None:
        """The name as the server now has it."""
        self.full_name = full_name
        self.context.store.keepsakes.settings.put("person", {"full_name": full_name, "phone": self.phone})

    def left(self) -> None:
        """The session is over, here or at the server. Drafts and the outbox stay."""
        self.context.store.keepsakes.settings.drop("person")
        self.logged_in, self.full_name, self.phone = False, "", ""

    def log_out(self) -> None:
        """At once, though every worker hangs on the network: the server is told afterwards (`Upkeep.tell_device`)."""
        try:
            self.context.store.api.account.logout()
        except StorageError as error:  # the session is over; what was seen in it goes at the next login
            log.warning("the cache was not emptied: %s", error)
        self.left()
