"""This installation, as the server's notices know it: registered once, followed by whose it is, language and topics."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from citizen_mobile import __version__
from citizen_mobile.client.errors import ApiError
from citizen_mobile.client.keepsakes import Shelf

if TYPE_CHECKING:
    from citizen_mobile.client.api.notices import Notices

SAID_ANEW_AFTER = 7 * 86_400.0  # Firebase forgets tokens that nobody vouches for


class Device:
    """The identity of this installation. Guests prove it by the secret that the server told at registration.

    `push_token` asks Firebase's name for it ("" while there is none), `owner` who is signed in.
    """

    def __init__(
        self,
        shelf: Shelf,
        platform: str = "desktop",
        *,
        push_token: Callable[[], str] = lambda: "",
        owner: Callable[[], str] = lambda: "",
        now: Callable[[], float] = time.time,
    ) -> None:
        self._shelf = shelf
        self.platform = platform
        self._push_token, self._owner, self._now = push_token, owner, now

    @property
    def install_id(self) -> str:
        known: str | None = self._shelf.get("install_id")
        if known is None:
            known = str(uuid.uuid4())
            self._shelf.put("install_id", known)
        return known

    @property
    def topics(self) -> list[str]:
        found: list[str] = self._shelf.get("topics", ["all"])
        return found

    def headers(self) -> Mapping[str, str]:
        """What a guest's request carries so that the inbox can be theirs, and a login's so that pushes follow."""
        registered = self._shelf.get("registered")
        if not registered:
            return {}
        told = {"X-Device-Id": registered["id"], "X-Device-Secret": registered["secret"]}
        return {name: value for name, value in told.items() if value}

    @property
    def device_id(self) -> str | None:
        registered = self._shelf.get("registered")
        return registered["id"] if registered else None

    def register(self, notices: Notices, language: str) -> None:
        """Tell the server what it does not know of this device: all of it, what changed, or, most days, nothing."""
        wanted, told = self._facts(language), self._shelf.get("told", {})
        if self.device_id is None or told.get("owner") != self._owner() or self._long_ago(told):
            self._introduce(notices, wanted)
            return
        changes = {name: value for name, value in wanted.items() if told["facts"].get(name) != value}
        if changes:
            self._change(notices, changes, wanted)

    def remember_topics(self, topics: list[str]) -> None:
        """What is told at the next start."""
        self._shelf.put("topics", topics)

    def choose_topics(self, notices: Notices, topics: list[str]) -> None:
        """Follow these; the server hears of it now, or at the next start."""
        self._shelf.put("topics", topics)
        if self.device_id:
            told = self._shelf.get("told", {})
            self._change(notices, {"topics": topics}, {**told.get("facts", {}), "topics": topics})

    def _facts(self, language: str) -> dict[str, Any]:
        # Without Firebase (a desktop) the token is only a name; the development simulator accepts it.
        token = self._push_token() or (f"desktop-{self.install_id}" if self.platform == "desktop" else None)
        return {"token": token, "language": language, "app_version": __version__, "topics": self.topics}

    def _introduce(self, notices: Notices, wanted: dict[str, Any]) -> None:
        owner = self._owner()
        try:
            answer = self._post(notices, wanted)
        except ApiError as error:
            if error.code != "device_secret_required":
                raise
            # The secret was lost with the app's data: to the server this is another installation now.
            for name in ("install_id", "registered"):
                self._shelf.drop(name)
            answer = self._post(notices, {**wanted, **self._facts(wanted["language"])})
        # The secret is told once; later answers leave it out.
        known = self._shelf.get("registered") or {}
        self._shelf.put(
            "registered", {"id": str(answer["id"]), "secret": answer.get("secret") or known.get("secret", "")}
        )
        self._shelf.put("topics", answer.get("topics") or self.topics)
        self._remember({**wanted, "topics": self.topics}, owner)

    def _post(self, notices: Notices, wanted: dict[str, Any]) -> dict[str, Any]:
        return notices.register_device({**wanted, "platform": self.platform, "install_id": self.install_id})

    def _change(self, notices: Notices, changes: dict[str, Any], wanted: dict[str, Any]) -> None:
        try:
            notices.change_device(str(self.device_id), changes)
        except ApiError as error:
            if error.status != 404:
                raise
            self._shelf.drop("registered")  # the server knows it no more
            self._introduce(notices, {**self._facts(wanted.get("language", "vi")), **wanted})
        else:
            self._remember(wanted, self._owner())

    def _remember(self, facts: dict[str, Any], owner: str) -> None:
        self._shelf.put("told", {"facts": facts, "owner": owner, "at": self._now()})

    def _long_ago(self, told: dict[str, Any]) -> bool:
        return not 0 <= self._now() - told.get("at", 0.0) < SAID_ANEW_AFTER
