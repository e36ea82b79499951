"""Production refuses to start with what is only safe on a developer's machine. Each refusal says what to set."""

import re
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register

FINGERPRINT = re.compile(r"(?:[0-9A-F]{2}:){31}[0-9A-F]{2}")


def _refusals() -> list[tuple[bool, str, str]]:
    return [
        (
            settings.SECRET_KEY == settings.DEFAULT_SECRET_KEY or len(settings.SECRET_KEY) < 50,
            (
                "The secret key is the default or shorter than 50 characters: "
                "set DJANGO_SECRET_KEY to a long random value."
            ),
            "daknong.E001",
        ),
        (settings.DEBUG, "Debug is on: unset DJANGO_DEBUG.", "daknong.E002"),
        (
            not settings.FCM_SERVICE_ACCOUNT or bool(settings.FCM_BASE_URL),
            (
                "Pushes would go to the simulator: "
                "set FCM_SERVICE_ACCOUNT to a Firebase service account file and unset FCM_BASE_URL."
            ),
            "daknong.E003",
        ),
        (
            settings.IS_EMBEDDED,
            (
                "The embedded PostgreSQL and Valkey are for development: "
                "set DATABASE_URL and REDIS_URL and unset DAKNONG_EMBEDDED."
            ),
            "daknong.E004",
        ),
        (
            not settings.SMS_SENDER or settings.SMS_SENDER.endswith("DevelopmentSmsSender"),
            "One-time codes would reach nobody: set SMS_SENDER, SMS_GATEWAY_URL and SMS_GATEWAY_TOKEN.",
            "daknong.E005",
        ),
        (not settings.ALLOWED_HOSTS, "No host is allowed: set ALLOWED_HOSTS.", "daknong.E006"),
        (
            not settings.IS_TLS,
            "The public address is not https: set PUBLIC_URL to the https address that people use.",
            "daknong.E007",
        ),
        (
            len(settings.DOSSIER_FACTOR_KEY_GIVEN) < 32,
            (
                "The second factors of dossiers are sealed with a key made of the secret key, or a short one: "
                "set DOSSIER_FACTOR_KEY to a random value of its own, and keep it."
            ),
            "daknong.E009",
        ),
        (
            not all(FINGERPRINT.fullmatch(key) for key in settings.ANDROID_CERT_SHA256),
            "A fingerprint in ANDROID_CERT_SHA256 is not 32 bytes as AA:BB:…: copy what `keytool -list -v` prints.",
            "daknong.E010",
        ),
        (not settings.METRICS_TOKEN, "Metrics have no guard: set METRICS_TOKEN to a random value.", "daknong.E008"),
    ]


def _check(**_kwargs: Any) -> list[Error]:
    return [Error(message, id=code) for is_wrong, message, code in _refusals() if is_wrong]


@register(Tags.security, deploy=True)
def check_deployment(**_kwargs: Any) -> list[Error]:
    """`manage.py check --deploy` names every refusal, whatever the environment is called."""
    return _check()


@register(Tags.security)
def check_production(**_kwargs: Any) -> list[Error]:
    """In production every command refuses, not only `check --deploy`."""
    return _check() if settings.IS_PRODUCTION and settings.PRODUCTION_CHECKS else []
