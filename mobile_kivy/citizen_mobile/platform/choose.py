"""The set of twins for the machine that the app runs on; tests put their own in its place."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from citizen_mobile.platform.camera import Camera, DesktopCamera
from citizen_mobile.platform.handset import DesktopHandset, Handset
from citizen_mobile.platform.location import DesktopLocation, Location
from citizen_mobile.platform.network import DesktopNetwork, Network
from citizen_mobile.platform.notifications import DesktopNotifications, Notifications
from citizen_mobile.platform.phone import Phone
from citizen_mobile.platform.scanner import DesktopScanner, Scanner
from citizen_mobile.platform.sharing import DesktopSharing, Sharing
from citizen_mobile.platform.speech import DesktopSpeech, Speech
from citizen_mobile.platform.vault import OpenVault, open_file_vault


@dataclass
class Platform:
    """One of each; by default the desktop's."""

    name: str = "desktop"  # as the server's devices have it: desktop or android
    open_vault: OpenVault = open_file_vault
    camera: Camera = field(default_factory=DesktopCamera)
    location: Location = field(default_factory=DesktopLocation)
    speech: Speech = field(default_factory=DesktopSpeech)
    scanner: Scanner = field(default_factory=DesktopScanner)
    sharing: Sharing = field(default_factory=DesktopSharing)
    phone: Phone = field(default_factory=Phone)
    notifications: Notifications = field(default_factory=DesktopNotifications)
    network: Network = field(default_factory=DesktopNetwork)
    handset: Handset = field(default_factory=DesktopHandset)


_chosen: Platform | None = None


def get() -> Platform:
    """The platform of this process."""
    global _chosen
    if _chosen is None:
        _chosen = _made()
    return _chosen


def use(platform: Platform | None) -> None:
    """From now on `get` answers this one; None: chosen anew."""
    global _chosen
    _chosen = platform


def _made() -> Platform:
    if "ANDROID_ARGUMENT" not in os.environ:  # as python-for-android sets it
        return Platform()
    from citizen_mobile.platform.android import android_platform  # imports pyjnius, which a desktop need not have

    return android_platform()
