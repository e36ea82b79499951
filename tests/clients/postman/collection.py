"""From the API document to a Postman collection in which every request works as it stands on a demo system.

openapi-to-postmanv2 makes folders, addresses and words. What it makes up where the document has no value is replaced by
the examples (tests/examples/operations.py), whose earlier steps become pre-request scripts; so the same document always
gives the same file.
"""

from __future__ import annotations

import json
import re
import uuid
from pathlib import Path
from typing import Any

from tests.document import operations, resolved
from tests.examples.operations import EXAMPLES
from tests.examples.steps import NAME, Example, Step, names_in

Json = dict[str, Any]
SCRIPTS = Path(__file__).parent
NAMESPACE = uuid.UUID("5b0f6a52-6f0c-4a4c-9c0a-5d1f0e0c2a11")
SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
# Sent when a photo is uploaded; Postman looks for it in its working directory, Newman in --working-dir.
PHOTO = "backend/console/static/console/login.jpg"
MADE_UP = {
    # Not every 09… is a number: 0992 is none.
    "new_phone": '"091" + String(Math.floor(Math.random() * 1e7)).padStart(7, "0")',
    "install_id": 'pm.variables.replaceIn("{{$guid}}")',
    "template_name": '"Cắt điện theo lịch " + Math.floor(Math.random() * 1e6)',
}


def collection(raw: Json, document: Json) -> Json:
    """`raw` is the converter's; the result has its requests in the order of the document's tags."""
    found = {_operation_of(item): item for item in _requests(raw)}
    folders: dict[str, list[Json]] = {}
    for ask, operation in operations(document):
        made = Request(ask, operation, document, found.pop(ask)).item()
        folders.setdefault(operation["tags"][0], []).append(made)
    if found or folders.keys() - {tag["name"] for tag in document["tags"]}:
        raise ValueError(f"requests that are not in the document, or have no folder: {sorted(found)} {sorted(folders)}")
    return {
        "info": {
            "_postman_id": _id("collection"),
            "name": document["info"]["title"],
            "description": _description(document),
            "schema": SCHEMA,
        },
        "variable": [{"key": "baseUrl", "value": "http://127.0.0.1:8000"}, *_tokens()],
        "auth": _bearer("citizen"),  # for requests that somebody adds
        "event": [_event("test", (SCRIPTS / "check.js").read_text(encoding="utf-8"))],
        "item": [_folder(tag, folders.pop(tag["name"])) for tag in document["tags"] if tag["name"] in folders],
    }


