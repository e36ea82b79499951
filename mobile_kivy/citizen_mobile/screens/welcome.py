"""The first start: language and text size, then what the app does. Two pages, skippable, never again."""

from __future__ import annotations

from kivy.properties import NumericProperty

from citizen_mobile.screens.base import AppScreen, load_kv

load_kv("welcome")


class WelcomeScreen(AppScreen):
    page = NumericProperty(0)

    def prepare(self) -> None:
        # ids are weak: a page that is off the screen would be gone
        self._pages = [self.ids.first.__self__, self.ids.second.__self__]
        self.turn(0)

    def opened(self, **_: object) -> None:
        self.turn(0)

    def turn(self, page: int) -> None:
        self.page = page
        self.ids.place.clear_widgets()
        self.ids.place.add_widget(self._pages[page])
        self.ids.body.scroll_y = 1

    def go_on(self) -> None:
        if self.page == 0:
            self.turn(1)
        else:
            self.app.back()
