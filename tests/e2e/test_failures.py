"""Processes and servers that die under the system, on servers of its own: nothing is lost, errors are clear."""

from __future__ import annotations

import json
import re
import signal
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
import requests

from tests.e2e.test_story import (
    DOSSIER,
    PASSWORD,
    WARD,
    Caller,
    eventually,
    officer,
    photo,
    register_citizen,
    register_device,
)
from tests.system import System
from tools.engines import Engines, temporary_folder

pytestmark = pytest.mark.slow

# Everything that was delayed is there this long after the part that failed is back (sweepers tick every 2 and 5 s).
SOON = 25


@dataclass
class Province:
    system: System
    engines: Engines

    def kill_valkey(self) -> None:
        """As by a power cut: what it held is gone (the test's server writes nothing down)."""
        valkey = self.engines.valkey
        assert valkey is not None and valkey._process is not None
        valkey._process.kill()
        valkey._process.wait(10)

    def stop_postgres(self) -> None:
        """Fast shutdown: every connection is cut off."""
        postgres = self.engines.postgres
        assert postgres is not None and postgres._process is not None
        postgres._process.send_signal(signal.SIGINT)
        postgres._process.wait(20)

    def tend(self) -> bool:
        """What `make run` and compose do: a worker that ended is started again.

        Celery's own ends ("'NoneType' object has no attribute 'hostname'") if the broker dies in the middle of a task.
        """
        if self.system.processes["worker"].poll() is not None:
            self.system.start_worker()
        return True

    def ready(self) -> dict[str, str]:
        return requests.get(f"{self.system.url}/readyz", timeout=20).json()

    def query(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.system.environment["DATABASE_URL"], autocommit=True) as connection:
            return connection.execute(statement.encode(), values).fetchall()

    @contextmanager
    def locked(self, table: str) -> Iterator[None]:
        """Nobody else writes to or reads from the table meanwhile."""
        with psycopg.connect(self.system.environment["DATABASE_URL"]) as connection:
            connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE".encode())
            yield
            connection.rollback()


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    engines = Engines(temporary_folder("daknong-test-"), test=True)
    system = System(tmp_path_factory.mktemp("failures"))
    try:
        system.engines = engines.start()
        system.start()
        yield Province(system, engines)
    finally:
        system.stop()
        engines.stop()
        engines.forget()


@pytest.fixture(autouse=True)
def _whole(province: Province) -> Iterator[None]:
    """Each test starts with everything up, and leaves it so even if it failed."""
    yield
    province.engines.revive()
    starts: dict[str, Callable[[], None]] = {
        "web": province.system.start_web,
        "worker": province.system.start_worker,
        "beat": province.system.start_beat,
    }
    for name, start in starts.items():
        process = province.system.processes.get(name)
        if process is None or process.poll() is not None:
            start()
    province.system.wait_ready()
    province.system.forget_throttles()


def report_of(text: str = "Ổ gà lớn trước cổng chợ, rất nguy hiểm.") -> dict[str, Any]:
    return {"category": "roads", "text": text, "place_text": "Chợ Gia Nghĩa", "area_code": WARD, "photo_ids": []}


def new_key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid.uuid4())}


def send_with_photo(caller: Caller) -> dict[str, Any]:
    file = {"file": ("a.jpg", photo(), "image/jpeg")}
    uploaded = caller.call("POST", "report-photos/", status=201, files=file, headers=new_key())
    body = {**report_of(), "photo_ids": [uploaded["id"]]}
    report: dict[str, Any] = caller.post("reports/", body, status=201, headers=new_key())
    return report


def submitted_notice(system: System, title: str) -> str:
    editor = officer(system, "bien.tap")
    content = {"kind": "warning", "title": title, "body": "Hạn chế đi lại.", "topics": [f"area:{WARD}"]}
    notice = editor.post("officer/notices/", content, status=201)
    editor.post(f"officer/notices/{notice['id']}/submit/")
    return str(notice["id"])


def ask_for_code(system: System) -> str:
    phone = f"091{uuid.uuid4().int % 10**7:07d}"  # not every 09… is a number: 0992 is none
    Caller(system.api).post("auth/otp/", {"phone": phone, "purpose": "register"}, status=202)
    return "+84" + phone[1:]