class Request:
    """One operation of the document as an item of the collection."""

    def __init__(self, ask: str, operation: Json, document: Json, raw: Json) -> None:
        self.ask, self.operation, self.document, self.raw = ask, operation, document, raw["request"]
        self.example: Example = EXAMPLES[ask]
        self.last = self.example.last

    def item(self) -> Json:
        events = [_event("prerequest", self._before())]
        if self.last.file:
            events.append(_event("test", self._after_upload()))
        return {
            "id": _id(self.ask),
            "name": self.operation["summary"],
            "event": events,
            "request": {
                "method": self.last.method,
                "description": self.operation.get("description", ""),
                "url": self._url(),
                "header": self._headers(),
                "auth": self._auth(),
                **self._body(),
            },
            "response": self._responses(),
        }

    # --- what is sent ---

    def _url(self) -> Json:
        segments = [re.sub(r"^\{(\w+)\}$", r":\1", part) for part in self.last.path.strip("/").split("/")] + [""]
        query = [self._parameter(parameter, self.last.query) for parameter in self.raw["url"].get("query", [])]
        sent = "&".join(f"{item['key']}={item['value']}" for item in query if not item.get("disabled"))
        raw = "{{baseUrl}}/" + "/".join(segments) + (f"?{sent}" if sent else "")
        values = self._examples("path") | self.last.args
        variables = [
            {"key": name, "value": _variables(str(values[name]))} for name in re.findall(r"\{(\w+)\}", self.last.path)
        ]
        return {"raw": raw, "host": ["{{baseUrl}}"], "path": segments, "query": query, "variable": variables}

    def _parameter(self, parameter: Json, sent: dict[str, Any]) -> Json:
        """A parameter of the query: the example's, or there to be ticked."""
        name = parameter["key"]
        value = sent.get(name, self._examples("query").get(name, ""))
        told = {"key": name, "value": _plain(value), "description": _text(parameter.get("description"))}
        return told if name in sent else {**told, "disabled": True}

    def _headers(self) -> list[Json]:
        headers = []
        for header in self.raw.get("header", []):
            name = header["key"]
            if name in ("Content-Type", "Accept"):
                continue
            sent = name in self.last.headers or (name == "Idempotency-Key" and self.last.keyed)
            value = _variables(self.last.headers.get(name, str(self._examples("header").get(name, ""))))
            told = {
                "key": name,
                "value": "{{$guid}}" if name == "Idempotency-Key" else value,
                "description": _text(header.get("description")),
            }
            headers.append(told if sent else {**told, "disabled": True})
        missing = self.last.headers.keys() - {header["key"] for header in headers}
        headers += [{"key": name, "value": _variables(self.last.headers[name])} for name in sorted(missing)]
        if self.last.body is not None:
            headers.append({"key": "Content-Type", "value": "application/json"})
        return headers

    def _auth(self) -> Json:
        if not self.last.who:
            return {"type": "noauth"}
        return _bearer(self.last.who)

    def _body(self) -> Json:
        if self.last.file:
            return {"body": {"mode": "formdata", "formdata": [{"key": "file", "type": "file", "src": PHOTO}]}}
        if self.last.body is None:
            return {}
        raw = _variables(json.dumps(self.last.body, ensure_ascii=False, indent=2))
        return {"body": {"mode": "raw", "raw": raw, "options": {"raw": {"language": "json"}}}}

    def _responses(self) -> list[Json]:
        """The document's example of each success."""
        found = []
        for status, response in self.operation["responses"].items():
            for kind, media in response.get("content", {}).items() if status.startswith("2") else ():
                for name, example in media.get("examples", {}).items():
                    found.append(
                        {
                            "id": _id(f"{self.ask} {status} {name}"),
                            "name": f"{status}: {example.get('summary', name)}",
                            "originalRequest": {"method": self.last.method, "url": self._url()},
                            "code": int(status),
                            "header": [{"key": "Content-Type", "value": kind}],
                            "body": json.dumps(example["value"], ensure_ascii=False, indent=2),
                        }
                    )
        return found

    def _examples(self, where: str) -> dict[str, Any]:
        parameters = [resolved(self.document, parameter) for parameter in self.operation.get("parameters", [])]
        return {item["name"]: item.get("example", "") for item in parameters if item["in"] == where}

    # --- scripts ---

    def _before(self) -> str:
        steps = self.example.steps
        used = set().union(*(names_in([step.args, step.query, step.body, step.headers]) for step in steps))
        people = sorted({step.who for step in steps if step.who})
        # Outside of a demo system nothing is made: whose report would it be?
        work = [f'if (!(await token("{who}"))) return;' for who in people or ["citizen"]]
        for number, step in enumerate(steps[:-1], 1):
            # An upload cannot be made by a script: the request that uploads keeps what the others need.
            work += [] if step.file else _asked(step, number)
        parts = [f'pm.variables.set("{name}", {how});' for name, how in MADE_UP.items() if name in used]
        parts += [
            f'pm.variables.set("documented", {json.dumps(json.dumps(self._documented()))});',
            'pm.variables.set("trouble", "");',
        ]
        if people or len(steps) > 1:
            helpers = (SCRIPTS / "before.js").read_text(encoding="utf-8").strip()
            lines = "\n".join(work).replace("\n", "\n    ")
            parts += ["", helpers, "", f"async function prepare() {{\n    {lines}\n}}", ""]
            parts.append('prepare().catch((error) => pm.variables.set("trouble", String(error)));')
        return "\n".join(parts)

    def _after_upload(self) -> str:
        """Keeps what the requests that need a photo ask for."""
        lines = ["// For the request that gets the photo.", "const d = pm.response.json();"]
        for example in EXAMPLES.values():
            for step in example.steps[:-1]:
                if step.file:
                    lines += [_kept(name, how, "d", "pm.collectionVariables") for name, how in step.keep.items()]
        return "\n".join(lines)

    def _documented(self) -> Json:
        found = {}
        for status, told in self.operation["responses"].items():
            response = resolved(self.document, told)
            found[status] = {"types": list(response.get("content", {})), "codes": response.get("x-codes", [])}
        return found


