"""What can be held of deploy/ without a container engine: that its files parse and name things that exist."""

from __future__ import annotations

import importlib
import os
import re
import shlex
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client
from django.utils.module_loading import import_string

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
# The keys of the Compose Specification that we use; a misspelt one is otherwise found by the first who deploys.
SERVICE_KEYS = {
    "build", "cap_drop", "command", "depends_on", "env_file", "healthcheck", "image", "init", "ports", "read_only",
    "restart", "secrets", "security_opt", "stop_grace_period", "tmpfs", "volumes",
}  # fmt: skip
HEALTH_KEYS = {"test", "interval", "timeout", "retries", "start_period"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def names_in(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value for name, _, value in pairs}


def names_read_by_code() -> set[str]:
    found: set[str] = set()
    for folder in ("backend", "notifications"):
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            found |= set(re.findall(r"""env(?:\.\w+)?\(\s*["']([A-Z0-9_]+)["']""", text))
            found |= set(re.findall(r"""environ(?:\.get\(|\[)\s*["']([A-Z0-9_]+)["']""", text))
    return found


def commands_of(compose: dict[str, Any]) -> list[list[str]]:
    image = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    default = re.search(r"^CMD (\[.*\])$", image, re.MULTILINE)
    assert default
    ours = [service for service in compose["services"].values() if service["image"] == "daknong-c"]
    return [service.get("command") or yaml.safe_load(default[1]) for service in ours]


def test_services_use_known_keys_and_wait_for_services_that_exist(compose: dict[str, Any]) -> None:
    assert set(compose) - {"name", "x-app", "services", "volumes", "secrets"} == set()
    for name, service in compose["services"].items():
        assert set(service) <= SERVICE_KEYS, name
        assert set(service.get("healthcheck", {})) <= HEALTH_KEYS, name
        for other, how in service.get("depends_on", {}).items():
            assert other in compose["services"]
            if how["condition"] == "service_healthy":
                assert "healthcheck" in compose["services"][other]


def test_volumes_and_secrets_are_declared(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert {volume.split(":")[0] for volume in service.get("volumes", [])} <= set(compose["volumes"])
        assert set(service.get("secrets", [])) <= set(compose["secrets"])


def test_every_variable_of_the_example_is_read_by_the_code() -> None:
    assert set(names_in(DEPLOY / "production.example.env")) - names_read_by_code() == set()


def test_example_names_no_secret_and_points_to_real_code() -> None:
    example = names_in(DEPLOY / "production.example.env")
    assert [name for name, value in example.items() if value and re.search("SECRET_KEY|TOKEN|FACTOR", name)] == []
    assert callable(import_string(example["SMS_SENDER"]))


def test_environment_files_of_compose_have_an_example_and_stay_out_of_git(compose: dict[str, Any]) -> None:
    files = {service["env_file"] for service in compose["services"].values() if "env_file" in service}
    for file in files:
        assert (DEPLOY / file.replace(".env", ".example.env")).exists()
        ignored = subprocess.run(["git", "check-ignore", "-q", f"deploy/{file}"], cwd=ROOT, check=False)
        assert ignored.returncode in (0, 128)  # 128: this is no git checkout


def test_commands_of_the_services_exist(compose: dict[str, Any]) -> None:
    for command in commands_of(compose):
        program = command[0]
        if program == "python":
            assert (ROOT / command[1]).exists()
        else:
            assert (Path(sys.executable).parent / program).exists()
        if "-A" in command:
            assert importlib.import_module(command[command.index("-A") + 1])


def test_workers_serve_every_queue_between_them(compose: dict[str, Any]) -> None:
    queues = importlib.import_module("notifications.celery").QUEUES
    commands = [compose["services"][name]["command"] for name in ("worker", "worker-urgent")]
    served = [name for command in commands for name in command[command.index("--queues") + 1].split(",")]
    assert sorted(served) == sorted(queues)


def test_the_runners_workers_do_so_too() -> None:
    queues = importlib.import_module("notifications.celery").QUEUES
    workers = importlib.import_module("tools.run").WORKERS
    assert sorted(name for served in workers.values() for name in served.split(",")) == sorted(queues)


def test_granian_takes_the_options_that_the_image_gives_it(compose: dict[str, Any]) -> None:
    known = subprocess.run(["granian", "--help"], capture_output=True, text=True, check=True, env={
        **os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "200",
    }).stdout  # fmt: skip
    for command in commands_of(compose):
        if command[0] == "granian":
            assert [word for word in command if word.startswith("--") and word not in known] == []


def test_image_copies_only_what_is_there_and_what_the_ignore_file_lets_in() -> None:
    image = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    sources = {word for line in re.findall(r"^COPY (?!--from)(.*)$", image, re.MULTILINE) for word in line.split()[:-1]}
    assert sources
    assert [source for source in sources if not (ROOT / source).exists()] == []
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert sources <= allowed


def test_image_does_not_run_as_root_and_installs_by_hash() -> None:
    image = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    assert re.findall(r"^USER (.*)$", image, re.MULTILINE) == ["10001"]
    assert "--require-hashes" in image


class Answering(BaseHTTPRequestHandler):
    """Answers as Django does: an unknown host is refused before the path is looked at."""

    def do_GET(self) -> None:
        is_ok = self.path == "/healthz" and self.headers["Host"] == "daknong.example"
        self.send_response(200 if is_ok else 400)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


@pytest.mark.parametrize(("hosts", "code"), [("daknong.example,other.example", 0), ("stranger.example", 1)])
def test_health_check_of_web_asks_under_an_allowed_name(compose: dict[str, Any], hosts: str, code: int) -> None:
    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        program = compose["services"]["web"]["healthcheck"]["test"][3].replace(":8000", f":{server.server_port}")
        done = subprocess.run([sys.executable, "-c", program], env={"ALLOWED_HOSTS": hosts}, stderr=subprocess.DEVNULL)
        thread.join()
    assert done.returncode == code


def test_health_is_told_without_tls(client: Client, settings: LazySettings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200


def filled_example(folder: Path) -> dict[str, str]:
    """The example as somebody who read its comments would fill it in."""
    account = folder / "account.json"
    account.write_text("{}")
    return {
        **names_in(DEPLOY / "production.example.env"),
        "DJANGO_SECRET_KEY": "k7QxR2" * 12,
        "DOSSIER_FACTOR_KEY": "f3ZpW8" * 12,
        "PUBLIC_URL": "https://daknong.example",
        "ALLOWED_HOSTS": "daknong.example",
        "FCM_SERVICE_ACCOUNT": str(account),
        "SMS_GATEWAY_URL": "https://sms.example/send",
        "SMS_GATEWAY_TOKEN": "t9Lm" * 10,
        "METRICS_TOKEN": "m2Vn" * 10,
        "DATABASE_URL": os.environ["DATABASE_URL"],
        "REDIS_URL": os.environ["REDIS_URL"],
    }


def manage(words: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *shlex.split(words)]
    base = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        command, cwd=ROOT, env={**base, **environment}, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.slow
def test_filled_example_passes_the_deployment_checks_without_a_warning(tmp_path: Path) -> None:
    done = manage("check --deploy --fail-level WARNING", filled_example(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr


def test_image_needs_no_secret_to_collect_static_files() -> None:
    done = manage("collectstatic --noinput --dry-run", {"DAKNONG_ENV": "production", "PRODUCTION_CHECKS": "0"})
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_file_that_a_stylesheet_names_is_there(tmp_path: Path, settings: LazySettings) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()


def test_the_image_carries_the_document_that_is_served() -> None:
    from backend.common.api.document import DOCUMENT

    path = DOCUMENT.relative_to(ROOT).as_posix()
    assert f"COPY {path} ./{Path(path).parent}/" in (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    assert f"!{path}" in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
