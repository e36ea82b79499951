import time

import pytest
from django.test import override_settings

from backend.common import checks
from backend.common.api.throttling import parse_rate, throttle_wait
from backend.common.i18n import pick
from backend.common.ids import uuid7
from backend.common.logging import mask_personal_data


def test_later_identifiers_sort_later() -> None:
    first = uuid7()
    time.sleep(0.002)
    second = uuid7()
    assert first < second
    assert first.version == 7 and first.variant == "specified in RFC 4122"


def test_a_blank_translation_falls_back_to_vietnamese() -> None:
    row = {"title": "Cảnh báo", "title_en": ""}
    assert pick(row, "title", "en") == "Cảnh báo"
    assert pick({**row, "title_en": "Warning"}, "title", "en") == "Warning"
    assert pick({**row, "title_en": "Warning"}, "title", "vi") == "Cảnh báo"


@pytest.mark.parametrize(
    ("written", "masked"),
    [
        ("gọi 0912345678 ngay", "gọi 091****678 ngay"),
        ("+84912345678", "+8491****678"),
        ("CCCD 067090123456", "CCCD 0***********"),
        ("to nguyen.van.a@example.vn", "to n***@example.vn"),
        ("Bearer eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl", "Bearer <token>"),
        ("nothing here 12345", "nothing here 12345"),
    ],
)
def test_personal_data_is_masked_in_logs(written: str, masked: str) -> None:
    assert mask_personal_data(written) == masked


def test_rates_are_read_with_their_period() -> None:
    assert parse_rate("10/5m") == (10, 300)
    assert parse_rate("3/s") == (3, 1)
    with pytest.raises(ValueError, match="not a rate"):
        parse_rate("many")


@override_settings(THROTTLES={"probe": [("2/h", "address")]}, THROTTLING_ENABLED=True)
def test_the_third_use_waits_and_another_address_does_not() -> None:
    mine, other = {"address": str(uuid7())}, {"address": str(uuid7())}
    assert [bool(throttle_wait("probe", mine)) for _ in range(3)] == [False, False, True]
    assert throttle_wait("probe", other) == 0


@override_settings(
    THROTTLES={"probe": [("1/h", "address")]}, REDIS_URL="redis://127.0.0.1:1/0", THROTTLING_ENABLED=True
)
def test_a_dead_redis_allows_and_does_not_fail() -> None:
    from backend.common.redis import redis_client

    redis_client.cache_clear()
    try:
        assert throttle_wait("probe", {"address": "192.0.2.1"}) == 0
    finally:
        redis_client.cache_clear()


SAFE = {
    "SECRET_KEY": "k" * 60,
    "DEBUG": False,
    "FCM_SERVICE_ACCOUNT": "/run/secrets/fcm.json",
    "FCM_BASE_URL": "",
    "IS_EMBEDDED": False,
    "SMS_SENDER": "backend.accounts.sms.HttpSmsSender",
    "ALLOWED_HOSTS": ["daknong-c.example"],
    "IS_TLS": True,
    "METRICS_TOKEN": "m" * 30,
    "DOSSIER_FACTOR_KEY_GIVEN": "d" * 40,
}


@override_settings(**SAFE)
def test_a_whole_configuration_is_accepted() -> None:
    assert checks.check_deployment() == []


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"SECRET_KEY": "insecure-development-key-that-production-refuses"}, "daknong.E001"),
        ({"DEBUG": True}, "daknong.E002"),
        ({"FCM_BASE_URL": "http://127.0.0.1:8899"}, "daknong.E003"),
        ({"FCM_SERVICE_ACCOUNT": ""}, "daknong.E003"),
        ({"IS_EMBEDDED": True}, "daknong.E004"),
        ({"SMS_SENDER": "backend.accounts.sms.DevelopmentSmsSender"}, "daknong.E005"),
        ({"ALLOWED_HOSTS": []}, "daknong.E006"),
        ({"IS_TLS": False}, "daknong.E007"),
        ({"METRICS_TOKEN": ""}, "daknong.E008"),
        ({"DOSSIER_FACTOR_KEY_GIVEN": ""}, "daknong.E009"),
        ({"ANDROID_CERT_SHA256": ["AB:CD"]}, "daknong.E010"),
    ],
)
def test_production_refuses_what_is_only_for_development(change: dict[str, object], refusal: str) -> None:
    with override_settings(**{**SAFE, **change}):
        assert [error.id for error in checks.check_deployment()] == [refusal]
