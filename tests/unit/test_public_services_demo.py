"""The demo catalogue is real and whole; the demo people are plainly nobody."""

import json
from collections import Counter
from datetime import date

import pytest
from django.utils import timezone

from backend.agencies.services import agencies_load
from backend.areas.services import areas_load
from backend.public_services.demo import DATA, FIXED_CODE, FIXED_FACTOR, load_dossiers, load_procedures
from backend.public_services.models import Dossier, DossierEvent, LifeEvent, Procedure
from backend.public_services.services import dossier_lookup

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def province() -> None:
    areas_load()
    agencies_load()
    load_procedures()


def test_the_catalogue_has_at_least_sixty_procedures_each_with_way_steps_papers_law_and_english(province: None) -> None:
    procedures = list(Procedure.objects.all())
    assert len(procedures) >= 64
    for procedure in procedures:
        assert procedure.name_en, procedure.code
        assert procedure.document["channels"], procedure.code
        assert all(case["steps"] and case["documents"] for case in procedure.document["cases"]), procedure.code
        assert procedure.document["legal_basis"], procedure.code
    assert all(event.procedures.count() for event in LifeEvent.objects.all())


def test_no_fee_is_charged_where_the_words_say_that_it_is_free() -> None:
    rows = json.loads((DATA / "procedures.json").read_text(encoding="utf-8"))
    for row in rows:
        for channel in row["CachThucThucHien"]:
            assert channel["LePhi"] == 0 or channel["MoTaLePhi"] != "Miễn phí.", row["MaTTHC"]


def test_five_hundred_dossiers_in_all_states_of_people_with_made_up_names_and_phones(province: None) -> None:
    assert load_dossiers(500, today=TODAY) == 500
    states = Counter(Dossier.objects.values_list("status", flat=True))
    assert set(states) == set(range(1, 11))
    assert not Dossier.objects.exclude(applicant_phone__startswith="+84900000").exists()
    assert not Dossier.objects.filter(agency_name="").exists()
    assert not DossierEvent.objects.filter(at__gt=timezone.now()).exists()


def test_loading_again_changes_nothing(province: None) -> None:
    load_dossiers(20, today=TODAY)
    before = list(Dossier.objects.order_by("code").values_list("code", "status", "updated_at"))
    assert load_dossiers(20, today=TODAY) == 0
    assert load_procedures() == Procedure.objects.count()
    assert list(Dossier.objects.order_by("code").values_list("code", "status", "updated_at")) == before


def test_the_dossier_of_the_guides_opens_by_its_digits(province: None) -> None:
    load_dossiers(10, today=TODAY)
    assert dossier_lookup(code=FIXED_CODE, factor=FIXED_FACTOR).status == 4
