"""Every answer of the API that a test gets is held to api_docs/openapi.yaml. There is no list of exceptions.

`watch()` stands between Django's test client and the tests: route, method, status, content type, headers, the code of a
refusal and the body (its formats, and no property that the document does not name) must be documented.
"""

from __future__ import annotations

import copy
import functools
import gzip
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import brotli
import jsonschema_rs
import orjson
import yaml
from django.test import Client

from tests.document import Json, load_document, resolved

PREFIX = "/api/v1/"
URN = "urn:contract"


DECODE = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


class ContractBroken(AssertionError):
    """An answer that the document does not promise."""


def decoded(headers: Any, body: bytes) -> bytes:
    """The body as its reader sees it, out of the Content-Encoding that it came in."""
    encoding = headers.get("Content-Encoding", "")
    if encoding not in DECODE:
        raise ContractBroken(f"the encoding {encoding!r} is none of ours")
    try:
        return DECODE[encoding](body)
    except (OSError, EOFError, zlib.error, brotli.error) as error:
        raise ContractBroken(f"the body is no {encoding}: {error}") from error


def closed(schema: Any) -> Any:
    """The same schema with each object closed: what is not documented must not be sent."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: closed(value) for name, value in schema.items()}
    if isinstance(found.get("properties"), dict) and found.get("type") == "object":
        found.setdefault("additionalProperties", False)
    return found


@dataclass
class Contract:
    document: Json
    seen: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        components = copy.deepcopy(self.document.get("components", {}))
        components["schemas"] = closed(components.get("schemas", {}))
        self._registry = jsonschema_rs.Registry([(URN, {"components": components})])
        self._validators: dict[str, Any] = {}
        # A path without parameters is meant before one with, as in the URL configuration.
        self._routes = [
            (re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path) + r"\Z"), path)
            for path in sorted(self.document["paths"], key=lambda path: ("{" in path, path))
        ]

    # --- one answer ---

    def check(self, method: str, path: str, status: int, headers: Any, body: bytes | None) -> None:
        """Raise ContractBroken unless the document promises this answer. `body` None: a stream, not looked into."""
        try:
            body = decoded(headers, body) if body else body
            self._check(method.lower(), path, status, headers, body)
        except ContractBroken as error:
            shown = (body or b"")[:1500].decode(errors="replace")
            raise ContractBroken(f"{method} {path} → {status}: {error}\n{shown}") from None

    def _check(self, method: str, path: str, status: int, headers: Any, body: bytes | None) -> None:
        route = self._route(path)
        if route is None:
            return self._undocumented(status, 404, "not_found", headers, body)
        operation = self.document["paths"][route].get("get" if method == "head" else method)
        if method == "options" and operation is None:
            return self._options(status, headers)
        if operation is None:
            return self._undocumented(status, 405, "method_not_allowed", headers, body)
        response = self._response(operation, status)
        self.seen[(method.upper(), route, str(status))] += 1
        self._check_headers(response, headers)
        if method != "head":
            self._check_body(response, headers, body)
        return None

    def _route(self, path: str) -> str | None:
        path = path if path.endswith("/") else path + "/"
        return next((route for pattern, route in self._routes if pattern.match(path)), None)

    def _undocumented(self, status: int, wanted: int, code: str, headers: Any, body: bytes | None) -> None:
        """What is not in the document must say so: 404 for a path, 405 for a method."""
        if status != wanted:
            raise ContractBroken(f"this path or method is not in the document, so {wanted} is wanted")
        problem = resolved(self.document, {"$ref": "#/components/responses/NotAcceptable"})
        self._check_body({**problem, "x-codes": [code]}, headers, body)

    def _options(self, status: int, headers: Any) -> None:
        if status not in (200, 401, 403, 429) or "Allow" not in headers:
            raise ContractBroken("OPTIONS answers 200 with Allow, or refuses")

    def _response(self, operation: Json, status: int) -> Json:
        response = operation["responses"].get(str(status))
        if response is None:
            raise ContractBroken(f"this status is not documented; there are {sorted(operation['responses'])}")
        return resolved(self.document, response)

    def _check_headers(self, response: Json, headers: Any) -> None:
        for name, told in response.get("headers", {}).items():
            header = resolved(self.document, told)
            if name not in headers:
                if header.get("required"):
                    raise ContractBroken(f"the header {name} is missing")
                continue
            value = int(headers[name]) if header["schema"].get("type") == "integer" else headers[name]
            self._fits(header["schema"], value, f"header {name}")

    def _check_body(self, response: Json, headers: Any, body: bytes | None) -> None:
        content = response.get("content")
        if not content:
            if body:
                raise ContractBroken("no body is documented for this status")
            return
        given = headers.get("Content-Type", "").partition(";")[0].strip()
        if given not in content:
            raise ContractBroken(f"content type {given!r} is not documented; there are {sorted(content)}")
        if body is None or not given.endswith("json"):
            return
        try:
            value = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise ContractBroken(f"the body is no JSON: {error}") from error
        self._fits(content[given]["schema"], value, "body")
        codes = response.get("x-codes")
        if codes is not None and value["code"] not in codes:
            raise ContractBroken(f"the code {value['code']!r} is not documented for this status; there are {codes}")

    # --- schemas ---

    def _fits(self, schema: Json, value: Any, what: str) -> None:
        errors = list(self._validator(schema).iter_errors(value))
        if errors:
            lines = [f"{what} {'/'.join(map(str, error.instance_path))}: {error.message}" for error in errors[:8]]
            raise ContractBroken("\n".join(lines))

    def _validator(self, schema: Json) -> Any:
        key = yaml.safe_dump(schema) if "$ref" not in schema else schema["$ref"]
        if key not in self._validators:
            absolute = _absolute(closed(schema))
            self._validators[key] = jsonschema_rs.Draft202012Validator(
                absolute, registry=self._registry, validate_formats=True
            )
        return self._validators[key]


def _absolute(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_absolute(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: URN + value if name == "$ref" and value.startswith("#") else _absolute(value)
        for name, value in schema.items()
    }


@functools.cache
def contract() -> Contract:
    """The committed document, read once a process."""
    return Contract(load_document())


@contextmanager
def watch() -> Iterator[None]:
    """Check each answer under /api/v1/ that Django's test client (and so REST framework's) gets."""
    real = Client.request

    def request(self: Client, **environ: Any) -> Any:
        response = real(self, **environ)
        path = response.wsgi_request.path_info
        if path.startswith(PREFIX):
            body = None if response.streaming else response.content
            contract().check(str(environ["REQUEST_METHOD"]), path, response.status_code, response.headers, body)
        return response

    Client.request = request  # type: ignore[method-assign]
    try:
        yield
    finally:
        Client.request = real  # type: ignore[method-assign]
