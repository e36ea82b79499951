"""What a schema now allows that it did not, and the other way about; which of the two breaks depends on who sends it.

What a client sends must stay allowed: a request that is narrower breaks. What a client gets must be nothing new to it:
an answer that is wider breaks, but for what a tolerant reader takes in its stride (a property more, longer texts).
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from tools.api_changes.changes import Change, Kind, Level
from tools.api_changes.document import Document
from tools.api_changes.schemas import ANYTHING, FLAGS, UNDERSTOOD, Parts, Shape, flag, shapes, sunset_of

Days = frozenset[dt.date]
# keyword: (what it bounds, the least it is if nothing is said)
LOWER = {"minLength": ("length", 0), "minItems": ("number of items", 0), "minProperties": ("number of properties", 0)}
UPPER = {"maxLength": "length", "maxItems": "number of items", "maxProperties": "number of properties"}
LARGER_FORMAT = {("int32", "int64"), ("float", "double")}


class SchemaComparison:
    """Compares the schemas of one request or one answer."""

    def __init__(self, old: Document, new: Document, *, request: bool, subject: str) -> None:
        self.old, self.new = old, new
        self.request = request
        self.subject = subject
        self._under_way: set[tuple[Any, ...]] = set()

    def compare(self, old: Parts, new: Parts, sunsets: Days = frozenset()) -> list[Change]:
        """All differences; `sunsets` are those of what the schema is in. Recursion ends where it comes round."""
        pair = (tuple(node.at for node in old), tuple(node.at for node in new))
        if pair in self._under_way:
            return []
        self._under_way.add(pair)
        try:
            return list(self._alternatives(shapes(self.old, old), shapes(self.new, new), _place(new, old), sunsets))
        finally:
            self._under_way.discard(pair)

    # --- in which direction ------------------------------------------------------------------------------------------

    def _narrowed(self, at: str, words: str) -> Change:
        return Change(Level.BREAK if self.request else Level.FINE, Kind.CHANGED, self._about(at, words), at)

    def _widened(self, at: str, words: str, tolerated: Level = Level.BREAK) -> Change:
        return Change(Level.FINE if self.request else tolerated, Kind.CHANGED, self._about(at, words), at)

    def _other(self, at: str, words: str, tolerated: Level = Level.BREAK) -> Change:
        return Change(Level.BREAK if self.request else tolerated, Kind.CHANGED, self._about(at, words), at)

    def _about(self, at: str, words: str) -> str:
        return f"{self.name(at)}: {words}"

    def name(self, at: str) -> str:
        """What a person calls the place: `Thing.parts[].name`, or the body's own `age`."""
        keys = [key.replace("~1", "/").replace("~0", "~") for key in at.split("/")[1:]]
        if keys[:2] == ["components", "schemas"]:
            return f"`{keys[2]}{_steps(keys[3:])}`"
        steps = _steps(keys[keys.index("schema") + 1 :]) if "schema" in keys else ""
        return f"{self.subject}, `{steps.removeprefix('.')}`" if steps else self.subject

    # --- alternatives ------------------------------------------------------------------------------------------------

    def _alternatives(self, old: list[Shape], new: list[Shape], at: str, sunsets: Days) -> Iterator[Change]:
        before, now = ({shape.type for shape in side} for side in (old, new))
        if "any" in before ^ now:
            yield (
                self._narrowed(at, f"is no longer anything, but {_list(now)}")
                if "any" in before
                else self._widened(at, f"may be anything now, not only {_list(before)}")
            )
            return
        gone, come = before - now, now - before
        numbers = {"integer", "number"}
        if numbers & gone and numbers & come:
            yield (
                self._widened(at, "may be any number now, not only a whole one")
                if "number" in come
                else self._narrowed(at, "must be a whole number now")
            )
            old, new = ([_as_number(shape) for shape in side] for side in (old, new))
            gone, come = gone - numbers, come - numbers
        yield from self._types(gone, come, at)
        for name in sorted({shape.type for shape in old} & {shape.type for shape in new}):
            yield from self._matched(
                [s for s in old if s.type == name], [s for s in new if s.type == name], at, sunsets
            )

    def _types(self, gone: set[str], come: set[str], at: str) -> Iterator[Change]:
        if "null" in gone:
            yield self._narrowed(at, "is never null any more")
        if "null" in come:
            yield self._widened(at, "may be null now")
        gone, come = gone - {"null"}, come - {"null"}
        if gone and come:
            yield self._other(at, f"is {_list(come)} now, was {_list(gone)}")
        elif gone:
            yield self._narrowed(at, f"is no longer {_list(gone)}")
        elif come:
            yield self._widened(at, f"may be {_list(come)} now")

    def _matched(self, old: list[Shape], new: list[Shape], at: str, sunsets: Days) -> Iterator[Change]:
        """Pair the alternatives of one type so that the fewest breaks remain; tell of those that stay alone."""
        if len(old) == len(new) == 1:
            yield from self._shape(old[0], new[0], at, sunsets)
            return
        found = {
            (o, n): list(self._shape(one, other, at, sunsets))
            for o, one in enumerate(old)
            for n, other in enumerate(new)
        }
        alone_before, alone_now = set(range(len(old))), set(range(len(new)))
        for o, n in sorted(found, key=lambda pair: (_breaks(found[pair]), len(found[pair]))):
            if o in alone_before and n in alone_now:
                alone_before.discard(o)
                alone_now.discard(n)
                yield from found[o, n]
        for o in sorted(alone_before):
            less = self._narrowed(at, f"one alternative less ({old[o].type}, {self.name(old[o].at)})")
            yield from self._alone([found[o, n] for n in range(len(new))], less)
        for n in sorted(alone_now):
            more = self._widened(at, f"one alternative more ({new[n].type}, {self.name(new[n].at)})")
            yield from self._alone([found[o, n] for o in range(len(old))], more)

    @staticmethod
    def _alone(found: list[list[Change]], otherwise: Change) -> Iterator[Change]:
        """What is to be said of an alternative without a partner: no break, if one of the other side covers it."""
        covering = [changes for changes in found if not _breaks(changes)]
        if otherwise.level is not Level.BREAK or not covering:
            yield otherwise
        else:
            fewest = min(covering, key=lambda changes: sum(change.level is Level.WARNING for change in changes))
            yield from (change for change in fewest if change.level is Level.WARNING)

    # --- one alternative ---------------------------------------------------------------------------------------------

    def _shape(self, old: Shape, new: Shape, at: str, sunsets: Days) -> Iterator[Change]:
        before, now = old.demands, new.demands
        if self.request and before.get("default") != now.get("default"):
            words = f"the default is {now.get('default')!r} now, was {before.get('default')!r}"
            yield Change(Level.WARNING, Kind.CHANGED, self._about(at, words), at)
        at = new.at  # where it is said: the same component in many answers is one change
        yield from self._values(before, now, at)
        yield from self._bounds(before, now, at)
        for name, tolerated in (("format", Level.BREAK), ("pattern", Level.WARNING), ("multipleOf", Level.WARNING)):
            was = before.get(name, frozenset()) or (_met(before, now) if name == "pattern" else frozenset())
            yield from self._word(name, was, now.get(name, frozenset()), at, tolerated)
        if before.get("uniqueItems", False) != now.get("uniqueItems", False):
            yield (
                self._narrowed(at, "no two items may be equal now")
                if now.get("uniqueItems")
                else self._widened(at, "items may be equal now", Level.WARNING)
            )
        if "items" in before or "items" in now:
            yield from self.compare(before.get("items", ANYTHING), now.get("items", ANYTHING), sunsets)
        if old.type == "object":
            yield from self._properties(before, now, at, sunsets)
            yield from self._other_properties(before, now, at, sunsets)
        judged = UNDERSTOOD | FLAGS | {"enum", "default"}
        for keyword in sorted((before.keys() | now.keys()) - judged):
            if before.get(keyword) != now.get(keyword):
                words = self._about(at, f"`{keyword}` changed, which this check cannot judge")
                yield Change(Level.BREAK, Kind.CHANGED, words, at)

    def _values(self, before: dict[str, Any], now: dict[str, Any], at: str) -> Iterator[Change]:
        tolerated = Level.FINE if before.get("x-open-enum") else Level.BREAK
        if "enum" in before and "enum" in now:
            if gone := [text for text in before["enum"] if text not in now["enum"]]:
                yield self._narrowed(at, f"is no longer {_values(gone)}")
            if come := [text for text in now["enum"] if text not in before["enum"]]:
                yield self._widened(at, f"may be {_values(come)} now", tolerated)
        elif "enum" in now:
            yield self._narrowed(at, f"is one of {_values(now['enum'])} now, was anything")
        elif "enum" in before:
            yield self._widened(at, "is no longer one of a list", tolerated)

    def _bounds(self, before: dict[str, Any], now: dict[str, Any], at: str) -> Iterator[Change]:
        pairs = [(f"least {what}", before.get(key, least), now.get(key, least)) for key, (what, least) in LOWER.items()]
        pairs.append(("least value", _lowest(before), _lowest(now)))
        for what, was, is_now in pairs:
            yield from self._bound(what, was, is_now, at, higher_is_narrower=True)
        upper = [
            (f"greatest {what}", before.get(key), now.get(key)) for key, what in UPPER.items() if key != "maxLength"
        ]
        longest = before.get("maxLength", _longest(before) if "maxLength" in now else None)
        upper.append(("greatest length", longest, now.get("maxLength")))
        for what, was, is_now in (*upper, ("greatest value", _highest(before), _highest(now))):
            yield from self._bound(what, was, is_now, at, higher_is_narrower=False)

    def _bound(self, what: str, was: Any, is_now: Any, at: str, *, higher_is_narrower: bool) -> Iterator[Change]:
        if was == is_now:
            return
        words = f"the {what} is {_bound_words(is_now)} now, was {_bound_words(was)}"
        if was is None or (is_now is not None and (is_now > was) == higher_is_narrower):
            yield self._narrowed(at, words)
        else:
            yield self._widened(at, words, Level.WARNING)

    def _word(self, name: str, was: Days | Any, is_now: Any, at: str, tolerated: Level) -> Iterator[Change]:
        if was == is_now:
            return
        words = f"the {name} is {_words(is_now)} now, was {_words(was)}"
        larger = {(a, b) for a in was for b in is_now} & LARGER_FORMAT if name == "format" else set()
        smaller = {(b, a) for a in was for b in is_now} & LARGER_FORMAT if name == "format" else set()
        if was < is_now or smaller:
            yield self._narrowed(at, words)
        elif was > is_now or larger:
            yield self._widened(at, words, tolerated)
        else:
            yield self._other(at, words, tolerated)

    # --- objects -----------------------------------------------------------------------------------------------------

    def _properties(self, before: dict[str, Any], now: dict[str, Any], at: str, sunsets: Days) -> Iterator[Change]:
        old, new = self._seen(self.old, before), self._seen(self.new, now)
        was_needed = before.get("required", frozenset()) - (before.get("properties", {}).keys() - old.keys())
        is_needed = now.get("required", frozenset()) - (now.get("properties", {}).keys() - new.keys())
        for name in sorted(old.keys() - new.keys()):
            over = sunsets | sunset_of(self.old, old[name])
            place = old[name][-1].at
            words = f"{self.name(place)} is {'no longer read' if self.request else 'no longer sent'}"
            yield Change(Level.BREAK, Kind.REMOVED, words, place, sunsets=over)
        for name in sorted(new.keys() - old.keys()):
            place = new[name][-1].at
            if self.request and name in is_needed and name not in was_needed:
                yield Change(Level.BREAK, Kind.ADDED, f"{self.name(place)} is new and must be sent", place)
            else:
                verb = "may be sent" if self.request else "is sent"
                yield Change(Level.FINE, Kind.ADDED, f"{self.name(place)} {verb} now", place)
        told = (old.keys() - new.keys()) | ((new.keys() - old.keys()) & (is_needed - was_needed))
        for name in sorted((was_needed ^ is_needed) - told):
            yield self._need(new[name][-1].at if name in new else f"{at}/properties/{name}", name in is_needed)
        for name in sorted(old.keys() & new.keys()):
            yield from self._deprecation(old[name], new[name])
            over = sunsets | sunset_of(self.old, old[name])
            yield from self.compare(old[name], new[name], over)

    def _seen(self, document: Document, demands: dict[str, Any]) -> dict[str, Parts]:
        """The properties that concern this direction: what is read only is nothing to a request."""
        hidden = "readOnly" if self.request else "writeOnly"
        found = demands.get("properties", {})
        return {name: parts for name, parts in found.items() if not flag(document, parts, hidden)}

    def _need(self, at: str, needed: bool) -> Change:
        if self.request:
            return self._narrowed(at, "must be sent now") if needed else self._widened(at, "may be left out now")
        return self._narrowed(at, "is always there now") if needed else self._widened(at, "may be missing now")

    def _deprecation(self, old: Parts, new: Parts) -> Iterator[Change]:
        at = new[-1].at
        was, is_now = flag(self.old, old, "deprecated"), flag(self.new, new, "deprecated")
        days = sunset_of(self.old, old), sunset_of(self.new, new)
        yield from deprecation(was, is_now, *days, self.name(at), at)

    def _other_properties(
        self, before: dict[str, Any], now: dict[str, Any], at: str, sunsets: Days
    ) -> Iterator[Change]:
        old, new = (side.get("additionalProperties", ANYTHING) for side in (before, now))
        was_closed, is_closed = (any(part.value is False for part in side) for side in (old, new))
        if was_closed and not is_closed:
            yield self._widened(at, "may have other properties now", Level.FINE)
        elif is_closed and not was_closed:
            yield self._narrowed(at, "may have no other properties now")
        elif not is_closed and (old or new):
            yield from self.compare(old, new, sunsets)


