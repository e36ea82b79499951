from datetime import date, datetime

import pytest
from django.utils import timezone

from backend.common.business_days import add_working_days, is_working_day, working_days_between
from backend.common.models import CalendarOverride

pytestmark = pytest.mark.django_db


def local(*parts: int) -> datetime:
    return timezone.make_aware(datetime(*parts))  # type: ignore[arg-type]


def test_weekends_do_not_count() -> None:
    friday = local(2026, 11, 20, 9)
    assert add_working_days(friday, 1) == local(2026, 11, 23, 17)


def test_tet_does_not_count() -> None:
    assert not is_working_day(date(2026, 2, 17))
    assert add_working_days(local(2026, 2, 13, 10), 1) == local(2026, 2, 23, 17)


def test_an_override_makes_a_saturday_work() -> None:
    saturday = date(2026, 11, 21)
    assert not is_working_day(saturday)
    CalendarOverride.objects.create(date=saturday, is_working=True, note="làm bù")
    assert add_working_days(local(2026, 11, 20, 9), 1) == local(2026, 11, 21, 17)


def test_days_between_count_the_last_and_not_the_first() -> None:
    assert working_days_between(date(2026, 11, 20), date(2026, 11, 23)) == 1
    assert working_days_between(date(2026, 11, 23), date(2026, 11, 20)) == 0
