"""What belongs to an account: profile, password, sessions, consents, and the account's end."""

from __future__ import annotations

from typing import Any

from kivy.properties import ListProperty, NumericProperty, StringProperty

from citizen_mobile.client.models import Consent, LoginSession, User
from citizen_mobile.viewmodels.base import Reading
from citizen_mobile.viewmodels.forms import FormModel


class SessionsModel(Reading):
    """Where I am logged in, this device first."""

    def load(self, *, keep: bool = False) -> None:
        self.read(self.api.account.sessions, keep=keep)

    def listed(self) -> list[LoginSession]:
        """This device first, then those used last."""
        rows: list[LoginSession] = self.value or []
        return sorted(
            rows, key=lambda row: (not row.current, -(row.last_used_at.timestamp() if row.last_used_at else 0))
        )

    def others(self) -> list[LoginSession]:
        return [row for row in self.value or [] if not row.current]

    def end(self, *sessions: LoginSession) -> None:
        """End these and show what is left."""

        def work() -> Any:
            for session in sessions:
                self.api.account.end_session(session.id)
            return self.api.account.sessions()

        self.run(work, self._show)


class ConsentsModel(Reading):
    """What I agreed to, purpose by purpose."""

    decided = NumericProperty(0)

    def load(self, *, keep: bool = False) -> None:
        self.read(self.api.account.consents, keep=keep)

    def decide(self, consent: Consent, granted: bool) -> None:
        """Agree or withdraw, on the wording that is on show."""

        def work() -> Any:
            self.api.account.decide_consent(consent, granted)
            return self.api.account.consents()

        self.run(work, self._decided)

    def _decided(self, loaded: Any) -> None:
        self._show(loaded)
        self.decided += 1


class ProfileModel(FormModel):
    """Name, language of messages, and the areas whose notices I get."""

    full_name = StringProperty("")
    language = StringProperty("vi")
    areas = ListProperty([])  # (code, name)
    loaded = NumericProperty(0)
    saved = NumericProperty(0)

    def load(self) -> None:
        def work() -> tuple[User, dict[str, str]]:
            return self.api.account.me().value, {row.code: row.name for row in self.api.directory.areas().value}

        self.run(work, self._loaded)

    def add_area(self, code: str, name: str) -> None:
        if code not in dict(self.areas):
            self.areas = [*self.areas, (code, name)]

    def remove_area(self, code: str) -> None:
        self.areas = [row for row in self.areas if row[0] != code]

    def save(self, full_name: str) -> None:
        codes = [code for code, _name in self.areas]
        changed = {"full_name": full_name, "language": self.language, "area_codes": codes}
        self.submit(lambda: self.api.account.change_me(**changed), self._saved)

    def _loaded(self, found: tuple[User, dict[str, str]]) -> None:
        user, names = found
        self.full_name, self.language = user.full_name, user.language
        self.areas = [(code, names.get(code, code)) for code in user.area_codes]
        self.loaded += 1

    def _saved(self, user: User) -> None:
        self.full_name = user.full_name
        self.saved += 1


class PasswordModel(FormModel):
    """A new password for who knows the present one; all other devices are logged out."""

    changed = NumericProperty(0)

    def change(self, old: str, new: str) -> None:
        self.submit(lambda: self.api.account.change_password(old, new), self._changed)

    def _changed(self, _nothing: None) -> None:
        self.changed += 1


class LeavingModel(FormModel):
    """The end of an account."""

    gone = NumericProperty(0)

    def leave(self, password: str) -> None:
        self.submit(lambda: self.api.account.delete_me(password), self._gone)

    def _gone(self, _nothing: None) -> None:
        self.gone += 1
