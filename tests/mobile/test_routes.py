"""Where links lead: every kind that the server allows, and what is no link at all."""

from __future__ import annotations

from typing import Any

import pytest

from citizen_mobile.navigation import Navigator
from citizen_mobile.platform.links import deep_link
from citizen_mobile.routes import INBOX, PAGES, UNKNOWN, Route, route_of, web_link

NOTICE = "019ab3d2-5c00-7000-8000-000000000001"

KNOWN = [
    ("daknong://article/mua-lon-sat-lo", "article", {"slug": "mua-lon-sat-lo"}),
    ("daknong://article/mua-lon-sat-lo/", "article", {"slug": "mua-lon-sat-lo"}),
    ("daknong://place/thac-dray-sap", "place", {"slug": "thac-dray-sap"}),
    ("daknong://procedure/1.001193", "procedure", {"code": "1.001193"}),
    ("daknong://dossier/H36.12-261116-0042", "dossier", {"code": "H36.12-261116-0042"}),
    ("daknong://report/PA-261120-1043K", "report_detail", {"code": "PA-261120-1043K"}),
    (f"daknong://inbox/{NOTICE}", "notice", {"notice_id": NOTICE}),
]


@pytest.mark.parametrize(("link", "screen", "params"), KNOWN)
def test_each_kind_of_link_opens_its_screen(link: str, screen: str, params: dict[str, str]) -> None:
    route = route_of(link)
    assert (route.screen, route.params, route.web) == (screen, params, "")


def test_every_kind_of_the_server_has_a_page_here() -> None:
    """The server's own table: a link that an officer may write has to open."""
    from notifications.services.links import NAMES

    assert NAMES.keys() <= PAGES.keys()
    assert {link.removeprefix("daknong://").partition("/")[0] for link, _screen, _params in KNOWN} == NAMES.keys()


@pytest.mark.parametrize("link", ["daknong://inbox", "daknong://inbox/"])
def test_the_inbox_itself_is_a_link(link: str) -> None:
    assert route_of(link) == INBOX


def test_a_web_page_is_opened_only_over_tls() -> None:
    assert route_of("https://daknong.example/tin?so=1") == Route("web", web="https://daknong.example/tin?so=1")
    assert route_of("http://daknong.example/tin") == UNKNOWN


@pytest.mark.parametrize(
    "link",
    [
        "",
        "daknong://",
        "daknong://weather/today",
        "daknong://article/",
        "daknong://article/../../me",
        "daknong://article/a?b=c",
        "daknong://article/Mưa lớn",
        "daknong://inbox/not-a-uuid",
        "daknong://report/PA 1",
        "daknong:article/mua-lon",
        "intent://scan/#Intent;end",
        "file:///data/data/app/keepsakes.db",
        "javascript:alert(1)",
        "https://user@daknong.example/",
        "https://localhost",
        "daknong://article/" + "a" * 300,
    ],
)
def test_what_is_no_link_of_ours_is_unknown(link: str) -> None:
    assert route_of(link) == UNKNOWN


@pytest.mark.parametrize(
    ("kind", "name"), [("article", "mua-lon-sat-lo"), ("public-report", "PA-261120-1043K@12.00460,107.68740")]
)
def test_what_we_share_is_opened_again(kind: str, name: str) -> None:
    link = web_link("https://daknong.example/api/v1/", kind, name)
    assert link == f"https://daknong.example/app/{kind}/{name}"
    for form in (link, link.replace("@", "%40").replace(",", "%2C")):
        assert list(route_of(deep_link(form)).params.values()) == [name]


class Shown(list):
    """What a navigator put on show: (screen, parameters)."""

    def __call__(self, name: str, params: dict[str, Any]) -> None:
        self.append((name, params))


@pytest.fixture
def shown() -> Shown:
    return Shown()


@pytest.fixture
def browsed() -> list[str]:
    return []


@pytest.fixture
def navigator(shown: Shown, browsed: list[str]) -> Navigator:
    return Navigator(shown, browsed.append)


def test_back_from_a_link_leads_home(navigator: Navigator, shown: Shown) -> None:
    navigator.open_tab("home")
    navigator.open_link("daknong://procedure/1.001193")
    assert navigator.tab == "services"
    assert navigator.back() and shown[-1][0] == "home"
    assert not navigator.back(), "from there Android leaves the app"


def test_a_link_lies_on_top_of_what_is_being_written(navigator: Navigator, shown: Shown) -> None:
    navigator.open_tab("my_reports")
    navigator.go("report", category="roads")
    navigator.open_link("daknong://article/mua-lon")
    assert navigator.back()
    assert shown[-1] == ("report", {"category": "roads", "came_back": True})


def test_a_second_tap_on_the_same_link_needs_one_way_back(navigator: Navigator, shown: Shown) -> None:
    navigator.open_tab("home")
    for _ in range(2):
        navigator.open_link("daknong://place/ho-ta-dung")
    assert navigator.back() and shown[-1][0] == "home"


def test_a_web_page_leaves_the_screen_as_it_is(navigator: Navigator, shown: Shown, browsed: list[str]) -> None:
    navigator.open_tab("home")
    navigator.open_link("https://daknong.example/tin")
    assert browsed == ["https://daknong.example/tin"] and len(shown) == 1


def test_an_unknown_link_opens_the_inbox_which_says_so(navigator: Navigator, shown: Shown) -> None:
    navigator.open_tab("home")
    navigator.open_link("daknong://weather/today")
    assert shown[-1] == ("inbox", {"unknown_link": True}) and navigator.tab == "inbox"
