"""The bridge between Python and Java on the desktop's Java, a story a process: python on_jvm.py CLASSPATH STORY FOLDER.

A Java machine cannot be started twice in a process, and ours keep things in static fields.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jnius_config

STORIES: dict[str, Callable[[Any], None]] = {}


def story(function: Callable[[Any], None]) -> Callable[[Any], None]:
    STORIES[function.__name__] = function
    return function


def wait(what: Callable[[], Any]) -> None:
    end = time.monotonic() + 10
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def message(data: dict[str, str], shown: tuple[str, str, str] | None) -> Any:
    """A push as Firebase hands it over."""
    from jnius import autoclass

    words = autoclass("java.util.HashMap")()
    for name, text in data.items():
        words.put(name, text)
    notification = autoclass("com.google.firebase.messaging.RemoteMessage$Notification")
    remote = autoclass("com.google.firebase.messaging.RemoteMessage")
    return remote(words, notification(*shown) if shown else None)


@story
def the_vault_gives_back_what_it_sealed(phone: Any) -> None:
    from citizen_mobile.platform.android.java import ours
    from citizen_mobile.platform.android.vault import KeystoreVault

    path = Path(phone.getFilesDir().getPath()) / "session.sealed"
    keys = ours("FakeKeys")(1)
    vault = KeystoreVault(path, keys)
    assert vault.load() is None
    vault.save("refresh-tökên")
    first = path.read_bytes()
    assert b"refresh" not in first
    assert KeystoreVault(path, keys).load() == "refresh-tökên"
    vault.save("refresh-tökên")
    assert path.read_bytes()[:12] != first[:12], "a nonce was used twice"
    vault.clear()
    assert KeystoreVault(path, keys).load() is None
    assert not path.exists()


@story
def a_damaged_or_foreign_vault_is_an_empty_one(phone: Any) -> None:
    from citizen_mobile.platform.android.java import ours
    from citizen_mobile.platform.android.vault import KeystoreVault

    path = Path(phone.getFilesDir().getPath()) / "session.sealed"
    keys = ours("FakeKeys")(1)
    for damage in (lambda kept: kept[:5], lambda kept: kept[:-1] + bytes([kept[-1] ^ 1]), lambda kept: b""):
        KeystoreVault(path, keys).save("secret")
        path.write_bytes(damage(path.read_bytes()))
        assert KeystoreVault(path, keys).load() is None
        assert not path.exists()
    KeystoreVault(path, keys).save("secret")
    assert KeystoreVault(path, ours("FakeKeys")(2)).load() is None


@story
def without_a_keystore_the_session_lasts_as_long_as_the_process(phone: Any) -> None:
    from citizen_mobile.platform.android.vault import KeystoreVault

    path = Path(phone.getFilesDir().getPath()) / "session.sealed"
    vault = KeystoreVault(path)  # the desktop has no AndroidKeyStore
    vault.save("secret")
    assert vault.load() == "secret"
    assert not path.exists() or b"secret" not in path.read_bytes()
    assert KeystoreVault(path).load() is None


@story
def firebase_tells_its_token_once(phone: Any) -> None:
    from jnius import autoclass

    from citizen_mobile.platform.android.push import AndroidNotifications

    heard: list[tuple[str, str]] = []
    notifications = AndroidNotifications()
    notifications.watch_token(lambda token: heard.append((token, threading.current_thread().name)))
    assert notifications.token() == ""  # built without Firebase's values
    app = autoclass("com.google.firebase.FirebaseApp")
    app.APPS.add(app())
    notifications.watch_token(lambda token: heard.append((token, threading.current_thread().name)))
    wait(lambda: heard)
    assert heard[0][0] == notifications.token() == "token-of-firebase"
    assert heard[0][1] != threading.main_thread().name, "it came from a thread of Java"
    service = autoclass("vn.daknong.daknongc.FakeService")()
    service.onNewToken("token-of-firebase")
    service.onNewToken("the-next-one")
    assert [token for token, _thread in heard] == ["token-of-firebase", "the-next-one"]


@story
def a_token_that_comes_while_no_python_runs_is_there_at_the_next_start(phone: Any) -> None:
    from jnius import autoclass

    from citizen_mobile.platform.android.push import AndroidNotifications

    autoclass("vn.daknong.daknongc.FakeService")().onNewToken("of-the-night")
    assert AndroidNotifications().token() == "of-the-night"


@story
def a_push_received_twice_shows_once_and_a_recall_takes_it_off(phone: Any) -> None:
    from jnius import autoclass

    from citizen_mobile.platform.android.push import AndroidNotifications

    arrived: list[str] = []
    notifications = AndroidNotifications()
    notifications.watch_arrivals(arrived.append)
    service = autoclass("vn.daknong.daknongc.FakeService")()
    rain = message({"notice_id": "7", "kind": "warning", "link": "daknong://inbox/7"}, ("Mưa lớn", "Tránh suối", "n-7"))
    service.onMessageReceived(rain)
    service.onMessageReceived(rain)
    other = {"notice_id": "8", "kind": "personal", "link": "daknong://inbox/8"}
    service.onMessageReceived(message(other, ("Hồ sơ", "Đã xong", "n-8")))
    assert list(phone.posted) == ["n-7/0", "n-8/0"]
    service.onMessageReceived(message({"action": "recall", "notice_id": "7", "tag": "n-7"}, None))
    assert list(phone.posted) == ["n-8/0"]
    assert arrived == ["7", "7", "8", "7"]
    notifications.badge(2)
    assert list(phone.posted) == ["n-8/0"]
    notifications.cancel("n-8")
    assert list(phone.posted) == []
    service.onMessageReceived(rain)
    notifications.badge(0)
    assert list(phone.posted) == []


@story
def each_kind_has_its_channel_and_an_unknown_one_is_information(phone: Any) -> None:
    from citizen_mobile.platform.android.push import AndroidNotifications
    from citizen_mobile.platform.notifications import CHANNELS

    for kind in CHANNELS:
        assert phone.channel(kind) == kind
    assert phone.channel("of-next-year") == "information"
    AndroidNotifications().name_channels("en")
    assert phone.remembered.get("language") == "en"


@story
def a_link_is_told_once_and_not_again_from_the_list_of_recent_apps(phone: Any) -> None:
    from jnius import autoclass

    from citizen_mobile.platform.android.push import AndroidNotifications

    intent = autoclass("vn.daknong.daknongc.FakeIntent")
    phone.startedBy = intent("daknong://article/mua-lon", "", False)
    notifications = AndroidNotifications()
    assert notifications.opened_link() == "daknong://article/mua-lon"
    assert notifications.opened_link() == ""
    heard: list[str] = []
    notifications.watch_links(heard.append)
    phone.open(intent("", "daknong://inbox/9", False))  # posted by Firebase's library
    phone.open(intent("https://dichvu.example/app/report/PA-1", "", False))
    phone.open(intent("daknong://inbox/9", "", True))
    phone.open(intent("", "", False))
    assert heard == ["daknong://inbox/9", "daknong://report/PA-1"]


@story
def the_network_is_told_when_it_returns_and_only_then(phone: Any) -> None:
    from citizen_mobile.platform.android.senses import AndroidNetwork

    heard: list[str] = []
    network = AndroidNetwork()
    network.watch(lambda: heard.append("returned"))
    phone.network.onAvailable(None)  # Android tells of the one that is there
    assert heard == []
    phone.network.onLost(None)
    phone.network.onAvailable(None)
    phone.network.onAvailable(None)  # from Wi-Fi to the mobile network
    assert heard == ["returned"]
    network.stop()
    assert phone.network is None


@story
def photos_are_told_to_who_waits_or_kept_for_the_next_start(phone: Any) -> None:
    from jnius import autoclass

    from citizen_mobile.platform.android.capture import AndroidCamera

    heard: list[list[Path]] = []
    camera = AndroidCamera()
    assert camera.can_take is False
    camera.take(heard.append)
    assert phone.started == 1
    autoclass("vn.daknong.daknongc.PhotoActivity")().onRequestPermissionsResult(1, [], [])  # refused
    assert heard == [[]]
    phone.photoComesLate("/a.jpg")
    phone.photoComesLate("/b.jpg\n/c.jpg")
    assert camera.leftovers() == [Path("/a.jpg"), Path("/b.jpg"), Path("/c.jpg")]
    assert camera.leftovers() == []


@story
def notifications_are_asked_for_as_long_as_the_system_can_ask(phone: Any) -> None:
    from citizen_mobile.platform.android.push import AndroidNotifications

    notifications = AndroidNotifications()
    assert notifications.state() == "granted"
    phone.showsNotifications = False
    assert notifications.state() == "ask"
    answers: list[bool] = []
    notifications.ask(answers.append)
    assert (phone.started, answers) == (1, [])
    assert notifications.state() == "denied"
    phone.allowed.add("POST_NOTIFICATIONS")
    notifications.ask(answers.append)
    assert answers == [True]


@story
def places_texts_and_pictures_are_measured_right(phone: Any) -> None:
    from citizen_mobile.platform.android.senses import _tell
    from citizen_mobile.platform.location import Fix

    found: list[Fix] = []
    failed: list[str] = []
    for answer in (phone.told(12.00461, 107.68742, 18.4), "denied", "off", "timeout"):
        _tell(answer, found.append, failed.append)
    assert found == [Fix(12.00461, 107.68742, 18.0)]
    assert failed == ["denied", "off", "timeout"]
    text = "Trời mưa. " * 30 + "x" * 60
    parts = list(phone.cut(text, 50))
    assert max(map(len, parts)) <= 50
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")
    assert parts[0].endswith("mưa.")
    assert [phone.sample(*size, 1920) for size in ((1920, 1080), (3839, 100), (3840, 2160), (8000, 6000))] == [
        1,
        1,
        2,
        4,
    ]


@story
def a_place_is_told_once_and_nobody_listens_on(phone: Any) -> None:
    from citizen_mobile.platform.android.java import hear

    heard: list[str] = []
    places = phone.locations
    phone.look(hear(heard.append))
    assert len(list(places.listening)) == 2
    places.tell(12.00461, 107.68742)
    assert heard == ["12.004610,107.687420,18"]
    assert list(places.listening) == []
    places.know(12.5, 107.5, 10_000)  # asked a moment ago by another app
    phone.look(hear(heard.append))
    assert heard[1:] == ["12.500000,107.500000,18"]
    assert list(places.listening) == []
    places.know(12.5, 107.5, 600_000)  # too old to say "here"
    phone.look(hear(heard.append))
    assert len(heard) == 2
    places.tell(12.0, 107.0)
    places.isOn = False
    phone.look(hear(heard.append))
    assert heard[2:] == ["12.000000,107.000000,18", "off"]


@story
def each_bridge_finds_its_java_method(phone: Any) -> None:
    """What these start on a phone is another window: here it is only counted."""
    from citizen_mobile.platform.android import android_platform

    platform = android_platform()
    assert platform.name == "android"
    started = iter(range(1, 9))
    platform.camera.pick(3, list)
    assert phone.started == next(started)
    platform.scanner.scan(str, "Đưa mã vào khung")
    assert phone.started == next(started)
    assert platform.sharing.text("Tránh suối. https://daknong.example/x", "Cảnh báo") is True
    assert phone.started == next(started)
    assert platform.location.must_ask() is True
    platform.location.here(lambda _fix: None, lambda _why: None)  # asks for the permission
    assert phone.started == next(started)
    platform.notifications.open_settings()
    assert phone.started == next(started)
    platform.phone.call("0261 3 544 000")
    assert phone.started == next(started)
    phone.allowed.add("ACCESS_COARSE_LOCATION")
    assert platform.location.must_ask() is False
    platform.speech.speak("Trời mưa.", "vi", lambda _well: None)
    platform.speech.stop()


if __name__ == "__main__":
    classpath, name, folder = sys.argv[1:]
    jnius_config.set_classpath(*classpath.split(":"))
    jnius_config.add_options("-Xshare:auto", "-XX:TieredStopAtLevel=1")
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "mobile_kivy"))

    from jnius import autoclass

    STORIES[name](autoclass("vn.daknong.daknongc.FakePhone")(folder))
    print("held")
