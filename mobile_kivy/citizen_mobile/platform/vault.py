"""Where the refresh token rests: the Keystore's on a phone, a file for the owner alone on a desktop."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from citizen_mobile.client.tokens import FileVault, Vault


class OpenVault(Protocol):
    """Opens the vault whose data, if any, lies in `folder`."""

    def __call__(self, folder: Path) -> Vault: ...


def open_file_vault(folder: Path) -> Vault:
    """The desktop's: no better guarded than the owner's other files, and the settings say so."""
    return FileVault(folder / "session")