def deprecation(was: bool, is_now: bool, old: Days, new: Days, name: str, at: str) -> Iterator[Change]:
    """What a mark of deprecation that came, went or moved says."""
    if is_now and not was:
        if new:
            yield Change(Level.FINE, Kind.DEPRECATED, f"{name} is deprecated and ends on {min(new)}", at)
        else:
            words = f"{name} is deprecated without an `x-sunset`: so it may never be removed"
            yield Change(Level.WARNING, Kind.DEPRECATED, words, at)
    elif was and not is_now:
        yield Change(Level.FINE, Kind.CHANGED, f"{name} is no longer deprecated", at)
    elif was and old and new and min(new) < min(old):
        words = f"{name} ends on {min(new)}, which is earlier than was announced ({min(old)})"
        yield Change(Level.BREAK, Kind.DEPRECATED, words, at)
    elif was and old != new:
        words = f"{name} ends on {min(new)}" if new else f"{name} has no end announced any more"
        yield Change(Level.FINE, Kind.DEPRECATED, words, at)


def _breaks(found: list[Change]) -> int:
    return sum(change.level is Level.BREAK for change in found)


def _place(new: Parts, old: Parts) -> str:
    return new[-1].at if new else old[-1].at if old else "#"


def _as_number(shape: Shape) -> Shape:
    return Shape("number", shape.at, shape.demands) if shape.type == "integer" else shape


