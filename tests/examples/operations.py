"""An example of every operation, over the demo province. A new operation needs one here: `make examples` records it."""

from __future__ import annotations

from backend.demo.people import WARD
from backend.public_services.demo import FIXED_CODE, FIXED_FACTOR
from tests.examples.steps import Example, Step

PASSWORD = "Daknong-Demo-2026"
NEW_PASSWORD = "Suối-mát-Quảng-Trực-27"
TOO_MANY: dict[str, object] = {"page_size": 500}
FIRST = 'd["results"][0]["id"]'
BIRTH = "1.001193"
ARTICLE = "canh-bao-mua-lon-sat-lo-dat-phia-nam"
POTHOLE = {
    "category": "roads",
    "text": "Ổ gà sâu trước cổng trường, xe máy đi buổi tối rất dễ ngã.",
    "area_code": "24611",
    "place_text": "Đường 23 Tháng 3, trước Trường THCS Trần Phú",
}
NOTICE = {
    "kind": "information",
    "title": "Cắt điện sửa đường dây tại phường Bắc Gia Nghĩa",
    "title_en": "Power off for line works in Bắc Gia Nghĩa ward",
    "body": "Từ 7 giờ đến 11 giờ sáng thứ Sáu, mất điện dọc đường 23 Tháng 3. Mong bà con thông cảm.",
    "body_en": "Friday 07:00 to 11:00: no power along 23 Tháng 3 street. Thank you for your patience.",
    "topics": ["area:24611"],
}
DEVICE = {
    "install_id": "$install_id",
    "token": "ok-$install_id",
    "platform": "android",
    "language": "vi",
    "app_version": "1.0.0",
    "topics": ["all", "category:canh-bao", "area:24611"],
}

# --- steps that several need before their own ---
SIGN_IN = Step(
    "POST /api/v1/auth/login/",
    body={"identifier": "0900000101", "password": PASSWORD, "device_name": "Điện thoại của H'Linh"},
)
SIGNED_IN = Step(SIGN_IN.ask, body=SIGN_IN.body, keep={"refresh": 'd["refresh"]'})
MY_PHONE = Step("GET /api/v1/me/", who="newcomer", keep={"phone": 'd["phone"]'})
REPORT = Step("POST /api/v1/reports/", who="citizen", body=POTHOLE, keyed=True)
REPORTED = Step(REPORT.ask, who="citizen", body=POTHOLE, keyed=True, keep={"code": 'd["code"]'})
FOLLOW = Step("POST /api/v1/dossiers/follow/", who="newcomer", body={"code": FIXED_CODE, "factor": FIXED_FACTOR})
RATED = Step("PUT /api/v1/news/articles/{slug}/rating/", who="newcomer", args={"slug": ARTICLE}, body={"score": 5})
INSTALLED = Step("POST /api/v1/devices/", body=DEVICE, keep={"device_id": 'd["id"]', "secret": 'd["secret"]'})
BY_SECRET = {"X-Device-Secret": "$secret"}
AS_GUEST = {"X-Device-Id": "$device_id", **BY_SECRET}
IN_INBOX = Step("GET /api/v1/inbox/", who="citizen", keep={"notice_id": FIRST})
CHOICE = Step(
    "PATCH /api/v1/notification-preferences/",
    who="newcomer",
    body={
        "kinds": [{"kind": "information", "push": False}],
        "topics": [{"topic": "category:canh-bao", "push": True, "inbox": True}],
        "digest": True,
    },
)
OPENED = {
    "notice_id": "$notice_id",
    "delivered_at": "2026-11-23T08:00:00+07:00",
    "opened_at": "2026-11-23T08:02:00+07:00",
}
DRAFT = Step("POST /api/v1/officer/notices/", who="editor", body=NOTICE, keyed=True)
DRAFTED = Step(DRAFT.ask, who="editor", body=NOTICE, keyed=True, keep={"notice_id": 'd["id"]'})
EMERGENCY = {
    "kind": "emergency",
    "title": "Vỡ đập thuỷ lợi, nước về trong 20 phút",
    "title_en": "Dam break: water arrives in 20 minutes",
    "body": "Bà con hạ lưu suối Đắk Nông lên chỗ cao ngay.",
    "body_en": "Everybody below Đắk Nông stream: go to high ground now.",
    "audience": {"any": ["area:24611", "area:24615"]},
}
WHY = {"reason": "Nước về trong 20 phút, chưa gọi được người duyệt thứ hai."}
ALARM = Step(DRAFT.ask, who="approver", body=EMERGENCY, keyed=True, keep={"notice_id": 'd["id"]'})
SUBMIT = Step("POST /api/v1/officer/notices/{notice_id}/submit/", who="editor", args={"notice_id": "$notice_id"})


