"""The way to each screen, in the state in which its picture is taken."""

from __future__ import annotations

from collections.abc import Callable

from citizen_mobile.client.decode import decode
from citizen_mobile.client.models import NoticeItem
from citizen_mobile.screens.article import Star
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
    driver.app.go("notice", notice_id=content.INBOX[0]["id"])


def _exercise(driver: Driver) -> None:
    driver.app.go("notice", notice_id=content.INBOX[4]["id"])


def _put_away(driver: Driver) -> None:
    driver.app.open_tab("inbox")
    driver.settle()
    driver.screen.show_archived()


def _undo(driver: Driver) -> None:
    driver.app.open_tab("inbox")
    driver.screen.show_all()
    driver.settle()
    driver.screen.model.archive(driver.screen.model.value[0])
    driver.frames(3)


def _unknown(driver: Driver) -> None:
    driver.app.unread.undo.take_back()
    driver.app.open_link("daknong://weather/today")


def _pushed(driver: Driver) -> None:
    driver.app.open_tab("home")
    driver.settle()
    driver.app.arrivals.notice = decode(NoticeItem, content.PUSHED)


def _sizes(driver: Driver) -> None:
    driver.app.pushes.take_away()
    driver.app.go("article", slug="thu-hoach-ca-phe")
    driver.settle()
    driver.screen.show_sizes()


def _rating(driver: Driver) -> None:
    driver.app.go("article", slug="thu-hoach-ca-phe")
    driver.screen.ids.tools.clear_widgets()
    driver.settle()
    driver.bring(next(widget for widget in driver.screen.walk() if isinstance(widget, Star)))


def _picture(driver: Driver) -> None:
    driver.app.go("article", slug="thu-hoach-ca-phe")
    driver.settle()
    driver.app.go("picture", pictures=driver.screen.model.pictures(), index=0)


def _saved(driver: Driver) -> None:
    for slug in ("cong-vien-dia-chat", "thu-hoach-ca-phe"):
        driver.app.store.kept.save_article(slug)
    driver.app.go("saved")


def _code_sent(driver: Driver) -> None:
    driver.app.go("register")
    driver.screen.ids.phone.text = "0912 345 678"
    driver.screen.model.send_code("0912345678")
    driver.settle()


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
    "settings": lambda driver: driver.app.go("settings"),
    "login": lambda driver: driver.app.go("login"),
    "register": _code_sent,
    "account-guest": lambda driver: driver.app.go("account"),
    "inbox": lambda driver: driver.app.open_tab("inbox"),
    "notice": _notice,
    "notice-exercise": _exercise,
    "inbox-put-away": _put_away,
    "inbox-undo": _undo,
    "inbox-unknown-link": _unknown,
    "preferences": lambda driver: driver.app.go("preferences"),
    "home-pushed": _pushed,
    "article-sizes": _sizes,
    "article-rating": _rating,
    "picture": _picture,
    "saved-none": lambda driver: driver.app.go("saved"),
    "saved": _saved,
    "my_reports": _mine,
    "report_detail": _detail,
    "account": lambda driver: driver.app.go("account"),
}


def visit(driver: Driver, name: str) -> None:
    """Go there and wait until all is painted."""
    WALK[name](driver)
    driver.settle()
