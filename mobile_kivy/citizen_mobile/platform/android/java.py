"""Java from Python: our classes, the activity, and what Java calls back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jnius import JavaException, PythonJavaClass, autoclass, java_method  # type: ignore

__all__ = ["JavaException", "activity", "hear", "hear_once", "ours"]
PACKAGE = "vn.daknong.daknongc"
# Java holds no reference that Python's collector could see: what is waited for is kept here.
_kept: set[Any] = set()


def ours(name: str) -> Any:
    """A class of mobile_kivy/android/src."""
    return autoclass(f"{PACKAGE}.{name}")


def activity() -> Any:
    """The window of the app, which is also the context that Android's services want."""
    return autoclass("org.kivy.android.PythonActivity").mActivity


def hear(callback: Callable[[str], None]) -> Any:
    """Something that Java can call any number of times, from any thread."""
    heard = _Heard(callback, True)
    _kept.add(heard)
    return heard


def hear_once(callback: Callable[[str], None]) -> Any:
    """The same for one call."""
    heard = _Heard(callback, False)
    _kept.add(heard)
    return heard


class _Heard(PythonJavaClass):  # type: ignore
    """vn.daknong.daknongc.Answer."""

    __javainterfaces__ = ["vn/daknong/daknongc/Answer"]
    __javacontext__ = "app"

    def __init__(self, callback: Callable[[str], None], keeps: bool) -> None:  # pyjnius takes no keywords here
        super().__init__()
        self._callback = callback
        self._keeps = keeps

    @java_method("(Ljava/lang/String;)V")  # type: ignore
    def answer(self, text: str) -> None:
        if not self._keeps:
            _kept.discard(self)
        self._callback(text)
