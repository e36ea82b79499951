"""Asks the steps of examples in this process, over the demo province, at one frozen moment."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from unittest import mock
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import TestCase, override_settings
from rest_framework.test import APIClient

from backend.accounts.code_delivery import code_digits
from backend.accounts.models import OneTimeCode, User
from backend.common import ids
from backend.common.redis import redis_client
from backend.demo.newcomers import newcomer_make
from backend.demo.people import ACCOUNTS
from backend.machines.demo import demo_machine_key
from notifications.celery import app as celery
from tests.examples.steps import MADE_UP, Example, Step, filled
from tests.factories.accounts import tokens_of
from tests.factories.feedback import picture_bytes
from tests.factories.world import undone

# A Tuesday morning: offices are open.
MOMENT = datetime(2026, 11, 24, 8, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
KEYS = (f"0f8fad5b-d9cb-469f-a165-7086772895{number:02x}" for number in itertools.count())
ANSWERS_2XX = range(200, 300)


@dataclass
class Asked:
    """A step as it was sent, and its answer."""

    step: Step
    args: dict[str, str]
    query: dict[str, Any]
    body: Any
    headers: dict[str, str]
    response: Any

    @property
    def answer(self) -> Any:
        return self.response.json() if "json" in self.response.headers.get("Content-Type", "") else None


@dataclass
class Walk:
    """One client's way through steps; forgets nothing but what `undone` takes back."""

    language: str = ""
    known: dict[str, str] = field(default_factory=lambda: {name: value for name, (_how, value) in MADE_UP.items()})
    tokens: dict[str, str] = field(default_factory=dict)

    def ask_all(self, steps: tuple[Step, ...]) -> Asked:
        """The last answer; all before it must be 2xx."""
        for step in steps[:-1]:
            done = self.ask(step)
            assert done.response.status_code in ANSWERS_2XX, (step.ask, done.response.content)
        return self.ask(steps[-1])

    def ask(self, step: Step) -> Asked:
        if step.path.startswith("/dev/sms/"):
            return self._read_code(step)
        args, query, body, headers = (
            filled(value, self.known) for value in (step.args, step.query, step.body, step.headers)
        )
        asked = Asked(step, args, query, body, headers, None)
        with TestCase.captureOnCommitCallbacks(execute=True):  # what a worker does at once
            asked.response = self._send(asked)
        for name, how in step.keep.items():
            self.known[name] = str(eval(how, {"d": asked.answer, "next": next}))
        return asked

    def _send(self, asked: Asked) -> Any:
        step, address = asked.step, asked.step.path.format(**asked.args)
        sent = {"Accept-Language": self.language} if self.language else {}
        if step.keyed:
            sent["Idempotency-Key"] = next(KEYS)
        if step.who:
            sent["Authorization"] = f"Bearer {self._token(step.who)}"
        # What the step says itself comes last: an example of a bad key or token sends that one.
        headers = {name: value for name, value in (sent | asked.headers).items() if value}
        client = APIClient(raise_request_exception=False)
        where = address + (f"?{urlencode(asked.query)}" if asked.query else "")
        if step.method == "GET":
            return client.get(where, headers=headers)
        call = getattr(client, step.method.lower())
        if isinstance(asked.body, bytes):
            kind = headers.pop("Content-Type", "application/json")
            return call(where, asked.body, content_type=kind, headers=headers)
        if step.file:
            body = {"file": _picture()} if asked.body is None else asked.body
            return call(where, body, format="multipart", headers=headers)
        return call(where, asked.body, format="json", headers=headers)

    def _token(self, who: str) -> str:
        if who not in self.tokens:
            self.tokens[who] = demo_machine_key() if who == "machine" else tokens_of(user_of(who)).access
        return self.tokens[who]

    def _read_code(self, step: Step) -> Asked:
        phone = "+84" + filled(step.args["phone"], self.known).removeprefix("+84").removeprefix("0")
        self.known["code"] = code_digits(OneTimeCode.objects.filter(phone=phone).latest("created_at"))
        return Asked(step, {}, {}, None, {}, SimpleNamespace(status_code=200, headers={}))


def user_of(who: str) -> User:
    """The demo account of this role, or a citizen made for this purpose alone."""
    if who == "newcomer":
        return newcomer_make(phone="+84900100001")
    name = next(account.identifier for account in ACCOUNTS if account.role == who)
    return User.objects.get(email=name) if "@" in name else User.objects.get(phone=f"+84{name[1:]}")


def _picture() -> io.BytesIO:
    picture = io.BytesIO(picture_bytes("JPEG", (1200, 900)))
    picture.name = "photo.jpg"
    return picture


def forget_counters() -> None:
    """The limits of one example are nothing to the next."""
    keys = list(redis_client().scan_iter(f"{settings.CACHE_PREFIX}:*", count=500))
    if keys:
        redis_client().delete(*keys)


def record(example: Example) -> tuple[Asked, ...]:
    """What each documented success of this example was asked and answered; nothing of it stays."""
    done = []
    for steps in (example.steps, *example.others):
        forget_counters()
        with undone():
            done.append(Walk().ask_all(steps))
    return tuple(done)


def find(step: Step) -> Asked:
    """The answer to one request that changes nothing."""
    forget_counters()
    return Walk().ask(step)


def refused(steps: tuple[Step, ...]) -> Asked:
    """The last answer, in English; nothing of it stays."""
    forget_counters()
    with undone():
        return Walk(language="en").ask_all(steps)


@contextmanager
def _eager_tasks() -> Iterator[None]:
    celery.loader.import_default_modules()  # a worker does; without it the tasks' names are all that is known
    celery.conf.task_always_eager = True
    try:
        yield
    finally:
        celery.conf.task_always_eager = False


@contextmanager
def demo_province(media: Any) -> Iterator[None]:
    """The demo province in the test database at MOMENT, the same at each run; taken back at the end."""
    numbers = itertools.count(1)
    counted = SimpleNamespace(urandom=lambda size: next(numbers).to_bytes(size, "big"))
    with (
        time_machine.travel(MOMENT, tick=False),
        mock.patch.object(ids, "os", counted),  # ids of one moment in the order of their making
        override_settings(MEDIA_ROOT=media, PUBLIC_URL="http://127.0.0.1:8000"),
        _eager_tasks(),
        undone(),
    ):
        with TestCase.captureOnCommitCallbacks(execute=True):
            call_command("load_demo", stdout=io.StringIO())
        yield
