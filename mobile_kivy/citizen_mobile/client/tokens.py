"""The login: access token in memory, refresh token in a vault, and one refresh at a time."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol

from citizen_mobile.client.errors import ApiError, SessionEnded

# The server's reasons for which no retry can help: the person has to log in again.
ENDING_CODES = {"token_expired", "token_invalid", "token_reused", "session_revoked", "account_disabled"}


class Pair(NamedTuple):
    """An access token and the refresh token that replaces it."""

    access: str
    refresh: str


class Vault(Protocol):
    """Where the refresh token rests. On Android it is the Keystore's (issue 5); here a file for the owner alone."""

    def load(self) -> str | None: ...

    def save(self, secret: str) -> None: ...

    def clear(self) -> None: ...


class MemoryVault:
    """A vault that forgets with the process; for tests and for a shared machine."""

    def __init__(self, secret: str | None = None) -> None:
        self._secret = secret

    def load(self) -> str | None:
        return self._secret

    def save(self, secret: str) -> None:
        self._secret = secret

    def clear(self) -> None:
        self._secret = None


class FileVault:
    """A file with mode 600, replaced atomically: a crash leaves the old token or the new one, never half of one."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> str | None:
        try:
            return self._path.read_text(encoding="ascii").strip() or None
        except FileNotFoundError:
            return None

    def save(self, secret: str) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(secret)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(self._path)

    def clear(self) -> None:
        self._path.unlink(missing_ok=True)


class Tokens:
    """Hands out access tokens. Any number of threads may find theirs expired; one of them refreshes, the rest wait."""

    def __init__(self, vault: Vault, on_ended: Callable[[str], None] | None = None) -> None:
        self._vault = vault
        self._access: str | None = None
        self._lock = threading.Lock()
        self._on_ended = on_ended

    @property
    def logged_in(self) -> bool:
        return self._vault.load() is not None

    @property
    def refresh_token(self) -> str | None:
        return self._vault.load()

    def store(self, pair: Pair) -> None:
        """Begin or replace the session."""
        with self._lock:
            self._keep(pair)

    def clear(self) -> None:
        """Forget the session on this device."""
        with self._lock:
            self._forget()

    def access(self, refresh: Callable[[str], Pair]) -> str | None:
        """The access token, made from the vault's after a restart; None for a guest."""
        if self._access is not None or not self.logged_in:
            return self._access
        return self.renew(None, refresh)

    def renew(self, expired: str | None, refresh: Callable[[str], Pair]) -> str:
        """Replace `expired` by a new access token, once for all who hold it.

        The server revokes the whole session when a refresh token is used twice, so this lock is not an optimisation.
        A network failure leaves the session as it was.
        """
        with self._lock:
            if self._access is not None and self._access != expired:
                return self._access
            token = self._vault.load()
            if token is None:
                raise SessionEnded("not_authenticated")
            try:
                pair = refresh(token)
            except ApiError as error:
                if error.status == 401 or error.code in ENDING_CODES:
                    self._forget()
                    if self._on_ended is not None:
                        self._on_ended(error.code)
                    raise SessionEnded(error.code, error.detail) from error
                raise
            self._keep(pair)
            return pair.access

    def _keep(self, pair: Pair) -> None:
        # Disk first: were the app killed between, the next start must not present a token that was already used.
        self._vault.save(pair.refresh)
        self._access = pair.access

    def _forget(self) -> None:
        self._access = None
        self._vault.clear()