def pushes_of(system: System, device: dict[str, Any], title: str) -> list[dict[str, Any]]:
    return [push for push in system.pushes(device["token"]) if title in str(push)]


def test_without_valkey_people_read_report_and_sign_in_and_pushes_are_only_late(province: Province) -> None:
    system = province.system
    citizen, phone = register_citizen(system)
    device = register_device(citizen, [f"area:{WARD}"])
    handler, approver = officer(system, "xu.ly"), officer(system, "phe.duyet")
    earlier = send_with_photo(citizen)
    path = f"officer/reports/{earlier['code']}/"
    eventually(lambda: handler.session.get(system.api + path).status_code == 200)
    title = f"Mưa to {uuid.uuid4().hex[:6]}"
    notice = submitted_notice(system, title)

    province.kill_valkey()
    ready = province.ready()
    assert ready["database"] == "ok" and ready["broker"] != "ok"
    guest = Caller(system.api)
    assert guest.get("news/articles/", params={"page_size": 7})["results"]
    assert guest.get("offices/")["results"]
    began = time.monotonic()
    session = guest.post("auth/login/", {"identifier": phone, "password": PASSWORD})
    guest.post("auth/refresh/", {"refresh": session["refresh"]})
    later = send_with_photo(citizen)
    send_with_photo(Caller(system.api))
    handler.post(f"{path}transitions/", {"to": "received", "text": ""})
    handler.post(f"{path}transitions/", {"to": "resolved", "text": "Đã vá ổ gà."})
    approver.post(f"officer/notices/{notice}/approve/")
    waiting_for_code = ask_for_code(system)
    assert time.monotonic() - began < 15, "a dead Redis must not be waited for at every step"

    province.engines.revive()
    eventually(lambda: province.tend() and pushes_of(system, device, title), SOON)
    eventually(lambda: province.tend() and pushes_of(system, device, "Đã vá"), SOON)
    assert system.one_time_code(waiting_for_code)
    eventually(lambda: province.ready()["status"] == "ok", SOON)
    # Whose doorbell was lost is found by the sweeper of reports, which looks at what is half a minute old.
    eventually(lambda: citizen.get(f"me/reports/{later['code']}/")["agency_name"], 75)
    time.sleep(3)
    assert len(pushes_of(system, device, title)) == 1


def test_postgresql_restart_under_load_is_503_for_a_moment_and_then_over(province: Province) -> None:
    system = province.system
    replies: list[tuple[float, requests.Response]] = []
    stop = threading.Event()

    def read(reader: int) -> None:
        session = requests.Session()
        for turn in range(10_000):
            if stop.is_set():
                return
            reply = session.get(f"{system.api}procedures/", params={"q": f"x{reader}{turn}"}, timeout=30)
            replies.append((time.monotonic(), reply))
            time.sleep(0.02)

    key, content = new_key(), report_of()
    with ThreadPoolExecutor(5) as threads:
        readers = [threads.submit(read, number) for number in range(4)]
        try:
            time.sleep(1)
            province.stop_postgres()
            refused = requests.post(f"{system.api}reports/", json=content, headers=key, timeout=30)
            ready = province.ready()
            province.engines.revive()
            back = time.monotonic()
            time.sleep(6)
        finally:
            stop.set()
        for reader in readers:
            reader.result(40)

    assert ready["database"] != "ok"
    assert {reply.status_code for _at, reply in replies} == {200, 503}
    problems = [reply for _at, reply in replies if reply.status_code == 503] + [refused]
    assert {reply.json()["code"] for reply in problems} == {"service_unavailable"}
    assert {reply.headers["content-type"] for reply in problems} == {"application/problem+json"}
    assert all(int(reply.headers["Retry-After"]) > 0 for reply in problems)
    # What waited in a queue when the server came back may still be refused; two seconds later nobody is.
    assert {reply.status_code for at, reply in replies if at > back + 3} == {200}
    Caller(system.api).post("reports/", content, status=201, headers=key)
    device = register_device(Caller(system.api), [f"area:{WARD}"])
    title = f"Sau sự cố {uuid.uuid4().hex[:6]}"
    officer(system, "phe.duyet").post(f"officer/notices/{submitted_notice(system, title)}/approve/")
    eventually(lambda: pushes_of(system, device, title), SOON)


