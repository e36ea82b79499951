"""Language, text size, contrast: seen at once. And the copies kept on this device."""

from __future__ import annotations

from citizen_mobile import __version__
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, load_kv

load_kv("settings")


class SettingsScreen(AppScreen):
    def opened(self, **_: object) -> None:
        self.reload()

    def reload(self) -> None:
        size = self.app.store.images.size() / 1_000_000
        text = L.tr("{n} pages and {size} MB of pictures").format(n=self.app.store.cache.count(), size=f"{size:.1f}")
        self.ids.kept.text = text
        self.ids.about.text = f"DAKNONG-C {__version__}\n{self.app.store.http.base_url}"

    def clear(self) -> None:
        self.app.settings.clear_copies()
        self.reload()
        self.app.toast(L.tr("The copies are cleared. Drafts and unsent reports are kept."))
