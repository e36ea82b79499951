"""The way to each screen, in the state in which its picture is taken."""

from __future__ import annotations

from collections.abc import Callable

from citizen_mobile.map.slippy import PROVINCE
from tests.mobile import provincial_content as content
from tests.mobile.driver import Driver

RIGHT = {"code": content.DOSSIER_CODE, "factor": content.DOSSIER_FACTOR}


def _dossier(driver: Driver) -> None:
    driver.app.go("dossier", code=RIGHT["code"])
    driver.screen.ids.factor.text = RIGHT["factor"]
    driver.screen.look_up()
    driver.settle()


def _report(driver: Driver) -> None:
    driver.app.go("report")
    driver.settle()
    driver.screen.model.category = "duong-sa"


def _enter(driver: Driver) -> None:
    if not driver.app.person.logged_in:
        driver.app.go("login")
        model = driver.screen.model
        model.log_in("0912345678", "mat-khau-tot")
        driver.wait(lambda: driver.app.person.logged_in, "the login")
        for toast in [child for child in driver.app.root.children if type(child).__name__ == "Toast"]:
            driver.app.root.remove_widget(toast)


def _mine(driver: Driver) -> None:
    _enter(driver)
    driver.app.open_tab("my_reports")


def _detail(driver: Driver) -> None:
    _enter(driver)
    driver.app.go("report_detail", code="PA-261120-1043K")


def _notice(driver: Driver) -> None:
    driver.app.open_tab("inbox")
    driver.settle()
    driver.app.go("notice", notice=driver.screen.model.value[0])


def _code_sent(driver: Driver) -> None:
    driver.app.go("register")
    driver.screen.ids.phone.text = "0912 345 678"
    driver.screen.model.send_code("0912345678")
    driver.settle()


def _map(driver: Driver) -> None:
    driver.app.go("map")
    driver.screen.choose_mode(False)
    driver.screen.map.look_at(*PROVINCE)
    driver.wait(lambda: driver.screen.model.value and driver.screen.model.value.clusters, "the reports")
    driver.wait(lambda: driver.screen.map.has_pictures, "the tiles")


def _near(driver: Driver) -> None:
    driver.app.go("map", latitude=12.0046, longitude=107.6874)
    driver.screen.choose_mode(False)
    driver.settle()
    point = driver.wait(lambda: driver.screen.model.value and driver.screen.model.value.points)[0]
    driver.wait(lambda: driver.screen.map.has_pictures, "the tiles")
    driver.screen._show_card(point)


def _listed(driver: Driver) -> None:
    driver.app.go("map")
    driver.settle()
    driver.screen.choose_mode(True)


WALK: dict[str, Callable[[Driver], None]] = {
    "home": lambda driver: driver.app.open_tab("home"),
    "news": lambda driver: driver.app.open_tab("news"),
    "article": lambda driver: driver.app.go("article", slug="thu-hoach-ca-phe"),
    "services": lambda driver: driver.app.open_tab("services"),
    "procedures": lambda driver: driver.app.go("procedures", q="khai sinh"),
    "procedure": lambda driver: driver.app.go("procedure", code="1.001193"),
    "dossier-form": lambda driver: driver.app.go("dossier"),
    "dossier": _dossier,
    "report": _report,
    "areas": lambda driver: driver.app.go("areas"),
    "emergency": lambda driver: driver.app.go("emergency"),
    "places": lambda driver: driver.app.go("places"),
    "place": lambda driver: driver.app.go("place", slug="thac-dray-sap"),
    "map": _map,
    "map-near": _near,
    "map-list": _listed,
    "settings": lambda driver: driver.app.go("settings"),
    "login": lambda driver: driver.app.go("login"),
    "register": _code_sent,
    "account-guest": lambda driver: driver.app.go("account"),
    "inbox": lambda driver: driver.app.open_tab("inbox"),
    "notice": _notice,
    "my_reports": _mine,
    "report_detail": _detail,
    "account": lambda driver: driver.app.go("account"),
}


def visit(driver: Driver, name: str) -> None:
    """Go there and wait until all is painted."""
    WALK[name](driver)
    driver.settle()