def test_a_worker_killed_whole_loses_neither_code_nor_push(province: Province) -> None:
    system = province.system
    device = register_device(Caller(system.api), [f"area:{WARD}"])
    title = f"Gió lớn {uuid.uuid4().hex[:6]}"
    notice, approver = submitted_notice(system, title), officer(system, "phe.duyet")
    system.kill("worker")
    approver.post(f"officer/notices/{notice}/approve/")
    phone = ask_for_code(system)
    time.sleep(1)
    assert not pushes_of(system, device, title)
    system.start_worker()
    eventually(lambda: pushes_of(system, device, title), SOON)
    assert system.one_time_code(phone)


def test_without_beat_pushes_go_out_and_two_beats_send_them_once(province: Province) -> None:
    system = province.system
    device = register_device(Caller(system.api), [f"area:{WARD}"])
    approver = officer(system, "phe.duyet")
    first, second = f"Một {uuid.uuid4().hex[:6]}", f"Hai {uuid.uuid4().hex[:6]}"
    system.kill("beat")
    approver.post(f"officer/notices/{submitted_notice(system, first)}/approve/")
    eventually(lambda: pushes_of(system, device, first))
    system.start_beat()
    system.start_beat("beat-2")
    time.sleep(4)
    approver.post(f"officer/notices/{submitted_notice(system, second)}/approve/")
    phone = ask_for_code(system)
    eventually(lambda: pushes_of(system, device, second))
    time.sleep(8)
    system.kill("beat-2")
    assert [len(pushes_of(system, device, title)) for title in (first, second)] == [1, 1]
    page = requests.get(f"{system.url}/dev/sms/", timeout=10).text
    assert page.count(phone) == 1


def test_a_web_server_killed_during_a_post_leaves_one_report_after_the_retry(province: Province) -> None:
    system = province.system
    key, content = new_key(), report_of(f"Đèn đường hỏng {uuid.uuid4().hex}, tối om.")
    with ThreadPoolExecutor(1) as thread, province.locked("feedback_report"):
        sent = thread.submit(requests.post, f"{system.api}reports/", json=content, headers=key, timeout=30)
        time.sleep(1.5)
        system.kill("web")
        with pytest.raises(requests.ConnectionError):
            sent.result(10)
    system.start_web()
    system.wait_ready()
    first = Caller(system.api).post("reports/", content, status=201, headers=key)
    again = Caller(system.api).post("reports/", content, status=201, headers=key)
    assert first["code"] == again["code"]
    assert province.query("SELECT count(*) FROM feedback_report WHERE text = %s", content["text"]) == [(1,)]


def test_sigterm_under_load_loses_no_answer_and_doubles_no_report(province: Province) -> None:
    system = province.system
    marks = [uuid.uuid4().hex for _number in range(16)]  # fewer than one guest may send in an hour
    accepted: list[str] = []

    def send(mark: str) -> None:
        key, content = new_key(), report_of(f"Rác chưa được thu gom {mark}.")
        for _attempt in range(60):
            try:
                reply = requests.post(f"{system.api}reports/", json=content, headers=key, timeout=30)
            except requests.ConnectionError:
                time.sleep(0.5)
                continue
            assert reply.status_code == 201, reply.text
            accepted.append(mark)
            return
        raise AssertionError("never accepted")

    with ThreadPoolExecutor(4) as threads:
        senders = [threads.submit(send, mark) for mark in marks]
        time.sleep(0.15)
        for name, start in (("web", system.start_web), ("worker", system.start_worker)):
            system.processes[name].terminate()
            assert system.processes[name].wait(30) == 0
            start()
        for sender in senders:
            sender.result(60)
    saved = province.query("SELECT text FROM feedback_report WHERE text LIKE 'Rác chưa được thu gom %%'")
    assert sorted(text.split()[-1].strip(".") for (text,) in saved) == sorted(marks) == sorted(accepted)


def test_a_request_that_waits_too_long_for_a_lock_is_refused_and_gives_its_thread_back(province: Province) -> None:
    system = province.system
    began = time.monotonic()
    with province.locked("public_services_procedure"):
        reply = requests.get(f"{system.api}procedures/", params={"q": uuid.uuid4().hex}, timeout=30)
    assert (reply.status_code, reply.json()["code"]) == (503, "service_unavailable")
    assert 4 < time.monotonic() - began < 12
    assert Caller(system.api).get("procedures/")["results"]


