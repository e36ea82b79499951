"""The phone's side: the Java classes of mobile_kivy/android/src, spoken to by pyjnius. Imported on Android alone."""

from __future__ import annotations

from citizen_mobile.platform.android.capture import AndroidCamera, AndroidScanner
from citizen_mobile.platform.android.handset import AndroidHandset
from citizen_mobile.platform.android.outside import AndroidSharing, open_uri
from citizen_mobile.platform.android.push import AndroidNotifications
from citizen_mobile.platform.android.senses import AndroidLocation, AndroidNetwork, AndroidSpeech
from citizen_mobile.platform.android.vault import open_keystore_vault
from citizen_mobile.platform.choose import Platform
from citizen_mobile.platform.phone import Phone


def android_platform() -> Platform:
    """Called once, on the thread that Java started: classes of the app are found from there alone."""
    return Platform(
        name="android",
        open_vault=open_keystore_vault,
        camera=AndroidCamera(),
        location=AndroidLocation(),
        speech=AndroidSpeech(),
        scanner=AndroidScanner(),
        sharing=AndroidSharing(),
        phone=Phone(open_uri, has_maps_app=True),
        notifications=AndroidNotifications(),
        network=AndroidNetwork(),
        handset=AndroidHandset(),
    )
