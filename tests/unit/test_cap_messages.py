"""What a message for other systems says, and that any text makes a valid one."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.areas.geometry import ring_crosses_itself
from backend.areas.models import Area
from backend.areas.outlines import MAX_POSITIONS, areas_for_alert, ring_thinned
from notifications import audiences
from notifications.cap.areas import CapArea, areas_of, is_public
from notifications.cap.checks import check_sender
from notifications.cap.message import alert_of
from notifications.cap.text import plain
from notifications.cap.values import categories_of
from notifications.cap.xml import to_xml, told
from notifications.models import Kind, MessageType, Notice
from tests.cap.schema import parsed, texts
from tests.factories.areas import load_areas, square

SENT = datetime(2026, 11, 26, 20, 15, 30, 999, tzinfo=UTC)
WHERE = (CapArea("Phường Bắc Gia Nghĩa", "Bac Gia Nghia Ward", ("24611",)),)
# All of Unicode, surrogates too, and what is likely to break out of XML.
NASTY = st.text(st.characters()) | st.sampled_from(
    ["]]>", "<!--", "&amp;", "\x00", "\x0b\ufffe", "a\r\nb", "\U0001f30a lũ", "<script>", "\u0085", "  "]
)


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Units of no database."""
    monkeypatch.setattr("notifications.cap.message.areas_of", lambda _audience: WHERE)
    monkeypatch.setattr("notifications.cap.message.whole_area_names", lambda: ("Tỉnh Đắk Nông", "Dak Nong Province"))


def notice(**values: Any) -> Notice:
    words = {"title": "Lũ quét", "body": "Rời khỏi bờ suối.", "audience": "area:24611"}
    return Notice(**{"kind": Kind.EMERGENCY, **words, **values})


def message(message_type: str = MessageType.ALERT, reason: str = "", **values: Any) -> Any:
    references = "" if message_type == MessageType.ALERT else "a@b.vn,x,2026-11-26T20:15:30+07:00"
    made = alert_of(notice(**values), message_type, sent=SENT, references=references, reason=reason)
    return parsed(to_xml(made))