def _asked(step: Step, number: int) -> list[str]:
    """The lines that make one earlier request and keep what the next ones need of its answer."""
    path = re.sub(r"\{(\w+)\}", lambda name: step.args[name[1]], step.path)
    query = "&".join(f"{name}={_plain(value)}" for name, value in step.query.items())
    options: Json = {}
    if step.who:
        options["who"] = step.who
    if step.keyed:
        options["key"] = True
    if step.headers:
        options["headers"] = step.headers
    if step.body is not None:
        options["body"] = step.body
    if "" in step.keep.values():
        options["plain"] = True
    address = json.dumps(_variables(path + (f"?{query}" if query else "")))
    told = _variables(json.dumps(options, ensure_ascii=False, indent=4)) if options else ""
    call = f'await ask("{step.method}", {", ".join(filter(None, [address, told]))});'
    if not step.keep:
        return [call]
    name = f"d{number}"
    return [f"const {name} = {call}", *(_kept(key, how, name) for key, how in step.keep.items())]


FIRST_WHERE = re.compile(r'next\(r(\[.+?\]) for r in (d\[.+?\]) if (r\[.+\]) == (".+?")\)')
SAME_IN_BOTH = re.compile(r'd(\[("\w+"|\d+)\])+(\.\w+\("[^"]*"(, "[^"]*")?\)(\[\d+\])?)*')


def _kept(name: str, how: str, answer: str, store: str = "pm.variables") -> str:
    """`how` is Python that finds something in `d`, an answer: the same in JavaScript."""
    if match := FIRST_WHERE.fullmatch(how):
        value, rows, condition, wanted = match.groups()
        how = f"{rows}.find((r) => {condition} === {wanted}){value}"
    elif how and not SAME_IN_BOTH.fullmatch(how):
        raise ValueError(f"this has no translation into JavaScript yet: {how}")
    found = re.sub(r"^d(?=\[)", answer, how) or answer
    return f'{store}.set("{name}", {found});'


def _requests(node: Json) -> list[Json]:
    if "request" in node:
        return [node]
    return [item for child in node.get("item", []) for item in _requests(child)]


def _operation_of(item: Json) -> str:
    parts = [re.sub(r"^:(\w+)$", r"{\1}", part) for part in item["request"]["url"]["path"]]
    return f"{item['request']['method']} /{'/'.join(parts)}"


def _folder(tag: Json, items: list[Json]) -> Json:
    return {
        "id": _id(tag["name"]),
        "name": tag.get("x-displayName", tag["name"]),
        "description": tag["description"],
        "item": items,
    }


def _event(listen: str, script: str) -> Json:
    return {"listen": listen, "script": {"type": "text/javascript", "exec": script.strip().split("\n")}}


def _description(document: Json) -> str:
    return (
        "Every request works as it stands against a demo system (`make run`): scripts get tokens of the demo "
        "accounts and make what a request needs first. For another server set `baseUrl`, put your own tokens into "
        "`citizenToken` and the like, and fill in ids: scripts make nothing there.\n\n"
        "Generated from the API document by `make postman`.\n\n" + document["info"]["description"]
    )


def _id(name: str) -> str:
    return str(uuid.uuid5(NAMESPACE, name))


def _token(who: str) -> str:
    return f"{who}Token"


def _tokens() -> list[Json]:
    """Empty variables for those who have tokens of their own."""
    people = {step.who for example in EXAMPLES.values() for step in example.steps} - {"", "newcomer"}
    return [{"key": _token(who), "value": ""} for who in sorted(people)]


def _bearer(who: str) -> Json:
    return {"type": "bearer", "bearer": [{"key": "token", "value": "{{" + _token(who) + "}}", "type": "string"}]}


def _text(description: Any) -> str:
    return description.get("content", "") if isinstance(description, dict) else description or ""


def _plain(value: Any) -> str:
    return _variables(json.dumps(value) if isinstance(value, bool) else str(value))


def _variables(text: str) -> str:
    """`$name` of the examples is Postman's `{{name}}`."""
    return NAME.sub(r"{{\1}}", text)
