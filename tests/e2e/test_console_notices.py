"""An officer's pages of notices in a real browser: draft, counts, phone, four eyes, progress, cancel; and two taps."""

from __future__ import annotations

import json
import re
import unicodedata
import urllib.request
from collections.abc import Iterator
from functools import partial
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import PHONE, Desk, a_browser, is_accessible
from tests.system import System

pytestmark = pytest.mark.slow

EDITOR, APPROVER = "bien.tap@demo.daknong.vn", "phe.duyet@demo.daknong.vn"
ADMINISTRATOR = "quan.tri@demo.daknong.vn"
QUICK, SLOW, REFUSED = 150, 150, 100
ALL = QUICK + SLOW + REFUSED
_DEVICES = """
    INSERT INTO notifications_device
        (id, install_id, token, fid, platform, language, app_version, secret_hash, topics, muted, is_active,
         disabled_reason, suspect_count, last_seen_at, created_at, updated_at)
    SELECT gen_random_uuid(), gen_random_uuid(), %(name)s || '-' || gen_random_uuid(), '', 'android', 'vi', '',
           repeat('0', 64), ARRAY[%(topic)s], '{}', true, '', 0, now(), now(), now()
    FROM generate_series(1, %(count)s)
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as running:
        yield running


@pytest.fixture
def desk(browser: Browser, system: System, request: pytest.FixtureRequest, no_attempt_counted: None) -> Iterator[Desk]:
    sitting = Desk(browser, system.url)
    yield sitting
    sitting.close(request.node.name)
    assert not sitting.faults


class Commune:
    """One unit of the demo province, with phones of its own. How Firebase answers for one is in its token's name.

    One to which nothing was ever said: the recall of another story's notice would reach its phones as well.
    """

    def __init__(self, system: System) -> None:
        self.database, self.simulator = system.environment["DATABASE_URL"], system.simulator
        with psycopg.connect(self.database) as connection:
            unused = connection.execute(
                "SELECT topic, name FROM notifications_topic WHERE topic LIKE 'area:%%' AND NOT EXISTS"
                " (SELECT FROM notifications_device WHERE topics @> ARRAY[topic]) AND NOT EXISTS"
                " (SELECT FROM notifications_notice WHERE topics @> ARRAY[topic]) ORDER BY topic LIMIT 1"
            ).fetchone()
        assert unused is not None
        self.topic, self.name = unused

    def has(self, name: str, count: int) -> None:
        with psycopg.connect(self.database) as connection:
            connection.execute(_DEVICES, {"name": name, "topic": self.topic, "count": count})

    def tokens(self) -> list[str]:
        with psycopg.connect(self.database) as connection:
            wanted = "SELECT token FROM notifications_device WHERE topics @> ARRAY[%s]::varchar[] ORDER BY number"
            return [row[0] for row in connection.execute(wanted, [self.topic])]

    def behave(self, **wish: Any) -> None:
        body = json.dumps(wish).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.simulator}/behaviour", data=body, headers=headers)
        urllib.request.urlopen(request, timeout=5).close()

    def clear(self) -> None:
        self.behave(reset=True, slow_ms=10_000)
        with psycopg.connect(self.database) as connection:
            connection.execute(
                "UPDATE notifications_device SET topics = '{}' WHERE topics @> ARRAY[%s]::varchar[]", [self.topic]
            )

    @property
    def typed(self) -> str:
        """As somebody types it who is in a hurry: without accents."""
        plain = unicodedata.normalize("NFD", self.name)
        return "".join(sign for sign in plain if not unicodedata.combining(sign)).replace("Đ", "D").replace("đ", "d")


@pytest.fixture
def commune(system: System) -> Iterator[Commune]:
    chosen = Commune(system)
    yield chosen
    chosen.clear()


def go_to(page: Page, subject: str) -> None:
    """By the navigation, as an officer does."""
    page.locator(f"#nav-sidebar a[href$='/notifications/{subject}/']").click()


def compose(page: Page, commune: Commune, *, kind: str) -> None:
    """Write a notice for this commune, as far as the buttons."""
    go_to(page, "notice")
    page.locator("a[href$='/notice/add/']").first.click()
    page.get_by_role("radio", name=re.compile(kind)).check()
    text = partial(page.get_by_role, "textbox")
    text(name=re.compile(r"^Tiêu đề( \*)?$")).fill("Nước suối lên nhanh")
    text(name="Tiêu đề (tiếng Anh)").fill("Streams are rising fast")
    text(name=re.compile(r"^Nội dung( \*)?$")).fill("Rời bờ suối ngay, lên chỗ cao.")
    box = page.get_by_role("group", name="Một trong các nhóm này")
    box.get_by_role("searchbox").fill(commune.typed)
    box.get_by_role("checkbox", name=commune.name).check()


def figure(page: Page, name: str) -> int:
    """A figure of the page that lives, as a number."""
    return int(re.sub(r"\D", "", page.locator(f"[data-dn={name}]").inner_text()) or 0)


def wait_for_figure(page: Page, name: str, at_least: int) -> None:
    page.wait_for_function(
        "([name, least]) => +document.querySelector(`[data-dn=${name}]`).textContent.replace(/\\D/g, '') >= least",
        arg=[name, at_least],
    )


def test_a_notice_is_written_refused_to_its_author_approved_by_another_watched_and_stopped(
    desk: Desk, system: System, commune: Commune
) -> None:
    for name, count in (("ok", QUICK), ("slow", SLOW), ("unavailable", REFUSED)):
        commune.has(name, count)
    commune.behave(slow_ms=6000)
    author = desk.officer(APPROVER)
    compose(author, commune, kind="Cảnh báo")
    the_counts_and_the_phone_follow_the_typing(author)

    author.get_by_role("button", name="Trình phê duyệt").click()
    author.get_by_role("dialog").get_by_role("button", name="Gửi", exact=True).click()
    expect(author.locator("[aria-current=step]")).to_have_text("Chờ phê duyệt")

    author.get_by_role("button", name="Phê duyệt", exact=True).click()
    author.get_by_role("dialog").get_by_role("button", name="Phê duyệt", exact=True).click()
    expect(author.get_by_text("Bạn là người soạn thông báo này. Cần một người khác phê duyệt.")).to_be_visible()
    expect(author.locator("[aria-current=step]")).to_have_text("Chờ phê duyệt")

    the_editor_reads_it_and_has_no_button_to_approve(desk, author.url)
    second = desk.officer(ADMINISTRATOR)
    second.goto(author.url)
    second.get_by_role("button", name="Phê duyệt", exact=True).click()
    expect(second.get_by_role("dialog")).to_contain_text(f"{ALL}")
    second.get_by_role("dialog").get_by_role("button", name="Phê duyệt", exact=True).click()
    the_page_lives(second)
    it_is_stopped_and_what_waits_never_leaves(second)


def the_counts_and_the_phone_follow_the_typing(page: Page) -> None:
    expect(page.locator("[data-dn-reach-devices]")).to_have_text(f"{ALL}")
    expect(page.locator("[data-dn-reach-sample] li").first).to_be_visible()
    expect(page.locator("[data-dn-counter=id_title]")).to_have_text(re.compile(r"^19 / 160"))
    expect(page.locator("[data-dn-bytes-number=vi]")).to_have_text(re.compile(r"^\d{3}$"))
    push = page.locator("[data-dn-push]")
    expect(push).to_contain_text("Nước suối lên nhanh")
    for button in ("English", "Tối", "Mở rộng"):
        page.get_by_role("button", name=button, exact=True).click()
    expect(push).to_contain_text("Streams are rising fast")
    expect(push).to_contain_text("Rời bờ suối ngay, lên chỗ cao.")  # there is no English text
    page.get_by_role("checkbox", name=re.compile("^Diễn tập")).check()
    expect(push).to_contain_text("[EXERCISE] Streams are rising fast")
    assert is_accessible(page)


def the_editor_reads_it_and_has_no_button_to_approve(desk: Desk, address: str) -> None:
    editor = desk.officer(EDITOR, viewport=PHONE)
    editor.goto(address)
    expect(editor.get_by_role("heading", name="Nội dung", exact=True)).to_be_visible()
    expect(editor.get_by_role("button", name="Phê duyệt", exact=True)).to_have_count(0)
    assert editor.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the phone"


def the_page_lives(page: Page) -> None:
    """Figures grow under the officer's eyes; nobody loads the page anew."""
    expect(page.locator("[data-dn-live]")).to_be_visible()
    page.evaluate("window.sameDocument = true")
    wait_for_figure(page, "accepted", QUICK)
    assert (figure(page, "planned"), figure(page, "waiting")) == (ALL, ALL - figure(page, "accepted"))
    wait_for_figure(page, "accepted", QUICK + SLOW)
    assert page.evaluate("window.sameDocument") is True
    expect(page.get_by_role("progressbar")).to_have_attribute("aria-valuenow", f"{100 * (QUICK + SLOW) // ALL}")
    expect(page.locator("[data-dn-svg] .dn-line--accepted")).to_have_count(1)


