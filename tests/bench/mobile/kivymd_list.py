"""The same thousand cards as KivyMD makes them; runs in a venv that has KivyMD and nothing of ours.

`python kivymd_list.py TITLES.json`: prints the version and the CPU of a frame as JSON. Its list is a RecycleView of
three-line items with a leading picture, which is the nearest that KivyMD has to our card.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import kivymd
from kivy.base import EventLoop
from kivy.lang import Builder
from kivy.properties import StringProperty
from kivymd.app import MDApp
from kivymd.uix.list import (
    MDListItem,
    MDListItemHeadlineText,
    MDListItemLeadingAvatar,
    MDListItemSupportingText,
    MDListItemTertiaryText,
)

FRAMES, SPEED = 600, 34.0

KV = """
#:import dp kivy.metrics.dp
RecycleView:
    viewclass: "NewsItem"
    RecycleBoxLayout:
        default_size: None, dp(124)
        default_size_hint: 1, None
        size_hint_y: None
        height: self.minimum_height
        orientation: "vertical"
        spacing: dp(12)
"""


class NewsItem(MDListItem):
    title = StringProperty("")
    summary = StringProperty("")
    age = StringProperty("")
    picture = StringProperty("")

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        parts = {
            "title": MDListItemHeadlineText(),
            "summary": MDListItemSupportingText(),
            "age": MDListItemTertiaryText(),
        }
        avatar = MDListItemLeadingAvatar()
        self.bind(picture=avatar.setter("source"))
        self.add_widget(avatar)
        for name, part in parts.items():
            self.bind(**{name: part.setter("text")})
            self.add_widget(part)


class Listing(MDApp):
    def build(self):
        self.theme_cls.theme_style = "Light"
        return Builder.load_string(KV)


def main() -> None:
    rows = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    app = Listing()
    app._run_prepare()
    app.root.data = rows
    for _ in range(30):
        EventLoop.idle()
    spent = sorted(frame(app.root) for _ in range(FRAMES))
    found = {"mean_ms": sum(spent) / len(spent), "median_ms": spent[FRAMES // 2], "p95_ms": spent[int(FRAMES * 0.95)]}
    sys.stdout.write("\n" + json.dumps({"version": kivymd.__version__, **found}) + "\n")


def frame(pane) -> float:
    began = time.process_time()
    pane.scroll_y -= SPEED / max(1.0, pane.children[0].height - pane.height)
    EventLoop.idle()
    return 1000 * (time.process_time() - began)


main()