def mine(status: str) -> Step:
    """The code of a report of mine in this status."""
    found = f'next(r["code"] for r in d["results"] if r["status"]["code"] == "{status}")'
    return Step("GET /api/v1/me/reports/", who="citizen", query={"page_size": 100}, keep={"code": found})


def theirs(status: str) -> Step:
    """The code of a report that waits for the handler in this status."""
    query = {"status": status, "page_size": 1}
    return Step("GET /api/v1/officer/reports/", who="handler", query=query, keep={"code": 'd["results"][0]["code"]'})


def of_report(ask: str, who: str, **more: object) -> Step:
    return Step(ask, who=who, args={"code": "$code"}, **more)  # type: ignore[arg-type]


def of_notice(ask: str, who: str, **more: object) -> Step:
    return Step(ask, who=who, args={"notice_id": "$notice_id"}, **more)  # type: ignore[arg-type]


ARM = of_notice("POST /api/v1/officer/notices/{notice_id}/arm/", "approver", body=WHY)
SEND_EMERGENCY = of_notice("POST /api/v1/officer/notices/{notice_id}/send-emergency/", "approver")
TEST = of_notice("POST /api/v1/officer/notices/{notice_id}/test/", "editor")
# The editor's own phone: a trial goes there.
EDITORS_PHONE = Step("POST /api/v1/devices/", who="editor", body=DEVICE)
TEMPLATE = Step(
    "POST /api/v1/officer/notice-templates/",
    who="editor",
    body={
        "name": "$template_name",
        "kind": "information",
        "title": "Cắt điện tại {place}",
        "title_en": "Power off in {place}",
        "body": "Từ {from} đến {until}, mất điện tại {place}.",
        "body_en": "From {from} to {until}: no power in {place}.",
    },
    keyed=True,
)
TEMPLATE_MADE = Step(TEMPLATE.ask, who="editor", body=TEMPLATE.body, keyed=True, keep={"template_id": 'd["id"]'})
PEOPLE_LIST = Step(
    "POST /api/v1/officer/audience-lists/",
    who="editor",
    body={
        "name": "Tổ trưởng dân phố",
        "phones": "Họ tên,Điện thoại\nH'Linh,0900 000 101\nChưa có tài khoản,0987654321\n",
    },
)
PEOPLE_LISTED = Step(
    PEOPLE_LIST.ask, who="editor", body=PEOPLE_LIST.body, keep={"list_id": 'd["id"]', "topic": 'd["topic"]'}
)


def _read(path: str, *, wrong: dict[str, object] | None = None, who: str = "", **query: object) -> Example:
    """A GET that needs nothing before it."""
    return Example((Step(f"GET /api/v1/{path}", who=who, query=query),), wrong_query=wrong)


