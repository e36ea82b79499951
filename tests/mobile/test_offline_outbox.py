"""The outbox's promises: mended without doubling, sent as who wrote it, in each report's order, told in few words."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from citizen_mobile.client.answers import Answer
from citizen_mobile.client.errors import ApiError, CaptivePortal, FieldError, NetworkError, NotSent, SessionEnded
from citizen_mobile.client.keepsakes import Keepsakes
from citizen_mobile.client.outbox import (
    PENDING,
    REJECTED,
    SENT,
    InDoubt,
    Outbox,
    Receipts,
    Sender,
    TooLate,
)
from citizen_mobile.client.outbox.photos import GOOD_FOR

REPORT = {"category": "duong-sa", "text": "Ổ gà lớn trước cổng trường"}


class Server:
    """Answers as it is told; keeps what arrived, once for each key, as the real one does."""

    def __init__(self) -> None:
        self.errors: list[Exception] = []
        self.after: list[Exception] = []  # raised when the work is done: the answer is lost
        self.sent: list[tuple[str, str, Any, str, str]] = []  # method, path, body, auth, owner
        self.kept: dict[str, Any] = {}
        self.uploads: list[str] = []
        self.answers: dict[str, Any] = {}

    def send(
        self, method: str, path: str, body: Any = None, *, auth: str = "", key: str = "", owner: str = ""
    ) -> Answer:
        self.sent.append((method, path, body, auth, owner))
        if self.errors:
            raise self.errors.pop(0)
        if key and key in self.kept and self.kept[key][0] != body:
            raise ApiError(422, "idempotency_key_reused", "Khóa đã dùng.")
        self.kept.setdefault(key or path, (body, {"code": f"PA-{len(self.kept) + 1}"}))
        if self.after:
            raise self.after.pop(0)
        return Answer(201, self.answers.get(path, self.kept[key or path][1]))

    def upload(self, path: str, name: str, content: bytes, *, auth: str = "", key: str = "", owner: str = "") -> Answer:
        if self.errors:
            raise self.errors.pop(0)
        self.uploads.append(key)
        return Answer(201, {"id": f"photo-{key[:8]}"})

    def bodies(self, path: str) -> list[Any]:
        return [body for _method, asked, body, _auth, _owner in self.sent if asked == path]


class Phone:
    """An outbox, its sender, a clock that stands, and who holds the phone."""

    def __init__(self, folder: Path) -> None:
        self.now, self.person = 1_000_000.0, ""
        self.server = Server()
        self.folder = folder
        self.outbox = Outbox(folder / "outbox", now=lambda: self.now, writer=lambda: self.person)
        self.shelves = Keepsakes(folder / "keepsakes.db")
        self.receipts = Receipts(self.outbox, self.shelves.settings, lambda: None, now=lambda: self.now)
        self.sender = Sender(self.outbox, self.server, accepted=self.receipts.answered, jitter=lambda: 1.0)

    def report(self, text: str = "Ổ gà", photos: list[Path] | None = None) -> Any:
        return self.outbox.add("report", "reports/", {**REPORT, "text": text}, photos or [])

    def send(self, later: float = 0.0) -> int:
        self.now += later
        return self.sender.send_due()


@pytest.fixture
def phone(tmp_path: Path) -> Iterator[Phone]:
    made = Phone(tmp_path)
    yield made
    made.outbox.close()
    made.shelves.close()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "ảnh.jpg"
    file.write_bytes(b"\xff\xd8\xff fake")
    return file


# --- mending


def test_what_was_never_tried_is_edited_under_its_key(phone: Phone) -> None:
    item = phone.report()
    edited = phone.outbox.edit(item.key, {**REPORT, "text": "Hai ổ gà"})
    assert edited.key == item.key
    phone.send()
    assert phone.server.bodies("reports/")[0]["text"] == "Hai ổ gà"


def test_a_refused_item_says_which_field_keeps_its_words_and_is_sent_under_a_new_key(phone: Phone, photo: Path) -> None:
    item = phone.report(photos=[photo])
    refusal = ApiError(400, "validation_error", "Chưa đúng.", [FieldError("text", "too_short", "Viết dài hơn.")])
    phone.server.errors = []
    phone.server.after = [refusal]
    phone.send()
    refused = phone.outbox.get(item.key)
    assert (refused.state, refused.reason_code) == (REJECTED, "validation_error")
    assert refused.fields == [FieldError("text", "too_short", "Viết dài hơn.")]
    assert "Viết dài hơn." in refused.reason
    assert phone.outbox.photos(item.key)[0].file.exists()
    edited = phone.outbox.edit(item.key, {**REPORT, "text": "Một ổ gà rất lớn"})
    assert edited.key != item.key
    assert phone.send() == 1
    assert phone.outbox.get(edited.key).state == SENT
    assert len(phone.server.uploads) == 1, "the photo was at the server already"


def test_sent_again_unchanged_it_keeps_its_key(phone: Phone) -> None:
    item = phone.report()
    phone.server.errors = [ApiError(403, "forbidden", "Không được.")]
    phone.send()
    assert phone.outbox.edit(item.key, dict(item.body)).key == item.key


def test_photos_are_added_taken_away_and_put_in_order(phone: Phone, photo: Path, tmp_path: Path) -> None:
    second = tmp_path / "hai.png"
    second.write_bytes(b"png")
    item = phone.report(photos=[photo, photo])
    first, other = (row.file for row in phone.outbox.photos(item.key))
    phone.outbox.edit(item.key, item.body, [second, other])
    files = [row.file for row in phone.outbox.photos(item.key)]
    assert files[1] == other and files[0].suffix == ".png"
    assert not first.exists()
    phone.send()
    assert len(phone.server.bodies("reports/")[0]["photo_ids"]) == 2


def test_what_may_have_arrived_is_neither_edited_nor_withdrawn_until_that_is_known(phone: Phone) -> None:
    item = phone.report()
    phone.server.after = [NetworkError("cut")]
    phone.send()
    assert phone.outbox.get(item.key).in_doubt
    with pytest.raises(InDoubt):
        phone.outbox.edit(item.key, {**REPORT, "text": "khác"})
    assert not phone.outbox.withdraw(item.key)
    assert phone.send(60) == 1
    assert len(phone.server.kept) == 1
    with pytest.raises(TooLate):
        phone.outbox.edit(item.key, {**REPORT, "text": "khác"})


@pytest.mark.parametrize(
    ("error", "in_doubt"),
    [
        (NotSent("no route"), False),
        (SessionEnded("token_expired"), False),
        (ApiError(429, "throttled", ""), False),
        (ApiError(400, "validation_error", ""), False),
        (NetworkError("cut"), True),
        (CaptivePortal("page"), True),
        (ApiError(503, "unavailable", ""), True),
        (ApiError(409, "request_in_progress", ""), True),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_each_error_leaves_the_right_doubt(phone: Phone, error: Exception, in_doubt: bool) -> None:
    item = phone.report()
    phone.server.errors = [error]
    phone.send()
    assert phone.outbox.get(item.key).in_doubt is in_doubt


def test_doubt_is_not_dispelled_by_a_try_that_did_not_get_through(phone: Phone) -> None:
    item = phone.report()
    phone.server.after = [NetworkError("cut")]
    phone.send()
    for error in (NotSent("no route"), ApiError(429, "throttled", "")):
        phone.server.errors = [error]
        phone.send(700)
        assert phone.outbox.get(item.key).in_doubt
    assert phone.outbox.withdraw(item.key, even_in_doubt=True)


def test_a_photo_that_could_not_be_sent_leaves_no_doubt_about_its_report(phone: Phone, photo: Path) -> None:
    item = phone.report(photos=[photo])
    phone.server.errors = [NetworkError("cut")]
    phone.send()
    assert not phone.outbox.get(item.key).in_doubt
    assert phone.outbox.withdraw(item.key)
    assert list((phone.folder / "outbox" / "photos").iterdir()) == []


def test_photos_that_waited_too_long_at_the_server_are_sent_anew(phone: Phone, photo: Path) -> None:
    item = phone.report(photos=[photo])
    phone.server.after = []
    phone.server.errors = []
    upload, phone.server.errors = phone.server.upload, []

    def then_dead(*args: Any, **more: Any) -> Answer:
        answer = upload(*args, **more)
        phone.server.errors = [NotSent("gone")]
        return answer

    phone.server.upload = then_dead  # type: ignore[method-assign]
    phone.send()
    phone.server.upload = upload  # type: ignore[method-assign]
    phone.server.errors = [ApiError(400, "photo_unknown", "", [FieldError("photo_ids", "invalid", "")])]
    assert phone.send(GOOD_FOR + 1) == 1
    assert len(phone.server.uploads) == 2 and len(set(phone.server.uploads)) == 2
    assert [row.state for row in phone.outbox.items()] == [SENT]
    assert phone.outbox.find(item.key) is None, "other content has another key"


# --- order


def test_one_reports_things_go_in_order_and_learn_its_code(phone: Phone) -> None:
    report = phone.report()
    phone.outbox.add("comment", "me/reports/{code}/comments/", {"text": "một"}, about=report.key)
    phone.outbox.add("comment", "me/reports/{code}/comments/", {"text": "hai"}, about=report.key)
    assert phone.outbox.held_by(phone.outbox.items()[1]) == "report"
    phone.server.errors = [ApiError(503, "unavailable", "")]
    assert phone.send() == 0
    assert len(phone.server.sent) == 1, "nothing about it was tried before it"
    assert phone.send(60) == 3
    assert [path for _m, path, *_ in phone.server.sent[1:]] == ["reports/", *["me/reports/PA-1/comments/"] * 2]
    later = phone.outbox.add("rating", "me/reports/PA-1/rating/", {"score": 5})
    assert later.chain == phone.outbox.items()[0].chain


def test_a_comment_on_a_refused_report_waits_until_that_is_mended(phone: Phone) -> None:
    report = phone.report()
    comment = phone.outbox.add("comment", "me/reports/{code}/comments/", {"text": "một"}, about=report.key)
    phone.server.errors = [ApiError(400, "validation_error", "")]
    other = phone.report("Đèn hỏng")
    assert phone.send() == 1
    assert phone.outbox.get(other.key).state == SENT
    assert phone.outbox.next_due_in() is None
    phone.outbox.edit(report.key, {**REPORT, "text": "dài hơn"})
    assert phone.send() == 2
    assert phone.outbox.get(comment.key).path == "me/reports/PA-2/comments/"


def test_with_a_report_what_was_written_about_it_is_withdrawn(phone: Phone) -> None:
    report = phone.report()
    phone.outbox.add("comment", "me/reports/{code}/comments/", {"text": "một"}, about=report.key)
    assert phone.outbox.withdraw(report.key)
    assert phone.outbox.items() == []


def test_without_a_network_one_try_is_enough_for_all(phone: Phone) -> None:
    for number in range(5):
        phone.report(f"Việc {number}")
    phone.server.errors = [NotSent("no route")] * 5
    phone.send()
    assert len(phone.server.sent) == 1


def test_one_that_always_breaks_the_network_does_not_keep_the_others(phone: Phone) -> None:
    """A photo too large for this connection: the others get their turn at the next round."""
    stuck = phone.report("Ảnh quá lớn")
    phone.report("Đèn hỏng")
    phone.server.errors = [NetworkError("cut")]
    phone.send()
    assert phone.send(1) == 1
    assert phone.outbox.get(stuck.key).state == PENDING


@pytest.mark.parametrize("kind", ["read", "receipts"])
def test_what_is_sent_and_dropped_before_it_is_told_of_is_told_of_all_the_same(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The sender has a thread of its own: it may be done with a mark before the one who made it goes on."""
    transaction = phone.outbox._db.transaction

    @contextmanager
    def then_sent() -> Iterator[None]:
        with transaction():
            yield
        phone.outbox._db.execute("DELETE FROM items")

    monkeypatch.setattr(phone.outbox._db, "transaction", then_sent)
    assert phone.outbox.add(kind, "inbox/n1/read/", {"receipts": []}).kind == kind


