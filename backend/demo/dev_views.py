"""Access tokens of the demo accounts, for the buttons of Swagger UI and for samples that work as pasted."""

from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from backend.accounts.identifiers import identifier_normalize
from backend.accounts.models import User
from backend.accounts.selectors import sessions_live
from backend.accounts.sessions import Client, session_open
from backend.accounts.tokens import tokens_issue
from backend.common.development import development_only, loopback_only, plain
from backend.common.errors import NotFound
from backend.demo.newcomers import newcomer_make
from backend.demo.people import ACCOUNTS
from backend.machines.demo import DEMO_MACHINES, demo_machine_key

# The first account of each role.
IDENTIFIERS: dict[str, str] = {}
for account in ACCOUNTS:
    IDENTIFIERS.setdefault(account.role, account.identifier)
DEVICE = "/dev/tokens/"
# A session that ends sooner would take a token with it that promised more.
LEFT = timedelta(days=1)


@require_safe
@development_only
@loopback_only
def demo_token(request: HttpRequest, who: str) -> HttpResponse:
    """A fresh access token of a demo account, good for 15 minutes, as text. 404 with a sentence where there is none.

    `newcomer` is a citizen who did not exist before: for whoever tries out what an account does not survive.
    """
    if who in DEMO_MACHINES:
        return _machine_key(who)
    if who == "newcomer":
        return plain(session_open(user=newcomer_make(), client=Client(device_name=DEVICE)).access)
    if who not in IDENTIFIERS:
        return plain(
            f"Nobody is called {who} here. There are: {', '.join([*IDENTIFIERS, *DEMO_MACHINES, 'newcomer'])}.\n",
            status=404,
        )
    token = _token(IDENTIFIERS[who])
    if token is None:
        return plain(f"The demo account {who} is not here: load the demo province, or make reset.\n", status=404)
    return plain(token)


def _machine_key(who: str) -> HttpResponse:
    try:
        return plain(demo_machine_key(who))
    except NotFound:  # its agency
        return plain("The demo's machine account is not here: load the demo province, or make reset.\n", status=404)


@transaction.atomic
def _token(identifier: str) -> str | None:
    """One session an account, however often somebody asks: its refresh token is given to nobody and never rotates."""
    kind, value = identifier_normalize(identifier)
    # Locked: two callers at once would else open two.
    user = User.objects.select_for_update().filter(**{kind: value}, is_active=True, deleted_at=None).first()
    if user is None:
        return None
    session = sessions_live(user).filter(device_name=DEVICE, expires_at__gt=timezone.now() + LEFT).first()
    if session is None:
        return session_open(user=user, client=Client(device_name=DEVICE)).access
    return tokens_issue(user_id=user.pk, session_id=session.pk).pair.access
