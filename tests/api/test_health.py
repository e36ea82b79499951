"""Alive, ready, and how much: the three routes for those who run the system."""

import time

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from backend.common.health import HEARTBEAT_KEY
from backend.common.redis import redis_client

pytestmark = pytest.mark.django_db


def test_alive_needs_nothing() -> None:
    assert Client().get("/healthz").json() == {"status": "ok"}


def test_ready_when_database_broker_and_worker_answer() -> None:
    cache.set(HEARTBEAT_KEY, time.time(), 60)
    reply = Client().get("/readyz")
    assert reply.status_code == 200
    assert reply.json() == {"status": "ok", "database": "ok", "broker": "ok", "worker": "ok"}


def test_a_silent_worker_is_not_ready_and_is_named() -> None:
    cache.delete(HEARTBEAT_KEY)
    reply = Client().get("/readyz")
    assert reply.status_code == 503
    assert reply.json()["worker"] != "ok" and reply.json()["database"] == "ok"


def test_a_dead_broker_is_not_ready_and_is_named() -> None:
    with override_settings(REDIS_URL="redis://127.0.0.1:1/0"):
        redis_client.cache_clear()
        try:
            reply = Client().get("/readyz")
        finally:
            redis_client.cache_clear()
    assert reply.status_code == 503
    assert reply.json()["broker"] != "ok"


@override_settings(METRICS_TOKEN="a-long-random-value")
def test_metrics_are_for_the_holder_of_the_token() -> None:
    assert Client().get("/internal/metrics").status_code == 403
    assert Client().get("/internal/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 403
    Client().get("/api/v1/")
    reply = Client().get("/internal/metrics", headers={"Authorization": "Bearer a-long-random-value"})
    assert reply.status_code == 200
    assert b'http_requests_total{method="GET",route="api/v1/",status="200"}' in reply.content


@override_settings(METRICS_TOKEN="", IS_PRODUCTION=True)
def test_metrics_without_a_token_are_closed_in_production() -> None:
    assert Client().get("/internal/metrics").status_code == 403


@pytest.mark.parametrize("path", ["/api/docs/", "/api/redoc/", "/api/schema/"])
def test_the_documents_are_open_and_name_no_other_host(path: str) -> None:
    reply = Client().get(path)
    assert reply.status_code == 200
    body = reply.content.decode()
    for host in ("googleapis", "gstatic", "jsdelivr", "unpkg", "redoc.ly", "cdn."):
        assert host not in body