def it_is_stopped_and_what_waits_never_leaves(page: Page) -> None:
    page.get_by_role("button", name="Dừng", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Dừng", exact=False).last.click()
    expect(dialog).to_be_visible()  # it asks why
    dialog.get_by_label("Lý do").fill("Mưa đã tạnh")
    dialog.get_by_role("button", name="Dừng", exact=False).last.click()
    expect(page.locator("[data-dn-status=cancelled]")).to_be_visible()
    expect(page.locator("[data-dn-live]")).to_have_attribute("data-is-live", "0")
    expect(page.get_by_text("Mưa đã tạnh")).to_be_visible()
    assert figure(page, "accepted") == QUICK + SLOW
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert f"accepted,{QUICK + SLOW}" in download.value.path().read_text(encoding="utf-8-sig")
    assert is_accessible(page)


def test_an_emergency_goes_out_by_two_taps_of_one_person(desk: Desk, system: System, commune: Commune) -> None:
    commune.has("ok", 60)
    page = desk.officer(APPROVER)
    compose(page, commune, kind="Khẩn cấp")
    page.get_by_label("Điều gì xảy ra", exact=True).fill("Lũ quét")
    expect(page.locator("[data-dn-reach-devices]")).to_have_text("60")
    page.get_by_role("button", name="Lưu bản nháp").click()

    page.get_by_role("button", name="Chuẩn bị gửi ngay").click()
    page.get_by_role("dialog").get_by_label("Lý do").fill("Đập tràn, không kịp chờ người thứ hai")
    page.get_by_role("dialog").get_by_role("button", name="Chuẩn bị", exact=True).click()
    red = page.get_by_role("region", name="Sẵn sàng gửi ngay")
    expect(red).to_contain_text("Nước suối lên nhanh")
    expect(red.get_by_role("timer")).to_have_text(re.compile(r"^(10:00|9:\d\d)$"))
    assert is_accessible(page)
    assert not system.pushes(commune.tokens()[0]), "nothing leaves before the second tap"

    red.get_by_role("button", name="Gửi ngay đến 60 máy").click()
    expect(page.locator("[data-dn-live]")).to_be_visible()
    wait_for_figure(page, "accepted", 60)
    expect(page.locator("[data-dn-live]")).to_have_attribute("data-is-live", "0")
    expect(page.get_by_role("button", name="Thu hồi")).to_be_visible()


def test_a_list_of_phones_shows_once_what_led_to_nobody(desk: Desk) -> None:
    page = desk.officer(EDITOR)
    go_to(page, "audiencelist")
    page.locator("a[href$='/audiencelist/add/']").first.click()
    page.get_by_label("Tên danh sách").fill("Tổ trưởng")
    page.get_by_label("Hoặc dán các số điện thoại vào đây").fill("0900000101\n0911222333\nkhông phải số")
    page.get_by_role("button", name="Tra cứu").click()
    expect(page.get_by_text("0911222333")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải về CSV").click()
    assert "0911222333" in download.value.path().read_text(encoding="utf-8-sig")
    page.get_by_role("link", name="Viết cho những người này").click()
    expect(page.get_by_role("button", name=re.compile("^Tổ trưởng"))).to_be_visible()


def test_a_template_with_a_wrong_place_is_refused_beside_its_field(desk: Desk) -> None:
    page = desk.officer(EDITOR)
    go_to(page, "noticetemplate")
    page.locator("a[href$='/noticetemplate/add/']").first.click()
    page.locator("#id_name").fill("Mất điện")
    page.locator("#id_title").fill("Mất điện tại {Nơi}")
    page.locator("#id_body").fill("Từ {gio}.")
    page.get_by_role("button", name="Lưu lại", exact=True).click()
    expect(page.get_by_text("Chỗ cần điền viết là").first).to_be_visible()
    page.locator("#id_title").fill("Mất điện tại {noi}")
    page.get_by_role("button", name="Lưu lại", exact=True).click()
    page.wait_for_url(re.compile(r"/noticetemplate/$"))
    expect(page.locator("#result_list").get_by_role("link", name="Mất điện")).to_be_visible()


FORMULAS = [
    ("all", {"any": ["all"], "all": [], "not": []}),
    ({"any": ["a", "b"]}, {"any": ["a", "b"], "all": [], "not": []}),
    ({"all": [{"any": ["a", "b"]}, "c", "d"]}, {"any": ["a", "b"], "all": ["c", "d"], "not": []}),
    ({"all": ["a", "c", {"not": "d"}]}, {"any": ["a"], "all": ["c"], "not": ["d"]}),
    ({"all": ["all", {"not": {"any": ["d", "e"]}}]}, {"any": ["all"], "all": [], "not": ["d", "e"]}),
    ({"not": "a"}, None),
    ({"all": [{"any": ["a"]}, {"any": ["b", "c"]}]}, None),
    ({"any": [{"all": ["a", "b"]}, "c"]}, None),
    ({"all": ["a", {"not": "b"}, {"not": "c"}]}, None),
    ({"all": ["a", {"not": {"all": ["b", "c"]}}]}, None),
]


def test_the_three_boxes_say_what_they_can_and_leave_the_rest_alone(desk: Desk) -> None:
    page = desk.officer(EDITOR)
    for formula, boxes in FORMULAS:
        found, again = page.evaluate(
            """async (formula) => {
                const { boxesOf, formulaOf } = await import('/static/notifications/formula.js');
                const boxes = boxesOf(formula);
                return [boxes, boxes && formulaOf(boxes)];
            }""",
            formula,
        )
        assert found == boxes
        assert again == (None if boxes is None else formula)


def test_a_formula_that_the_boxes_cannot_say_is_edited_as_text_and_counted(desk: Desk, commune: Commune) -> None:
    commune.has("ok", 7)
    page = desk.officer(EDITOR)
    page.goto(f"{desk.address}/console/notifications/notice/add/")
    page.get_by_text("Nhóm nhận dạng văn bản (JSON)").first.click()
    page.get_by_role("button", name="Sửa dạng văn bản").click()
    formula = {"any": [{"all": [commune.topic, {"not": "role:officer"}]}, {"all": [commune.topic, "lang:en"]}]}
    page.locator("#id_audience").fill(json.dumps(formula))
    page.locator("#id_audience").blur()
    expect(page.locator("[data-dn-reach-devices]")).to_have_text("7")
    expect(page.get_by_role("group", name="Một trong các nhóm này")).to_be_hidden()
    page.get_by_role("button", name="Làm lại bằng ba ô").click()
    expect(page.get_by_role("group", name="Một trong các nhóm này")).to_be_visible()
    expect(page.locator("[data-dn-reach-note]")).to_have_text("Chưa có ai: hãy chọn người nhận.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page_name", ["notice/", "notice/add/", "audiencelist/add/", "noticetemplate/add/"])
def test_pages_fit_a_phone_and_can_be_used_by_ear(desk: Desk, page_name: str, scheme: str) -> None:
    page = desk.officer(EDITOR, viewport=PHONE, color_scheme=scheme)
    page.goto(f"{desk.address}/console/notifications/{page_name}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the phone"
    assert is_accessible(page)


def test_the_keyboard_alone_opens_answers_and_leaves_a_dialog(desk: Desk) -> None:
    page = desk.officer(EDITOR)
    page.goto(f"{desk.address}/console/notifications/notice/add/")
    opener = page.get_by_role("button", name="Trình phê duyệt")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Trình phê duyệt")
    expect(dialog).to_be_visible()
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