@pytest.mark.usefixtures("nowhere")
class TestOneMessage:
    def test_it_says_what_the_notice_says_by_the_words_of_the_standard(self) -> None:
        root = message(
            event="Lũ quét, sạt lở đất", event_en="Flash flood", title_en="Flash flood", body_en="Leave the banks.",
            instruction="Lên chỗ cao.", instruction_en="Go up.", risk_level=4, link="https://daknong.gov.vn/lũ?a=1&b=2",
        )  # fmt: skip
        assert texts(root, "cap:sent") == ["2026-11-27T03:15:30+07:00"]
        assert texts(root, "cap:status") + texts(root, "cap:scope") == ["Actual", "Public"]
        assert texts(root, "cap:sender") == ["canhbao@daknong.gov.vn"]
        assert texts(root, "cap:info/cap:language") == ["vi-VN", "en-US"]
        vietnamese, english = root.iterfind("{*}info")
        assert texts(vietnamese, "cap:category") == ["Met", "Geo"]
        for name, wanted in (("urgency", "Immediate"), ("severity", "Extreme"), ("certainty", "Likely"),
                             ("responseType", "Prepare"), ("headline", "Lũ quét"), ("instruction", "Lên chỗ cao."),
                             ("senderName", "Tỉnh Đắk Nông")):  # fmt: skip
            assert texts(vietnamese, f"cap:{name}") == [wanted]
        assert texts(english, "cap:description") + texts(english, "cap:instruction") == ["Leave the banks.", "Go up."]
        assert texts(english, "cap:area/cap:areaDesc") == ["Bac Gia Nghia Ward"]
        assert texts(english, "cap:area/cap:geocode/*") == ["VN-GSO", "24611"]
        assert texts(english, "cap:parameter/*") == ["layer:VN:risk-level", "4"]
        assert texts(english, "cap:web") == ["https://daknong.gov.vn/l%C5%A9?a=1&b=2"]

    @pytest.mark.parametrize(
        ("level", "severity"),
        [(1, "Minor"), (2, "Moderate"), (3, "Severe"), (4, "Extreme"), (5, "Extreme"), (None, "Severe")],
    )
    def test_the_risk_level_is_the_severity_and_an_emergency_without_one_is_severe(
        self, level: int | None, severity: str
    ) -> None:
        assert set(texts(message(risk_level=level), ".//cap:severity")) == {severity}

    def test_without_english_there_is_no_english_part(self) -> None:
        assert texts(message(title_en="Flood"), ".//cap:language") == ["vi-VN"]

    def test_without_an_end_it_is_over_after_a_day(self) -> None:
        assert texts(message(), ".//cap:expires") == ["2026-11-28T03:15:30+07:00"]
        assert texts(message(valid_until=SENT + timedelta(hours=2)), ".//cap:expires") == ["2026-11-27T05:15:30+07:00"]

    def test_an_exercise_says_so_in_status_note_and_first_in_each_headline(self) -> None:
        root = message(is_exercise=True, title_en="Flash flood", body_en="Leave.")
        assert texts(root, "cap:status") == ["Exercise"]
        assert texts(root, "cap:note") == ["Diễn tập / Exercise: Lũ quét"]
        assert texts(root, ".//cap:headline") == ["DIỄN TẬP: Lũ quét", "EXERCISE: Flash flood"]

    def test_an_exercise_whose_title_says_so_already_does_not_say_it_twice(self) -> None:
        root = message(is_exercise=True, title="Diễn tập: lũ quét", title_en="Exercise: flood", body_en="Leave.")
        assert texts(root, ".//cap:headline") == ["Diễn tập: lũ quét", "Exercise: flood"]

    def test_a_cancel_says_that_it_is_past_and_why(self) -> None:
        root = message(MessageType.CANCEL, reason="Nước đã rút.", title_en="Flash flood", body_en="Leave.")
        assert texts(root, "cap:note") == ["Nước đã rút."]
        assert texts(root, ".//cap:headline") == ["Đã huỷ: Lũ quét", "Cancelled: Flash flood"]
        assert texts(root, ".//cap:description") == ["Nước đã rút.", "This alert is no longer in force."]
        assert set(texts(root, ".//cap:urgency")) == {"Past"}

    def test_the_language_of_who_asks_changes_nothing(self) -> None:
        with translation.override("en"):
            english = texts(message(MessageType.CANCEL), ".//cap:headline")
        assert english == ["Đã huỷ: Lũ quét"]

    def test_a_long_title_is_cut_at_160_and_stays_on_one_line(self) -> None:
        [headline] = texts(message(title="Lũ\nquét " * 40, is_exercise=True), ".//cap:headline")
        assert len(headline) == 160 and "\n" not in headline

    def test_a_link_into_the_app_is_none_for_other_systems(self) -> None:
        assert texts(message(link="daknong://report/1"), ".//cap:web") == ["http://127.0.0.1:8000/"]

    def test_decomposed_vietnamese_is_composed(self) -> None:
        [headline] = texts(message(title=unicodedata.normalize("NFD", "Lũ ống Đắk R'Lấp")), ".//cap:headline")
        assert headline == "Lũ ống Đắk R'Lấp"

    @pytest.mark.parametrize("link", ["https://[", "https://a.vn/%zz", "https://", "https://a.vn/#a#b", "http://a.vn/"])
    def test_an_address_that_is_none_leads_to_us_instead(self, link: str) -> None:
        assert texts(message(link=link), ".//cap:web") == ["http://127.0.0.1:8000/"]

    @settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(
        words=st.fixed_dictionaries(
            dict.fromkeys(("title", "title_en", "body", "body_en", "event", "event_en", "instruction"), NASTY)
        ),
        reason=NASTY,
        link=NASTY.map(lambda text: f"https://{text}"),
        risk_level=st.sampled_from([None, 1, 5]),
        is_exercise=st.booleans(),
        message_type=st.sampled_from(MessageType.values),
    )
    def test_any_text_makes_a_valid_message(
        self, words: dict[str, str], reason: str, message_type: str, **values: Any
    ) -> None:
        message(message_type, reason, **words, **values)


