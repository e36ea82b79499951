"""What was written is never lost and never doubled."""

from __future__ import annotations

from pathlib import Path

import pytest

from citizen_mobile.client.cache import Cache
from citizen_mobile.client.errors import NetworkError
from citizen_mobile.client.http import Http
from citizen_mobile.client.keepsakes import Keepsakes
from citizen_mobile.client.outbox import PENDING, REJECTED, SENT, Outbox, Sender
from citizen_mobile.client.tokens import MemoryVault, Tokens
from tests.mobile.stub_server import Stub

REPORT = {"category": "duong-sa", "text": "Ổ gà lớn trước cổng trường", "place_text": "Trường Nơ Trang Lơng"}


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outbox(tmp_path: Path, clock: Clock) -> Outbox:
    return Outbox(tmp_path / "outbox", now=clock)


@pytest.fixture
def sender(outbox: Outbox, stub: Stub) -> Sender:
    return Sender(outbox, Http(stub.url, Tokens(MemoryVault())), jitter=lambda: 1.0)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "ảnh ổ gà.JPG"
    file.write_bytes(b"\xff\xd8\xff fake")
    return file


def test_a_report_whose_answer_was_lost_exists_once(outbox: Outbox, sender: Sender, stub: Stub, clock: Clock) -> None:
    item = outbox.add("report", "reports/", REPORT)
    stub.misbehave("reports/", "drop")
    assert sender.send_due() == 0
    assert outbox.get(item.key).reason_code == "offline"
    clock.now += 60
    assert sender.send_due() == 1
    assert len(stub.reports) == 1
    sent = outbox.get(item.key)
    assert sent.state == SENT
    assert sent.result is not None
    assert sent.result["code"] == stub.reports[0]["code"]


def test_photos_are_copied_sent_once_and_dropped_when_accepted(
    outbox: Outbox, sender: Sender, stub: Stub, clock: Clock, photo: Path, tmp_path: Path
) -> None:
    outbox.add("report", "reports/", REPORT, [photo, photo])
    photo.unlink()  # the gallery may be emptied meanwhile
    stub.misbehave("reports/", "drop")
    sender.send_due()
    clock.now += 60
    sender.send_due()
    assert stub.photos == ["photo-1", "photo-2"]
    body = next(body for path, body in reversed(stub.bodies) if path == "reports/")
    assert body["photo_ids"] == ["photo-1", "photo-2"]
    assert list((tmp_path / "outbox" / "photos").iterdir()) == []


def test_an_item_under_way_when_the_app_died_is_sent_again_with_its_key(
    tmp_path: Path, outbox: Outbox, stub: Stub, clock: Clock
) -> None:
    item = outbox.add("report", "reports/", REPORT)
    outbox.mark_sending(item.key)
    outbox.close()
    again = Outbox(tmp_path / "outbox", now=clock)
    assert [row.key for row in again.items(PENDING)] == [item.key]
    Sender(again, Http(stub.url, Tokens(MemoryVault()))).send_due()
    assert again.get(item.key).state == SENT
    assert list(stub.kept) == [item.key]


def test_a_refused_item_says_why_keeps_its_words_and_lets_others_pass(
    outbox: Outbox, sender: Sender, stub: Stub
) -> None:
    bad = outbox.add("report", "reports/", {**REPORT, "text": "REFUSE ME PLEASE"})
    good = outbox.add("report", "reports/", REPORT)
    assert sender.send_due() == 1
    refused = outbox.get(bad.key)
    assert refused.state == REJECTED
    assert "Nội dung không phù hợp." in refused.reason
    assert refused.body["text"] == "REFUSE ME PLEASE"
    assert outbox.get(good.key).state == SENT


def test_what_belongs_to_one_report_waits_for_it_and_other_things_do_not(
    outbox: Outbox, sender: Sender, stub: Stub, clock: Clock
) -> None:
    report = outbox.add("report", "reports/", REPORT)
    outbox.add("comment", "me/reports/{code}/comments/", {"text": "thêm"}, about=report.key)
    other = outbox.add("comment", "me/reports/PA-1/comments/", {"text": "việc khác"})
    stub.misbehave("reports/", "500")
    assert sender.send_due() == 1
    assert outbox.get(other.key).state == SENT
    clock.now += 60
    assert sender.send_due() == 2
    code = stub.reports[0]["code"]
    paths = [path for path, _body in stub.bodies]
    assert paths == ["reports/", "me/reports/PA-1/comments/", "reports/", f"me/reports/{code}/comments/"]


def test_waits_grow_and_have_a_limit(outbox: Outbox, clock: Clock) -> None:
    class Dead:
        def send(self, *_: object, **__: object) -> None:
            raise NetworkError("no")

        upload = send

    sender = Sender(outbox, Dead(), jitter=lambda: 1.0)  # type: ignore[arg-type]
    outbox.add("report", "reports/", REPORT)
    waits = []
    for _ in range(12):
        sender.send_due()
        wait = outbox.next_due_in() or 0.0
        waits.append(wait)
        clock.now += wait
    assert waits == sorted(waits)
    assert waits[0] < 5
    assert waits[-1] == 600.0


def test_a_withdrawn_item_is_gone_and_a_sent_one_cannot_be_withdrawn(
    outbox: Outbox, sender: Sender, photo: Path, tmp_path: Path
) -> None:
    first = outbox.add("report", "reports/", REPORT, [photo])
    assert outbox.withdraw(first.key)
    assert list((tmp_path / "outbox" / "photos").iterdir()) == []
    second = outbox.add("report", "reports/", REPORT)
    sender.send_due()
    assert not outbox.withdraw(second.key)


def test_drafts_and_secrets_survive_a_restart(tmp_path: Path) -> None:
    shelves = Keepsakes(tmp_path / "k.db")
    shelves.drafts.put("report", {"text": "đang viết dở"})
    shelves.guest_reports.put("PA-1", {"secret": "s"})
    shelves.close()
    again = Keepsakes(tmp_path / "k.db")
    assert again.drafts.get("report") == {"text": "đang viết dở"}
    assert list(again.guest_reports.all()) == ["PA-1"]
    assert again.settings.get("language") is None


def test_clearing_the_copies_does_not_touch_the_outbox(tmp_path: Path, outbox: Outbox) -> None:
    outbox.add("report", "reports/", REPORT)
    Cache(tmp_path / "cache.db").clear()
    assert len(outbox.items()) == 1
