"""Colours by role. Đắk Nông's own: red basalt earth, coffee, forest, paper. No Kivy here, so that contrast is tested.

A role named `x_ink` is what may be written on `x` (`on_x` would be taken by Kivy for the handler of a change of `x`).
`PAIRS` lists every pair that is used, with the contrast that it needs (WCAG 2.2: 4.5 for text, 3 for icons and borders
that carry meaning; the high-contrast palette needs 7 for text).
"""

from __future__ import annotations

LIGHT = {
    "bg": "#F7F2EA",
    "surface": "#FFFFFF",
    "surface_alt": "#EFE6DA",
    "ink": "#231A15",
    "ink_soft": "#5F5147",
    "line": "#E2D6C6",
    "line_strong": "#8B7A6A",
    "header": "#7A2E16",
    "header_deep": "#4E1C0E",
    "header_ink": "#FFFFFF",
    "header_ink_soft": "#F6DDCF",
    "action": "#1F5A41",
    "action_ink": "#FFFFFF",
    "action_soft": "#DFECE3",
    "action_soft_ink": "#174632",
    "accent": "#A23C17",
    "accent_soft": "#F8E3D8",
    "accent_soft_ink": "#7A2A0E",
    "good": "#1E6A3C",
    "good_soft": "#DDEFE1",
    "wait": "#7A5200",
    "wait_soft": "#FBECC8",
    "bad": "#A8201C",
    "bad_soft": "#FBE1DE",
    "info": "#1D5580",
    "info_soft": "#DDEBF6",
    "quiet": "#574B43",
    "quiet_soft": "#EAE2D8",
    "nav": "#FFFFFF",
    "nav_ink": "#5F5147",
    "nav_on": "#8C3314",
    "level_1": "#1B5F86",
    "level_2": "#7A5200",
    "level_3": "#A8460A",
    "level_4": "#AE1E1A",
    "level_5": "#6B2A8C",
    "level_ink": "#FFFFFF",
}

DARK = {
    "bg": "#15110E",
    "surface": "#211B17",
    "surface_alt": "#2E2620",
    "ink": "#F5EDE4",
    "ink_soft": "#C7B9AA",
    "line": "#3A3029",
    "line_strong": "#94857A",
    "header": "#3A1A10",
    "header_deep": "#1F0E08",
    "header_ink": "#FFF4EC",
    "header_ink_soft": "#E9CDBD",
    "action": "#8FD3B1",
    "action_ink": "#06281A",
    "action_soft": "#1E3A2D",
    "action_soft_ink": "#B9E8CF",
    "accent": "#F2A480",
    "accent_soft": "#45241A",
    "accent_soft_ink": "#FBCDB8",
    "good": "#8AD5A2",
    "good_soft": "#1D3826",
    "wait": "#F0C869",
    "wait_soft": "#3E3115",
    "bad": "#FFAAA2",
    "bad_soft": "#4A1F1C",
    "info": "#9ACBF0",
    "info_soft": "#1B3346",
    "quiet": "#D2C6BA",
    "quiet_soft": "#352D27",
    "nav": "#1C1713",
    "nav_ink": "#C7B9AA",
    "nav_on": "#F2A480",
    "level_1": "#1B5F86",
    "level_2": "#7A5200",
    "level_3": "#A8460A",
    "level_4": "#AE1E1A",
    "level_5": "#6B2A8C",
    "level_ink": "#FFFFFF",
}

HIGH = {
    "bg": "#000000",
    "surface": "#000000",
    "surface_alt": "#161616",
    "ink": "#FFFFFF",
    "ink_soft": "#F0F0F0",
    "line": "#FFFFFF",
    "line_strong": "#FFFFFF",
    "header": "#000000",
    "header_deep": "#000000",
    "header_ink": "#FFFFFF",
    "header_ink_soft": "#FFF1B8",
    "action": "#FFD84A",
    "action_ink": "#000000",
    "action_soft": "#1F1A00",
    "action_soft_ink": "#FFE27A",
    "accent": "#FFB37A",
    "accent_soft": "#241200",
    "accent_soft_ink": "#FFC79E",
    "good": "#8CF0AE",
    "good_soft": "#001F0C",
    "wait": "#FFE27A",
    "wait_soft": "#1F1A00",
    "bad": "#FFB5AE",
    "bad_soft": "#2B0000",
    "info": "#A8DBFF",
    "info_soft": "#001A2B",
    "quiet": "#FFFFFF",
    "quiet_soft": "#161616",
    "nav": "#000000",
    "nav_ink": "#FFFFFF",
    "nav_on": "#FFD84A",
    "level_1": "#A8DBFF",
    "level_2": "#FFE27A",
    "level_3": "#FFB37A",
    "level_4": "#FFB5AE",
    "level_5": "#E7C2FF",
    "level_ink": "#000000",
}

PALETTES = {"light": LIGHT, "dark": DARK, "high": HIGH}

TEXT, SHAPE = 4.5, 3.0

PAIRS: list[tuple[str, str, float]] = [
    *[(ink, ground, TEXT) for ink in ("ink", "ink_soft") for ground in ("bg", "surface", "surface_alt")],
    *[("accent", ground, TEXT) for ground in ("bg", "surface", "surface_alt")],
    *[("action", ground, TEXT) for ground in ("bg", "surface", "surface_alt")],
    *[("bad", ground, TEXT) for ground in ("bg", "surface")],
    *[(f"{ground}_ink", ground, TEXT) for ground in ("header", "action", "action_soft", "accent_soft")],
    ("header_ink", "header_deep", TEXT),
    ("header_ink_soft", "header", TEXT),
    ("header_ink_soft", "header_deep", TEXT),
    *[(tone, f"{tone}_soft", TEXT) for tone in ("good", "wait", "bad", "info", "quiet")],
    *[("ink", f"{tone}_soft", TEXT) for tone in ("good", "wait", "bad", "info", "quiet")],
    *[("surface", tone, TEXT) for tone in ("good", "wait", "bad", "info", "quiet")],  # the map's markers
    ("nav_ink", "nav", TEXT),
    ("nav_on", "nav", TEXT),
    *[("level_ink", f"level_{level}", TEXT) for level in range(1, 6)],
    ("line_strong", "bg", SHAPE),
    ("line_strong", "surface", SHAPE),
]


def luminance(color: str) -> float:
    """Relative luminance of `#RRGGBB` (WCAG 2.2)."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
