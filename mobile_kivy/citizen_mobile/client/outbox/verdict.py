"""What an error means for a thing that was being sent: wait, or give it back to who wrote it."""

from __future__ import annotations

from citizen_mobile.client.errors import ApiError, CaptivePortal, ClientError, NetworkError, NotSent, SessionEnded

# Refusals that time alone mends. `request_in_progress`: the server is still busy with our first try.
PASSING_CODES = {"request_in_progress"}
PASSING_STATUS = {401, 408, 425, 429}
# Answers from behind the server's look at the key: had the first try been accepted, they would have been its reply.
DECIDED_STATUS = {400, 404, 409}


def passes(error: ClientError) -> bool:
    """Whether trying again later may help."""
    if isinstance(error, ApiError):
        return error.status >= 500 or error.status in PASSING_STATUS or error.code in PASSING_CODES
    return True


def reason_of(error: ClientError) -> tuple[str, str]:
    """The code and the server's sentence, if it said one."""
    if isinstance(error, CaptivePortal):
        return "portal", ""
    if isinstance(error, NetworkError):
        return "offline", ""
    if isinstance(error, SessionEnded):
        return error.code, error.detail
    if isinstance(error, ApiError):
        # A sentence that comes twice (in the whole and in a field) is said once.
        return error.code, " ".join(dict.fromkeys(filter(None, [error.detail, *(row.detail for row in error.fields)])))
    return "unknown", str(error)


def doubt_after(error: ClientError, before: bool) -> bool:
    """Whether the server may have accepted it, after this error and `before` it."""
    if isinstance(error, (NotSent, SessionEnded)):
        return before  # the request never left
    if isinstance(error, ApiError) and error.status < 500 and error.code not in PASSING_CODES:
        return before and error.status not in DECIDED_STATUS
    return True


def stops_the_round(error: ClientError) -> bool:
    """Without a network the other items need not be tried now."""
    return isinstance(error, NetworkError)
