"""Every pytest process gets an empty PostgreSQL and Valkey of its own, unless DATABASE_URL and REDIS_URL say where.

With pytest-xdist the controller starts them once; each worker has a database (pytest-django's suffix) and a Redis
number of its own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.scheduler import pytest_xdist_make_scheduler  # noqa: E402, F401  (a hook)
from tools.engines import Engines, sweep_abandoned, temporary_folder  # noqa: E402

PREFIX = "daknong-test-"
ENGINES = pytest.StashKey[Engines]()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    os.environ.setdefault("DAKNONG_ENV", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    if not hasattr(config, "workerinput"):  # workers inherit the controller's environment
        _start_engines(config)

    import django

    django.setup()


def _start_engines(config: pytest.Config) -> None:
    wanted = {name: not os.environ.get(f"{url}_URL") for name, url in (("postgres", "DATABASE"), ("valkey", "REDIS"))}
    if not any(wanted.values()):
        return
    if "DJANGO_SETTINGS_MODULE" in os.environ and "backend.settings" in sys.modules:
        # pytest-django has read the settings before this file could say where the engines are.
        raise pytest.UsageError("Unset DJANGO_SETTINGS_MODULE (or set DATABASE_URL and REDIS_URL too) and run again.")
    sweep_abandoned(PREFIX)
    engines = Engines(temporary_folder(PREFIX), test=True)
    os.environ.update(engines.start(**wanted))
    files = engines.folder / "files"  # media of tests are not those of `make run`
    (files / "static").mkdir(parents=True)
    os.environ.setdefault("DATA_DIR", str(files))
    config.stash[ENGINES] = engines
    config.add_cleanup(lambda: _stop_engines(engines))


def _stop_engines(engines: Engines) -> None:
    engines.stop()
    engines.forget()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config, specs: list[Any]) -> None:
    """Give each worker its own Redis number before Django's settings load there."""
    address = os.environ["REDIS_URL"].rpartition("/")[0]
    for number, spec in enumerate(specs, start=1):
        spec.env["REDIS_URL"] = f"{address}/{number}"


@pytest.fixture(autouse=True)
def _forget_counters() -> None:
    """Throttles and cached values of one test are nothing to the next."""
    from django.conf import settings

    from backend.common.redis import redis_client

    client = redis_client()
    keys = list(client.scan_iter(f"{settings.CACHE_PREFIX}:*", count=500))
    if keys:
        client.delete(*keys)


@pytest.fixture(autouse=True)
def _forget_request() -> None:
    """What a test leaves in its thread, a language or a request's id, is nothing to the next one."""
    from django.utils import translation

    from backend.common.context import NOBODY, set_request

    translation.deactivate()
    set_request(NOBODY)


@pytest.fixture(scope="session", autouse=True)
def _answers_keep_the_contract() -> Iterator[None]:
    """Each answer of the API that any test gets is held to api_docs/openapi.yaml."""
    from tests.contract import watch

    with watch():
        yield
