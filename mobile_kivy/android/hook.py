"""What python-for-android's templates have no place for. buildozer.spec names this file as `p4a.hook`.

DAKNONG_API_URL          the server that the built app talks to; a release needs it, with https
DAKNONG_GOOGLE_SERVICES  the google-services.json of the Firebase project; without it the app has no pushes
DAKNONG_LINK_HOST        a host whose https://HOST/app/… links open the app
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

HERE = Path(__file__).resolve().parent
PACKAGE = "vn.daknong.daknongc"
MANIFEST = Path("src/main/AndroidManifest.xml")
RESOURCES = Path("src/main/res")
DEBUG_API = "http://10.0.2.2:8000/api/v1/"  # the developer's machine, seen from the emulator


def before_apk_build(tc: Any) -> None:
    """Put the server's address beside main.py, and say what to leave out, before the app is packed."""
    arguments = tc.args.unknown_args
    private = Path(arguments[arguments.index("--private") + 1])
    url = api_url(os.environ.get("DAKNONG_API_URL", ""), is_debug=is_debug(tc))
    (private / "server.json").write_text(json.dumps({"api_url": url}) + "\n", encoding="ascii")
    leave_out(Path("blacklist.txt"))


def before_apk_assemble(tc: Any) -> None:
    """Complete the manifest and the resources that were rendered; the working directory is the dist's."""
    text = complete(MANIFEST.read_text(encoding="utf-8"), os.environ.get("DAKNONG_LINK_HOST", ""))
    MANIFEST.write_text(text, encoding="utf-8")
    if is_debug(tc):
        security = (HERE / "manifest" / "network_security_debug.xml").read_text(encoding="utf-8")
        (RESOURCES / "xml" / "network_security.xml").write_text(security, encoding="utf-8")
    services = os.environ.get("DAKNONG_GOOGLE_SERVICES", "")
    if services:
        values = firebase_values(json.loads(Path(services).read_text(encoding="utf-8")))
        (RESOURCES / "values" / "firebase.xml").write_text(values, encoding="utf-8")
    else:
        print("DAKNONG_GOOGLE_SERVICES is not set: this build gets no pushes.")


def leave_out(listed: Path) -> None:
    """Add our patterns to the dist's list, once: the dist serves many builds."""
    ours = [line for line in (HERE / "left_out.txt").read_text(encoding="ascii").splitlines() if line[:1] != "#"]
    known = listed.read_text(encoding="utf-8") if listed.exists() else ""
    # A pattern that begins with ^ is taken as it is written.
    listed.write_text(known + "".join(f"^{line}\n" for line in ours if f"^{line}\n" not in known), encoding="utf-8")


def is_debug(tc: Any) -> bool:
    return bool(tc.args.build_mode == "debug")


def api_url(wanted: str, *, is_debug: bool) -> str:
    """The server of this build. People's tokens do not go over an open line, nor to nowhere."""
    if is_debug:
        return wanted or DEBUG_API
    if not wanted.startswith("https://"):
        raise SystemExit("A release talks to a server over https: set DAKNONG_API_URL=https://…/api/v1/")
    return wanted


def complete(manifest: str, link_host: str = "") -> str:
    """The manifest with our service, provider, activities and, if there is a host, its links."""
    if PACKAGE + ".PushService" in manifest:
        return manifest
    ours = (HERE / "manifest" / "application.xml").read_text(encoding="utf-8")
    manifest = _once(manifest, "</application>", ours + "    </application>")
    manifest = _once(manifest, '"@style/KivySupportCutout"', '"@style/AppWindow"')
    if link_host:
        manifest = _once(manifest, "</activity>", _links(link_host) + "        </activity>")
    ET.fromstring(manifest)  # noqa: S314  (our own text); not well-formed: said here, not by gradle minutes later
    return manifest


def firebase_values(services: dict[str, Any]) -> str:
    """The resources from which Firebase reads its options, as Google's gradle plugin would write them."""
    client = _client(services)
    project = services["project_info"]
    values = {
        "google_app_id": client["client_info"]["mobilesdk_app_id"],
        "gcm_defaultSenderId": project["project_number"],
        "google_api_key": client["api_key"][0]["current_key"],
        "project_id": project["project_id"],
    }
    lines = [f'    <string name="{name}" translatable="false">{escape(text)}</string>' for name, text in values.items()]
    return "\n".join(['<?xml version="1.0" encoding="utf-8"?>', "<resources>", *lines, "</resources>", ""])


def _client(services: dict[str, Any]) -> dict[str, Any]:
    for client in services["client"]:
        if client["client_info"]["android_client_info"]["package_name"] == PACKAGE:
            found: dict[str, Any] = client
            return found
    raise SystemExit(f"DAKNONG_GOOGLE_SERVICES names a Firebase project without the app {PACKAGE}.")


def _links(host: str) -> str:
    return (
        '            <intent-filter android:autoVerify="true">\n'
        '                <action android:name="android.intent.action.VIEW" />\n'
        '                <category android:name="android.intent.category.DEFAULT" />\n'
        '                <category android:name="android.intent.category.BROWSABLE" />\n'
        f'                <data android:scheme="https" android:host={quoteattr(host)} android:pathPrefix="/app/" />\n'
        "            </intent-filter>\n"
    )


def _once(text: str, place: str, with_this: str) -> str:
    """Replace the first `place`; its absence means that python-for-android's template is not the one that was read."""
    if place not in text:
        raise SystemExit(f"python-for-android's manifest has no {place!r}: look at android/hook.py")
    return text.replace(place, with_this, 1)
