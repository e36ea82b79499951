"""A citizen reports a pothole and gets an answer, told with the generated Python client: python story.py SERVER

The guides point here: it is how a program that uses the API may look.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from typing import TypeVar

from daknong import Refused, Session, expect, new_key, sign_in
from daknong_client import AuthenticatedClient, Client
from daknong_client.api.areas import list_areas
from daknong_client.api.auth import log_out
from daknong_client.api.dossiers import follow_dossier, list_my_dossiers, look_up_dossier, unfollow_dossier
from daknong_client.api.me import get_profile
from daknong_client.api.news import get_article, list_articles
from daknong_client.api.notifications import list_inbox_notices, mark_notice_read
from daknong_client.api.officer_reports import get_officer_report, transition_report
from daknong_client.api.reports import create_report, get_my_report, list_my_reports, rate_report
from daknong_client.models import (
    AreaPage,
    ArticleDetail,
    ArticlePage,
    DossierDetail,
    DossierLookupRequest,
    DossierPage,
    InboxNotice,
    InboxNoticePage,
    OfficerReport,
    RefreshRequest,
    ReportCreated,
    ReportCreateRequest,
    ReportDetail,
    ReportPage,
    ReportRatingRequest,
    ReportTransitionRequest,
    User,
)

T = TypeVar("T")
# Of the demo province.
CITIZEN, HANDLER, PASSWORD = "0900000101", "xu.ly@demo.daknong.vn", "Daknong-Demo-2026"
DOSSIER = DossierLookupRequest(code="H16.31-261102-0001", factor="0101")
WARD = "24611"
ANSWER = "Đã vá ổ gà trước cổng trường, mời bà con kiểm tra."


def guest_reads(url: str) -> None:
    """Reading needs no account; the language is chosen by the request."""
    guest = Client(base_url=url)
    articles = expect(ArticlePage, list_articles.sync(client=guest, page_size=3)).results
    article = expect(ArticleDetail, get_article.sync(articles[0].slug, client=guest))
    assert article.title and article.body_html
    english = list_areas.sync(client=guest, current=True, accept_language="en", page_size=100)
    assert WARD in {area.code for area in expect(AreaPage, english).results}


def citizen_follows_a_dossier(citizen: AuthenticatedClient) -> None:
    dossier = expect(DossierDetail, look_up_dossier.sync(client=citizen, body=DOSSIER))
    assert dossier.events and "*" in dossier.applicant_masked
    wrong = DossierLookupRequest(code=DOSSIER.code, factor="9999")
    assert (
        refusal(lambda: expect(DossierDetail, look_up_dossier.sync(client=citizen, body=wrong))) == "dossier_not_found"
    )

    expect(DossierDetail, follow_dossier.sync(client=citizen, body=DOSSIER))
    followed = expect(DossierPage, list_my_dossiers.sync(client=citizen)).results
    assert dossier.code in {item.code for item in followed}
    unfollow_dossier.sync_detailed(dossier.code, client=citizen)


def citizen_reports(citizen: AuthenticatedClient) -> str:
    """The code of a new report. A retry with the same key, after a lost answer, makes no second one."""
    body = ReportCreateRequest(
        category="roads", text="Ổ gà sâu trước cổng trường tiểu học, mưa là ngập.", area_code=WARD
    )
    key = new_key()
    report = expect(ReportCreated, create_report.sync(client=citizen, body=body, idempotency_key=key))
    again = expect(ReportCreated, create_report.sync(client=citizen, body=body, idempotency_key=key))
    assert again.code == report.code
    mine = expect(ReportPage, list_my_reports.sync(client=citizen)).results
    assert [item.code for item in mine].count(report.code) == 1

    body.text = "Một ổ gà khác, ở đường Lê Duẩn."
    reused = refusal(lambda: expect(ReportCreated, create_report.sync(client=citizen, body=body, idempotency_key=key)))
    assert reused == "idempotency_key_reused"
    return report.code


def handler_answers(handler: AuthenticatedClient, code: str) -> None:
    """As soon as the report has reached the agency."""
    eventually(lambda: isinstance(get_officer_report.sync(code, client=handler), OfficerReport))
    for step in (
        ReportTransitionRequest(to="received"),
        ReportTransitionRequest(to="resolved", text=ANSWER),
    ):
        moved = transition_report.sync(code, client=handler, body=step, idempotency_key=new_key())
        assert expect(OfficerReport, moved).status.code == step.to


def citizen_sees_and_rates(citizen: AuthenticatedClient, code: str) -> None:
    report = expect(ReportDetail, get_my_report.sync(code, client=citizen))
    assert report.status.code == "resolved" and report.events[-1].text == ANSWER
    rated = rate_report.sync(code, client=citizen, body=ReportRatingRequest(score=5), idempotency_key=new_key())
    assert expect(ReportDetail, rated).rating

    notice = eventually(lambda: next(iter(notices_of(citizen, code)), None))
    assert not notice.is_read
    mark_notice_read.sync_detailed(notice.id, client=citizen)
    assert all(item.is_read for item in notices_of(citizen, code) if item.id == notice.id)


def notices_of(citizen: AuthenticatedClient, code: str) -> Iterable[InboxNotice]:
    inbox = expect(InboxNoticePage, list_inbox_notices.sync(client=citizen)).results
    return [item for item in inbox if isinstance(item.link, str) and code in item.link]


def session_renews_itself(citizen: AuthenticatedClient, session: Session) -> None:
    """A refused access token is renewed unseen; after signing out, nothing renews it."""
    session.access = "no-longer-good"
    assert expect(User, get_profile.sync(client=citizen)).phone
    assert session.access != "no-longer-good"

    log_out.sync_detailed(client=citizen, body=RefreshRequest(refresh=session.refresh))
    assert refusal(lambda: expect(User, get_profile.sync(client=citizen))) == "session_revoked"


def refusal(call: Callable[[], object]) -> str:
    """The code that a call is refused with."""
    try:
        call()
    except Refused as refused:
        return refused.code
    raise AssertionError("it was not refused")


def eventually(look: Callable[[], T | None], seconds: float = 30) -> T:
    """The first result that is something: routing and notices are work that the server does after its answer."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > deadline:
            raise TimeoutError("it did not happen in time")
        time.sleep(0.2)
    return found


def main(url: str) -> None:
    guest_reads(url)
    citizen, session = sign_in(url, CITIZEN, PASSWORD)
    handler, _ = sign_in(url, HANDLER, PASSWORD)
    citizen_follows_a_dossier(citizen)
    code = citizen_reports(citizen)
    handler_answers(handler, code)
    citizen_sees_and_rates(citizen, code)
    session_renews_itself(citizen, session)


if __name__ == "__main__":
    main(sys.argv[1])