@given(NASTY)
def test_cleaning_twice_is_cleaning_once_and_keeps_what_people_write(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert plain("Lũ 🌊 <&> ]]>\r\nĐi ngay") == "Lũ 🌊 <&> ]]>\nĐi ngay"


@pytest.mark.parametrize(
    ("event", "categories"),
    [
        ("Bão số 12", ("Met",)),
        ("Sạt lở đất", ("Geo",)),
        ("Cảnh báo", ("Safety",)),
        ("CHÁY rừng", ("Fire",)),
        ("Xả lũ khẩn cấp", ("Met", "Infra")),
        (unicodedata.normalize("NFD", "Động đất"), ("Geo",)),
    ],
)
def test_the_category_comes_from_the_words_of_the_event(event: str, categories: tuple[str, ...]) -> None:
    assert categories_of(notice(event=event, title="Thông báo")) == categories


def test_without_an_event_the_title_tells() -> None:
    assert categories_of(notice(title="Mưa lớn")) == ("Met",)


class TestWhoIsThePublic:
    @pytest.mark.parametrize(
        "expression",
        ["all", "area:24611", "category:canh-bao", "lang:en", {"all": ["area:24611", {"not": "role:officer"}]},
         {"any": ["list:" + "0" * 36, "area:24611"]}, {"not": "area:24611"},
         {"not": {"all": ["area:24611", "role:officer"]}}],
    )  # fmt: skip
    def test_who_follows_topics_is(self, expression: Any) -> None:
        assert is_public(expression)

    @pytest.mark.parametrize(
        "expression",
        ["role:officer", "list:" + "0" * 36, {"all": ["area:24611", "role:administrator"]},
         {"any": ["role:officer", "role:administrator"]}, {"not": {"not": "role:officer"}},
         {"not": {"any": [{"not": "role:officer"}, "area:1"]}}],
    )  # fmt: skip
    def test_officials_and_lists_are_not(self, expression: Any) -> None:
        assert not is_public(expression)


@pytest.mark.django_db
class TestAreas:
    @pytest.fixture(autouse=True)
    def _province(self) -> None:
        load_areas()

    def codes(self, expression: Any) -> list[tuple[str, ...]]:
        return [area.codes for area in areas_of(expression)]

    def test_each_unit_that_is_meant_is_one_and_what_is_excluded_is_none(self) -> None:
        wanted = {"all": [{"any": ["area:24611", "area:24615"]}, {"not": "area:24617"}]}
        assert self.codes(wanted) == [("24611",), ("24615",)]

    def test_everybody_is_the_province_with_its_units_of_today(self) -> None:
        [area] = areas_of("all")
        assert (area.name, area.codes[0], len(area.codes)) == ("Tỉnh Đắk Nông", "67", 29)
        assert "24611" in area.codes

    def test_all_but_one_is_each_of_the_others(self) -> None:
        codes = self.codes({"all": ["all", {"not": "area:24611"}]})
        assert len(codes) == 27 and ("24611",) not in codes and all(len(one) == 1 for one in codes)
        assert self.codes({"not": "area:24611"}) == codes

    def test_what_names_no_place_has_none(self) -> None:
        assert self.codes("category:canh-bao") == []

    def test_a_message_without_a_place_is_valid(self) -> None:
        root = message(audience="category:canh-bao")
        assert texts(root, ".//cap:areaDesc") == []

    def test_a_unit_that_nobody_knows_keeps_its_code(self) -> None:
        assert areas_of("area:99999") == (CapArea("99999", "99999", ("99999",)),)

    def test_a_boundary_becomes_a_polygon_of_latitude_and_longitude(self) -> None:
        Area.objects.filter(code="24611", valid_to=None).update(boundary=square(107.7, 12.0))
        [polygon] = texts(message(), "cap:info/cap:area/cap:polygon")
        assert polygon.split()[0] == "11.95,107.65"

    def test_holes_and_small_print_are_left_out(self) -> None:
        outer, hole = square(108, 12, 0.1)["coordinates"][0], square(108, 12, 0.02)["coordinates"][0]  # type: ignore[index]
        Area.objects.filter(code="24611", valid_to=None).update(
            boundary={"type": "Polygon", "coordinates": [outer, hole]}
        )
        [unit] = areas_for_alert(["24611"], [])
        assert len(unit["outlines"]) == 1


def test_an_outline_keeps_its_corners_and_its_end() -> None:
    side = [n / 100 for n in range(100)]
    ring = [[x, 0.0] for x in side] + [[1.0, y] for y in side] + [[1 - x, 1.0] for x in side]
    ring += [[0.0, 1 - y] for y in side] + [[0.0, 0.0]]
    thin = ring_thinned(ring, MAX_POSITIONS)
    assert len(thin) == MAX_POSITIONS and thin[0] == thin[-1] == (0.0, 0.0)
    assert {(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)} <= set(thin)
    assert not ring_crosses_itself(thin)


@pytest.mark.parametrize("sender", ["", "a b@c.vn", "a,b", "a&b", "a<b", "x" * 121])
def test_a_sender_that_the_standard_forbids_stops_the_start(sender: str, settings: Any) -> None:
    settings.NOTICES_CAP_SENDER = sender
    assert [error.id for error in check_sender()] == ["notifications.E001"]


@pytest.mark.usefixtures("nowhere")
def test_what_went_out_can_be_read_in_either_language() -> None:
    made = alert_of(notice(title_en="Flood", body_en="Leave."), MessageType.ALERT, sent=SENT)
    said = told(to_xml(made), "en")
    assert (said.headline, said.areas[0].name, said.status) == ("Flood", "Bac Gia Nghia Ward", "Actual")
    assert said.reference == f"canhbao@daknong.gov.vn,{made.identifier},2026-11-27T03:15:30+07:00"


def test_excluded_topics_are_not_wanted() -> None:
    mixed = {"all": ["area:1", {"not": {"any": ["area:2", {"not": "area:3"}]}}]}
    assert audiences.wanted(mixed) == ["area:1", "area:3"]
