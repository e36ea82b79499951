"""The buttons of a notice's page: what each says, what it asks, and the service behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from backend.common.errors import DomainError
from notifications import services
from notifications.access import actions_for, may_approve_for
from notifications.models import Notice
from notifications.workflow import EDITABLE, UNAPPROVED, WAITING, Status


@dataclass(frozen=True)
class Move:
    """One button and its dialog. What `saves_first` goes out with what the page's form holds at that moment."""

    name: str
    label: Any
    icon: str
    title: Any
    text: Any
    submit: Any
    done: Any
    service: Callable[..., Any]
    tone: str = "main"
    asks_reason: bool = False
    reason_hint: Any = _("The author reads it, and it is kept in the audit trail.")
    saves_first: bool = False
    shows_reach: bool = False


MOVES: dict[str, Move] = {
    move.name: move
    for move in (
        Move(
            name="submit",
            label=_("Submit for approval"),
            icon="send",
            title=_("Submit for approval"),
            text=_("A second person reads it and stands for it."),
            submit=_("Submit"),
            done=_("Sent for approval."),
            service=services.notice_submit,
            saves_first=True,
            shows_reach=True,
        ),
        Move(
            name="approve",
            label=_("Approve"),
            icon="check_circle",
            title=_("Approve and send"),
            text=_("It goes to the phones now, or at its time. You stand for it with your name."),
            submit=_("Approve"),
            done=_("Approved."),
            service=services.notice_approve,
            shows_reach=True,
        ),
        Move(
            name="reject",
            label=_("Send back"),
            icon="undo",
            title=_("Send back to its author"),
            text=_("Say what has to change."),
            submit=_("Send back"),
            done=_("Sent back."),
            service=services.notice_reject,
            tone="plain",
            asks_reason=True,
        ),
        Move(
            name="withdraw",
            label=_("Take back"),
            icon="reply",
            title=_("Take it back"),
            text=_("It is a draft again, and waits for nobody."),
            submit=_("Take back"),
            done=_("It is a draft again."),
            service=services.notice_withdraw,
            tone="plain",
        ),
        Move(
            name="test",
            label=_("Try it on my devices"),
            icon="science",
            title=_("Try it on my devices"),
            text=_("It goes to the phones on which you are logged in, marked as a trial, and to nobody else."),
            submit=_("Send the trial"),
            done=_("The trial is on its way to your devices."),
            service=services.notice_test,
            tone="plain",
            saves_first=True,
        ),
        Move(
            name="arm",
            label=_("Prepare to send at once"),
            icon="crisis_alert",
            title=_("Send this emergency without a second person"),
            text=_(
                "The first of two taps: nothing goes out yet. You will see text and count once more, and have ten"
                " minutes to confirm."
            ),
            submit=_("Prepare"),
            done=_("Prepared. Read it once more, then confirm."),
            service=services.notice_arm,
            tone="danger",
            asks_reason=True,
            reason_hint=_("Why no second person can be waited for. Kept in the audit trail."),
            saves_first=True,
            shows_reach=True,
        ),
        Move(
            name="send",
            label=_("Send now"),
            icon="campaign",
            title="",
            text="",
            submit="",
            done=_("It is going out."),
            service=services.notice_send_emergency,
            tone="danger",
        ),
        Move(
            name="disarm",
            label=_("Do not send"),
            icon="close",
            title="",
            text="",
            submit="",
            done=_("Nothing was sent."),
            service=services.notice_disarm,
        ),
        Move(
            name="cancel",
            label=_("Stop"),
            icon="block",
            title=_("Stop this notice"),
            text=_("What has not been sent never is, and it disappears from inboxes. This cannot be undone."),
            submit=_("Stop it"),
            done=_("Stopped."),
            service=services.notice_cancel,
            tone="danger",
            asks_reason=True,
            reason_hint=_("Kept in the audit trail."),
        ),
    )
}
# Moves as the API calls them, where they have another name here.
ACTIONS = {"send_emergency": "send"}
# Before anything left it is dropped, then stopped, after that taken back: label, title, text, button.
_DROP = (
    _("Drop"),
    _("Drop this notice"),
    _("Nothing has been sent, and nothing will be. It stays on record."),
    _("Drop it"),
)
_RECALL = (
    _("Recall"),
    _("Recall this notice"),
    _("It disappears from the inboxes, and a silent message takes it off the phones. This cannot be undone."),
    _("Recall it"),
)


def moves_of(user: Any, notice: Notice | None) -> list[dict[str, Any]]:
    """The dialogs that this person may open now. An author who may approve is told why it is not for them."""
    if notice is None:
        return [_dialog(MOVES["submit"], None)]
    allowed = [ACTIONS.get(name, name) for name in actions_for(user, notice)]
    is_own = notice.author_id == user.pk and notice.status == Status.SUBMITTED
    if is_own and may_approve_for(user, notice.agency_code):
        allowed.append("approve")
    return [_dialog(move, notice) for name, move in MOVES.items() if name in allowed and move.title]


def _dialog(move: Move, notice: Notice | None) -> dict[str, Any]:
    is_editable = notice is None or notice.status in EDITABLE
    found = {name: getattr(move, name) for name in Move.__dataclass_fields__ if name != "service"}
    found |= {
        "dialog": f"dn-dialog-{move.name}",
        "reason_name": f"reason_{move.name}",
        "url": reverse("admin:notifications_notice_move", args=[notice.pk, move.name]) if notice else "",
        "saves_first": move.saves_first and is_editable,
    }
    if move.name == "cancel" and notice is not None:
        found |= _cancel_words(notice)
    return found


def _cancel_words(notice: Notice) -> dict[str, Any]:
    if notice.status in UNAPPROVED or notice.status in WAITING:
        words: tuple[Any, ...] = _DROP
    elif notice.status == Status.SENDING:
        return {}
    else:
        words = _RECALL
    return dict(zip(("label", "title", "text", "submit"), words, strict=True))


def move_notice(request: HttpRequest, notice_id: Any, name: str, *, reason: str) -> None:
    """Press the button; what came of it stands in the page's messages."""
    move = MOVES.get(name)
    if move is None:
        raise Http404
    values = {"reason": reason} if move.asks_reason else {}
    try:
        move.service(notice_id=notice_id, by=request.user, **values)
        messages.success(request, str(move.done))
    except DomainError as error:
        details = [str(item.detail) for item in error.fields if str(item.detail) != str(error.message)]
        messages.error(request, " ".join([str(error.message), *details]))


def back_to(notice_id: Any) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:notifications_notice_change", args=[notice_id]))
