"""A phone's parts under the hand of a test: what was asked of them is written down, and they answer when told to."""

from __future__ import annotations

from collections.abc import Callable

from citizen_mobile.platform.notifications import ASK, GRANTED


class FakeNotifications:
    """Pushes: `arrive` and `open` are what the system does."""

    def __init__(self, link: str = "", state: str = GRANTED) -> None:
        self.link, self.now = link, state
        self.badges: list[int] = []
        self.cancelled: list[str] = []
        self.asked = 0
        self.settings_opened = 0
        self.languages: list[str] = []
        self._opened: Callable[[str], None] | None = None
        self._arrived: Callable[[str], None] | None = None

    def state(self) -> str:
        return self.now

    def ask(self, done: Callable[[bool], None]) -> None:
        assert self.now == ASK
        self.asked, self.now = self.asked + 1, GRANTED
        done(True)

    def open_settings(self) -> None:
        self.settings_opened += 1

    def token(self) -> str:
        return ""

    def watch_token(self, changed: Callable[[str], None]) -> None:
        """It never changes."""

    def watch_links(self, opened: Callable[[str], None]) -> None:
        self._opened = opened

    def watch_arrivals(self, arrived: Callable[[str], None]) -> None:
        self._arrived = arrived

    def opened_link(self) -> str:
        link, self.link = self.link, ""
        return link

    def cancel(self, tag: str) -> None:
        self.cancelled.append(tag)

    def badge(self, count: int) -> None:
        self.badges.append(count)

    def name_channels(self, language: str) -> None:
        self.languages.append(language)

    def arrive(self, notice_id: str) -> None:
        """A push, or the recall of one, while the app runs."""
        assert self._arrived is not None, "the app does not listen"
        self._arrived(notice_id)

    def open(self, link: str) -> None:
        """A tap on a notice while the app runs."""
        assert self._opened is not None, "the app does not listen"
        self._opened(link)


class FakeSpeech:
    """A voice: `finish` is when it has read to the end."""

    available = True

    def __init__(self) -> None:
        self.spoken: list[tuple[str, str]] = []
        self.stopped = 0
        self._ended: Callable[[bool], None] | None = None

    def speak(self, text: str, language: str, ended: Callable[[bool], None]) -> None:
        self.spoken.append((text, language))
        self._ended = ended

    def stop(self) -> None:
        self.stopped += 1
        self._ended = None

    def finish(self, *, whole: bool = True) -> None:
        assert self._ended is not None, "it is not speaking"
        self._ended(whole)


class FakeSharing:
    """A share sheet that opens or not."""

    def __init__(self, *, opens: bool = True) -> None:
        self.opens = opens
        self.shared: list[tuple[str, str]] = []

    def text(self, text: str, title: str = "") -> bool:
        self.shared.append((text, title))
        return self.opens
