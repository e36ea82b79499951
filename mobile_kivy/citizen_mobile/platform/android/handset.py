"""The phone's choice of colours and whether its network is metered, asked of Android itself."""

from __future__ import annotations

from jnius import cast  # type: ignore

from citizen_mobile.platform.android.java import activity

# android.content.res.Configuration
NIGHT_MASK, NIGHT_NO, NIGHT_YES = 0x30, 0x10, 0x20


class AndroidHandset:
    """Asked anew each time: people change both while the app sleeps."""

    def prefers_dark(self) -> bool | None:
        night = activity().getResources().getConfiguration().uiMode & NIGHT_MASK
        return {NIGHT_NO: False, NIGHT_YES: True}.get(night)

    def on_mobile_data(self) -> bool:
        """Needs ACCESS_NETWORK_STATE, which the app has."""
        manager = cast("android.net.ConnectivityManager", activity().getSystemService("connectivity"))
        return bool(manager.isActiveNetworkMetered())