IN_FORCE = Step("GET /api/v1/alerts/", keep={"identifier": 'd["results"][0]["identifier"]'})
PUBLIC = [
    _read(""),
    Example(
        (Step("GET /api/v1/alerts/", query={"page_size": 2}),),
        wrong_query={"active": "perhaps"},
        parameters={"active": True},
    ),
    _read("alerts/atom/"),
    Example((IN_FORCE, Step("GET /api/v1/alerts/{identifier}/", args={"identifier": "$identifier"}))),
    Example(
        (Step("GET /api/v1/agencies/", query={"kind": "commune", "page_size": 2}),),
        wrong_query={"kind": "embassy"},
        parameters={"area": "24611", "parent": "H16", "q": "gia nghia"},
    ),
    Example((Step("GET /api/v1/agencies/{code}/", args={"code": WARD}),)),
    Example(
        (Step("GET /api/v1/areas/", query={"level": "commune", "page_size": 2}),),
        wrong_query={"level": "village"},
        parameters={"current": True, "parent": "68", "q": "gia nghia"},
    ),
    Example((Step("GET /api/v1/areas/{code}/", args={"code": "24611"}),)),
    _read("areas/nearest/", wrong={"lat": 120}, lat=11.998, lon=107.6792),
    _read("areas/resolve/", wrong={"q": ""}, q="dak ha"),
    _read("emergency-numbers/", wrong=TOO_MANY, page_size=2),
    _read("life-events/"),
    _read("news/categories/"),
    Example(
        (Step("GET /api/v1/news/articles/", query={"q": "sat lo", "page_size": 2}),),
        wrong_query={"area": "99999"},
        parameters={"area": "24637", "category": "canh-bao", "pinned": True},
    ),
    Example((Step("GET /api/v1/news/articles/{slug}/", args={"slug": ARTICLE}),)),
    Example((RATED, Step("GET /api/v1/news/articles/{slug}/rating/", who="newcomer", args={"slug": ARTICLE}))),
    Example((RATED,), wrong_body={"score": 9}),
    Example(
        (Step("GET /api/v1/offices/", query={"near": "11.998,107.6792", "page_size": 2}),),
        wrong_query={"near": "here"},
        parameters={"agency": WARD, "area": "24611"},
    ),
    Example(
        (Step("GET /api/v1/places/", query={"category": "waterfall", "page_size": 2}),),
        wrong_query={"category": "casino"},
        parameters={"area": "24617", "near": "11.998,107.6792", "q": "thac"},
    ),
    Example((Step("GET /api/v1/places/{slug}/", args={"slug": "ho-ta-dung"}),)),
    _read("procedure-fields/"),
    Example(
        (Step("GET /api/v1/procedures/", query={"q": "khai sinh", "page_size": 2}),),
        wrong_query={"level": "secret"},
        parameters={"field": "HT", "life_event": "sinh-con"},
    ),
    Example((Step("GET /api/v1/procedures/{code}/", args={"code": BIRTH}),)),
    Example(
        (Step("GET /api/v1/public-reports/", query={"status": "received,in_progress", "page_size": 2}),),
        wrong_query={"status": "lost"},
        parameters={"area": "24615", "category": "roads", "near": "12.02,107.638", "radius_m": 2000},
    ),
    Example(
        (Step("GET /api/v1/public-reports/map/", query={"bbox": "107.7,11.96,107.72,11.98", "zoom": 16}),),
        wrong_query={"bbox": "107.6,11.9", "zoom": 40},
    ),
    _read("report-categories/", wrong=TOO_MANY, page_size=2),
    _read("topics/", wrong=TOO_MANY, page_size=2),
]

