"""The refresh token under a key of Android's Keystore."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from citizen_mobile.client.tokens import Vault
from citizen_mobile.platform.android.java import JavaException, ours

log = logging.getLogger(__name__)


class KeystoreVault:
    """Opened once and then remembered: the Keystore takes some 20 ms a question, and the UI asks who is logged in.

    On a phone whose Keystore fails the session lasts as long as the process; it is never written in the clear.
    """

    def __init__(self, path: Path, keys: Any = None) -> None:
        self._java = ours("Vault")(keys or ours("KeystoreKeys")(), str(path))
        self._secret = self._opened()

    def load(self) -> str | None:
        return self._secret

    def save(self, secret: str) -> None:
        self._secret = secret
        try:
            self._java.save(secret)
        except JavaException as error:
            log.warning("the Keystore does not work here: %s", error)

    def clear(self) -> None:
        self._secret = None
        try:
            self._java.clear()
        except JavaException as error:
            log.warning("the sealed file stays: %s", error)

    def _opened(self) -> str | None:
        try:
            found: str = self._java.load()
        except JavaException as error:
            log.warning("the sealed file cannot be read: %s", error)
            return None
        return found or None


def open_keystore_vault(folder: Path) -> Vault:
    return KeystoreVault(folder / "session.sealed")
