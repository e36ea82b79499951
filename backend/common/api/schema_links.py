"""Links of the document: what the answer of one operation is good for in the next.

For people it says where an id or a code comes from; for tools (Schemathesis, Postman flows) it is a way to walk.
"""

from dataclasses import dataclass, field
from typing import Any

V1 = "/api/v1/"
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Link:
    """From an answer of `source` with `status` to `target`; values are runtime expressions of OpenAPI."""

    source: str
    status: str
    target: str
    parameters: dict[str, str] = field(default_factory=dict)
    body: dict[str, str] = field(default_factory=dict)
    why: str = ""


def _links(source: str, status: str, parameters: dict[str, str], targets: dict[str, str]) -> list[Link]:
    """From one answer to several operations that take the same parameters."""
    return [Link(source, status, target, parameters, why=why) for target, why in targets.items()]


CODE = {"code": "$response.body#/code"}
NOTICE = {"notice_id": "$response.body#/id"}
# Without the secret: credentials are no parameters, and a signed-in person needs none for an own device.
DEVICE = {"device_id": "$response.body#/id"}

LINKS = [
    *(
        Link(source, status, f"POST auth/{door}/", body={"refresh": "$response.body#/refresh"}, why=why)
        for source, status in (
            ("POST auth/login/", "200"),
            ("POST auth/register/", "201"),
            ("POST auth/refresh/", "200"),
        )
        for door, why in (("refresh", "A new pair of tokens."), ("logout", "The end of this session."))
    ),
    *_links(
        "POST reports/",
        "201",
        CODE,
        {
            "GET me/reports/{code}/": "The report, for who sent it signed in.",
            "POST me/reports/{code}/comments/": "Something to add.",
            "POST me/reports/{code}/withdraw/": "Taken back, while nobody has started.",
        },
    ),
    Link(
        "POST reports/",
        "201",
        "POST reports/track/",
        body={"code": "$response.body#/code", "secret": "$response.body#/secret"},
        why="The report, for a guest.",
    ),
    *_links(
        "POST me/reports/{code}/withdraw/",
        "200",
        CODE,
        {
            "GET me/reports/{code}/": "The closed report.",
            "POST me/reports/{code}/rating/": "What the sender thinks of it.",
            "POST me/reports/{code}/reopen/": "Not settled after all.",
        },
    ),
    *_links(
        "POST devices/",
        "201",
        DEVICE,
        {"PATCH devices/{device_id}/": "Other topics or language.", "DELETE devices/{device_id}/": "No more pushes."},
    ),
    *_links(
        "POST officer/notices/",
        "201",
        NOTICE,
        {
            "GET officer/notices/{notice_id}/": "The draft.",
            "PATCH officer/notices/{notice_id}/": "Other words.",
            "POST officer/notices/{notice_id}/submit/": "Ready for a second pair of eyes.",
            "POST officer/notices/{notice_id}/cancel/": "Dropped.",
            "GET officer/notices/{notice_id}/preview/": "What phones will show, and how many.",
            "POST officer/notices/{notice_id}/test/": "On one's own phone first.",
            "GET officer/notices/{notice_id}/pulse/": "How it is doing.",
        },
    ),
    *_links(
        "POST officer/notices/{notice_id}/submit/",
        "200",
        NOTICE,
        {
            "POST officer/notices/{notice_id}/approve/": "A second person stands for it.",
            "POST officer/notices/{notice_id}/reject/": "A second person sends it back.",
            "POST officer/notices/{notice_id}/withdraw/": "Its author takes it back.",
        },
    ),
    *_links(
        "POST officer/notices/{notice_id}/arm/",
        "200",
        NOTICE,
        {
            "POST officer/notices/{notice_id}/send-emergency/": "The second tap.",
            "POST officer/notices/{notice_id}/disarm/": "Not after all.",
        },
    ),
    Link(
        "POST officer/audience-lists/",
        "201",
        "DELETE officer/audience-lists/{list_id}/",
        {"list_id": "$response.body#/id"},
        why="No longer needed.",
    ),
    Link(
        "POST officer/notice-templates/",
        "201",
        "PATCH officer/notice-templates/{template_id}/",
        {"template_id": "$response.body#/id"},
        why="Other words.",
    ),
    *_links(
        "POST dossiers/follow/",
        "201",
        CODE,
        {
            "GET me/dossiers/{code}/": "The dossier with its progress.",
            "DELETE me/dossiers/{code}/": "Not followed any more.",
        },
    ),
]


def add_links(result: Any, generator: Any, request: Any, public: bool) -> Any:
    """A hook of drf-spectacular: put each link beside the answer that it begins at."""
    operations = {
        f"{method.upper()} {path.removeprefix(V1)}": operation
        for path, item in result["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    }
    for link in LINKS:
        target = operations[link.target]["operationId"]
        described: dict[str, Any] = {"operationId": target}
        if link.parameters:
            described["parameters"] = link.parameters
        if link.body:
            described["requestBody"] = link.body
        described["description"] = link.why
        operations[link.source]["responses"][link.status].setdefault("links", {})[target] = described
    return result