PEOPLE = [
    Example(
        (Step("POST /api/v1/auth/otp/", body={"phone": "$new_phone", "purpose": "register"}),),
        wrong_body={"phone": "12345"},
    ),
    Example(
        (
            Step("POST /api/v1/auth/otp/", body={"phone": "$new_phone", "purpose": "register"}),
            Step("GET /dev/sms/{phone}/", args={"phone": "$new_phone"}, keep={"code": ""}),
            Step(
                "POST /api/v1/auth/register/",
                body={
                    "phone": "$new_phone",
                    "code": "$code",
                    "password": NEW_PASSWORD,
                    "full_name": "Y Mới Êban",
                    "language": "vi",
                    "device_name": "Điện thoại của Y Mới",
                },
            ),
        ),
        wrong_body={"code": "12 34", "full_name": ""},
    ),
    Example((SIGN_IN,), wrong_body={"identifier": ""}),
    Example((SIGNED_IN, Step("POST /api/v1/auth/refresh/", body={"refresh": "$refresh"})), wrong_body={"refresh": ""}),
    Example((SIGNED_IN, Step("POST /api/v1/auth/logout/", body={"refresh": "$refresh"})), wrong_body={"refresh": ""}),
    Example((Step("POST /api/v1/auth/logout-everywhere/", who="newcomer"),)),
    Example(
        (
            Step(
                "POST /api/v1/auth/password/",
                who="newcomer",
                body={"old_password": PASSWORD, "new_password": NEW_PASSWORD},
            ),
        ),
        wrong_body={"new_password": "12345678"},
    ),
    Example(
        (
            MY_PHONE,
            Step("POST /api/v1/auth/otp/", body={"phone": "$phone", "purpose": "reset"}),
            Step("GET /dev/sms/{phone}/", args={"phone": "$phone"}, keep={"code": ""}),
            Step(
                "POST /api/v1/auth/password-reset/",
                body={"phone": "$phone", "code": "$code", "new_password": NEW_PASSWORD},
            ),
        ),
        wrong_body={"new_password": "12345678"},
    ),
    _read("me/", who="citizen"),
    Example(
        (Step("PATCH /api/v1/me/", who="newcomer", body={"language": "en", "area_codes": ["24611", "24615"]}),),
        wrong_body={"language": "fr"},
    ),
    Example((Step("DELETE /api/v1/me/", who="newcomer", body={"password": PASSWORD}),), wrong_body={"password": ""}),
    Example((FOLLOW, RATED, Step("GET /api/v1/me/data/", who="newcomer"))),
    _read("me/sessions/", who="newcomer"),
    Example(
        (
            Step("GET /api/v1/me/sessions/", who="newcomer", keep={"session_id": 'd[0]["id"]'}),
            Step(
                "DELETE /api/v1/me/sessions/{session_id}/",
                who="newcomer",
                args={"session_id": "$session_id"},
            ),
        )
    ),
    _read("me/consents/", who="citizen"),
    Example(
        (
            Step(
                "POST /api/v1/me/consents/",
                who="newcomer",
                body={"purpose": "location", "granted": True, "text_version": 1},
            ),
        ),
        wrong_body={"granted": "perhaps"},
    ),
]

DOSSIERS = [
    Example(
        (Step("POST /api/v1/dossiers/lookup/", body={"code": FIXED_CODE, "factor": FIXED_FACTOR}),),
        wrong_body={"code": "123"},
    ),
    Example((FOLLOW,), wrong_body={"factor": "?"}),
    Example((FOLLOW, Step("GET /api/v1/me/dossiers/", who="newcomer", query={"page_size": 2})), wrong_query=TOO_MANY),
    Example((FOLLOW, Step("GET /api/v1/me/dossiers/{code}/", who="newcomer", args={"code": FIXED_CODE}))),
    Example((FOLLOW, Step("DELETE /api/v1/me/dossiers/{code}/", who="newcomer", args={"code": FIXED_CODE}))),
]

