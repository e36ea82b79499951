"""Every route and every field that the app uses exists in `api_docs/openapi.yaml`."""

from __future__ import annotations

import dataclasses
import re
import typing
from typing import Any

import pytest

from citizen_mobile.client import models as m
from tests.document import load_document, resolved

# route, method, what the app reads from its answer
USED: list[tuple[str, str, type | None]] = [
    ("news/articles/", "get", m.ArticleItem),
    ("news/articles/{}/", "get", m.Article),
    ("news/categories/", "get", m.NewsCategory),
    ("procedures/", "get", m.ProcedureItem),
    ("procedures/{}/", "get", m.Procedure),
    ("procedure-fields/", "get", m.ProcedureField),
    ("life-events/", "get", m.LifeEvent),
    ("dossiers/lookup/", "post", m.Dossier),
    ("dossiers/follow/", "post", None),
    ("me/dossiers/", "get", m.Dossier),
    ("me/dossiers/{}/", "get", m.Dossier),
    ("report-categories/", "get", m.ReportCategory),
    ("report-photos/", "post", None),
    ("reports/", "post", m.Report),
    ("reports/track/", "post", m.Report),
    ("me/reports/", "get", m.Report),
    ("me/reports/{}/", "get", m.Report),
    ("me/reports/{}/comments/", "post", None),
    ("me/reports/{}/rating/", "post", None),
    ("me/reports/{}/reopen/", "post", None),
    ("me/reports/{}/withdraw/", "post", None),
    ("public-reports/", "get", m.NearbyReport),
    ("public-reports/map/", "get", m.ReportMap),
    ("areas/nearest/", "get", m.AreaHere),
    ("areas/", "get", m.Area),
    ("emergency-numbers/", "get", m.EmergencyNumber),
    ("places/", "get", m.PlaceItem),
    ("places/{}/", "get", m.Place),
    ("inbox/", "get", m.NoticeItem),
    ("inbox/unread-count/", "get", None),
    ("inbox/{}/read/", "post", None),
    ("inbox/read-all/", "post", None),
    ("topics/", "get", m.Topic),
    ("devices/", "post", None),
    ("devices/{}/", "patch", None),
    ("auth/otp/", "post", m.OtpSent),
    ("auth/register/", "post", None),
    ("auth/login/", "post", None),
    ("auth/refresh/", "post", None),
    ("auth/logout/", "post", None),
    ("auth/password-reset/", "post", None),
    ("me/", "get", m.User),
    ("me/sessions/", "get", m.LoginSession),
]

# One model serves a list and its detail: lists may carry less, and the secret is told only when a report is made.
MAY_LACK = {
    ("me/dossiers/", "Dossier"),
    ("me/reports/", "Report"),
    ("me/reports/{}/", "Report.secret"),
    ("reports/track/", "Report.secret"),
    ("public-reports/", "NearbyReport"),
    ("places/", "Picture"),
    ("places/{}/", "Picture"),
}


@pytest.mark.parametrize(("route", "method", "model"), USED, ids=lambda value: str(value))
def test_what_the_app_asks_and_reads_is_in_the_contract(route: str, method: str, model: type | None) -> None:
    operation = _operation(route, method)
    assert operation is not None, f"{method} {route} is not in the contract"
    if model is not None:
        assert _lacking(route, model, _answer(operation)) == []


def _operation(route: str, method: str) -> Any:
    for path, methods in load_document()["paths"].items():
        if re.sub(r"{\w+}", "{}", path) == f"/api/v1/{route}":
            return methods.get(method)
    return None


def _answer(operation: Any) -> Any:
    reply = next(operation["responses"][code] for code in ("200", "201", "202") if code in operation["responses"])
    shape = _resolved(next(iter(reply["content"].values()))["schema"])
    if {"next", "results"} <= set(shape.get("properties", {})):
        shape = _resolved(shape["properties"]["results"])
    return _resolved(shape["items"]) if shape.get("type") == "array" else shape


def _resolved(shape: Any) -> Any:
    if "$ref" in shape:
        return _resolved(resolved(load_document(), shape))
    if "allOf" in shape:
        merged: dict[str, Any] = {}
        for part in shape["allOf"]:
            merged |= _resolved(part).get("properties", {})
        return {"properties": merged}
    return _resolved(shape["oneOf"][0]) if "oneOf" in shape else shape


def _lacking(route: str, model: type, shape: Any) -> list[str]:
    hints = typing.get_type_hints(model)
    known = shape.get("properties", {})
    lacking: list[str] = []
    for item in dataclasses.fields(model):
        if item.name not in known:
            lacking.append(f"{model.__name__}.{item.name}")
            continue
        parts = (hints[item.name], *typing.get_args(hints[item.name]))
        inner = [part for part in parts if dataclasses.is_dataclass(part)]
        if inner and inner[0] is not model:
            below = _resolved(known[item.name])
            below = _resolved(below["items"]) if below.get("type") == "array" else below
            lacking += _lacking(route, inner[0], below)
    return [name for name in lacking if not {(route, name), (route, name.split(".")[0])} & MAY_LACK]