# --- who wrote it


def test_what_one_account_wrote_waits_for_it_and_is_not_shown_to_another(phone: Phone) -> None:
    phone.person = "an"
    mine = phone.report("của An")
    phone.person = "binh"
    assert phone.outbox.held_by(mine) == "login"
    assert phone.outbox.visible() == []
    phone.report("của Bình")
    assert phone.send() == 1
    phone.person = ""
    assert [row.key for row in phone.outbox.visible(PENDING)] == [mine.key]
    assert phone.send() == 0 and phone.outbox.next_due_in() is None
    phone.person = "an"
    assert phone.send() == 1
    assert [(auth, owner) for *_, auth, owner in phone.server.sent] == [("required", "binh"), ("required", "an")]


def test_what_a_guest_wrote_is_sent_as_a_guests_after_a_login_too(phone: Phone) -> None:
    phone.report()
    phone.person = "an"
    phone.send()
    assert [(auth, owner) for *_, auth, owner in phone.server.sent] == [("guest", "")]


def test_a_session_that_ends_holds_the_item_and_loses_nothing(phone: Phone) -> None:
    phone.person = "an"
    item = phone.report()

    def ended(*_: Any, **__: Any) -> Answer:
        phone.person = ""
        raise SessionEnded("session_revoked", "Phiên đã kết thúc.")

    phone.server.send, send = ended, phone.server.send  # type: ignore[method-assign]
    phone.send()
    phone.server.send = send  # type: ignore[method-assign]
    assert phone.outbox.held_by(phone.outbox.get(item.key)) == "login"
    phone.person = "an"
    phone.outbox.retry_now()
    assert phone.send() == 1


