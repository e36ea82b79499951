"""The smallest valid devices and notices."""

from __future__ import annotations

import uuid
from typing import Any

import factory
from django.utils import timezone

from backend.common.search import index_terms
from notifications.audiences import any_of
from notifications.models import AudienceList, Device, Notice, NoticeBatch, NoticeTemplate, Origin, Topic
from notifications.planner import notice_start
from notifications.workflow import Status
from tests.factories.accounts import UserFactory


class TopicFactory(factory.django.DjangoModelFactory[Topic]):
    class Meta:
        model = Topic

    topic = factory.Sequence(lambda n: f"area:{20000 + n}")
    name = factory.Sequence(lambda n: f"Xã {n}")
    name_en = factory.Sequence(lambda n: f"Commune {n}")
    group = "areas"


class DeviceFactory(factory.django.DjangoModelFactory[Device]):
    """A guest's phone that follows `all`."""

    class Meta:
        model = Device

    install_id = factory.LazyFunction(uuid.uuid4)
    token = factory.Sequence(lambda n: f"ok-{n:06d}-{uuid.uuid4().hex}")
    secret_hash = "0" * 64
    topics = factory.LazyFunction(lambda: ["all"])


class NoticeFactory(factory.django.DjangoModelFactory[Notice]):
    """An officer's draft to everybody, or to `topics`, or `audience`. Without an author it is the system's."""

    class Meta:
        model = Notice

    title = "Mưa lớn"
    title_en = "Heavy rain"
    body = "Nước suối lên nhanh, hãy tránh xa bờ."
    body_en = "Streams are rising fast, keep off the banks."
    topics = factory.LazyFunction(lambda: ["all"])
    author = factory.SubFactory(UserFactory, administrator=True)

    @classmethod
    def _build(cls, model_class: type[Notice], *args: Any, **values: Any) -> Notice:
        return _addressed(super()._build(model_class, *args, **values))

    @classmethod
    def _create(cls, model_class: type[Notice], *args: Any, **values: Any) -> Notice:
        notice = _addressed(model_class(*args, **values))
        notice.save(force_insert=True)
        return notice

    class Params:
        submitted = factory.Trait(status=Status.SUBMITTED, submitted_at=factory.LazyFunction(timezone.now))
        approved = factory.Trait(
            status=Status.APPROVED,
            approver=factory.SubFactory(UserFactory, administrator=True),
            approved_at=factory.LazyFunction(timezone.now),
        )
        sent = factory.Trait(
            status=Status.SENT,
            approver=factory.SubFactory(UserFactory, administrator=True),
            sent_at=factory.LazyFunction(timezone.now),
        )


class AudienceListFactory(factory.django.DjangoModelFactory[AudienceList]):
    """Somebody's list, with nobody on it."""

    class Meta:
        model = AudienceList

    name = factory.Sequence(lambda n: f"Danh sách {n}")
    author = factory.SubFactory(UserFactory, administrator=True)


class NoticeTemplateFactory(factory.django.DjangoModelFactory[NoticeTemplate]):
    class Meta:
        model = NoticeTemplate

    name = factory.Sequence(lambda n: f"Mưa lũ {n}")
    title = "Mưa lớn ở {place}"
    title_en = "Heavy rain in {place}"
    body = "Nước lên nhanh từ {hour} giờ."
    body_en = "Water rises fast from {hour}."


def _addressed(notice: Notice) -> Notice:
    """As the services leave it: with its formula, its origin and what it is found by."""
    if not notice.query:
        notice.address_to(notice.audience or any_of(notice.topics))
    if notice.author is None and notice.origin == Origin.OFFICER:
        notice.origin = Origin.PERSONAL
    notice.search_terms = index_terms(notice.title, notice.title_en, notice.body, notice.body_en)
    return notice


def notice_planned(**values: Any) -> Notice:
    """An approved notice whose ledger is written; nothing has been sent."""
    notice = NoticeFactory.create(approved=True, **values)
    started = notice_start(notice_id=notice.pk)
    assert started is not None
    return started


def batch_of(notice: Notice, **values: Any) -> NoticeBatch:
    """A row of the ledger, as a planner would have written it."""
    lo = notice.batches.count() * 1000 + 1
    return NoticeBatch.objects.create(notice=notice, **({"lo": lo, "hi": lo + 999, "planned": 4} | values))


def batches_of(notice: Notice) -> list[NoticeBatch]:
    return list(notice.batches.order_by("id"))
