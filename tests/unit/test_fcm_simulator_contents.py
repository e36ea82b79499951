"""A message read by its quick cut is the message read in full, whatever its body looks like; clocks without waiting."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from notifications.fcm_simulator import contents as contents_module
from notifications.fcm_simulator.behaviours import Behaviours
from notifications.fcm_simulator.contents import Contents
from notifications.fcm_simulator.journal import Journal
from notifications.fcm_simulator.quota import Quota
from notifications.fcm_simulator.validation import Refused, parse
from notifications.fcm_simulator.wheel import Wheel

TOKENS = st.one_of(
    st.text("Ab9_:.-", min_size=1, max_size=20),
    st.sampled_from(["", "a b", 'a"b', "a\\", "é", "token", '"token": "x"', "\ud800", "x" * 5000]),
)
TEXTS = st.sampled_from(["", "token", '"token": "inner"', '{"token": "a"}', 'fid": "b', "Lũ về", "\\", "\\u0022token"])
MAPS = st.dictionaries(st.sampled_from(["token", "fid", "kind", "from", 'to"ken']), TEXTS | st.integers(), max_size=3)


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """Messages good and bad, with keys in any order, twice, spaced in any way, escaped or not."""
    kinds = draw(st.lists(st.sampled_from(["token", "fid", "topic", "condition"]), max_size=2))
    members = [(kind, json.dumps(draw(TOKENS), ensure_ascii=draw(st.booleans()))) for kind in kinds]
    members += draw(st.lists(st.sampled_from(["data", "notification", "apns"]).flatmap(_member), max_size=3))
    members = draw(st.permutations(members))
    colon, comma = draw(st.sampled_from([":", ": ", " : ", ":\n", ":  "])), draw(st.sampled_from([",", ", ", ",\n"]))
    message = comma.join(f'"{name}"{colon}{value}' for name, value in members)
    outer = draw(st.sampled_from(["", '"validate_only": true, ', '"token": "outer", ', '"message": {"token": "b"}, ']))
    cut = draw(st.sampled_from([0, 0, 0, 1, 3]))
    text = f'{{{outer}"message"{colon}{{{message}}}}}'
    return text[: len(text) - cut].encode("utf-8", "surrogatepass")


def _member(name: str) -> st.SearchStrategy[tuple[str, str]]:
    inner = MAPS if name != "apns" else MAPS.map(lambda found: {"payload": found})
    return inner.map(lambda found: (name, json.dumps(found)))


def _read(read: Any, body: bytes) -> Any:
    try:
        content, target = read(body)
    except Refused as refused:
        return refused.answer.head.status, refused.answer.body, refused.message
    return content.sent_to(target), target, content.target_kind, content.validate_only, content.tag


KNOWN = Contents()


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bodies(), bodies())
@example(b'{"message": {"token": "a", "token": "b"}}', b'{"message": {"token": "c", "token": "b"}}')
@example(b'{"message": {"token":\x0b"a"}}', b'{"message": {"token": "a"}}')
@example(b'\xef\xbb\xbf{"message": {"token": "a"}}', b'{"message": {"fid": "a"}}')
def test_the_quick_way_gives_what_the_full_way_gives(one: bytes, two: bytes) -> None:
    """Cold, warm, and after whatever came before."""
    for contents in (Contents(), KNOWN):
        for body in (one, two, one):
            assert _read(contents.read, body) == _read(parse, body)


def test_a_million_messages_of_one_content_are_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[bytes] = []

    def counted(body: bytes) -> Any:
        calls.append(body)
        return parse(body)

    monkeypatch.setattr(contents_module, "parse", counted)
    contents = Contents()
    found = [contents.read(f'{{"message": {{"token": "t-{n}", "data": {{"a": "b"}}}}}}'.encode()) for n in range(1000)]
    assert len(calls) == 1
    assert {content for content, _ in found} == {found[0][0]}
    assert [target for _, target in found] == [f"t-{n}" for n in range(1000)]


def test_contents_that_differ_each_time_do_not_fill_the_memory() -> None:
    contents = Contents()
    for number in range(contents_module.KEEP * 2):
        contents.read(f'{{"message": {{"token": "t", "data": {{"n": "{number}"}}}}}}'.encode())
    assert len(contents._known) <= contents_module.KEEP


@pytest.mark.parametrize("deep", [99, 101, 100_000])
def test_nesting_has_an_end(deep: int) -> None:
    inner = '{"a":' * (deep - 4) + "1" + "}" * (deep - 4)
    body = f'{{"message": {{"token": "a", "apns": {{"payload": {{"a": {inner}}}}}}}}}'.encode()
    if deep < 100:
        assert parse(body)[1] == "a"
    else:
        with pytest.raises(Refused):
            parse(body)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_quota_begins_again_a_minute_after_its_first_message() -> None:
    clock = Clock()
    quota = Quota(clock=clock)
    quota.limit(2)
    assert [quota.take() for _ in range(3)] == [0, 0, 60]
    clock.now += 59.5
    assert quota.take() == 1
    clock.now += 0.5
    assert [quota.take() for _ in range(3)] == [0, 0, 60]


def test_a_rule_for_some_seconds_is_gone_after_them() -> None:
    clock = Clock()
    behaviours = Behaviours(clock=clock)
    behaviours.change({"behaviour": "unavailable", "seconds": 10})
    clock.now += 9.9
    assert behaviours.choose("phone").name == "unavailable"
    clock.now += 0.1
    assert (behaviours.choose("phone").name, behaviours.rules) == ("ok", {})


def test_a_tokens_own_rule_goes_before_its_name_and_its_name_before_the_rule_for_all() -> None:
    behaviours = Behaviours()
    behaviours.change({"token": "quota-1", "behaviour": "internal", "times": 1})
    behaviours.change({"behaviour": "unavailable"})
    assert [behaviours.choose("quota-1").name for _ in range(2)] == ["internal", "quota"]
    assert [behaviours.choose(token).name for token in ("phone", "quotas", "ok-1")] == ["unavailable"] * 3


def test_what_is_due_in_one_tick_waits_on_one_timer() -> None:
    calls: list[tuple[int, float]] = []

    async def run() -> int:
        loop = asyncio.get_running_loop()
        wheel, began = Wheel(loop), loop.time()
        for number in range(1000):
            wheel.after(0.05, lambda n: calls.append((n, loop.time() - began)), number)
        buckets = len(wheel._buckets)
        assert wheel.waiting() == 1000
        await asyncio.sleep(0.1)
        assert wheel.waiting() == 0
        return buckets

    assert asyncio.run(run()) < 100
    assert [number for number, _ in calls] == list(range(1000))
    assert min(late for _, late in calls) >= 0.05


def test_seconds_and_entries_of_long_ago_are_dropped() -> None:
    clock = Clock()
    journal = Journal(keep=10, clock=clock)
    content, _ = parse(b'{"message": {"token": "a"}}')
    for _ in range(4000):
        clock.now += 1
        journal.add(target="a", outcome="ok", status=200, content=content)
    assert len(journal.counts()["per_second"]) == 3600
    assert journal.counts()["per_second"][-1] == [5000, 1]
    assert len(journal.read(token=None, outcome=None, after=0, limit=100)["entries"]) == 10
