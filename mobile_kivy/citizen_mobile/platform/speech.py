"""Reading aloud by the device's own voice."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable
from typing import Protocol


class Speech(Protocol):
    """One text at a time; a new one stops the last."""

    available: bool

    def speak(self, text: str, language: str, ended: Callable[[bool], None]) -> None:
        """Read `text` in `vi` or `en`; `ended(True)` when it was read out, `ended(False)` when it could not be.

        After `stop` nothing is told.
        """

    def stop(self) -> None: ...


class DesktopSpeech:
    """espeak-ng or speech-dispatcher, when the desktop has one."""

    def __init__(self, program: str | None = None) -> None:
        self._program = program or shutil.which("espeak-ng") or shutil.which("spd-say")
        self.available = self._program is not None
        self._speaking: subprocess.Popen[bytes] | None = None

    def speak(self, text: str, language: str, ended: Callable[[bool], None]) -> None:
        self.stop()
        if self._program is None:
            ended(False)
            return
        speaking = subprocess.Popen([self._program, *self._words(language), "--", text])
        self._speaking = speaking
        threading.Thread(target=self._wait, args=(speaking, ended), name="speech", daemon=True).start()

    def stop(self) -> None:
        speaking, self._speaking = self._speaking, None
        if speaking is not None:
            speaking.terminate()

    def _words(self, language: str) -> list[str]:
        return ["--wait", "--language", language] if str(self._program).endswith("spd-say") else ["-v", language]

    def _wait(self, speaking: subprocess.Popen[bytes], ended: Callable[[bool], None]) -> None:
        code = speaking.wait()
        if self._speaking is speaking:
            self._speaking = None
            ended(code == 0)
