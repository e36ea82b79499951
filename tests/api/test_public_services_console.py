"""Dossiers and the catalogue in the officials' console."""

import pytest
from django.test import Client

from backend.accounts.models import User
from backend.agencies.services import membership_set
from backend.common.models import AuditEntry
from backend.public_services.models import Procedure, ProcedureCase
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.public_services import make_dossier, make_procedure

pytestmark = pytest.mark.django_db

LIST = "/console/public_services/dossier/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="backend.accounts.backends.IdentifierBackend")
    return client


@pytest.fixture
def handler() -> Client:
    """A handler of H16.31, whose subtree does not hold H16.33."""
    officer = UserFactory.create(officer=True, full_name="Lê Thị Thử")
    membership_set(user=officer, agency=AgencyFactory.create(code="H16.31"), is_handler=True)
    return signed_in(officer)


@pytest.fixture
def administrator() -> Client:
    return signed_in(UserFactory.create(administrator=True))


def change_page(pk: int) -> str:
    return f"{LIST}{pk}/change/"


def form(to: str, text: str = "") -> dict[str, str]:
    rows = {f"events-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")}
    return {"to": to, "text": text, **rows}


def test_an_officer_sees_the_dossiers_of_the_own_agency_alone(handler: Client) -> None:
    own, other = make_dossier(), make_dossier("H16.33-261102-0001", agency_code="H16.33")
    page = handler.get(LIST).content.decode()
    assert own.code in page
    assert other.code not in page
    assert handler.get(change_page(other.pk)).status_code == 302


def test_names_and_phones_are_masked(handler: Client) -> None:
    dossier = make_dossier()
    for page in (handler.get(LIST), handler.get(change_page(dossier.pk))):
        text = page.content.decode()
        assert page.status_code == 200
        assert "Nguyễn V** M**" in text
        assert "Nguyễn Văn Mẫu" not in text
        assert dossier.applicant_phone not in text


def test_a_change_goes_through_the_service_and_into_the_trail(handler: Client) -> None:
    dossier = make_dossier(status=2)
    reply = handler.post(change_page(dossier.pk), form("4", "Đã chuyển thẩm tra."))
    assert reply.status_code == 302, reply.content
    dossier.refresh_from_db()
    event = dossier.events.get()
    assert (dossier.status, event.text, event.actor_name) == (4, "Đã chuyển thẩm tra.", "Lê Thị Thử")
    assert AuditEntry.objects.get(action="dossier.status_change").agency_code == "H16.31"


def test_a_pause_without_a_reason_is_sent_back(handler: Client) -> None:
    dossier = make_dossier(status=4)
    reply = handler.post(change_page(dossier.pk), form("5"))
    assert reply.status_code == 200
    dossier.refresh_from_db()
    assert dossier.status == 4


def test_a_jump_outside_the_table_cannot_be_posted(handler: Client) -> None:
    dossier = make_dossier(status=2)
    assert handler.post(change_page(dossier.pk), form("10")).status_code == 200
    dossier.refresh_from_db()
    assert dossier.status == 2


def test_nobody_adds_or_deletes_dossiers_by_hand(administrator: Client) -> None:
    dossier = make_dossier()
    assert administrator.get(f"{LIST}add/").status_code == 403
    assert administrator.post(f"{LIST}{dossier.pk}/delete/").status_code == 403


def test_an_editor_without_handling_rights_sees_no_dossiers() -> None:
    officer = UserFactory.create(officer=True)
    membership_set(user=officer, agency=AgencyFactory.create(code="H16.31"), is_editor=True)
    assert signed_in(officer).get(LIST).status_code == 403


def test_a_changed_step_shows_in_the_published_document(administrator: Client) -> None:
    procedure = make_procedure()
    case = ProcedureCase.objects.get()
    step, paper = case.steps.get(), case.documents.get()
    management = {"TOTAL_FORMS": "1", "INITIAL_FORMS": "1", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"}
    data = {
        **{f"steps-{name}": value for name, value in management.items()},
        **{f"documents-{name}": value for name, value in management.items()},
        "procedure": str(procedure.pk),
        "name": "Chung",
        "order": "1",
        "steps-0-id": str(step.pk),
        "steps-0-case": str(case.pk),
        "steps-0-order": "1",
        "steps-0-text": "Bước mới.",
        "documents-0-id": str(paper.pk),
        "documents-0-case": str(case.pk),
        "documents-0-order": "1",
        "documents-0-name": "Tờ khai",
        "documents-0-originals": "1",
        "documents-0-copies": "0",
    }
    reply = administrator.post(f"/console/public_services/procedurecase/{case.pk}/change/", data)
    assert reply.status_code == 302, reply.content.decode()[:2000]
    assert Procedure.objects.get().document["cases"][0]["steps"] == [{"order": 1, "text": "Bước mới."}]


@pytest.mark.parametrize("page", ["procedure", "procedurefield", "lifeevent", "procedurecase", "dossier"])
def test_every_page_opens(administrator: Client, page: str) -> None:
    make_dossier(procedure=make_procedure(life_events=["sinh-con"]))
    assert administrator.get(f"/console/public_services/{page}/").status_code == 200
    if page != "dossier":
        assert administrator.get(f"/console/public_services/{page}/add/").status_code == 200
