"""The package is put together once for all tests of this folder, which run on one worker (tests/scheduler.py)."""

from __future__ import annotations

import pytest

from tests.android.building import MOBILE, Packed, compile_java, pack


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Packed:
    return pack(tmp_path_factory.mktemp("release") / "mobile_kivy", "release")


@pytest.fixture(scope="session")
def debug(tmp_path_factory: pytest.TempPathFactory) -> Packed:
    return pack(tmp_path_factory.mktemp("debug") / "mobile_kivy", "debug", DAKNONG_API_URL="", DAKNONG_LINK_HOST="")


@pytest.fixture(scope="session")
def classpath(tmp_path_factory: pytest.TempPathFactory) -> str:
    return compile_java(tmp_path_factory.mktemp("java"), [MOBILE / "android" / "res"])
