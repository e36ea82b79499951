"""Texts with places to fill."""

from typing import Any

import pytest

from backend.common.errors import Conflict, DomainError
from notifications import services
from notifications.models import NoticeTemplate
from tests.factories.accounts import UserFactory
from tests.factories.notifications import NoticeTemplateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Any:
    return UserFactory.create(administrator=True)


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"title": "Mưa ở {place", "title_en": ""}, "title"),
        ({"title": "Mưa ở place}", "title_en": ""}, "title"),
        ({"title": "Mưa ở {}", "title_en": ""}, "title"),
        ({"title": "Mưa ở {{place}}", "title_en": ""}, "title"),
        ({"title": "Mưa ở {Place}", "title_en": ""}, "title"),
        ({"title": "Mưa ở {place.__class__}", "title_en": ""}, "title"),
        ({"title": "Mưa ở {place!r}", "title_en": ""}, "title"),
        ({"title": "Mưa ở {place}", "title_en": "Rain in {area}"}, "title_en"),
        ({"title": "Mưa", "title_en": "Rain in {place}"}, "title_en"),
        ({"kind": "personal"}, "kind"),
    ],
)
def test_a_template_that_cannot_be_filled_is_refused_when_it_is_saved(
    officer: Any, texts: dict[str, str], field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        services.template_save(by=officer, **({"name": "M", "title": "T", "body": "B"} | texts))
    assert (refused.value.code, [error.field for error in refused.value.fields]) == ("template_invalid", [field])
    assert not NoticeTemplate.objects.exists()


def test_a_language_that_is_missing_needs_no_places(officer: Any) -> None:
    assert services.template_save(by=officer, name="M", title="Mưa ở {place}", body="B").pk


def test_a_template_is_filled_in_both_languages_and_values_are_not_read_again() -> None:
    template = NoticeTemplateFactory.create()
    assert services.template_places(template) == ["place", "hour"]
    filled = services.template_fill(template, {"place": "Đắk Mil {hour}", "hour": "14"})
    assert (filled["title"], filled["title_en"]) == ("Mưa lớn ở Đắk Mil {hour}", "Heavy rain in Đắk Mil {hour}")
    assert filled["body"] == "Nước lên nhanh từ 14 giờ."


def test_a_value_that_is_missing_is_named() -> None:
    with pytest.raises(DomainError) as refused:
        services.template_fill(NoticeTemplateFactory.create(), {"place": "Đắk Mil", "hour": " "})
    assert (refused.value.code, [error.field for error in refused.value.fields]) == ("template_value_missing", ["hour"])


def test_what_was_filled_can_be_drafted(officer: Any) -> None:
    filled = services.template_fill(NoticeTemplateFactory.create(), {"place": "Đắk Mil", "hour": "14"})
    assert services.notice_draft(author=officer, topics=["all"], **filled).title == "Mưa lớn ở Đắk Mil"


def test_a_name_is_given_once(officer: Any) -> None:
    template = NoticeTemplateFactory.create(name="Mưa")
    with pytest.raises(Conflict) as refused:
        services.template_save(by=officer, name="Mưa", title="T", body="B")
    assert refused.value.code == "template_name_taken"
    assert services.template_save(by=officer, template_id=template.pk, is_active=False).is_active is False
