"""Single values of the national shape, each either understood or refused with a reason that a clerk understands."""

import hashlib
from datetime import date, datetime
from typing import Any

import orjson
from django.utils import timezone


class RowError(Exception):
    """Why a row cannot go in."""


def text(row: dict[str, Any], key: str, *, limit: int = 500) -> str:
    """Trimmed text, empty if absent; RowError if too long or not text."""
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str | int | float):
        raise RowError(f"{key}: text is expected")
    value = str(value).strip()
    if "\x00" in value:
        raise RowError(f"{key}: holds a character that cannot be stored")
    if len(value) > limit:
        raise RowError(f"{key}: longer than {limit} characters")
    return value


def required(row: dict[str, Any], key: str, *, limit: int = 500) -> str:
    value = text(row, key, limit=limit)
    if not value:
        raise RowError(f"{key}: is missing")
    return value


def number(row: dict[str, Any], key: str) -> int | None:
    value = text(row, key, limit=20)
    if not value:
        return None
    if not value.isascii() or not value.isdigit():
        raise RowError(f"{key}: “{value}” is not a whole number")
    if int(value) > 2_000_000_000:
        raise RowError(f"{key}: {value} is too large")
    return int(value)


def moment(row: dict[str, Any], key: str) -> datetime | None:
    """`yyyyMMddHHmmss` in the province's time."""
    value = text(row, key, limit=20)
    if not value:
        return None
    try:
        if len(value) != 14:
            raise ValueError(value)
        naive = datetime.strptime(value, "%Y%m%d%H%M%S")  # noqa: DTZ007 (made aware below)
    except ValueError as error:
        raise RowError(f"{key}: “{value}” is not yyyyMMddHHmmss") from error
    return timezone.make_aware(naive, timezone.get_default_timezone())


def day(row: dict[str, Any], key: str) -> date | None:
    found = moment(row, key)
    return timezone.localtime(found).date() if found else None


def choice(row: dict[str, Any], key: str, known: dict[str, Any], default: Any = None) -> Any:
    value = text(row, key)
    if not value and default is not None:
        return default
    if value.casefold() not in known:
        raise RowError(f"{key}: “{value}” is not one of {', '.join(known)}")
    return known[value.casefold()]


def items(row: dict[str, Any], key: str) -> list[Any]:
    """A list; in a CSV cell, JSON or words between `|`."""
    value = row.get(key)
    if value in (None, ""):
        return []
    if isinstance(value, str):
        if value.lstrip().startswith("["):
            try:
                value = orjson.loads(value)
            except orjson.JSONDecodeError as error:
                raise RowError(f"{key}: not valid JSON in the cell") from error
        else:
            value = [part.strip() for part in value.split("|") if part.strip()]
    if not isinstance(value, list):
        raise RowError(f"{key}: a list is expected")
    return value


def records(row: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = items(row, key)
    if not all(isinstance(item, dict) for item in found):
        raise RowError(f"{key}: a list of objects is expected")
    return found


def digest(data: dict[str, Any]) -> str:
    """Of a whole row: an unchanged one is recognised without reading anything else."""
    return hashlib.sha256(orjson.dumps(data, option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()
