"""The login: access token in memory, refresh token in a vault, and one refresh at a time."""

from __future__ import annotations

import base64
import json
import logging
import math
import os
import threading
import time
import uuid
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

from citizen_mobile.client.errors import ApiError, NetworkError, SessionEnded
from citizen_mobile.client.held import Contents, Held

# The server's reasons for which no retry can help: the person has to log in again.
ENDING_CODES = {"token_expired", "token_invalid", "token_reused", "session_revoked", "account_disabled"}


EARLY = 60.0  # seconds before its end at which an access token is renewed
log = logging.getLogger(__name__)


class Pair(NamedTuple):
    """An access token and the refresh token that replaces it."""

    access: str
    refresh: str


# Trades a refresh token for a new pair; the Idempotency-Key says that it is the same request, if it is sent again.
Refresh = Callable[[str, str], Pair]


class Vault(Protocol):
    """Where the refresh token rests: on Android behind the Keystore, on a desktop in a file for the owner alone."""

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
    """Hands out access tokens. Any number of threads may find theirs expired; one of them refreshes, the rest wait.

    The vault holds what outlives the app (`Contents`). Nobody waits for a network but who needs a new token: a login
    and a logout take effect at once, and the answer to a refresh that was under way then is not kept.
    """

    def __init__(
        self,
        vault: Vault,
        on_ended: Callable[[str], None] | None = None,
        *,
        clocks: Callable[[], tuple[float, float]] = lambda: (time.monotonic(), time.time()),
    ) -> None:
        self._vault = vault
        self._access: str | None = None
        self._one_refresh = threading.Lock()
        self._change = threading.Lock()  # of what is held; never while the network is asked
        self._on_ended = on_ended
        self._clocks = clocks
        self._got_at = clocks()
        # Read once: a Keystore is asked to decrypt each time, and screens ask often.
        self._contents = Contents.read(vault.load())

    @property
    def logged_in(self) -> bool:
        return self._held is not None

    @property
    def leaving(self) -> tuple[str, ...]:
        """Refresh tokens of sessions that were left here, and of which the server has not been told."""
        return self._contents.leaving

    @property
    def owner(self) -> str:
        """The account that is signed in; "" for a guest."""
        held = self._held
        return held.owner if held else ""

    @property
    def refresh_token(self) -> str | None:
        held = self._held
        return held.refresh if held else None

    def store(self, pair: Pair, owner: str) -> None:
        """Begin or replace the session of an account."""
        with self._change:
            self._keep(pair, owner)

    def clear(self) -> None:
        """Forget the session on this device."""
        with self._change:
            self._forget()

    def leave(self) -> None:
        """Forget the session on this device; its refresh token waits among the `leaving` until the server is `told`."""
        with self._change:
            if (held := self._held) is not None:
                self._forget(held.refresh)

    def told(self, token: str) -> None:
        """The server has ended the session of this token."""
        with self._change:
            leaving = tuple(other for other in self._contents.leaving if other != token)
            self._write(self._contents._replace(leaving=leaving))

    def access(self, refresh: Refresh) -> str | None:
        """The access token, made from the vault's after a restart and renewed shortly before it ends; None for a guest.

        A renewal that fails for want of a network leaves the old one, for as long as it is good.
        """
        access = self._access
        if access is not None and not self._nearly_over(access):
            return access
        if not self.logged_in:
            return None
        try:
            return self.renew(access, refresh)
        except (NetworkError, ApiError):
            if access is None or self._left(access) <= 0:
                raise
            return access

    def renew(self, expired: str | None, refresh: Refresh) -> str:
        """Replace `expired` by a new access token, once for all who hold it.

        The server revokes the whole session when a refresh token is used twice, so this lock is not an optimisation.
        A network failure leaves the session as it was: the next try is the same request, by the key of the first.
        """
        with self._one_refresh:
            if self._access is not None and self._access != expired:
                return self._access
            asked = self._asked()
            try:
                pair = refresh(asked.refresh, asked.key)
            except ApiError as error:
                if error.status == 401 or error.code in ENDING_CODES:
                    self._end(asked, error.code)
                    raise SessionEnded(error.code, error.detail) from error
                raise
            return self._renewed(asked, pair)

    def _asked(self) -> Held:
        """What is to be sent. Its key is on the disk first: an app killed before the answer asks the same again."""
        with self._change:
            held = self._held
            if held is None:
                raise SessionEnded("not_authenticated")
            if not held.key:
                held = held._replace(key=str(uuid.uuid4()))
                self._write(self._contents._replace(held=held))
            return held

    def _renewed(self, asked: Held, pair: Pair) -> str:
        with self._change:
            if self._held != asked:  # logged out meanwhile, or somebody else in
                raise SessionEnded("not_authenticated")
            self._keep(pair, asked.owner)
        return pair.access

    def _end(self, asked: Held, code: str) -> None:
        with self._change:
            if self._held != asked:
                return
            self._forget()
        if self._on_ended is not None:
            self._on_ended(code)

    @property
    def _held(self) -> Held | None:
        return self._contents.held

    def _keep(self, pair: Pair, owner: str) -> None:
        # Disk first: were the app killed between, the next start must not present a token that was already used.
        self._write(self._contents._replace(held=Held(owner, pair.refresh)))
        self._access, self._got_at = pair.access, self._clocks()

    def _forget(self, *leaving: str) -> None:
        self._access = None
        self._write(Contents(None, (*self._contents.leaving, *leaving)))

    def _write(self, contents: Contents) -> None:
        self._contents = contents
        if contents.held is None:  # before anything can fail: who has logged out is not back at the next start
            self._vault.clear()
        if contents == Contents():
            return
        try:
            self._vault.save(contents.written())
        except OSError as error:  # a full phone: this lasts as long as the app runs
            log.warning("the vault was not written: %s", error)

    def _nearly_over(self, access: str) -> bool:
        return self._left(access) < min(EARLY, lifetime(access) / 4)

    def _left(self, access: str) -> float:
        """Seconds that it is still good for. Counted from when it came, by the faster of two clocks: the monotonic one
        stands while a phone sleeps, the other may be set back."""
        gone = max(now - then for now, then in zip(self._clocks(), self._got_at, strict=True))
        return lifetime(access) - gone


@lru_cache(maxsize=4)
def lifetime(token: str) -> float:
    """Seconds from issue to end as the token itself says (not checked: only the server can); endless if it does not."""
    try:
        middle = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
        return float(claims["exp"]) - float(claims["iat"])
    except (IndexError, KeyError, TypeError, ValueError):
        return math.inf
