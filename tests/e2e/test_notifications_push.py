"""Pushes over real processes: a Celery worker with its clock, the FCM simulator, and HTTP/2 between them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from django.core.cache import cache
from django.db import connection

from backend.common.logging import bind_request_id
from notifications import services
from notifications.models import Device, Notice
from tests.factories.accounts import UserFactory, api_client
from tests.factories.notifications import DeviceFactory, NoticeFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

AREA, OTHER_AREA = "area:24611", "area:24640"
# Short times, so that a test sees in seconds what takes half a minute in service.
QUICK = {
    "NOTICES_BATCH_SIZE": "20",
    "NOTICES_CONNECTIONS": "1",
    "NOTICES_STREAMS": "10",
    "NOTICES_RETRY_SECONDS": "0.5",
    "NOTICES_QUOTA_PAUSE_SECONDS": "1",
    "NOTICES_RAMP_SECONDS": "0",
}


def wait_for(what: Callable[[], Any], *, seconds: float = 40.0) -> Any:
    """The first true answer; fails after `seconds`."""
    end = time.monotonic() + seconds
    while not (answer := what()):
        assert time.monotonic() < end, f"waited {seconds} s in vain for {what}"
        time.sleep(0.1)
    return answer


class Simulator:
    """The loopback FCM, as a process of its own."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "notifications.fcm_simulator", "--state-dir", str(folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        ready = json.loads(self.process.stdout.readline())
        self.url: str = ready["url"]
        self.environment = {"FCM_BASE_URL": self.url, "FCM_SERVICE_ACCOUNT": ready["service_account"]}

    def log(self) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = requests.get(f"{self.url}/log", timeout=5).json()["entries"]
        return entries

    def tokens(self) -> list[str]:
        return [entry["token"] for entry in self.log()]

    def behave(self, **wish: Any) -> None:
        assert requests.post(f"{self.url}/behaviour", json=wish, timeout=5).ok

    def forget(self) -> None:
        self.behave(reset=True)
        requests.delete(f"{self.url}/log", timeout=5)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


class Worker:
    """A Celery worker and beat on the test's own database."""

    def __init__(self, folder: Path, fcm: dict[str, str]) -> None:
        place = connection.settings_dict
        address = f"{place['USER']}:{place['PASSWORD']}@{place['HOST'] or '127.0.0.1'}:{place['PORT']}/{place['NAME']}"
        environment = os.environ | fcm | QUICK | {"DATABASE_URL": f"postgresql://{address}", "LOG_LEVEL": "INFO"}
        self.output = folder / f"worker-{time.monotonic_ns()}.log"
        command = [sys.executable, "-m", "celery", "-A", "notifications", "worker", "-B", "-c", "2", "-l", "INFO"]
        command += ["--without-mingle", "--without-gossip", "-s", str(folder / f"beat-{time.monotonic_ns()}")]
        with self.output.open("w") as log:
            self.process = subprocess.Popen(
                command, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )

    def kill(self, how: int = signal.SIGKILL) -> None:
        """The whole of it, children too, with no time to say anything."""
        os.killpg(self.process.pid, how)
        self.process.wait(30)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    running = Simulator(tmp_path_factory.mktemp("fcm"))
    yield running
    running.stop()


@pytest.fixture
def workers(simulator: Simulator, tmp_path: Path) -> Iterator[Callable[[], Worker]]:
    """Starts workers, and stops them before the test's tables are emptied."""
    simulator.forget()
    started: list[Worker] = []

    def start() -> Worker:
        started.append(Worker(tmp_path, simulator.environment))
        return started[-1]

    yield start
    for worker in started:
        worker.stop()


def status_of(notice: Notice) -> str:
    return Notice.objects.values_list("status", flat=True).get(pk=notice.pk)


def approved(**values: Any) -> Notice:
    notice = NoticeFactory.create(submitted=True, **values)
    services.notice_approve(notice_id=notice.pk, by=UserFactory.create(administrator=True))
    return notice


