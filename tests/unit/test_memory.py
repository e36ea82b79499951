"""What is kept in the process is read again in time, and not at all where tests must see what they wrote."""

import pytest
from django.conf import LazySettings

from backend.common import memory


class Reader:
    """Counts how often it was read."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def kept(reader: Reader):  # type: ignore[no-untyped-def]
    return memory.kept_briefly(lambda: reader())


def test_it_is_read_once_until_its_seconds_are_over(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REFERENCE_SECONDS = 5
    clock = [100.0]
    monkeypatch.setattr(memory.time, "monotonic", lambda: clock[0])
    answer = kept(Reader())
    assert [answer(), answer()] == [1, 1]
    clock[0] += 5
    assert answer() == 2


def test_no_seconds_means_no_memory(settings: LazySettings) -> None:
    settings.REFERENCE_SECONDS = 0
    answer = kept(Reader())
    assert [answer(), answer()] == [1, 2]
