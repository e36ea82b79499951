"""What happens when the ground gives way: no Redis, no broker, no disk, no database."""

import errno
import io
import os
import uuid
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import OperationalError, transaction
from django.test import override_settings
from kombu.exceptions import OperationalError as BrokerGone
from PIL import Image

from backend.common.outages import ServiceUnavailable, outage_of
from backend.common.storage import LocalStorage
from backend.common.tasks import enqueue_on_commit, run_on_commit
from backend.feedback.models import ReportPhoto

NOBODY_LISTENS = "redis://127.0.0.1:1/0"
DEAF_CACHE = {"default": {"BACKEND": "backend.common.cache.TolerantRedisCache", "LOCATION": NOBODY_LISTENS}}


class FullDisk(FileSystemStorage):
    """Writes half of a file, and then there is no more room."""

    def _save(self, name: str, content: ContentFile) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.read(10))
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(FileSystemStorage, "_save", FullDisk._save)
    with override_settings(MEDIA_ROOT=tmp_path):
        yield tmp_path


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_cache_that_is_gone_misses_and_forgets() -> None:
    with override_settings(CACHES=DEAF_CACHE):
        cache.set("a", 1, 60)
        assert cache.get("a", "otherwise") == "otherwise"
        assert cache.add("a", 1) is False
        assert cache.get_many(["a"]) == {}
        cache.delete("a")


def test_a_full_disk_leaves_no_half_file(full_disk: Path) -> None:
    with pytest.raises(ServiceUnavailable) as refusal:
        default_storage.save("public/x/photo.jpg", ContentFile(b"0" * 100))
    assert refusal.value.code == "storage_unavailable"
    assert files_in(full_disk) == []


def test_a_failed_write_does_not_remove_a_file_that_was_there(full_disk: Path) -> None:
    (full_disk / "mine.jpg").write_bytes(b"mine")
    with pytest.raises(ServiceUnavailable):
        LocalStorage()._save("mine.jpg", ContentFile(b"0" * 100))
    assert files_in(full_disk) == [full_disk / "mine.jpg"]


@pytest.mark.django_db
def test_a_photo_on_a_full_disk_is_a_clear_503_and_nothing_is_kept(client, full_disk: Path) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(picture, "JPEG")
    picture.seek(0)
    picture.name = "a.jpg"
    client.raise_request_exception = False
    key = str(uuid.uuid4())
    reply = client.post("/api/v1/report-photos/", {"file": picture}, headers={"Idempotency-Key": key})
    assert (reply.status_code, reply.json()["code"], reply["Retry-After"]) == (503, "storage_unavailable", "60")
    assert not ReportPhoto.objects.exists()
    assert files_in(full_disk) == []


def test_only_what_passes_by_itself_is_an_outage() -> None:
    assert outage_of(OperationalError("the connection is lost")).code == "service_unavailable"
    assert outage_of(OSError(errno.ENOSPC, "full")).code == "storage_unavailable"
    assert outage_of(OSError(errno.ENOENT, "no such file")) is None
    assert outage_of(ValueError("a mistake of ours")) is None


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_gone_does_not_undo_what_was_committed() -> None:
    class Task:
        name = "some.task"

        def apply_async(self, *args: object, **options: object) -> None:
            raise BrokerGone("gone")

    with transaction.atomic():
        enqueue_on_commit(Task(), "an id")


@pytest.mark.django_db(transaction=True)
def test_a_hook_that_fails_after_the_commit_stops_neither_the_caller_nor_the_next_hook() -> None:
    heard = []
    with transaction.atomic():
        run_on_commit(int, "not a number")
        run_on_commit(heard.append, "second")
    assert heard == ["second"]
