"""What people want to hear of, and how: every switch works at once and goes back if the server does not take it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kivy.properties import StringProperty

from citizen_mobile.client.errors import ClientError
from citizen_mobile.client.models import Preferences, TopicChoice
from citizen_mobile.viewmodels.base import Reading, kind_of


class PreferencesModel(Reading):
    """`value` is the choice as it is shown; `refused` says why a switch went back (see kind_of)."""

    refused = StringProperty("")

    def load(self, *, keep: bool = False) -> None:
        self.read(self.api.notices.preferences, keep=keep)

    def choose_kind(self, kind: str, **choice: bool) -> None:
        """`push` and `inbox` apart."""
        kinds = [replace(row, **choice) if row.kind == kind else row for row in self.value.kinds]
        self._change(replace(self.value, kinds=kinds), {"kinds": [{"kind": kind, **choice}]})

    def choose_topic(self, topic: str, **choice: bool) -> None:
        self._change(self._with_topic(topic, **choice), {"topics": [{"topic": topic, **choice}]})

    def choose_digest(self, on: bool) -> None:
        self._change(replace(self.value, digest=on), {"digest": on})

    def choose_receipts(self, on: bool) -> None:
        """Only a guest says so here; a person among their consents."""
        self._change(replace(self.value, receipts=on), {"receipts": on})

    def follow(self, topic: str, on: bool) -> None:
        """Follow or leave a topic on this device."""
        before, device = self.value, self.store.device
        topics = [*(name for name in device.topics if name != topic), *([topic] if on else [])]
        self.value = self._with_topic(topic, followed=on)
        self.context.run(
            lambda: device.choose_topics(self.api.notices, topics),
            lambda _nothing: None,
            lambda error: self._went_back(before, error),
        )

    def topics(self, group: str, *, followed: bool | None = None) -> list[TopicChoice]:
        """The topics of a group as the server orders them."""
        rows = self.value.topics if self.value else []
        return [row for row in rows if row.group == group and followed in (None, row.followed)]

    def _with_topic(self, topic: str, **choice: bool) -> Preferences:
        topics = [replace(row, **choice) if row.topic == topic else row for row in self.value.topics]
        return replace(self.value, topics=topics)

    def _change(self, wanted: Preferences, changes: dict[str, Any]) -> None:
        before, self.value, self.refused = self.value, wanted, ""
        self.context.run(
            lambda: self.api.notices.change_preferences(changes),
            lambda _answer: None,
            lambda error: self._went_back(before, error),
        )

    def _went_back(self, before: Preferences, error: ClientError) -> None:
        self.value = before
        self.refused = kind_of(error)