def test_a_broadcast_reaches_its_area_after_the_second_approval_and_only_once(
    simulator: Simulator, workers: Callable[[], Worker]
) -> None:
    inside = [DeviceFactory.create(topics=["all", AREA], language=language).token for language in ("vi", "en", "vi")]
    DeviceFactory.create_batch(2, topics=["all", OTHER_AREA])
    worker = workers()
    wait_for(lambda: cache.get("heartbeat:worker"))
    author = api_client(UserFactory.create(administrator=True))
    approver = api_client(UserFactory.create(administrator=True))
    draft = {"kind": "warning", "title": "Lũ về", "title_en": "Flood", "body": "Rời bờ suối.", "topics": [AREA]}
    path = f"/api/v1/officer/notices/{author.post('/api/v1/officer/notices/', draft).json()['id']}/"
    assert author.post(f"{path}submit/").status_code == 200
    assert author.post(f"{path}approve/").json()["code"] == "own_approval"
    time.sleep(3)  # more than one round of the sweeper
    assert simulator.log() == []

    bind_request_id("the-approval-request")
    assert approver.post(f"{path}approve/", headers={"X-Request-ID": "the-approval-request"}).status_code == 200
    wait_for(lambda: approver.get(path).json()["status"]["code"] == "sent")
    assert sorted(simulator.tokens()) == sorted(inside)
    assert approver.post(f"{path}approve/").status_code == 409
    time.sleep(3)
    assert len(simulator.log()) == 3

    notice_id = path.rstrip("/").rpartition("/")[2]
    for entry in simulator.log():
        message = entry["message"]
        assert message["android"]["notification"] == {"tag": notice_id, "channel_id": "warning"}
        assert message["android"]["collapse_key"] == notice_id
        assert message["data"] == {"notice_id": notice_id, "kind": "warning", "link": f"daknong://inbox/{notice_id}"}
    assert Counter(entry["message"]["notification"]["title"] for entry in simulator.log()) == {"Lũ về": 2, "Flood": 1}
    assert '"request_id": "the-approval-request"' in worker.output.read_text()


def test_a_removed_app_is_disabled_and_a_wrong_token_is_not(
    simulator: Simulator, workers: Callable[[], Worker]
) -> None:
    removed, wrong = DeviceFactory.create(token="unregistered-1"), DeviceFactory.create(token="invalid-token-1")
    well = DeviceFactory.create()
    workers()
    notice = approved()
    wait_for(lambda: status_of(notice) == "sent")
    assert Counter(simulator.tokens()) == {removed.token: 1, wrong.token: 1, well.token: 1}
    active = dict(Device.objects.values_list("token", "is_active"))
    assert active == {removed.token: False, wrong.token: True, well.token: True}
    assert dict(notice.failures.values_list("device__token", "reason")) == {
        removed.token: "unregistered",
        wrong.token: "invalid_token",
    }


def test_a_bad_message_is_stopped_and_nobody_is_disabled(simulator: Simulator, workers: Callable[[], Worker]) -> None:
    DeviceFactory.create_batch(30)
    simulator.behave(token="*", behaviour="invalid-payload")
    workers()
    notice = approved()
    wait_for(lambda: status_of(notice) == "failed")
    time.sleep(2.5)
    assert len(simulator.log()) <= 20  # what may be in the air before one has come back well
    assert Device.objects.filter(is_active=True, suspect_count=0).count() == 30


def test_trouble_on_the_way_is_tried_again_until_everybody_has_it(
    simulator: Simulator, workers: Callable[[], Worker]
) -> None:
    tokens = [device.token for device in DeviceFactory.create_batch(6)]
    for token, behaviour in zip(tokens, ("quota", "unavailable", "internal", "garbage", "reset"), strict=False):
        simulator.behave(token=token, behaviour=behaviour, times=1, retry_after=1)
    workers()
    notice = approved()
    wait_for(lambda: status_of(notice) == "sent")
    notice.refresh_from_db()
    assert (notice.accepted_count, notice.failed_count) == (6, 0)
    accepted = [entry["token"] for entry in simulator.log() if entry["outcome"] == "ok"]
    assert sorted(accepted) == sorted(tokens)


def test_a_killed_workers_batch_goes_on_and_nobody_is_left_out(
    simulator: Simulator, workers: Callable[[], Worker]
) -> None:
    devices = DeviceFactory.create_batch(60)
    simulator.behave(latency_ms=800)
    first = workers()
    notice = approved()
    # The first wave has been answered and written down, the second is in the air.
    wait_for(lambda: sum(notice.batches.values_list("accepted", flat=True)) >= 8)
    first.kill()
    assert status_of(notice) == "sending"
    workers()
    wait_for(lambda: status_of(notice) == "sent")
    times = Counter(simulator.tokens())
    assert set(times) == {device.token for device in devices}
    in_flight = int(QUICK["NOTICES_STREAMS"])
    assert sum(times.values()) - len(devices) <= 1.35 * in_flight
    assert {entry["message"]["android"]["notification"]["tag"] for entry in simulator.log()} == {str(notice.pk)}
    notice.refresh_from_db()
    assert (notice.planned_count, notice.accepted_count, notice.failed_count) == (60, 60, 0)


def test_one_person_hears_of_their_own_report_on_their_own_phone(
    simulator: Simulator, workers: Callable[[], Worker]
) -> None:
    user = UserFactory.create()
    mine = DeviceFactory.create(user=user, topics=["all", f"user:{user.pk}"])
    DeviceFactory.create()
    workers()
    for _twice in range(2):
        services.notify(user_id=user.pk, key="report:1:done", title={"vi": "Đã xử lý"}, body={"vi": "Mời xem."})
    wait_for(lambda: simulator.log())
    time.sleep(2.5)
    assert simulator.tokens() == [mine.token]
    (item,) = api_client(user).get("/api/v1/inbox/").json()["results"]
    assert (item["kind"], item["title"], item["is_read"]) == ("personal", "Đã xử lý", False)
