"""What people want to hear of, and how: a switch works at once and is told when the server can be reached."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kivy.properties import StringProperty

from citizen_mobile.client.errors import ClientError
from citizen_mobile.client.models import Loaded, Preferences, TopicChoice
from citizen_mobile.client.outbox import PENDING, REJECTED, SENDING, OutboxItem
from citizen_mobile.viewmodels.base import Reading, kind_of

PATH = "notification-preferences/"


class PreferencesModel(Reading):
    """`value` is the choice as it will be; `refused` says why a switch went back (see kind_of)."""

    refused = StringProperty("", force_dispatch=True)

    def load(self, *, keep: bool = False) -> None:
        self.read(self._fetch, keep=keep)

    def choose_kind(self, kind: str, **choice: bool) -> None:
        """`push` and `inbox` apart."""
        self._change({"kinds": [{"kind": kind, **choice}]})

    def choose_topic(self, topic: str, **choice: bool) -> None:
        self._change({"topics": [{"topic": topic, **choice}]})

    def choose_digest(self, on: bool) -> None:
        self._change({"digest": on})

    def choose_receipts(self, on: bool) -> None:
        """Only a guest says so here; a person among their consents."""
        self._change({"receipts": on})

    def follow(self, topic: str, on: bool) -> None:
        """Follow or leave a topic on this device."""
        before, device = self.value, self.store.device
        was = device.topics
        topics = [*(name for name in was if name != topic), *([topic] if on else [])]
        self.value = changed(before, {"topics": [{"topic": topic, "followed": on}]})

        def fell(error: ClientError) -> None:
            device.remember_topics(was)
            self.value, self.refused = before, kind_of(error)

        self.context.run(
            lambda: device.choose_topics(self.api.notices, topics), lambda _nothing: self.load(keep=True), fell
        )

    def topics(self, group: str, *, followed: bool) -> list[TopicChoice]:
        """The topics of a group as the server orders them."""
        rows = self.value.topics if self.value else []
        return [row for row in rows if row.group == group and row.followed == followed]

    def outbox_changed(self, item: OutboxItem) -> None:
        """The server does not take a change: what it has is shown again."""
        if item.kind == "preferences" and item.state == REJECTED:
            self.store.outbox.withdraw(item.key)
            self.refused = "server"
            self.load(keep=True)

    def _change(self, changes: dict[str, Any]) -> None:
        self.value = changed(self.value, changes)
        self.store.outbox.add("preferences", PATH, changes)
        self.store.sender.ring()

    def _fetch(self) -> Loaded[Preferences]:
        """The server's, with what it has not heard yet."""
        loaded, outbox = self.api.notices.preferences(), self.store.outbox
        for item in outbox.items(PENDING, SENDING):
            if item.kind == "preferences" and outbox.mine(item):
                loaded.value = changed(loaded.value, item.body)
        return loaded


def changed(choice: Preferences, changes: dict[str, Any]) -> Preferences:
    """A choice after a change in the API's own form: what is left out stays."""
    kinds = {row["kind"]: row for row in changes.get("kinds", [])}
    topics = {row["topic"]: row for row in changes.get("topics", [])}
    return replace(
        choice,
        kinds=[replace(row, **kinds.get(row.kind, {})) for row in choice.kinds],
        topics=[replace(row, **topics.get(row.topic, {})) for row in choice.topics],
        digest=changes.get("digest", choice.digest),
        receipts=changes.get("receipts", choice.receipts),
    )