SIGNATURE = 'd["url"].split("=")[1].replace("%3A", ":")'
PHOTO = Step("POST /api/v1/report-photos/", keyed=True, file="/static/console/login.jpg")
REPORTS = [
    Example((PHOTO,), wrong_body={"file": "no file"}),
    Example(
        (
            Step(PHOTO.ask, keyed=True, file=PHOTO.file, keep={"photo_id": 'd["id"]', "sig": SIGNATURE}),
            Step(
                "GET /api/v1/report-photos/{photo_id}/{variant}/",
                args={"photo_id": "$photo_id", "variant": "full"},
                query={"sig": "$sig"},
            ),
        )
    ),
    Example((REPORT,), wrong_body={"category": "", "text": "Ổ gà"}),
    Example(
        (
            Step(REPORT.ask, body=POTHOLE, keyed=True, keep={"code": 'd["code"]', "secret": 'd["secret"]'}),
            Step("POST /api/v1/reports/track/", body={"code": "$code", "secret": "$secret"}),
        ),
        wrong_body={"secret": ""},
    ),
    _read("me/reports/", wrong=TOO_MANY, who="citizen", page_size=2),
    Example((REPORTED, of_report("GET /api/v1/me/reports/{code}/", "citizen"))),
    Example(
        (
            REPORTED,
            of_report(
                "POST /api/v1/me/reports/{code}/comments/",
                "citizen",
                body={"text": "Ổ gà nằm sát cột điện số 14, bên phải đường."},
                keyed=True,
            ),
        ),
        wrong_body={"text": ""},
    ),
    Example(
        (
            mine("resolved"),
            of_report(
                "POST /api/v1/me/reports/{code}/rating/",
                "citizen",
                body={"score": 5, "text": "Làm nhanh, cảm ơn phường."},
                keyed=True,
            ),
        ),
        wrong_body={"score": 9},
    ),
    Example(
        (
            mine("resolved"),
            of_report(
                "POST /api/v1/me/reports/{code}/reopen/",
                "citizen",
                body={"reason": "Mưa hôm qua lại làm trôi phần đất vừa vá."},
                keyed=True,
            ),
        ),
        wrong_body={"reason": "Chưa"},
    ),
    Example(
        (
            REPORTED,
            of_report(
                "POST /api/v1/me/reports/{code}/withdraw/",
                "citizen",
                body={"reason": "Tôi đã gọi trực tiếp cho phường."},
                keyed=True,
            ),
        ),
        wrong_body={"reason": ["no", "list"]},
    ),
    Example(
        (Step("GET /api/v1/officer/reports/", who="handler", query={"status": "in_progress", "page_size": 2}),),
        wrong_query={"overdue": "perhaps"},
        parameters={"area": "24611", "category": "construction", "q": "cong trinh"},
    ),
    Example((theirs("in_progress"), of_report("GET /api/v1/officer/reports/{code}/", "handler"))),
    Example(
        (
            theirs("in_progress"),
            of_report(
                "POST /api/v1/officer/reports/{code}/transitions/",
                "handler",
                body={"to": "waiting_info", "text": "Xin ông/bà cho biết thêm vị trí, gần nhà số mấy?"},
                keyed=True,
            ),
        ),
        wrong_body={"to": "lost"},
    ),
    Example(
        (
            theirs("in_progress"),
            of_report("POST /api/v1/officer/reports/{code}/publication/", "handler", body={"is_public": True}),
        ),
        wrong_body={"is_public": "perhaps"},
    ),
]