def test_a_client_that_hangs_up_gets_its_report_by_asking_again(province: Province) -> None:
    system = province.system
    key, content = new_key(), report_of(f"Cống tắc {uuid.uuid4().hex}.")
    with province.locked("feedback_report"), pytest.raises(requests.ReadTimeout):
        requests.post(f"{system.api}reports/", json=content, headers=key, timeout=1)
    Caller(system.api).post("reports/", content, status=201, headers=key)
    assert province.query("SELECT count(*) FROM feedback_report WHERE text = %s", content["text"]) == [(1,)]


def lines_of(system: System, name: str) -> list[dict[str, Any]]:
    text = (system.folder / f"{name}.log").read_text()
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def test_one_line_a_request_and_its_id_in_the_lines_of_the_tasks_it_started(province: Province) -> None:
    system = province.system
    request_id = f"trace-{uuid.uuid4().hex[:12]}"
    headers = {**new_key(), "X-Request-ID": request_id}
    Caller(system.api).post("reports/", report_of(), status=201, headers=headers)
    mine = [line for line in lines_of(system, "web") if line.get("request_id") == request_id]
    assert [(line["event"], line["status"]) for line in mine if line["logger"] == "access"] == [("request", 201)]
    found = eventually(lambda: [line for line in lines_of(system, "worker") if line.get("request_id") == request_id])
    assert "feedback.route_report" in {line.get("task") for line in found}


def test_no_log_names_a_person_or_a_secret(province: Province) -> None:
    system = province.system
    citizen, phone = register_citizen(system)
    code = re.search(re.escape("+84" + phone[1:]) + r'.*?class="code"[^>]*>(\d{6})<', sms_page(system), re.DOTALL)
    assert code
    refused = citizen.session.post(f"{system.api}auth/login/", json={"identifier": phone, "password": "sai-mật-khẩu"})
    assert refused.status_code == 401
    session = citizen.post("auth/login/", {"identifier": phone, "password": PASSWORD})
    citizen.post("dossiers/lookup/", DOSSIER)
    citizen.session.get(f"{system.api}news/articles/", params={"q": phone})
    citizen.session.get(f"{system.api}reports/{phone}/")
    device = register_device(citizen, [f"area:{WARD}"])
    contact = {"contact_name": "Trần Văn Mẫu", "contact_phone": "0987654321"}
    guest = Caller(system.api).post("reports/", {**report_of(), **contact}, status=201, headers=new_key())
    Caller(system.api).post("reports/track/", {"code": guest["code"], "secret": guest["secret"]})
    with province.locked("accounts_session"):  # an error with a traceback, in the middle of somebody's login
        requests.post(f"{system.api}auth/login/", json={"identifier": phone, "password": PASSWORD}, timeout=30)
    time.sleep(2)
    secrets = {
        "phone": phone[1:],
        "e-mail": "xu.ly@demo.daknong.vn",
        "name": "Lê Thị Kể",
        "contact name": contact["contact_name"],
        "contact phone": contact["contact_phone"][1:],
        "password": PASSWORD,
        "wrong password": "sai-mật-khẩu",
        "access token": session["access"],
        "refresh token": session["refresh"],
        "push token": device["token"],
        "device secret": device["secret"],
        "report secret": guest["secret"],
        "Django's key": system.environment["DJANGO_SECRET_KEY"],
        "database password": re.search(r":([^:@]+)@", system.environment["DATABASE_URL"])[1],  # type: ignore[index]
    }
    logs = [*system.folder.glob("*.log"), *province.engines.logs.glob("*.log")]
    assert {path.name for path in logs} >= {"web.log", "worker.log", "beat.log", "postgres.log", "valkey.log"}
    text = {path.name: path.read_text(errors="replace") for path in logs}
    leaks = [(what, name) for what, value in secrets.items() for name, log in text.items() if value in log]
    assert leaks == []
    # Six digits alone may stand in a number by chance; beside the message they would not.
    assert not [name for name, log in text.items() if re.search(rf"(?<![\d.]){code[1]}(?![\d.])", log)]


def sms_page(system: System) -> str:
    return requests.get(f"{system.url}/dev/sms/", timeout=10).text
