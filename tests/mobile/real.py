"""The real system for the app's stories: one for all of them, since starting it takes longer than any story."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
import requests
from django.conf import settings

from tests.faults import FaultProxy
from tests.system import System, _with_path

OWN_REDIS = 41  # the e2e stories may run beside these, on the same Valkey


@dataclasses.dataclass
class OwnSystem(System):
    """The demo province with a Redis number of its own."""

    def _environment(self) -> dict[str, str]:
        environment = super()._environment()
        return {**environment, "REDIS_URL": _with_path(environment["REDIS_URL"], str(OWN_REDIS))}


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    running = OwnSystem(tmp_path_factory.mktemp("system"))
    try:
        yield running.start()
    finally:
        running.stop()


@pytest.fixture
def network(system: System) -> Iterator[FaultProxy]:
    """The way to the system, which a story may break."""
    system.forget_throttles()
    with FaultProxy(system.url) as proxy:
        yield proxy


def signed_in(system: System, identifier: str, **more: object) -> requests.Session:
    """Somebody of the demo province at another door than the app's: an officer, or a second device."""
    session = requests.Session()
    body = {"identifier": identifier, "password": settings.DEMO_PASSWORD, **more}
    reply = session.post(f"{system.api}auth/login/", json=body, timeout=20)
    assert reply.status_code == 200, reply.text
    session.headers["Authorization"] = f"Bearer {reply.json()['access']}"
    return session
