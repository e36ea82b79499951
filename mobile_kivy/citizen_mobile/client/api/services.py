"""Procedures and dossiers."""

from __future__ import annotations

from urllib.parse import quote

from citizen_mobile.client import models as m
from citizen_mobile.client.api.reader import Reader, list_of, one_of, page_of
from citizen_mobile.client.decode import decode
from citizen_mobile.client.models import Loaded, Page


class Services:
    """The procedure catalogue and dossiers."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def procedures(
        self,
        *,
        q: str = "",
        field: str = "",
        life_event: str = "",
        level: str = "",
        agency: str = "",
        next_url: str = "",
    ) -> Loaded[Page[m.ProcedureItem]]:
        if next_url:
            return self._reader.read(next_url, page_of(m.ProcedureItem))
        return self._reader.read(
            "procedures/",
            page_of(m.ProcedureItem),
            q=q,
            field=field,
            life_event=life_event,
            level=level,
            agency=agency,
        )

    def procedure(self, code: str) -> Loaded[m.Procedure]:
        return self._reader.read(f"procedures/{quote(code)}/", one_of(m.Procedure))

    def fields(self) -> Loaded[list[m.ProcedureField]]:
        return self._reader.read("procedure-fields/", list_of(m.ProcedureField))

    def life_events(self) -> Loaded[list[m.LifeEvent]]:
        return self._reader.read("life-events/", list_of(m.LifeEvent))

    def dossier_lookup(self, code: str, factor: str) -> m.Dossier:
        """Never cached: the second factor is asked each time on a shared phone."""
        body = {"code": code, "factor": factor}
        return decode(m.Dossier, self._reader.http.send("POST", "dossiers/lookup/", body, auth="optional").data)

    def dossier_follow(self, code: str, factor: str) -> None:
        self._reader.http.send("POST", "dossiers/follow/", {"code": code, "factor": factor}, auth="required")

    def dossier_unfollow(self, code: str) -> None:
        self._reader.http.send("DELETE", f"me/dossiers/{quote(code)}/", auth="required")

    def my_dossiers(self, *, next_url: str = "") -> Loaded[Page[m.Dossier]]:
        if next_url:
            return self._reader.read(next_url, page_of(m.Dossier), auth="required")
        return self._reader.read("me/dossiers/", page_of(m.Dossier), auth="required")

    def my_dossier(self, code: str) -> Loaded[m.Dossier]:
        return self._reader.read(f"me/dossiers/{quote(code)}/", one_of(m.Dossier), auth="required")
