"""Officers' notices through the API: two people, four steps, and what each may do."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from notifications import doorbell
from notifications.models import Notice
from tests.factories.accounts import UserFactory, api_client
from tests.factories.agencies import AgencyFactory, MembershipFactory
from tests.factories.notifications import DeviceFactory, NoticeFactory, notice_planned

pytestmark = pytest.mark.django_db

PATH = "/api/v1/officer/notices/"
DRAFT = {"kind": "warning", "title": "Mưa lớn", "body": "Nước lên nhanh.", "topics": ["area:24611"]}


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    heard: list[Any] = []
    monkeypatch.setattr(doorbell, "ring_start", lambda notice_id, kind: heard.append(notice_id))
    return heard


@pytest.fixture
def author() -> APIClient:
    return api_client(UserFactory.create(administrator=True))


@pytest.fixture
def approver() -> APIClient:
    return api_client(UserFactory.create(administrator=True))


def test_a_notice_is_written_submitted_and_approved_by_another(
    author: APIClient, approver: APIClient, rings: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    written = author.post(PATH, DRAFT)
    assert written.status_code == 201
    notice = written.json()
    assert (notice["status"]["code"], notice["allowed_actions"]) == ("draft", ["update", "submit", "cancel", "test"])
    path = f"{PATH}{notice['id']}/"
    submitted = author.post(f"{path}submit/").json()
    assert (submitted["status"]["code"], submitted["allowed_actions"]) == (
        "submitted",
        ["withdraw", "reject", "cancel", "test"],
    )
    own = author.post(f"{path}approve/")
    assert (own.status_code, own.json()["code"]) == (403, "own_approval")
    with django_capture_on_commit_callbacks(execute=True):
        approved = approver.post(f"{path}approve/")
    assert (approved.status_code, approved.json()["status"]["code"]) == (200, "approved")
    second = approver.post(f"{path}approve/")
    assert (second.status_code, second.json()["code"]) == (409, "notice_state")
    assert [str(notice_id) for notice_id in rings] == [notice["id"]]


def test_a_notice_is_sent_back_with_a_reason_and_changed(author: APIClient, approver: APIClient) -> None:
    path = f"{PATH}{author.post(PATH, DRAFT).json()['id']}/"
    author.post(f"{path}submit/")
    assert author.patch(path, {"title": "Khác"}).status_code == 409
    assert approver.post(f"{path}reject/", {}).status_code == 400
    rejected = approver.post(f"{path}reject/", {"reason": "Sai xã"}).json()
    assert (rejected["status"]["code"], rejected["status_reason"]) == ("rejected", "Sai xã")
    changed = author.patch(path, {"topics": ["area:24640"]}).json()
    assert (changed["status"]["code"], changed["topics"]) == ("draft", ["area:24640"])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"topics": []}, "topics"),
        ({"topics": ["user:1"]}, "topics"),
        ({"link": "file:///etc/passwd"}, "link"),
        ({"kind": "personal"}, "kind"),
    ],
)
def test_a_wrong_draft_names_the_field(author: APIClient, wrong: dict[str, Any], field: str) -> None:
    reply = author.post(PATH, DRAFT | wrong)
    assert (reply.status_code, [error["field"] for error in reply.json()["errors"]]) == (400, [field])


@pytest.mark.parametrize(("user", "status"), [(None, 401), ({}, 403), ({"officer": True}, 403)])
def test_who_speaks_for_no_agency_gets_nowhere(user: dict[str, bool] | None, status: int) -> None:
    client = APIClient() if user is None else api_client(UserFactory.create(**user))
    notice = NoticeFactory.create()
    assert client.get(PATH).status_code == status
    assert client.post(PATH, DRAFT).status_code == status
    assert client.get(f"{PATH}audience/?topics=all").status_code == status
    assert client.post(f"{PATH}{notice.pk}/approve/").status_code == status
    assert Notice.objects.count() == 1


def test_the_systems_own_messages_to_people_are_not_shown_to_officers(author: APIClient) -> None:
    personal = NoticeFactory.create(author=None, key="report:1", kind="personal", topics=["user:1"])
    assert author.get(PATH).json()["results"] == []
    assert author.get(f"{PATH}{personal.pk}/").status_code == 404


def test_the_audience_is_counted_once_a_device(author: APIClient) -> None:
    DeviceFactory.create(topics=["all", "area:24611", "category:canh-bao"])
    DeviceFactory.create(topics=["all", "area:24640"])
    assert author.get(f"{PATH}audience/?topics=area:24611,category:canh-bao").json() == {"devices": 1}
    assert author.get(f"{PATH}audience/").status_code == 400


def test_progress_comes_from_the_ledger(author: APIClient) -> None:
    DeviceFactory.create_batch(4)
    notice = notice_planned()
    notice.batches.update(accepted=2, failed=1)
    progress = author.get(f"{PATH}{notice.pk}/").json()["progress"]
    assert progress == {
        "planned": 4, "accepted": 2, "failed": 1, "skipped": 0, "waiting": 1, "percent": 75, "failures": [],
    }  # fmt: skip


def test_a_sent_notice_can_be_recalled(author: APIClient) -> None:
    notice = NoticeFactory.create(sent=True)
    reply = author.post(f"{PATH}{notice.pk}/cancel/", {"reason": "Báo nhầm"})
    assert (reply.status_code, reply.json()["status"]["code"]) == (200, "cancelled")


@pytest.mark.parametrize("size", [2, 30])
def test_the_list_costs_the_same_few_queries_at_any_size(
    author: APIClient, size: int, django_assert_max_num_queries: Any
) -> None:
    NoticeFactory.create_batch(size, submitted=True)
    with django_assert_max_num_queries(4):
        assert len(author.get(f"{PATH}?status=submitted&page_size=100").json()["results"]) == size


def officer(agency: Any, **capabilities: bool) -> APIClient:
    user = UserFactory.create(officer=True)
    MembershipFactory.create(user=user, agency=agency, **capabilities)
    return api_client(user)


def test_capabilities_reach_down_the_tree_of_agencies_and_not_sideways(rings: list[Any]) -> None:
    province = AgencyFactory.create(code="H16")
    commune, neighbour = (AgencyFactory.create(code=code, parent=province) for code in ("H16.1", "H16.2"))
    editor = officer(commune, is_editor=True)
    written = editor.post(PATH, DRAFT)
    assert (written.status_code, written.json()["agency_code"]) == (201, "H16.1")
    path = f"{PATH}{written.json()['id']}/"
    editor.post(f"{path}submit/")
    assert officer(commune, is_editor=True).post(f"{path}approve/").status_code == 403  # an editor is no approver
    assert officer(commune, is_handler=True).get(path).status_code == 403
    assert officer(neighbour, is_approver=True).post(f"{path}approve/").status_code == 404
    assert officer(province, is_approver=True).post(f"{path}approve/").status_code == 200
