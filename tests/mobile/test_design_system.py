"""Contrast is measured, not felt; every word has its Vietnamese; every icon that is named is drawn."""

from __future__ import annotations

import gettext
import io
import re
import runpy
from pathlib import Path

import pytest

from citizen_mobile.locale import po
from citizen_mobile.theme.icons.drawings import ICONS
from citizen_mobile.theme.palettes import PAIRS, PALETTES, TEXT, contrast

APP = Path(__file__).resolve().parents[2] / "mobile_kivy"
PACKAGE = APP / "citizen_mobile"
TEXT_IN_HIGH_CONTRAST = 7.0


@pytest.mark.parametrize("name", PALETTES)
def test_every_pair_in_use_has_the_contrast_that_it_needs(name: str) -> None:
    palette = PALETTES[name]
    weak = []
    for ink, ground, least in PAIRS:
        need = TEXT_IN_HIGH_CONTRAST if name == "high" and least == TEXT else least
        found = contrast(palette[ink], palette[ground])
        if found < need:
            weak.append(f"{ink} on {ground}: {found:.2f} < {need}")
    assert weak == []


def test_the_measure_itself_is_right() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_palettes_have_the_same_roles_and_none_that_kivy_takes_for_a_handler() -> None:
    roles = [set(palette) for palette in PALETTES.values()]
    assert roles[0] == roles[1] == roles[2]
    assert not [role for role in roles[0] if role.startswith("on_")]


def test_every_message_has_its_vietnamese() -> None:
    messages = runpy.run_path(str(APP / "tools" / "messages.py"))
    assert messages["untranslated"]() == []
    assert len(messages["used"]()) > 150


def test_translations_keep_their_placeholders() -> None:
    catalogue = po.parse((PACKAGE / "locale/vi/LC_MESSAGES/app.po").read_text(encoding="utf-8"))
    wrong = [
        source
        for source, text in catalogue.items()
        if source and set(re.findall(r"{\w+}", source)) != set(re.findall(r"{\w+}", text))
    ]
    assert wrong == []


def test_the_compiled_catalogue_says_what_the_source_says() -> None:
    catalogue = po.parse((PACKAGE / "locale/vi/LC_MESSAGES/app.po").read_text(encoding="utf-8"))
    compiled = gettext.GNUTranslations(io.BytesIO(po.compile_mo(catalogue)))
    assert {key: compiled.gettext(key) for key in catalogue if key} == {k: v for k, v in catalogue.items() if k}


def test_every_icon_that_is_named_is_drawn() -> None:
    named: set[str] = set()
    for file in [*PACKAGE.glob("screens/*"), *PACKAGE.glob("theme/*.kv"), *PACKAGE.glob("theme/*.py")]:
        if file.suffix in (".kv", ".py"):
            text = file.read_text(encoding="utf-8")
            named |= set(re.findall(r'\b(?:icon|action_icon)(?:=|: )"(\w+)"', text))
            named |= set(re.findall(r'\bname: "(\w+)"\n\s+tint', text))
    assert named - set(ICONS) == set()
    assert len(named) > 25


def test_icons_on_the_sheet_are_those_that_are_drawn() -> None:
    import json

    places = json.loads((PACKAGE / "theme/icons/icons.json").read_text())
    assert list(places) == list(ICONS)


def test_the_client_layer_imports_no_kivy() -> None:
    for file in PACKAGE.glob("client/*.py"):
        assert not re.search(r"^\s*(import|from) kivy", file.read_text(encoding="utf-8"), re.MULTILINE), file.name


def test_the_app_imports_nothing_of_the_server() -> None:
    for file in PACKAGE.rglob("*.py"):
        said = re.findall(r"^\s*(?:import|from) (backend|notifications|django)\b", file.read_text(), re.MULTILINE)
        assert said == [], file.name


def test_no_rule_looks_into_a_childs_ids() -> None:
    """A rule that follows `self.ids.x` of a child keeps it alive for ever; `tall` tells what its height would be."""
    looking = [file.name for file in PACKAGE.rglob("*.kv") if "self.ids." in file.read_text(encoding="utf-8")]
    assert looking == []