def _steps(keys: list[str]) -> str:
    """`/properties/parts/items/properties/name` as `.parts[].name`."""
    words, rest = "", iter(keys)
    for key in rest:
        if key == "properties":
            words += "." + next(rest, "")
        elif key == "items":
            words += "[]"
        elif key == "additionalProperties":
            words += "{}"
        elif key in ("allOf", "oneOf", "anyOf"):
            next(rest, None)
    return words


def _lowest(demands: dict[str, Any]) -> tuple[float, bool] | None:
    """(least value, whether it is excluded itself): a greater pair is narrower."""
    found = [(demands[key], key != "minimum") for key in ("minimum", "exclusiveMinimum") if key in demands]
    return max(found, default=None)


def _highest(demands: dict[str, Any]) -> tuple[float, bool] | None:
    """(greatest value, whether it is included itself): a lesser pair is narrower."""
    found = [(demands[key], key == "maximum") for key in ("maximum", "exclusiveMaximum") if key in demands]
    return min(found, default=None)


def _listed(shape: dict[str, Any]) -> list[str]:
    """The texts that are allowed, where these are listed; they are kept as they are written."""
    values = [json.loads(text) for text in shape.get("enum", [])]
    return values if all(isinstance(value, str) for value in values) else []


def _longest(shape: dict[str, Any]) -> int | None:
    """A list of values bounds their length too."""
    return max(map(len, _listed(shape)), default=None)


def _met(before: dict[str, Any], now: dict[str, Any]) -> frozenset[str]:
    """The patterns of now that every value of the list that was there meets."""
    texts = _listed(before)
    patterns = now.get("pattern", frozenset()) if texts else frozenset()
    return frozenset(pattern for pattern in patterns if all(re.search(pattern, text) for text in texts))


def _bound_words(bound: Any) -> str:
    if bound is None:
        return "not set"
    return str(bound[0]) if isinstance(bound, tuple) else str(bound)


def _words(values: Iterable[Any]) -> str:
    return ", ".join(f"`{value}`" for value in sorted(values, key=str)) or "not set"


def _values(texts: Iterable[str]) -> str:
    return ", ".join(f"`{text.strip(chr(34))}`" if text != '""' else "empty" for text in texts)


def _list(types: Iterable[str]) -> str:
    return " or ".join(sorted(types)) or "nothing"
