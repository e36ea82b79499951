"""Where the phone is, what it says aloud, and whether it hears a network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from citizen_mobile.platform.android.java import activity, hear, hear_once, ours
from citizen_mobile.platform.location import DENIED, OFF, TIMEOUT, Fix


class AndroidLocation:
    """Satellites and masts, without Google's services."""

    available = True

    def __init__(self) -> None:
        self._place = ours("Place")

    def must_ask(self) -> bool:
        must: bool = self._place.mustAsk(activity())
        return must

    def here(self, found: Callable[[Fix], None], failed: Callable[[str], None]) -> None:
        self._place.here(activity(), hear_once(lambda answer: _tell(answer, found, failed)))


class AndroidSpeech:
    """The voice that the phone's owner has chosen."""

    available = True

    def __init__(self) -> None:
        self._speaker = ours("Speaker")()

    def speak(self, text: str, language: str, ended: Callable[[bool], None]) -> None:
        self._speaker.speak(activity(), text, language, hear(lambda how: ended(how == "spoken")))

    def stop(self) -> None:
        self._speaker.stop()


class AndroidNetwork:
    """The system's word that there is a network again."""

    def __init__(self) -> None:
        self._net = ours("Net")
        self._watching: list[Any] = []

    def watch(self, returned: Callable[[], None]) -> None:
        self._watching.append(self._net.watch(activity(), hear(lambda _word: returned())))

    def stop(self) -> None:
        while self._watching:
            self._watching.pop().stop(activity())


def _tell(answer: str, found: Callable[[Fix], None], failed: Callable[[str], None]) -> None:
    if answer in (DENIED, OFF, TIMEOUT):
        failed(answer)
    else:
        latitude, longitude, metres = (float(part) for part in answer.split(","))
        found(Fix(latitude, longitude, metres))
