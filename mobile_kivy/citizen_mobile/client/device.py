"""This installation, as the server's notices know it: registered once, followed by language and topics."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING

from citizen_mobile import __version__
from citizen_mobile.client.keepsakes import Shelf

if TYPE_CHECKING:
    from citizen_mobile.client.api.notices import Notices


class Device:
    """The identity of this installation. Guests prove it by the secret that the server told at registration."""

    def __init__(self, shelf: Shelf, platform: str = "desktop") -> None:
        self._shelf = shelf
        self.platform = platform

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
        """What a guest's request carries so that the inbox can be theirs."""
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
        """Tell the server of this device; done again at each start, it changes nothing."""
        known = self._shelf.get("registered") or {}
        answer = notices.register_device(
            {
                # Without Firebase (a desktop) the token is only a name; the development simulator accepts it.
                "token": self._shelf.get("fcm_token") or f"desktop-{self.install_id}",
                "platform": self.platform,
                "language": language,
                "app_version": __version__,
                "topics": self.topics,
                "install_id": self.install_id,
            }
        )
        # The secret is told once; later answers leave it out.
        secret = answer.get("secret") or known.get("secret", "")
        self._shelf.put("registered", {"id": str(answer["id"]), "secret": secret})
        self._shelf.put("topics", answer.get("topics") or self.topics)

    def choose_topics(self, notices: Notices, topics: list[str]) -> None:
        self._shelf.put("topics", topics)
        if self.device_id:
            notices.change_device(self.device_id, {"topics": topics})
