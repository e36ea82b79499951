"""Registration, login and who I am."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from citizen_mobile.client import models as m
from citizen_mobile.client.api.reader import Reader, list_of, one_of
from citizen_mobile.client.decode import decode
from citizen_mobile.client.errors import ApiError
from citizen_mobile.client.http import Auth
from citizen_mobile.client.models import Loaded
from citizen_mobile.client.tokens import Pair


class Account:
    """Registration, login and who I am."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._http = reader.http

    def send_code(self, phone: str, purpose: str) -> m.OtpSent:
        return decode(m.OtpSent, self._http.send("POST", "auth/otp/", {"phone": phone, "purpose": purpose}).data)

    def register(self, *, phone: str, code: str, password: str, full_name: str, language: str) -> m.User:
        body = {"phone": phone, "code": code, "password": password, "full_name": full_name, "language": language}
        return self._begin("auth/register/", body)

    def login(self, identifier: str, password: str, device_name: str, *, end_others: bool = False) -> m.User:
        """Begin a session here; with `end_others` every other one of this person ends (a lost phone)."""
        body: dict[str, Any] = {"identifier": identifier, "password": password, "device_name": device_name}
        if end_others:
            body["end_other_sessions"] = True
        return self._begin("auth/login/", body)

    def reset_password(self, phone: str, code: str, new_password: str) -> None:
        self._http.send("POST", "auth/password-reset/", {"phone": phone, "code": code, "new_password": new_password})

    def change_password(self, old: str, new: str) -> None:
        """Every session ends but this device's, which goes on with new tokens."""
        body = {"old_password": old, "new_password": new}
        data = self._http.send("POST", "auth/password/", body, auth="required").data
        self._http.tokens.store(Pair(data["access"], data["refresh"]), owner=self._http.tokens.owner)

    def logout(self) -> None:
        """End the session here at once, whatever the network; the server hears of it by `end_left`."""
        self._http.tokens.leave()
        self._reader.cache.forget_private()

    def end_left(self) -> None:
        """Tell the server which sessions were left here. One for which it has no answer is told again next time."""
        for token in self._http.tokens.leaving:
            if self._end_at_server(token):
                self._http.tokens.told(token)

    def me(self) -> Loaded[m.User]:
        return self._reader.read("me/", one_of(m.User), auth="required")

    def change_me(self, **changed: Any) -> m.User:
        """Change `full_name`, `language` or `area_codes`; what is not named stays."""
        return decode(m.User, self._http.send("PATCH", "me/", changed, auth="required").data)

    def delete_me(self, password: str) -> None:
        """Erase the account for good, and forget here what belonged to it."""
        self._http.send("DELETE", "me/", {"password": password}, auth="required")
        self._forget()

    def my_data(self) -> Any:
        """All that the server holds about me, as it sends it. Never cached: it is everything at once."""
        return self._http.get("me/data/", auth="required").data

    def consents(self) -> Loaded[list[m.Consent]]:
        return self._reader.read("me/consents/", list_of(m.Consent), auth="required")

    def decide_consent(self, consent: m.Consent, granted: bool) -> m.Consent:
        """Agree to a purpose or withdraw; the wording that was shown goes along as evidence."""
        body = {"purpose": consent.purpose, "granted": granted, "text_version": consent.text_version}
        return decode(m.Consent, self._http.send("POST", "me/consents/", body, auth="required").data)

    def end_session(self, session_id: str) -> None:
        self._http.send("DELETE", f"me/sessions/{quote(session_id)}/", auth="required")

    def sessions(self) -> Loaded[list[m.LoginSession]]:
        return self._reader.read("me/sessions/", list_of(m.LoginSession), auth="required")

    def _end_at_server(self, token: str) -> bool:
        """Whether the server has ended it, or knows it no more."""
        # A guest's device comes along, so that no more pushes to the person reach it. Once somebody is logged in it is
        # theirs, and may be the same person's again.
        auth: Auth = "none" if self._http.tokens.logged_in else "guest"
        try:
            self._http.send("POST", "auth/logout/", {"refresh": token}, auth=auth)
        except ApiError as error:
            return error.status == 401
        return True

    def _forget(self) -> None:
        self._http.tokens.clear()
        self._reader.cache.forget_private()

    def _begin(self, path: str, body: dict[str, Any]) -> m.User:
        data = self._http.send("POST", path, body, auth="guest").data
        self._reader.cache.forget_private()
        self._http.tokens.store(Pair(data["access"], data["refresh"]), owner=str(data["user"]["id"]))
        return decode(m.User, data["user"])
