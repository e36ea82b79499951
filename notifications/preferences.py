"""What a person, or a guest on a device, hears and how: everything that can be turned off, with names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from backend.common.i18n import pick
from notifications import topics as topic_names
from notifications.consent import receipts_allowed
from notifications.models import Kind, Preference, Topic
from notifications.readers import Reader


@dataclass(frozen=True, slots=True)
class KindChoice:
    """How notices of one kind arrive."""

    kind: str
    name: str
    push: bool
    inbox: bool
    can_turn_off: bool


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """How notices on one topic arrive, if they are followed."""

    topic: str
    name: str
    group: str
    followed: bool
    push: bool
    inbox: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything that can be chosen, as it is chosen now."""

    kinds: list[KindChoice]
    topics: list[TopicChoice]
    digest: bool
    receipts: bool


def preference_of_reader(reader: Reader) -> Preference:
    """The reader's own; an empty one, not saved, for who has not said anything."""
    return Preference.objects.filter(**reader.owner()).first() or Preference(**reader.owner())


def choices_of(reader: Reader, *, user: Any) -> Choices:
    """Kinds, and the topics that are offered, followed or turned off."""
    chosen = preference_of_reader(reader)
    return Choices(
        kinds=[_kind(kind, chosen) for kind in Kind],
        topics=[_topic(topic, reader, chosen) for topic in _topics(reader, chosen)],
        digest=chosen.wants_digest,
        receipts=receipts_allowed(user=user, device_id=reader.device_id),
    )


def _kind(kind: Kind, chosen: Preference) -> KindChoice:
    push, inbox = kind not in chosen.push_off, kind not in chosen.inbox_off
    return KindChoice(str(kind), str(kind.label), push, inbox, can_turn_off=kind != Kind.EMERGENCY)


def _topic(topic: Topic, reader: Reader, chosen: Preference) -> TopicChoice:
    return TopicChoice(
        topic=topic.topic,
        name=str(pick(topic, "name")),
        group=topic.group,
        followed=topic.topic in reader.topics,
        push=topic.topic not in chosen.push_off,
        inbox=topic.topic not in chosen.inbox_off,
    )


def _topics(reader: Reader, chosen: Preference) -> list[Topic]:
    """Offered ones in their order, then what is followed or turned off though nobody offers it (any more)."""
    mine = {*reader.topics, *chosen.push_off, *chosen.inbox_off}
    wanted = {topic for topic in mine if topic_names.is_choosable(topic)}
    known = list(Topic.objects.filter(Q(is_active=True) | Q(topic__in=wanted)).exclude(topic=topic_names.ALL))
    unknown = sorted(wanted - {topic.topic for topic in known})
    return [*known, *(Topic(topic=topic, name=topic, group="other") for topic in unknown)]
