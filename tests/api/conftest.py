from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.factories.world import World


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One small province, made once a module. Undo what a request does to it: `with undone(): …`."""
    from tests.factories.world import undone, world_build  # when Django has its settings

    with django_db_blocker.unblock(), undone():
        yield world_build()
