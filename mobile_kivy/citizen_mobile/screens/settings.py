"""Language, text size, colours, motion, data: seen at once. And the ways to what is kept and to notices."""

from __future__ import annotations

from citizen_mobile.screens.base import AppScreen, load_kv

load_kv("settings")


class SettingsScreen(AppScreen):
    """All of it stands in settings.kv: each control follows what it changes."""
