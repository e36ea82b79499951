"""Areas, numbers, places."""

from __future__ import annotations

from tests.mobile import provincial_content as content
from tests.mobile.stubs.replies import Route, always, page

ROUTES: list[Route] = [
    (r"areas/", "GET", lambda _h, _m, _q, _b: page(content.AREAS)),
    (r"emergency-numbers/", "GET", always(200, content.EMERGENCY)),
    (r"places/", "GET", lambda _h, _m, _q, _b: page(content.PLACES)),
    (r"places/([^/]+)/", "GET", lambda _h, m, _q, _b: (200, {**content.PLACES[0], **content.PLACE_DETAIL})),
]
