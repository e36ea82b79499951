"""Where a dossier is: by its code, typed, pasted or scanned, and the second factor; or one that I follow."""

from __future__ import annotations

import re

from kivy.core.clipboard import Clipboard

from citizen_mobile.client import dossier_code
from citizen_mobile.locale.live import L
from citizen_mobile.platform import choose
from citizen_mobile.screens.base import AppScreen, button, fill, load_kv
from citizen_mobile.screens.dossier_view import dossier_parts
from citizen_mobile.screens.forms import bring_into_view
from citizen_mobile.theme import overlays  # noqa: F401 - UndoBar for the rules
from citizen_mobile.theme.composites import Note, Skeleton, error_state
from citizen_mobile.viewmodels.services import DossierModel
from citizen_mobile.viewmodels.undo import Undo

load_kv("dossier")

EXAMPLE = "H36.12-261123-0001"


class DossierScreen(AppScreen):
    def prepare(self) -> None:
        self.model = DossierModel(self.app.context)
        self.undo = Undo()
        self.undo.bind(words=lambda _undo, words: setattr(self.ids.undo, "words", words))
        for name in ("value", "error", "busy", "following"):
            self.model.fbind(name, lambda *_: self.paint())
        self.model.bind(value=lambda *_: self._show_what_came())
        self.model.bind(told=lambda *_: self._told())
        self._form = self.ids.form.__self__  # ids are weak: taken off the screen, nothing else would hold it
        self.ids.code.bind(text=lambda *_: self.explain())

    def opened(self, code: str = "", mine: bool = False, **_: object) -> None:
        if self.came_back:
            return
        self.model.clear()
        self.ids.code.text, self.ids.factor.text = code, ""
        self.ids.code.error = self.ids.factor.error = ""
        self.ids.body.scroll_y = 1
        fill(self.ids.form_place, [] if mine else [self._form])
        fill(self.ids.ways, [] if mine else self._ways())
        self.explain()
        if mine:
            self.model.load_mine(code)

    def reload(self) -> None:
        fill(self.ids.ways, self._ways() if self._form.parent else [])
        self.explain()
        if self.model.value is not None:
            self._again()

    def on_leave(self, *args: object) -> None:
        super().on_leave(*args)
        self.undo.settle()

    # --- the code

    def _ways(self) -> list:
        ways = [button(L.tr("Paste the code"), self.paste, kind="secondary", icon="document")]
        if choose.get().scanner.available:
            ways.append(button(L.tr("Scan the QR code"), self.scan, kind="secondary", icon="qr"))
        return ways

    def explain(self) -> None:
        """Say below the field what comes next, as the code is typed."""
        part = dossier_code.part_due(self.ids.code.text)
        said = {
            dossier_code.EMPTY: L.tr("It stands on your receipt, such as {code}.").format(code=EXAMPLE),
            dossier_code.AGENCY_PART: L.tr("First the agency, such as H36.12, and a dash."),
            dossier_code.DAY_PART: L.tr("Then the day, year first: 261123 is 23/11/2026."),
            dossier_code.NUMBER_PART: L.tr("At last a dash and four digits, such as 0001."),
            dossier_code.WHOLE_CODE: L.tr("The code is complete."),
        }
        self.ids.code.help = said[part]
        if self.ids.code.error and part == dossier_code.WHOLE_CODE:
            self.ids.code.error = ""

    def paste(self) -> None:
        self._take(Clipboard.paste() or "", L.tr("No dossier code was found in what you copied."))

    def scan(self) -> None:
        prompt = L.tr("Hold the receipt's QR code in front of the camera")
        found = L.tr("This QR code holds no dossier code.")
        choose.get().scanner.scan(lambda text: self.app.context.post(lambda: self._scanned(text, found)), prompt=prompt)

    def _scanned(self, text: str, nothing: str) -> None:
        if text:
            self._take(text, nothing)

    def _take(self, text: str, nothing: str) -> None:
        code = dossier_code.find(text)
        if code:
            self.ids.code.text, self.ids.code.error = code, ""
        else:
            self.ids.code.error = nothing

    def look_up(self) -> None:
        """Ask, once both fields can be right."""
        code, factor = dossier_code.tidy(self.ids.code.text), self.ids.factor.text.strip()
        self.ids.code.error = (
            "" if dossier_code.is_whole(code) else L.tr("The code looks like {code}.").format(code=EXAMPLE)
        )
        right = re.fullmatch(r"\d{4}|\d{12}", factor)
        self.ids.factor.error = "" if right else L.tr("Four digits, or the twelve of the personal number.")
        if not self.ids.code.error and right:
            self.ids.code.text = code
            self.model.look_up(code, factor)

    def _again(self) -> None:
        if self.model.factor:
            self.model.look_up(self.model.value.code, self.model.factor)
        else:
            self.model.load_mine(self.model.value.code)

    # --- following

    def follow(self) -> None:
        if self.app.person.logged_in:
            self.model.follow()
        else:
            self.go("login", reason=L.tr("To be told of every change of this dossier."), then=self.model.follow)

    def unfollow(self) -> None:
        """Shown at once, sent when the time to take it back is over."""
        self.model.following = False
        self.undo.offer(
            L.tr("You no longer follow this dossier."),
            revert=lambda: setattr(self.model, "following", True),
            commit=self.model.unfollow,
        )

    def _told(self) -> None:
        if self.model.told == "followed":
            self.app.toast(L.tr("You will be told of every change."))

    def _actions(self) -> list:
        if self.model.following:
            return [button(L.tr("Follow no longer"), self.unfollow, kind="secondary", icon="bell")]
        return [button(L.tr("Follow this dossier"), self.follow, icon="bell")] if self.model.factor else []

    # --- what came of it

    def paint(self) -> None:
        if self.model.value is not None:
            fill(self.ids.result, dossier_parts(self.model.value, self._actions()))
        elif self.model.error == "gone":
            text = L.tr("No dossier has this code together with these digits. Check both on your receipt.")
            fill(self.ids.result, [Note(tone="wait", icon="search", title=L.tr("Not found"), text=text)])
        elif self.model.error:
            state = error_state(self.model.error, self.model.error_detail, L.tr, self.retry)
            fill(self.ids.result, [state])
        else:
            fill(self.ids.result, [Skeleton(rows=2)] if self.model.busy else [])

    def _show_what_came(self) -> None:
        if self.model.value is not None and self._form.parent:
            bring_into_view(self.ids.body, self.ids.result)

    def retry(self) -> None:
        self.look_up() if self._form.parent else self.model.load_mine(self.ids.code.text)
