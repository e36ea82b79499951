"""What the fuzzer found and was mended at the root, held by name."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from backend.feedback.models import ReportEvent
from backend.feedback.workflow import Status
from tests.contract import contract
from tests.factories.accounts import UserFactory, api_client
from tests.factories.feedback import ReportFactory

pytestmark = pytest.mark.django_db


def schema_of(path: str, name: str) -> Any:
    parameters = contract().document["paths"][path]["get"]["parameters"]
    return next(parameter["schema"] for parameter in parameters if parameter.get("name") == name)


def test_an_empty_idempotency_key_is_refused_and_nothing_happens() -> None:
    """It passed for no key at all where one is optional: the sender believed that a retry was safe."""
    sender = UserFactory()
    report = ReportFactory(reporter=sender)
    path = f"/api/v1/me/reports/{report.code}/comments/"
    reply = api_client(sender).post(path, {"text": "Thêm: sát cột điện."}, HTTP_IDEMPOTENCY_KEY="")
    assert (reply.status_code, reply.data["code"]) == (400, "idempotency_key_invalid")
    assert not ReportEvent.objects.filter(report=report, kind=ReportEvent.Kind.COMMENT).exists()


@pytest.mark.parametrize("path", ["/api/v1/public-reports/", "/api/v1/officer/reports/"])
def test_the_document_says_which_filters_of_reports_are_refused(path: str) -> None:
    """They were plain strings there; a status of one's own making, or a long area, was 400 all the same."""
    assert schema_of(path, "area")["maxLength"] == 10
    assert schema_of(path, "category")["pattern"]
    assert all(status in schema_of(path, "status")["pattern"] for status in Status.values)


def test_several_statuses_with_commas_are_taken_and_an_unknown_one_is_not() -> None:
    guest = APIClient()
    assert guest.get("/api/v1/public-reports/?status=new,resolved").status_code == 200
    assert guest.get("/api/v1/public-reports/?status=new,gone").status_code == 400


@pytest.mark.parametrize("cursor", ["\x0f" * 40, "A" * 2001, "cD0y!!", "Đắk"])
def test_a_cursor_of_rubbish_is_not_found_rather_than_the_first_page(cursor: str) -> None:
    """Python's base64 skips what is no base64: forty control characters were a cursor of nothing."""
    assert APIClient().get("/api/v1/areas/", {"cursor": cursor}).status_code == 404
    assert APIClient().get("/api/v1/areas/", {"cursor": ""}).status_code == 200
