"""Hears every fault that is not raised where the walk would see it: other threads, and errors in the log."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from typing import Any

# Of the machine, not of the app.
OF_NO_CONCERN = ("Cutbuffer", "Clock: Warning, too much iteration")


class Ears(logging.Handler):
    """Use as a context manager; `heard` are the faults, each with its traceback."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        if not said.startswith(OF_NO_CONCERN):
            trace = "".join(traceback.format_exception(*record.exc_info)) if record.exc_info else ""
            self.heard.append(f"log: {said}\n{trace}")

    def __enter__(self) -> Ears:
        logging.getLogger().addHandler(self)
        logging.getLogger("kivy").addHandler(self)
        self._hooks = threading.excepthook, sys.unraisablehook
        threading.excepthook = self._thread_died
        sys.unraisablehook = self._unraisable
        return self

    def __exit__(self, *_: object) -> None:
        threading.excepthook, sys.unraisablehook = self._hooks
        logging.getLogger().removeHandler(self)
        logging.getLogger("kivy").removeHandler(self)

    def _thread_died(self, args: Any) -> None:
        if args.thread is not None and "process_request_thread" in args.thread.name:
            return  # of the stub or the proxy: a client hung up
        self.heard.append(
            "thread: " + "".join(traceback.format_exception(args.exc_type, args.exc_value, args.exc_traceback))
        )

    def _unraisable(self, args: Any) -> None:
        self.heard.append(f"unraisable: {args.exc_value!r} in {args.object!r}")
