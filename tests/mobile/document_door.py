"""In the place of the network: holds each request of the app's client to the API document, answers by its examples."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
from requests.adapters import BaseAdapter

from tests.contract import Contract, contract
from tests.document import resolved

BASE = "https://daknong.example/api/v1/"
Json = Any


class NotPromised(AssertionError):
    """A request that the document does not know in this form."""


class DocumentDoor(BaseAdapter):
    """Mount it on a `requests.Session`; `asked` says which operations were used."""

    def __init__(self) -> None:
        super().__init__()
        self.contract: Contract = contract()
        self.asked: set[tuple[str, str]] = set()

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:  # type: ignore[override]
        method, parts = str(request.method).lower(), urlsplit(str(request.url))
        route = self.contract._route(parts.path)
        operation = self.contract.document["paths"].get(route, {}).get(method)
        if operation is None:
            raise NotPromised(f"{request.method} {parts.path} is not in the document")
        self.asked.add((method, str(route)))
        parameters = [resolved(self.contract.document, told) for told in operation.get("parameters", [])]
        self._query(dict(parse_qsl(parts.query, keep_blank_values=True)), parameters)
        self._headers(request.headers, parameters, operation.get("security", []))
        self._body(request, operation.get("requestBody"))
        return self._answer(request, operation)

    def close(self) -> None:
        """Nothing is open."""

    def _query(self, query: dict[str, str], parameters: list[Json]) -> None:
        known = {told["name"]: told for told in parameters if told["in"] == "query"}
        if unknown := query.keys() - known.keys():
            raise NotPromised(f"no such parameters: {sorted(unknown)}")
        missing = {name for name, told in known.items() if told.get("required")} - query.keys()
        if missing:
            raise NotPromised(f"parameters are missing: {sorted(missing)}")
        for name, value in query.items():
            self.contract._fits(known[name]["schema"], _typed(value, known[name]["schema"]), f"parameter {name}")

    def _headers(self, headers: Any, parameters: list[Json], security: list[Json]) -> None:
        known = {told["name"]: told for told in parameters if told["in"] == "header"}
        for name, told in known.items():
            if name in headers:
                self.contract._fits(told["schema"], headers[name], f"header {name}")
            elif told.get("required"):
                raise NotPromised(f"the header {name} is missing")
        if "Idempotency-Key" in headers and "Idempotency-Key" not in known:
            raise NotPromised("an Idempotency-Key is not looked at here: a retry would do the thing twice")
        ways = [way.keys() for way in security]
        if "Authorization" in headers:
            if not any("jwt" in way for way in ways):
                raise NotPromised("an access token is of no use here")
        elif ways and not any("jwt" not in way and "machineKey" not in way for way in ways):
            raise NotPromised("an access token is needed here")

    def _body(self, request: requests.PreparedRequest, told: Json) -> None:
        if request.body is None or told is None:
            if request.body is not None or (told or {}).get("required"):
                raise NotPromised("a body is missing" if told else "no body is expected")
            return
        kind = request.headers["Content-Type"].partition(";")[0]
        if kind not in told["content"]:
            raise NotPromised(f"a body of {kind} is not read here")
        if kind == "application/json":
            self.contract._fits(told["content"][kind]["schema"], json.loads(request.body), "body")

    def _answer(self, request: requests.PreparedRequest, operation: Json) -> requests.Response:
        status = next(code for code in operation["responses"] if code.startswith("2"))
        answer = requests.Response()
        answer.status_code, answer.url, answer.request = int(status), str(request.url), request
        content = resolved(self.contract.document, operation["responses"][status]).get("content", {})
        for kind, media in content.items():
            examples = media.get("examples") or {"none": {"value": {}}}  # me/data/ is free of form
            example = next(iter(examples.values()))["value"]
            answer.headers["Content-Type"] = kind
            answer._content = json.dumps(example).encode()
        return answer


def _typed(text: str, schema: Json) -> Any:
    """A value of the query as its schema counts it."""
    kinds = schema.get("type", "string")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if "boolean" in kinds:
        return {"true": True, "false": False}.get(text, text)
    if "number" in kinds and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text)
    return int(text) if "integer" in kinds and text.isdigit() else text