# --- marks, preferences, receipts


def test_marks_on_one_notice_become_the_last_of_them(phone: Phone) -> None:
    for kind in ("archive", "unarchive", "archive", "unarchive"):
        phone.outbox.add(kind, "inbox/n1/archive/", {})
    phone.send()
    assert [(method, path, body) for method, path, body, *_ in phone.server.sent] == [
        ("DELETE", "inbox/n1/archive/", None)
    ]
    assert phone.outbox.items() == []


def test_preferences_that_were_changed_offline_are_one_change(phone: Phone) -> None:
    path = "notification-preferences/"
    phone.outbox.add("preferences", path, {"kinds": [{"kind": "reminder", "push": False}], "digest": True})
    phone.outbox.add("preferences", path, {"kinds": [{"kind": "reminder", "inbox": True}], "digest": False})
    phone.outbox.add("preferences", path, {"topics": [{"topic": "area:24611", "push": True}]})
    phone.send()
    assert phone.server.bodies(path) == [
        {
            "kinds": [{"kind": "reminder", "push": False, "inbox": True}],
            "topics": [{"topic": "area:24611", "push": True}],
            "digest": False,
        }
    ]


def test_a_mark_on_a_notice_that_is_gone_is_forgotten_and_a_refused_preference_is_told(phone: Phone) -> None:
    phone.outbox.add("read", "inbox/n1/read/", {})
    phone.outbox.add("preferences", "notification-preferences/", {"receipts": True})
    phone.server.errors = [ApiError(404, "notice_not_found", ""), ApiError(400, "preference_invalid", "Không được.")]
    phone.send()
    assert [(row.kind, row.reason) for row in phone.outbox.visible()] == [("preferences", "Không được.")]


