"""What other apps do for us."""

from __future__ import annotations

from citizen_mobile.platform.android.java import activity, ours


def open_uri(uri: str) -> bool:
    """False when no app on the phone opens such an address."""
    opened: bool = ours("Outside").open(activity(), uri)
    return opened


class AndroidSharing:
    """The share sheet."""

    def __init__(self) -> None:
        self._outside = ours("Outside")

    def text(self, text: str, title: str = "") -> bool:
        shared: bool = self._outside.share(activity(), text, title)
        return shared
