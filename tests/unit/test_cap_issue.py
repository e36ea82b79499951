"""When a message for other systems goes out, once, and what it refers to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from notifications.cap.issue import cap_cancel, cap_issue
from notifications.cap.selectors import alerts_in_force
from notifications.models import CapMessage, Kind, Notice, Origin
from tests.cap.schema import parsed, texts
from tests.factories.agencies import AgencyFactory
from tests.factories.alerts import alert, emergency
from tests.factories.areas import load_areas

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _province() -> None:
    load_areas()


def said(message: CapMessage | None) -> CapMessage:
    assert message is not None
    return message


def reference(message: CapMessage) -> str:
    root = parsed(message.xml)
    return ",".join(texts(root, f"cap:{name}")[0] for name in ("sender", "identifier", "sent"))


def in_force() -> list[str]:
    return [message.identifier for message in alerts_in_force()]


def test_an_emergency_is_an_alert_as_it_is_kept() -> None:
    message = alert()
    root = parsed(message.xml)
    assert texts(root, "cap:identifier") == [message.identifier] == [f"daknong.{message.notice_id}.alert"]
    assert texts(root, "cap:msgType") == ["Alert"] and message.references == ""
    assert message.sent_at.microsecond == 0 and in_force() == [message.identifier]


def test_said_twice_is_said_once() -> None:
    notice = emergency()
    assert cap_issue(notice) == cap_issue(Notice.objects.get(pk=notice.pk))
    assert cap_cancel(notice, "Hết lũ") == cap_cancel(notice, "Nước rút")
    assert cap_issue(notice) == notice.cap_messages.get(message_type="Alert")
    assert CapMessage.objects.count() == 2


@pytest.mark.parametrize("kind", [Kind.INFORMATION, Kind.REMINDER, Kind.WARNING])
def test_another_kind_of_notice_is_nothing_for_other_systems(kind: str) -> None:
    assert cap_issue(emergency(kind=kind)) is None


@pytest.mark.parametrize("origin", [Origin.TEST, Origin.PERSONAL, Origin.RECALL, Origin.DIGEST])
def test_what_is_not_an_officers_word_never_goes_out(origin: str) -> None:
    assert cap_issue(emergency(origin=origin)) is None
    assert not CapMessage.objects.exists()


def test_what_is_for_officials_alone_never_goes_out() -> None:
    assert cap_issue(emergency(audience={"all": ["area:24611", "role:officer"]})) is None


def test_a_chain_of_three_refers_to_all_before_it_and_its_cancel_to_all_three(settings: Any) -> None:
    first = alert()
    settings.NOTICES_CAP_SENDER = "khac@daknong.gov.vn"  # what was sent keeps its name
    second = alert(replaces=first.notice)
    third = alert(replaces=second.notice)
    assert [m.message_type for m in (first, second, third)] == ["Alert", "Update", "Update"]
    assert second.references == reference(first)
    assert third.references == f"{reference(first)} {reference(second)}"
    assert reference(first).startswith("canhbao@") and reference(second).startswith("khac@")
    assert in_force() == [third.identifier]
    cancel = said(cap_cancel(third.notice, "Nước đã rút."))
    root = parsed(cancel.xml)
    assert texts(root, "cap:references")[0].split() == [reference(m) for m in (first, second, third)]
    assert texts(root, "cap:note") == ["Nước đã rút."]
    assert cancel.expires_at == third.expires_at and in_force() == []


def test_a_notice_that_was_replaced_has_nothing_left_to_cancel() -> None:
    first = alert()
    alert(replaces=first.notice)
    assert cap_cancel(first.notice) is None


def test_what_is_over_has_nothing_left_to_cancel() -> None:
    notice = emergency(valid_until=timezone.now() + timedelta(hours=1))
    cap_issue(notice)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert in_force() == []
        assert cap_cancel(notice) is None


def test_what_was_never_said_needs_no_cancel() -> None:
    assert cap_cancel(emergency()) is None


def test_what_replaces_a_cancelled_alert_is_a_new_one() -> None:
    first = alert()
    cap_cancel(first.notice)
    again = alert(replaces=first.notice)
    assert (again.message_type, again.references) == ("Alert", "")


def test_what_replaces_an_alert_whose_update_was_cancelled_is_a_new_one() -> None:
    first = alert()
    cap_cancel(alert(replaces=first.notice).notice)
    assert alert(replaces=first.notice).message_type == "Alert"


def test_two_that_replace_the_same_alert_come_one_after_the_other() -> None:
    first = alert()
    second, third = alert(replaces=first.notice), alert(replaces=first.notice)
    assert third.references == f"{reference(first)} {reference(second)}"
    assert in_force() == [third.identifier]


def test_a_warning_that_replaces_an_emergency_cancels_it_and_says_so() -> None:
    first = alert()
    cancel = said(cap_issue(emergency(kind=Kind.WARNING, title="Mưa đã giảm", replaces=first.notice)))
    assert (cancel.notice_id, cancel.message_type) == (first.notice_id, "Cancel")
    assert texts(parsed(cancel.xml), "cap:note") == ["Mưa đã giảm"]


def test_an_emergency_behind_a_warning_that_was_never_said_still_updates_the_alert() -> None:
    first = alert()
    between = emergency(kind=Kind.WARNING, replaces=first.notice)
    update = alert(replaces=between)
    assert (update.message_type, update.references) == ("Update", reference(first))


def test_notices_that_replace_each_other_in_a_ring_are_no_trap() -> None:
    one = emergency()
    other = emergency(replaces=one)
    one.replaces = other
    assert said(cap_issue(one)).message_type == "Alert"


def test_the_agency_that_speaks_is_named_else_the_province() -> None:
    agency = AgencyFactory.create(name="Ban Chỉ huy Phòng thủ dân sự", name_en="Civil Defence Command")
    root = parsed(alert(agency_code=agency.code).xml)
    assert texts(root, ".//cap:senderName") == ["Ban Chỉ huy Phòng thủ dân sự", "Civil Defence Command"]
    root = parsed(alert(agency_code="gone").xml)
    assert texts(root, ".//cap:senderName") == ["Tỉnh Đắk Nông", "Dak Nong Province"]


def test_an_alert_costs_a_fixed_number_of_queries(django_assert_max_num_queries: Any) -> None:
    notice = emergency(audience={"any": [f"area:{code}" for code in (24611, 24615, 24617, 24620, 24637)]})
    alert()  # the table of units is there
    with django_assert_max_num_queries(14):
        cap_issue(notice)
