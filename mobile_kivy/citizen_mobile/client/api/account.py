"""Registration, login and who I am."""

from __future__ import annotations

from typing import Any

from citizen_mobile.client import models as m
from citizen_mobile.client.api.reader import Reader, list_of, one_of
from citizen_mobile.client.decode import decode
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

    def login(self, identifier: str, password: str, device_name: str) -> m.User:
        body = {"identifier": identifier, "password": password, "device_name": device_name}
        return self._begin("auth/login/", body)

    def reset_password(self, phone: str, code: str, new_password: str) -> None:
        self._http.send("POST", "auth/password-reset/", {"phone": phone, "code": code, "new_password": new_password})

    def logout(self) -> None:
        """End the session here at once, and at the server if it can be reached."""
        token = self._http.tokens.refresh_token
        self._http.tokens.clear()
        self._reader.cache.forget_private()
        if token:
            # With this device's id: no more pushes to the person come here.
            self._http.send("POST", "auth/logout/", {"refresh": token}, auth="guest")

    def me(self) -> Loaded[m.User]:
        return self._reader.read("me/", one_of(m.User), auth="required")

    def sessions(self) -> Loaded[list[m.LoginSession]]:
        return self._reader.read("me/sessions/", list_of(m.LoginSession), auth="required")

    def _begin(self, path: str, body: dict[str, Any]) -> m.User:
        data = self._http.send("POST", path, body, auth="guest").data
        self._reader.cache.forget_private()
        self._http.tokens.store(Pair(data["access"], data["refresh"]), owner=str(data["user"]["id"]))
        return decode(m.User, data["user"])
