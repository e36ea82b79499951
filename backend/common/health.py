"""Whether we are alive (`/healthz`), whether we can serve (`/readyz`), and the numbers (`/internal/metrics`)."""

import os
import time

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from backend.common.redis import redis_client

HEARTBEAT_KEY = "heartbeat:worker"
HEARTBEAT_MAX_AGE = 60


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return type(error).__name__
    return "ok"


def _broker_and_worker() -> tuple[str, str]:
    try:
        redis_client().ping()
        seen = cache.get(HEARTBEAT_KEY)
    except redis.RedisError as error:
        return type(error).__name__, "unknown"
    if seen is None:
        return "ok", "no heartbeat"
    age = time.time() - float(seen)
    return "ok", "ok" if age <= HEARTBEAT_MAX_AGE else f"last seen {int(age)} s ago"


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 if database, broker and a worker answer, else 503; the body names each."""
    broker, worker = _broker_and_worker()
    parts = {"database": _database(), "broker": broker, "worker": worker}
    ready = all(state == "ok" for state in parts.values())
    return JsonResponse({"status": "ok" if ready else "unavailable", **parts}, status=200 if ready else 503)


def _may_read_metrics(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        return constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}")
    return not settings.IS_PRODUCTION and request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1", None)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text, for the holder of METRICS_TOKEN alone; all web processes together if they share a folder."""
    if not _may_read_metrics(request):
        return HttpResponseForbidden()
    registry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