def test_two_hundred_receipts_are_one_request_and_the_next_is_another(phone: Phone) -> None:
    phone.server.answers["receipts/"] = {"counted": True, "ignored": []}
    for number in range(201):
        phone.receipts.delivered(f"n{number}")
    phone.receipts.opened("n200")
    assert phone.send() == 0, "gathered for a while"
    assert phone.send(11) == 2
    sizes = [len(body["receipts"]) for body in phone.server.bodies("receipts/")]
    assert sizes == [200, 1]
    assert set(phone.server.bodies("receipts/")[1]["receipts"][0]) == {"notice_id", "delivered_at", "opened_at"}


def test_the_earliest_time_of_a_receipt_counts(phone: Phone) -> None:
    phone.receipts.opened("n1")
    phone.now += 5
    phone.receipts.opened("n1")
    (item,) = phone.outbox.items()
    (row,) = item.body["receipts"]
    assert row["opened_at"] == time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(1_000_000))


def test_without_consent_no_more_receipts_are_kept_until_preferences_change(phone: Phone) -> None:
    phone.server.answers["receipts/"] = {"counted": False, "ignored": []}
    phone.receipts.delivered("n1")
    phone.send(11)
    assert not phone.receipts.wanted
    phone.receipts.delivered("n2")
    assert phone.outbox.items() == []
    phone.outbox.add("preferences", "notification-preferences/", {"receipts": True})
    phone.send()
    phone.receipts.delivered("n3")
    assert [row["notice_id"] for row in phone.outbox.items()[0].body["receipts"]] == ["n3"]


def test_an_answer_that_proves_nothing_is_not_taken_for_the_servers(phone: Phone) -> None:
    item = phone.report()
    phone.server.answers["reports/"] = {"status": "welcome to our Wi-Fi"}
    phone.send()
    waiting = phone.outbox.get(item.key)
    assert (waiting.state, waiting.reason_code, waiting.in_doubt) == (PENDING, "portal", True)
