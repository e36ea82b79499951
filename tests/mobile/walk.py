"""The way to each screen, in the state in which its picture is taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from citizen_mobile.client.decode import decode
from citizen_mobile.client.models import NoticeItem
from citizen_mobile.map.slippy import PROVINCE
from citizen_mobile.platform.location import Fix
from citizen_mobile.screens.cards import Star
from citizen_mobile.viewmodels.about import licences
from tests.mobile.content.notices import INBOX, PUSHED
from tests.mobile.content.public_reports import PUBLIC_REPORTS
from tests.mobile.content.services import DOSSIER_CODE, DOSSIER_FACTOR
from tests.mobile.driver import Driver
from tests.mobile.stub_server import IMAGES

CENTRE = Fix(12.0046, 107.6874, 18.0)
RIGHT = {"code": DOSSIER_CODE, "factor": DOSSIER_FACTOR}


def _dossier(driver: Driver) -> None:
    driver.app.go("dossier", code=RIGHT["code"])
    driver.screen.ids.factor.text = RIGHT["factor"]
    driver.screen.look_up()
    driver.settle()


def _report(driver: Driver) -> None:
    driver.app.go("report")
    driver.settle()
    driver.screen.start_over()
    driver.screen.model.category = "duong-sa"


def _urgent(driver: Driver) -> None:
    _report(driver)
    driver.screen.model.category = "an-ninh"
    driver.settle()
    driver.bring(driver.screen.ids.category_notes)


def _filled(driver: Driver) -> None:
    _report(driver)
    model = driver.screen.model
    model.text = "Nắp cống vỡ một nửa ngay trước cổng chợ, sáng nay một xe máy đã sụp bánh."
    driver.screen._take_words()
    model.point_at(CENTRE.latitude, CENTRE.longitude, accuracy_m=CENTRE.accuracy_m)
    road = Path(IMAGES) / "road.jpg"
    model.add_photos([road, road])
    model.remove_photo(model.photos[0])
    driver.settle()
    driver.bring(driver.screen.ids.photos)


def _nearby(driver: Driver) -> None:
    _filled(driver)
    near = next(row for row in PUBLIC_REPORTS if row["category"]["slug"] == "duong-sa")
    driver.screen.model.point_at(near["latitude"], near["longitude"])
    driver.settle()
    driver.screen.submit()
    driver.wait(lambda: driver.screen.model.nearby, "the reports nearby")


def _sent(driver: Driver) -> None:
    _report(driver)
    model = driver.screen.model
    model.text, model.place_text = "Đèn đường tắt ba đêm liền.", "Hẻm 12 Nguyễn Tất Thành"
    driver.screen.send()
    driver.wait(lambda: driver.app.store.outbox.get(model.item_key).state == "sent", "the answer")
    driver.screen.paint_outcome()


def _picker(driver: Driver) -> None:
    driver.app.go("place_picker", latitude=CENTRE.latitude, longitude=CENTRE.longitude)
    driver.wait(lambda: driver.screen.map.has_pictures, "the tiles")
    driver.wait(lambda: driver.screen.model.state == "known", "the commune")


def _public(driver: Driver) -> None:
    one = PUBLIC_REPORTS[0]
    driver.app.go("public_report", code=one["code"], latitude=one["latitude"], longitude=one["longitude"])


def _outbox(driver: Driver) -> None:
    """Something that waits, and something that was refused."""
    outbox = driver.app.store.outbox
    if not outbox.items("pending"):
        road = {"category": "duong-sa", "text": "Sạt taluy bít nửa đường lên bon, xe tải không qua được."}
        outbox.add("report", "reports/", road, [Path(IMAGES) / "road.jpg"])
        outbox.mark_waiting(outbox.items("pending")[0].key, "offline", "", 600.0)
        refused = outbox.add("comment", "me/reports/PA-261120-1043K/comments/", {"text": "Mưa lại trôi chỗ vá."})
        outbox.mark_rejected(refused.key, "report_settled", "Phản ánh đã kết thúc; hãy mở lại trước khi viết thêm.")
    driver.app.go("outbox")


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


def _talk(driver: Driver) -> None:
    """Something was said in the hills and is still on its way."""
    _detail(driver)
    driver.settle()
    outbox = driver.app.store.outbox
    if not driver.screen.model.waiting:
        told = {"text": "Hôm nay mưa, chỗ vá vẫn còn nguyên. Cảm ơn phường."}
        item = outbox.add("comment", "me/reports/PA-261120-1043K/comments/", told)
        outbox.mark_waiting(item.key, "offline", "", 120.0)
    driver.screen.model.refresh_waiting("PA-261120-1043K")
    driver.settle()
    driver.bring(driver.screen.ids.talk.children[0])


def _answers(driver: Driver) -> None:
    _detail(driver)
    driver.settle()
    driver.bring(driver.screen.ids.answers.children[0])
    driver.bring(driver.screen.ids.answers.children[-1])


def _notice(driver: Driver) -> None:
    driver.app.go("notice", notice_id=INBOX[0]["id"])


def _exercise(driver: Driver) -> None:
    driver.app.go("notice", notice_id=INBOX[4]["id"])


def _put_away(driver: Driver) -> None:
    driver.app.open_tab("inbox")
    driver.settle()
    driver.screen.show_archived()


def _undo(driver: Driver) -> None:
    driver.app.open_tab("inbox")
    driver.screen.show_all()
    driver.settle()
    driver.screen.model.archive(driver.screen.model.value[0])
    driver.app.unread.undo._timer.cancel()  # the offer stands as long as it is looked at
    driver.frames(3)


def _unknown(driver: Driver) -> None:
    driver.app.unread.undo.settle()
    driver.app.open_link("daknong://weather/today")


def _pushed(driver: Driver) -> None:
    driver.app.open_tab("home")
    driver.settle()
    driver.app.arrivals.notice = decode(NoticeItem, PUSHED)


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


def _kept(driver: Driver) -> None:
    """Fetched as a person would: the app does so by itself a while after its start.

    How much was merely seen is not told as it was: it depends on which pictures came before their screen was left.
    """
    driver.app.go("kept")
    model = driver.screen.model
    model.sync()
    driver.wait(lambda: driver.app.store.kept.synced_at() and not model.syncing, "what is kept")
    driver.settle()
    model.sizes = model.sizes._replace(pages=25, pictures=291_799)


def _code_is_sent(driver: Driver) -> None:
    """And the seconds until another may be asked for stand still."""
    model = driver.screen.model
    model.send_code("0912345678")
    driver.wait(lambda: model.code_sent, "the code")
    model._tick.cancel()
    model.wait = 60


def _code_sent(driver: Driver) -> None:
    driver.app.go("register")
    driver.screen.ids.phone.text = "0912 345 678"
    _code_is_sent(driver)


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


def _reset_sent(driver: Driver) -> None:
    driver.app.go("forgot", identifier="0912 345 678")
    _code_is_sent(driver)


def _office(driver: Driver) -> None:
    driver.app.go("offices")
    driver.settle()
    driver.app.go("office", office=driver.screen.model.value[0], fresh=True)


def _licence(driver: Driver) -> None:
    driver.app.go("licence", part=next(row for row in licences() if row.name == "idna"))


def _followed(driver: Driver) -> None:
    _enter(driver)
    driver.app.store.api.services.dossier_follow(RIGHT["code"], RIGHT["factor"])
    driver.app.go("my_dossiers")


def _my_dossier(driver: Driver) -> None:
    _followed(driver)
    driver.app.go("dossier", code=RIGHT["code"], mine=True)


def _exported(driver: Driver) -> None:
    _enter(driver)
    driver.app.go("my_data")
    driver.screen.model.fetch()


def _leaving(driver: Driver) -> None:
    _enter(driver)
    driver.app.go("leave")
    driver.screen.ids.password.text = "mat-khau-tot"
    driver.screen.ids.understood.active = True
    driver.screen.ask()


def _ending(driver: Driver) -> None:
    _enter(driver)
    driver.app.go("sessions")
    driver.settle()
    driver.screen._ask("others")


def _private(name: str) -> Callable[[Driver], None]:
    def go(driver: Driver) -> None:
        _enter(driver)
        driver.app.go(name)

    return go


def _about(driver: Driver) -> None:
    driver.app.go("about")
    driver.screen.model.server = "dichvu.daknong.example"  # the stub's port is another each time
    driver.screen.paint()


def _welcome(driver: Driver, page: int) -> None:
    driver.app.go("welcome")
    driver.screen.turn(page)


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
    "report-urgent": _urgent,
    "report-filled": _filled,
    "report-nearby": _nearby,
    "report-sent": _sent,
    "place_picker": _picker,
    "public_report": _public,
    "outbox-empty": lambda driver: driver.app.go("outbox"),
    "outbox": _outbox,
    "areas": lambda driver: driver.app.go("areas"),
    "emergency": lambda driver: driver.app.go("emergency"),
    "offices": lambda driver: driver.app.go("offices"),
    "office": _office,
    "places": lambda driver: driver.app.go("places"),
    "place": lambda driver: driver.app.go("place", slug="thac-dray-sap"),
    "map": _map,
    "map-near": _near,
    "map-list": _listed,
    "settings": lambda driver: driver.app.go("settings"),
    "login": lambda driver: driver.app.go("login"),
    "register": _code_sent,
    "account-guest": lambda driver: driver.app.go("account"),
    "forgot": _reset_sent,
    "my_dossiers-guest": lambda driver: driver.app.go("my_dossiers"),
    "kept": _kept,
    "about": _about,
    "licences": lambda driver: driver.app.go("licences"),
    "licence": _licence,
    "welcome": lambda driver: _welcome(driver, 0),
    "welcome-2": lambda driver: _welcome(driver, 1),
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
    "report-talk": _talk,
    "report-answers": _answers,
    "account": lambda driver: driver.app.go("account"),
    "my_dossiers": _followed,
    "my_dossier": _my_dossier,
    "profile": _private("profile"),
    "password": _private("password"),
    "sessions": _ending,
    "consents": _private("consents"),
    "my_data": _exported,
    "leave": _leaving,
}


def visit(driver: Driver, name: str) -> None:
    """Go there and wait until all is painted."""
    WALK[name](driver)
    driver.settle()