NOTICES = [
    Example(
        (Step("POST /api/v1/devices/", body=DEVICE),),
        wrong_body={"platform": "fridge", "install_id": "1"},
        others=((INSTALLED, Step("POST /api/v1/devices/", body=DEVICE, headers=BY_SECRET)),),
    ),
    Example(
        (
            INSTALLED,
            Step(
                "PATCH /api/v1/devices/{device_id}/",
                args={"device_id": "$device_id"},
                headers=BY_SECRET,
                body={"language": "en", "topics": ["all", "area:24615"]},
            ),
        ),
        wrong_body={"language": "fr"},
    ),
    Example(
        (INSTALLED, Step("DELETE /api/v1/devices/{device_id}/", args={"device_id": "$device_id"}, headers=BY_SECRET))
    ),
    Example(
        (Step("GET /api/v1/inbox/", who="citizen", query={"page_size": 2}),),
        wrong_query={"kind": "gossip"},
        parameters={"unread": True, "kind": "information,reminder", "q": "cat nuoc"},
        others=((Step("GET /api/v1/inbox/", who="newcomer", query={"archived": True}),),),
    ),
    Example((IN_INBOX, of_notice("GET /api/v1/inbox/{notice_id}/", "citizen"))),
    Example((IN_INBOX, of_notice("POST /api/v1/inbox/{notice_id}/read/", "citizen"))),
    Example((IN_INBOX, of_notice("POST /api/v1/inbox/{notice_id}/archive/", "citizen"))),
    Example((IN_INBOX, of_notice("DELETE /api/v1/inbox/{notice_id}/archive/", "citizen"))),
    Example((Step("POST /api/v1/inbox/read-all/", who="newcomer"),)),
    _read("notification-preferences/", who="citizen"),
    Example((CHOICE,), wrong_body={"kinds": [{"kind": "gossip", "push": False}]}),
    Example(
        (IN_INBOX, INSTALLED, Step("POST /api/v1/receipts/", headers=AS_GUEST, body={"receipts": [OPENED]})),
        wrong_body={"receipts": []},
    ),
    _read("inbox/unread-count/", who="citizen"),
    Example(
        (Step("GET /api/v1/officer/notices/", who="editor", query={"status": "submitted", "page_size": 2}),),
        wrong_query={"status": "lost"},
    ),
    Example((DRAFT,), wrong_body={"title": "", "topics": []}),
    _read("officer/notices/audience/", wrong={"topics": ""}, who="editor", topics="all,area:24611"),
    Example((DRAFTED, of_notice("GET /api/v1/officer/notices/{notice_id}/", "editor"))),
    Example(
        (
            DRAFTED,
            of_notice(
                "PATCH /api/v1/officer/notices/{notice_id}/",
                "editor",
                body={"body": "Từ 13 giờ đến 17 giờ chiều thứ Sáu, mất điện dọc đường 23 Tháng 3."},
            ),
        ),
        wrong_body={"title": ""},
    ),
    Example(
        (
            Step(
                "POST /api/v1/officer/notices/audience/",
                who="editor",
                body={"audience": {"all": [{"any": ["area:24611", "area:24615"]}, {"not": "lang:en"}]}},
            ),
        ),
        wrong_body={"kind": "gossip"},
    ),
    Example((DRAFTED, of_notice("GET /api/v1/officer/notices/{notice_id}/preview/", "editor"))),
    Example((DRAFTED, of_notice("GET /api/v1/officer/notices/{notice_id}/pulse/", "editor"))),
    Example((DRAFTED, of_notice("GET /api/v1/officer/notices/{notice_id}/pulse/csv/", "editor"))),
    Example((DRAFTED, EDITORS_PHONE, TEST)),
    Example((DRAFTED, SUBMIT, of_notice("POST /api/v1/officer/notices/{notice_id}/withdraw/", "editor"))),
    Example((ALARM, ARM), wrong_body={"reason": ""}),
    Example((ALARM, ARM, SEND_EMERGENCY)),
    Example((ALARM, ARM, of_notice("POST /api/v1/officer/notices/{notice_id}/disarm/", "approver"))),
    Example((Step("GET /api/v1/officer/audience-lists/", who="editor", query={"page_size": 2}),), wrong_query=TOO_MANY),
    Example((PEOPLE_LIST,), wrong_body={"name": ""}),
    Example(
        (
            PEOPLE_LISTED,
            Step("DELETE /api/v1/officer/audience-lists/{list_id}/", who="editor", args={"list_id": "$list_id"}),
        )
    ),
    Example(
        (Step("GET /api/v1/officer/notice-templates/", who="editor", query={"page_size": 2}),), wrong_query=TOO_MANY
    ),
    Example((TEMPLATE,), wrong_body={"title": ""}),
    Example(
        (
            TEMPLATE_MADE,
            Step(
                "PATCH /api/v1/officer/notice-templates/{template_id}/",
                who="editor",
                args={"template_id": "$template_id"},
                body={"is_active": False},
            ),
        ),
        wrong_body={"title": ""},
    ),
    Example((DRAFTED, SUBMIT)),
    Example((DRAFTED, SUBMIT, of_notice("POST /api/v1/officer/notices/{notice_id}/approve/", "approver"))),
    Example(
        (
            DRAFTED,
            SUBMIT,
            of_notice(
                "POST /api/v1/officer/notices/{notice_id}/reject/",
                "approver",
                body={"reason": "Sai ngày: điện lực báo là thứ Bảy."},
            ),
        ),
        wrong_body={"reason": ""},
    ),
    Example(
        (
            DRAFTED,
            of_notice(
                "POST /api/v1/officer/notices/{notice_id}/cancel/",
                "editor",
                body={"reason": "Điện lực đã hoãn việc sửa đường dây."},
            ),
        ),
        wrong_body={"reason": ["no", "list"]},
    ),
]

MACHINES = [_read("machine-accounts/current/", who="machine")]

EXAMPLES = {example.operation: example for example in (*PUBLIC, *PEOPLE, *DOSSIERS, *REPORTS, *NOTICES, *MACHINES)}
