"""All differences between two documents, operation by operation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tools.api_changes.changes import Change, Kind, Level
from tools.api_changes.compare_schemas import Days, SchemaComparison, deprecation
from tools.api_changes.document import Document, Node, Operation

# How a parameter is written if it does not say.
STYLE = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
UNJUDGED = ("callbacks", "servers")
UNJUDGED_OF_ALL = ("webhooks", "jsonSchemaDialect")


def compare(old: Any, new: Any) -> list[Change]:
    """What changed from one document to the other; empty if only words, examples or the way of writing did."""
    return list(_Comparison(Document(old), Document(new)).changes())


class _Comparison:
    def __init__(self, old: Document, new: Document) -> None:
        self.old, self.new = old, new
        self.renamed = _renamed_schemes(old.content, new.content)

    def changes(self) -> Iterator[Change]:
        for name in UNJUDGED_OF_ALL:
            if self.old.content.get(name) != self.new.content.get(name):
                yield _unjudged(name, f"#/{name}")
        old, new = self.old.operations, self.new.operations
        for key in old.keys() | new.keys():
            if key not in new:
                over, at = old[key].node.sunset, old[key].node.at
                yield Change(Level.BREAK, Kind.REMOVED, "is gone", at, old[key].name, over, whole_operation=True)
            elif key not in old:
                words = new[key].node.value.get("summary", "new")
                yield Change(Level.FINE, Kind.ADDED, f"new: {words}", new[key].node.at, new[key].name)
            else:
                for change in self.operation(old[key], new[key]):
                    yield replace(change, operation=new[key].name)

    def operation(self, old: Operation, new: Operation) -> Iterator[Change]:
        over, at = old.node.sunset, new.node.at
        was, is_now = (bool(side.node.value.get("deprecated")) for side in (old, new))
        yield from deprecation(was, is_now, over, new.node.sunset, "the operation", at)
        if old.node.value.get("operationId") != new.node.value.get("operationId"):
            words = (
                f"its id is `{new.node.value.get('operationId')}` now: methods of generated clients change their names"
            )
            yield Change(Level.WARNING, Kind.CHANGED, words, new.node.child("operationId").at)
        for name in UNJUDGED:
            if old.node.value.get(name) != new.node.value.get(name):
                yield _unjudged(name, new.node.child(name).at)
        yield from self.security(old, new)
        yield from self.parameters(old, new, over)
        yield from self.body(old.node.child("requestBody"), new.node.child("requestBody"), over)
        yield from self.responses(old.node.child("responses"), new.node.child("responses"), over)

    # --- who may call it ---------------------------------------------------------------------------------------------

    def security(self, old: Operation, new: Operation) -> Iterator[Change]:
        """Whoever could call it, with the keys and scopes that they had, can still."""
        at = new.node.child("security").at
        before = [{self.renamed.get(name, name): scopes for name, scopes in way} for way in old.security]
        now = [dict(way) for way in new.security]
        for way in before:
            if not any(_satisfies(way, wanted) for wanted in now):
                words = f"{_way(way)} is no longer enough: {' or '.join(map(_way, now))} is needed"
                yield Change(Level.BREAK, Kind.CHANGED, words, at)
        for wanted in now:
            if not any(_satisfies(way, wanted) for way in before):
                yield Change(Level.FINE, Kind.ADDED, f"{_way(wanted)} is enough now", at)
            elif wanted not in before:
                yield Change(Level.FINE, Kind.CHANGED, f"{_way(wanted)} is enough now", at)
        for name in sorted({name for way in before for name in way} & {name for way in now for name in way}):
            origin = next((was for was, is_now in self.renamed.items() if is_now == name), name)
            schemes = _scheme(self.old.content, origin), _scheme(self.new.content, name)
            if schemes[0] != schemes[1]:
                place = f"#/components/securitySchemes/{name}"
                yield Change(Level.BREAK, Kind.CHANGED, f"the way to sign in `{name}` is another now", place)

    # --- what is sent ------------------------------------------------------------------------------------------------

    def parameters(self, old: Operation, new: Operation, over: Days) -> Iterator[Change]:
        for key, parameter in old.parameters.items():
            if key not in new.parameters and _is_key(self.new.content, new, parameter.value):
                words = f"{_parameter(parameter)} is a way to sign in now"
                yield Change(Level.FINE, Kind.CHANGED, words, new.node.child("security").at)
            elif key not in new.parameters:
                words = f"{_parameter(parameter)} is no longer read"
                yield Change(Level.BREAK, Kind.REMOVED, words, parameter.at, sunsets=over | parameter.sunset)
            else:
                yield from self.parameter(parameter, new.parameters[key], over)
        for key, parameter in new.parameters.items():
            if key not in old.parameters and parameter.value.get("required"):
                yield Change(Level.BREAK, Kind.ADDED, f"{_parameter(parameter)} is new and must be sent", parameter.at)
            elif key not in old.parameters:
                yield Change(Level.FINE, Kind.ADDED, f"{_parameter(parameter)} may be sent now", parameter.at)

    def parameter(self, old: Node, new: Node, over: Days) -> Iterator[Change]:
        name, at = _parameter(new), new.at
        was, is_now = (bool(side.value.get("deprecated")) for side in (old, new))
        yield from deprecation(was, is_now, old.sunset, new.sunset, name, at)
        was, is_now = (bool(side.value.get("required")) for side in (old, new))
        if is_now and not was:
            yield Change(Level.BREAK, Kind.CHANGED, f"{name} must be sent now", at)
        elif was and not is_now:
            yield Change(Level.FINE, Kind.CHANGED, f"{name} may be left out now", at)
        if old.value["name"] != new.value["name"] and new.value["in"] == "path":
            words = f"{name} was called `{old.value['name']}`; addresses are the same"
            yield Change(Level.FINE, Kind.CHANGED, words, at)
        if _style(old.value) != _style(new.value):
            yield Change(Level.BREAK, Kind.CHANGED, f"{name} is written in another way (style, explode, content)", at)
        comparison = SchemaComparison(self.old, self.new, request=True, subject=name)
        yield from comparison.compare((_schema(old),), (_schema(new),), over | old.sunset)

    def body(self, old: Node, new: Node, over: Days) -> Iterator[Change]:
        old, new = self.old.follow(old), self.new.follow(new)
        if old.value is None and new.value is None:
            return
        if new.value is None:
            yield Change(Level.BREAK, Kind.REMOVED, "the body is no longer read", old.at, sunsets=over)
            return
        was, is_now = (bool((side.value or {}).get("required")) for side in (old, new))
        if is_now and not was:
            yield Change(Level.BREAK, Kind.CHANGED, "a body must be sent now", new.at)
        elif old.value is None:
            yield Change(Level.FINE, Kind.ADDED, "a body may be sent now", new.at)
        elif was and not is_now:
            yield Change(Level.FINE, Kind.CHANGED, "the body may be left out now", new.at)
        if old.value is not None:
            yield from self.content(old, new, "the body", over, request=True)

    # --- what is answered --------------------------------------------------------------------------------------------

    def responses(self, old: Node, new: Node, over: Days) -> Iterator[Change]:
        before, now = (dict(side.items()) for side in (old, new))
        for status in sorted(before.keys() - now.keys()):
            level = Level.BREAK if status.startswith("2") else Level.WARNING
            words = f"{status} is no longer answered"
            yield Change(level, Kind.REMOVED, words, before[status].at, sunsets=over)
        for status in sorted(now.keys() - before.keys()):
            level = Level.WARNING if status.startswith("2") else Level.FINE
            yield Change(level, Kind.ADDED, f"{status} may be answered now", now[status].at)
        for status in sorted(now.keys() & before.keys()):
            one, other = self.old.follow(before[status]), self.new.follow(now[status])
            yield from self.codes(one, other, status)
            yield from self.headers(one, other, f"the answer {status}", over)
            yield from self.content(one, other, f"the answer {status}", over, request=False)

    def codes(self, old: Node, new: Node, status: str) -> Iterator[Change]:
        before, now = (side.value.get("x-codes", []) for side in (old, new))
        for code in sorted(set(before) - set(now)):
            yield Change(Level.WARNING, Kind.REMOVED, f"{status} no longer says `{code}`", new.child("x-codes").at)
        for code in sorted(set(now) - set(before)):
            yield Change(Level.FINE, Kind.ADDED, f"{status} may say `{code}` now", new.child("x-codes").at)

    def headers(self, old: Node, new: Node, where: str, over: Days) -> Iterator[Change]:
        before = {name.lower(): (name, self.old.follow(node)) for name, node in old.child("headers").items()}
        now = {name.lower(): (name, self.new.follow(node)) for name, node in new.child("headers").items()}
        for key, (name, header) in now.items():
            if key not in before:
                yield Change(Level.FINE, Kind.ADDED, f"{where} has the header `{name}` now", header.at)
        for key, (name, header) in before.items():
            if key not in now:
                words = f"{where} has the header `{name}` no longer"
                yield Change(
                    Level.BREAK, Kind.REMOVED, words, old.child("headers", name).at, sunsets=over | header.sunset
                )
                continue
            is_now = now[key][1]
            was_over, is_over = (bool(side.value.get("deprecated")) for side in (header, is_now))
            yield from deprecation(was_over, is_over, header.sunset, is_now.sunset, f"the header `{name}`", is_now.at)
            was_certain, is_certain = (bool(side.value.get("required")) for side in (header, is_now))
            if was_certain and not is_certain:
                yield Change(Level.BREAK, Kind.CHANGED, f"the header `{name}` may be missing now", is_now.at)
            elif is_certain and not was_certain:
                yield Change(Level.FINE, Kind.CHANGED, f"the header `{name}` is always there now", is_now.at)
            comparison = SchemaComparison(self.old, self.new, request=False, subject=f"the header `{name}`")
            yield from comparison.compare((_schema(header),), (_schema(is_now),), over | header.sunset)

    # --- both --------------------------------------------------------------------------------------------------------

    def content(self, old: Node, new: Node, where: str, over: Days, *, request: bool) -> Iterator[Change]:
        before, now = (dict(side.child("content").items()) for side in (old, new))
        for kind in sorted(before.keys() - now.keys()):
            words = f"{where} is no longer {'read' if request else 'sent'} as `{kind}`"
            yield Change(Level.BREAK, Kind.REMOVED, words, before[kind].at, sunsets=over)
        for kind in sorted(now.keys() - before.keys()):
            words = f"{where} may be {'sent' if request else 'asked for'} as `{kind}` now"
            yield Change(Level.FINE, Kind.ADDED, words, now[kind].at)
        for kind in sorted(now.keys() & before.keys()):
            if before[kind].value.get("encoding") != now[kind].value.get("encoding"):
                yield _unjudged("encoding", now[kind].at)
            comparison = SchemaComparison(self.old, self.new, request=request, subject=where)
            yield from comparison.compare((_schema(before[kind]),), (_schema(now[kind]),), over)


def _unjudged(name: str, at: str) -> Change:
    return Change(Level.BREAK, Kind.CHANGED, f"`{name}` changed, which this check cannot judge", at)


def _parameter(node: Node) -> str:
    kinds = {"query": "the parameter", "path": "the address's", "header": "the request header", "cookie": "the cookie"}
    return f"{kinds[node.value['in']]} `{node.value['name']}`"


def _style(parameter: Any) -> tuple[Any, ...]:
    style = parameter.get("style", STYLE[parameter["in"]])
    kinds = tuple(parameter.get("content", ()))
    return style, parameter.get("explode", style == "form"), parameter.get("allowReserved", False), kinds


def _schema(node: Node) -> Node:
    """The schema of a parameter, header or content; one that is not given allows anything."""
    if "schema" not in node.value and "content" in node.value:
        node = next(child for _, child in node.child("content").items())
    schema = node.child("schema")
    return Node(True, schema.at) if schema.value is None else schema


def _satisfies(way: dict[str, frozenset[str]], wanted: dict[str, frozenset[str]]) -> bool:
    return all(name in way and scopes <= way[name] for name, scopes in wanted.items())


def _is_key(document: Any, operation: Operation, parameter: Any) -> bool:
    """Whether a parameter goes on under another heading: as the key that one of the ways to sign in sends."""
    place = parameter["in"], parameter["name"].lower()
    schemes = (_scheme(document, name) for way in operation.security for name, _ in way)
    return any((scheme.get("in"), str(scheme.get("name")).lower()) == place for scheme in schemes)


def _way(way: dict[str, frozenset[str]]) -> str:
    if not way:
        return "no key"
    return " with ".join(f"`{name}`" + (f" ({', '.join(sorted(s))})" if s else "") for name, s in sorted(way.items()))


def _scheme(document: Any, name: str) -> Any:
    """What a way to sign in is, without the words about it."""
    scheme = document.get("components", {}).get("securitySchemes", {}).get(name, {})
    return {key: value for key, value in scheme.items() if key != "description" and not key.startswith("x-")}


def _renamed_schemes(old: Any, new: Any) -> dict[str, str]:
    """Ways to sign in that have another name now and are else the same; only where there is no doubt which is which."""
    before, now = (document.get("components", {}).get("securitySchemes", {}).keys() for document in (old, new))
    found = {}
    for name in before - now:
        alike = [other for other in now - before if _scheme(new, other) == _scheme(old, name)]
        twins = [other for other in before - now if _scheme(old, other) == _scheme(old, name)]
        if len(alike) == len(twins) == 1:
            found[name] = alike[0]
    return found
