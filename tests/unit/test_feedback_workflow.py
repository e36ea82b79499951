"""The table of a report's life, its code, its promises, its masks: no database."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from backend.feedback.codes import ALPHABET, check_letter, code_is_valid, code_make, code_normalise
from backend.feedback.models import Report
from backend.feedback.promises import may_reopen
from backend.feedback.signing import photo_path, photo_signature, photo_signature_holds
from backend.feedback.texts import both, mask_personal
from backend.feedback.workflow import CLOCK_RUNS, OPEN, SETTLED, TABLE, Status, Who, arrow, targets

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


class TestTable:
    def test_every_status_has_a_row_and_every_arrow_a_reason(self) -> None:
        assert set(TABLE) == set(Status)
        assert all(step.why and step.who for row in TABLE.values() for step in row.values())

    def test_every_status_but_new_can_be_reached(self) -> None:
        assert {to for row in TABLE.values() for to in row} == set(Status) - {Status.NEW}

    @pytest.mark.parametrize("to", [Status.REJECTED, Status.FORWARDED, Status.EXTENDED, Status.WAITING_INFO])
    def test_bad_news_never_goes_out_without_a_reason(self, to: Status) -> None:
        assert all(row[to].needs_text for row in TABLE.values() if to in row)

    def test_an_extension_names_a_date_and_a_forward_an_agency(self) -> None:
        assert all(row[Status.EXTENDED].needs_due_at for row in TABLE.values() if Status.EXTENDED in row)
        assert all(row[Status.FORWARDED].needs_agency for row in TABLE.values() if Status.FORWARDED in row)

    def test_no_officer_reopens_and_no_sender_resolves(self) -> None:
        assert all(Status.REOPENED not in targets(frm, Who.OFFICER) for frm in Status)
        assert all(Status.RESOLVED not in targets(frm, Who.SENDER) for frm in Status)

    def test_what_is_settled_is_only_left_by_reopening_or_closing(self) -> None:
        for frm in SETTLED:
            assert set(TABLE[frm]) <= {Status.REOPENED, Status.CLOSED}

    def test_new_cannot_be_closed_by_an_officer(self) -> None:
        step = arrow(Status.NEW, Status.CLOSED)
        assert step is not None and Who.OFFICER not in step.who

    def test_the_clock_stands_while_the_sender_is_asked(self) -> None:
        assert {Status.WAITING_INFO} == OPEN - CLOCK_RUNS


class TestCode:
    def test_looks_like_the_documented_one_and_is_valid(self) -> None:
        code = code_make(NOON, 48217)
        assert code.startswith("PA-261123-48217")
        assert code_is_valid(code)

    def test_takes_the_local_day(self) -> None:
        late = datetime(2026, 11, 22, 18, 30, tzinfo=ZoneInfo("UTC"))
        assert code_make(late, 0).startswith("PA-261123-")

    def test_each_wrong_digit_and_each_swapped_pair_is_noticed(self) -> None:
        digits = "26112348217"
        right = check_letter(digits)
        for place, digit in enumerate(digits):
            for other in set("0123456789") - {digit}:
                assert check_letter(digits[:place] + other + digits[place + 1 :]) != right
        for place in range(len(digits) - 1):
            left, middle = digits[place], digits[place + 1]
            if left != middle:
                assert check_letter(digits[:place] + middle + left + digits[place + 2 :]) != right

    def test_letters_that_look_like_digits_are_not_used(self) -> None:
        assert not set(ALPHABET) & set("IOU")

    def test_typed_loosely_it_is_still_the_same_code(self) -> None:
        code = code_make(NOON, 48217)
        assert code_normalise(f"  {code.replace('-', ' ').lower()} ") == code
        assert code_normalise(code.replace("-", "")) == code

    def test_something_else_stays_something_else(self) -> None:
        assert code_normalise(" abc ") == "ABC"
        assert not code_is_valid("PA-261123-48217")


class TestReopening:
    def report(self, status: Status, answered: timedelta | None) -> Report:
        return Report(status=status, resolved_at=None if answered is None else NOON - answered)

    def test_allowed_to_the_last_minute_of_the_fourteenth_day(self) -> None:
        assert may_reopen(self.report(Status.CLOSED, timedelta(days=14)), NOON)
        assert not may_reopen(self.report(Status.CLOSED, timedelta(days=14, seconds=1)), NOON)

    def test_a_withdrawn_report_has_no_answer_to_object_to(self) -> None:
        assert not may_reopen(self.report(Status.CLOSED, None), NOON)

    def test_days_are_a_setting(self, settings: object) -> None:
        settings.FEEDBACK_REOPEN_DAYS = 3  # type: ignore[attr-defined]
        assert not may_reopen(self.report(Status.RESOLVED, timedelta(days=4)), NOON)


class TestOverdue:
    def test_a_promise_is_broken_only_while_it_runs(self) -> None:
        past = NOON - timedelta(minutes=1)
        assert Report(status=Status.RECEIVED, due_at=past).is_overdue(NOON)
        assert not Report(status=Status.WAITING_INFO, due_at=past).is_overdue(NOON)
        assert not Report(status=Status.RESOLVED, due_at=past).is_overdue(NOON)


class TestMask:
    @pytest.mark.parametrize("secret", ["0912345678", "+84 912 345 678", "067095001234", "an.nguyen@example.vn"])
    def test_numbers_and_addresses_of_people_are_covered(self, secret: str) -> None:
        shown = mask_personal(f"Gọi tôi theo {secret} nhé.")
        assert secret not in shown and "•••" in shown and shown.endswith("nhé.")

    @pytest.mark.parametrize("harmless", ["số nhà 145", "ngày 12/11/2026", "Quốc lộ 14C km 812", "rộng 1.200 m2"])
    def test_places_and_dates_stay_readable(self, harmless: str) -> None:
        assert mask_personal(harmless) == harmless


class TestPhotoSignature:
    photo_id = Report().pk

    def test_opens_this_file_and_no_other(self) -> None:
        signature = photo_signature(self.photo_id, "thumb")
        assert photo_signature_holds(self.photo_id, "thumb", signature)
        assert not photo_signature_holds(self.photo_id, "full", signature)
        assert not photo_signature_holds(Report().pk, "thumb", signature)

    @pytest.mark.parametrize("forged", ["", "x", "a:b", ":", "1:2:3"])
    def test_a_forged_one_opens_nothing(self, forged: str) -> None:
        assert not photo_signature_holds(self.photo_id, "full", forged)

    def test_expires_after_two_windows_at_most(self, time_machine: object) -> None:
        time_machine.move_to(NOON, tick=False)  # type: ignore[attr-defined]
        signature = photo_signature(self.photo_id, "full")
        time_machine.move_to(NOON + timedelta(minutes=59))  # type: ignore[attr-defined]
        assert photo_signature_holds(self.photo_id, "full", signature)
        time_machine.move_to(NOON + timedelta(hours=2, seconds=1))  # type: ignore[attr-defined]
        assert not photo_signature_holds(self.photo_id, "full", signature)

    def test_the_address_stays_the_same_within_a_window_so_phones_can_cache(self, time_machine: object) -> None:
        time_machine.move_to(NOON, tick=False)  # type: ignore[attr-defined]
        first = photo_path(self.photo_id, "full", is_public=False)
        time_machine.move_to(NOON + timedelta(minutes=30))  # type: ignore[attr-defined]
        assert photo_path(self.photo_id, "full", is_public=False) == first

    def test_a_public_photo_needs_none(self) -> None:
        assert "sig" not in photo_path(self.photo_id, "full", is_public=True)


def test_one_sentence_comes_in_both_languages_whatever_is_active() -> None:
    with translation.override("en"):
        found = both(_("Status: %(status)s."), status="X")
    assert set(found) == {"vi", "en"}
    assert found["en"] == "Status: X."
    assert timezone.get_current_timezone_name() == "Asia/Ho_Chi_Minh"
