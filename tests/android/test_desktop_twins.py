"""What stands in for the phone on a desktop, and the choice between the two."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "mobile_kivy"))

from citizen_mobile.platform import choose
from citizen_mobile.platform.camera import DesktopCamera
from citizen_mobile.platform.location import UNAVAILABLE, DesktopLocation, Fix
from citizen_mobile.platform.network import DesktopNetwork, has_route
from citizen_mobile.platform.notifications import DesktopNotifications
from citizen_mobile.platform.phone import Phone
from citizen_mobile.platform.speech import DesktopSpeech
from citizen_mobile.platform.vault import open_file_vault


@pytest.fixture
def nothing_chosen() -> Iterator[None]:
    choose.use(None)
    yield
    choose.use(None)


def test_a_desktop_gets_the_desktops_twins_and_a_test_its_own(nothing_chosen: None) -> None:
    assert choose.get().name == "desktop"
    assert choose.get() is choose.get()
    mine = choose.Platform(name="android")
    choose.use(mine)
    assert choose.get() is mine


def test_a_number_a_message_a_link_and_a_place_are_opened_by_their_kind() -> None:
    opened: list[str] = []
    desktop, mobile = Phone(opened.append), Phone(opened.append, has_maps_app=True)
    desktop.call("0261 3 544 000")
    desktop.call("no number")
    desktop.write("114", "Cháy ở 12.0046,107.6874")
    desktop.open_link("https://daknong.example/x")
    desktop.open_link("intent:#Intent;end")
    desktop.show_place(12.0046, 107.6874, "UBND phường")
    mobile.show_place(12.0046, 107.6874, "UBND phường")
    assert opened == [
        "tel:02613544000",
        "smsto:114?body=Ch%C3%A1y%20%E1%BB%9F%2012.0046%2C107.6874",
        "https://daknong.example/x",
        "https://www.openstreetmap.org/?mlat=12.004600&mlon=107.687400#map=17/12.004600/107.687400",
        "geo:12.004600,107.687400?q=12.004600,107.687400(UBND%20ph%C6%B0%E1%BB%9Dng)",
    ]


def test_the_place_is_what_the_environment_says_or_none() -> None:
    found: list[Fix] = []
    failed: list[str] = []
    DesktopLocation("12.0046,107.6874").here(found.append, failed.append)
    DesktopLocation("").here(found.append, failed.append)
    assert (found, failed) == ([Fix(12.0046, 107.6874, 25.0)], [UNAVAILABLE])


def test_a_link_on_the_command_line_is_told_once() -> None:
    notifications = DesktopNotifications(["--screenshots", "x", "https://any.example/app/article/mua-lon"])
    assert notifications.opened_link() == "daknong://article/mua-lon"
    assert notifications.opened_link() == ""
    assert DesktopNotifications([]).opened_link() == ""


def test_the_file_dialog_answers_with_as_many_photos_as_were_asked_for(tmp_path: Path) -> None:
    photos = [tmp_path / f"{name}.jpg" for name in "abc"]
    for photo, width in zip(photos, (40, 60, 80), strict=True):
        Image.new("RGB", (width, 30), "#1F5A41").save(photo)
    dialog = tmp_path / "zenity"
    dialog.write_text("#!/bin/sh\n" + "".join(f"echo '{photo}'\n" for photo in photos))
    dialog.chmod(0o755)
    chosen: list[list[Path]] = []
    told = threading.Event()
    DesktopCamera(str(dialog)).pick(2, lambda paths: (chosen.append(paths), told.set()))
    assert told.wait(10)
    assert [Image.open(path).width for path in chosen[0]] == [40, 60]


def test_the_network_is_told_when_it_returns() -> None:
    answers = [True, False, False, True, True]
    returned = threading.Event()
    seen: list[int] = []
    network = DesktopNetwork(lambda: answers.pop(0) if answers else True, every=0.01)
    network.watch(lambda: (seen.append(len(answers)), returned.set()))
    assert returned.wait(10)
    network.stop()
    assert seen == [1]


def test_a_machine_without_a_route_has_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    class Routes:
        """A routing table with an entry for each address that is known."""

        known: ClassVar[set[str]] = set()

        def __init__(self, *_kind: object) -> None: ...

        def __enter__(self) -> Routes:
            return self

        def __exit__(self, *_error: object) -> None: ...

        def connect(self, address: tuple[str, int]) -> None:
            if address[0] not in self.known:
                raise OSError("network is unreachable")

    monkeypatch.setattr(socket, "socket", Routes)
    assert has_route() is False
    Routes.known.add("192.0.2.1")
    assert has_route() is True


def test_speech_ends_when_it_was_read_out_and_is_silent_after_stop(tmp_path: Path) -> None:
    voice = tmp_path / "espeak-ng"
    voice.write_text('#!/bin/sh\ncase "$*" in *long*) exec sleep 30 ;; *broken*) exit 1 ;; esac\n')
    voice.chmod(0o755)
    speech = DesktopSpeech(str(voice))
    ended: list[bool] = []
    for text in ("short", "broken"):
        told = threading.Event()
        speech.speak(text, "vi", lambda well, told=told: (ended.append(well), told.set()))
        assert told.wait(10)
    speech.speak("long", "vi", ended.append)
    speech.stop()
    assert ended == [True, False]


def test_the_file_vault_is_for_its_owner_alone(tmp_path: Path) -> None:
    vault = open_file_vault(tmp_path)
    vault.save("secret")
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert open_file_vault(tmp_path).load() == "secret"
