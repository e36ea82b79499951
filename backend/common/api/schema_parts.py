"""Headers, parameters and the like that many operations share: said once under `components`, referred to everywhere."""

from typing import Any

from drf_spectacular.plumbing import ComponentRegistry, ResolvedComponent

Schema = dict[str, Any]


def _header(description: str, schema: Schema, *, required: bool = True, example: Any = None) -> Schema:
    header: Schema = {"description": description, "required": required, "schema": schema}
    return header if example is None else {**header, "example": example}


TEXT: Schema = {"type": "string"}
# By pattern, not `format: uuid`: of that openapi-python-client makes an object that it cannot send as a header.
UUID_HEADER: Schema = {"type": "string", "pattern": "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"}
HEADERS: dict[str, tuple[str, Schema]] = {
    "RequestId": (
        "X-Request-ID",
        _header(
            "The id of this request, yours if you sent one; quote it when you report a problem.",
            {"type": "string", "minLength": 8, "maxLength": 64},
            example="9f2c41d07a3be815",
        ),
    ),
    "RetryAfter": (
        "Retry-After",
        _header("Seconds to wait before the next try.", {"type": "integer", "minimum": 1}, example=30),
    ),
    "Authenticate": ("WWW-Authenticate", _header("How to sign in.", TEXT, example='Bearer realm="api"')),
    "ETag": (
        "ETag",
        _header("Send it back as `If-None-Match`: 304 and no body if nothing changed.", TEXT, example='W/"6b3f…"'),
    ),
    "CacheControl": ("Cache-Control", _header("Who may keep the answer, and for how long.", TEXT)),
    "ContentLanguage": (
        "Content-Language",
        _header("The language of the content.", {"type": "string", "enum": ["vi", "en"]}),
    ),
    "Deprecation": (
        "Deprecation",
        _header("Since when one should use something else (RFC 9745).", TEXT, example="@1798761600"),
    ),
    "Sunset": (
        "Sunset",
        _header("Until when it works at least (RFC 8594).", TEXT, example="Thu, 01 Jul 2027 00:00:00 GMT"),
    ),
    "Successor": (
        "Link",
        _header("What to use instead.", TEXT, example='</api/v2/reports/>; rel="successor-version"'),
    ),
    "IdempotentReplayed": (
        "Idempotent-Replayed",
        _header("`true` if this is the stored reply to an earlier request.", TEXT, required=False),
    ),
}
PARAMETERS: dict[str, Schema] = {
    "AcceptLanguage": {
        "name": "Accept-Language",
        "in": "header",
        "description": "Language of content and messages: `vi` (the default) or `en`.",
        "schema": {"type": "string", "default": "vi", "maxLength": 200},
        "example": "en",
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "description": "The `ETag` of the answer that you have.",
        "schema": {"type": "string", "maxLength": 1000},
    },
    "IdempotencyKeyRequired": {
        "name": "Idempotency-Key",
        "in": "header",
        "required": True,
        "description": "A new UUID for each new thing, the same one for each retry: it then happens once.",
        "schema": UUID_HEADER,
        "example": "0f8fad5b-d9cb-469f-a165-70867728950e",
    },
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "A UUID, the same one for each retry: it then happens once.",
        "schema": UUID_HEADER,
        "example": "0f8fad5b-d9cb-469f-a165-70867728950e",
    },
}
# Credentials that a view looks at by itself (`other_credentials`), without an authentication class.
SECURITY_SCHEMES: dict[str, Schema] = {
    "deviceId": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Device-Id",
        "description": "A device: the `id` that `POST /api/v1/devices/` gave. A guest's goes with `deviceSecret`.",
    },
    "deviceSecret": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Device-Secret",
        "description": "The `secret` that `POST /api/v1/devices/` gave, once. Keep it like a password.",
    },
}

# Parameters in paths: by what stands before them in the path, what they are and, for texts, how long they can be.
SLUG = {"pattern": "^[-a-zA-Z0-9_]+$"}
PATH_PARAMETERS: dict[str, tuple[str, Schema]] = {
    "agencies": ("The agency's code, as in the list.", {"maxLength": 20}),
    "alerts": ("The alert's identifier, as in the list.", {"maxLength": 120}),
    "areas": ("The unit's code, old or new.", {"maxLength": 10}),
    "articles": ("The article's slug, as in the list.", {"maxLength": 140, **SLUG}),
    "audience-lists": ("The list's id, as in the list of them.", {}),
    "devices": ("The device's id, as its registration gave it.", {}),
    "dossiers": ("The dossier's code, as on its receipt.", {"maxLength": 40}),
    "inbox": ("The notice's id, as in the inbox.", {}),
    "notice-templates": ("The template's id, as in the list.", {}),
    "notices": ("The notice's id, as in the list.", {}),
    "places": ("The place's slug, as in the list.", {"maxLength": 100, **SLUG}),
    "procedures": ("The procedure's code, as in the list.", {"maxLength": 40}),
    "report-photos": ("The photo's id, as its report gives it.", {}),
    "reports": ("The report's code, such as `PA-261123-4821Q`.", {"maxLength": 40}),
    "sessions": ("The session's id, as in the list.", {}),
}


def path_parameter_described(path: str, parameter: Schema) -> Schema:
    """The parameter with a description and its limits, if it is one of the path and has none."""
    before = path.partition(f"/{{{parameter['name']}}}")[0].rpartition("/")[2]
    if parameter.get("in") != "path" or parameter.get("description") or before not in PATH_PARAMETERS:
        return parameter
    description, limits = PATH_PARAMETERS[before]
    return {**parameter, "description": description, "schema": {**parameter["schema"], **limits}}


def header_refs(registry: ComponentRegistry, *names: str) -> Schema:
    """`headers` of a response, by the names of their components."""
    return {HEADERS[name][0]: _ref(registry, ResolvedComponent.HEADER, name, HEADERS[name][1]) for name in names}


def parameter_ref(registry: ComponentRegistry, name: str) -> Schema:
    return _ref(registry, ResolvedComponent.PARAMETER, name, PARAMETERS[name])


def response_ref(registry: ComponentRegistry, name: str, response: Schema) -> Schema:
    return _ref(registry, ResolvedComponent.RESPONSE, name, response)


def security_scheme(registry: ComponentRegistry, name: str) -> None:
    """Register one of SECURITY_SCHEMES, as an operation names it."""
    _ref(registry, ResolvedComponent.SECURITY_SCHEMA, name, SECURITY_SCHEMES[name])


def _ref(registry: ComponentRegistry, kind: str, name: str, schema: Schema) -> Schema:
    component = ResolvedComponent(name=name, type=kind, schema=schema, object=name)
    registry.register_on_missing(component)
    return dict(component.ref)
