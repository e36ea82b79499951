"""`make app-gallery`: draw every screen in every look and language, check it, compare it with what was kept.

make app-gallery                             # contact sheets and a page in .data/gallery/; fails on any difference
make app-gallery ARGS=--keep                 # keep what is drawn now as tests/mobile/pictures/*.webp
make app-gallery ARGS="--only home,news"     # these screens alone (the walk still passes through the others)
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from pathlib import Path

from tests.mobile import offscreen  # noqa: F401  (before Kivy)
from tests.mobile.gallery.looks import LANGUAGES
from tests.mobile.gallery.page import write_page
from tests.mobile.gallery.sheets import KEPT, Sheet
from tests.mobile.gallery.survey import Sight, survey
from tests.mobile.walk import WALK

ROOT = Path(__file__).resolve().parents[3]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make app-gallery", description=__doc__.splitlines()[0])
    parser.add_argument("--keep", action="store_true", help="keep what is drawn now, and forget screens that are gone")
    parser.add_argument("--only", default="", help="names of screens, with commas between")
    parser.add_argument("--out", type=Path, default=ROOT / ".data" / "gallery")
    return parser.parse_args()


def main() -> int:
    asked = arguments()
    began = time.monotonic()
    asked.out.mkdir(parents=True, exist_ok=True)
    for old in [*asked.out.glob("*.webp"), *asked.out.glob("*.png")]:
        old.unlink()
    wanted = asked.only.split(",") if asked.only else list(WALK)
    sheets, faults = _draw(wanted, asked.out)
    if asked.keep:
        _keep(sheets, forget_others=not asked.only)
    verdicts = {name: _verdict(name, sheet, asked.out) for name, sheet in sheets.items()}
    page = write_page(asked.out, verdicts, faults)
    return _report(page, verdicts, faults, time.monotonic() - began)


def _draw(wanted: list[str], folder: Path) -> tuple[dict[str, Sheet], dict[str, list[str]]]:
    sheets: dict[str, Sheet] = {name: Sheet() for name in WALK if name in wanted}
    faults: dict[str, list[str]] = defaultdict(list)
    for language in LANGUAGES:
        for sight in survey(language, whole=True, wanted=sheets):
            sheets[sight.screen].put(language, sight.look, sight.window)
            _keep_whole(sight, folder)
            where = f"{sight.look} {language}"
            faults[sight.screen] += [f"{where}: {line}" for lines in sight.faults.values() for line in lines]
    return sheets, faults


def _keep_whole(sight: Sight, folder: Path) -> None:
    name = f"{sight.screen}-{sight.language}-{sight.look.palette}-{sight.look.scale:g}.webp"
    if sight.whole is not None:
        sight.whole.save(folder / name, quality=60, method=0)


def _keep(sheets: dict[str, Sheet], *, forget_others: bool) -> None:
    for name, sheet in sheets.items():
        sheet.keep(name)
    for file in KEPT.glob("*.webp") if forget_others else ():
        if file.stem not in WALK:
            file.unlink()


def _verdict(name: str, sheet: Sheet, folder: Path) -> str:
    sheet.keep(name, folder)
    kept = Sheet.kept(name)
    if kept is None:
        return "never kept"
    different = sheet.different_from(kept)
    if different:
        sheet.marked(kept).save(folder / f"{name}-differs.png")
    return f"differs: {', '.join(different)}" if different else ""


def _report(page: Path, verdicts: dict[str, str], faults: dict[str, list[str]], seconds: float) -> int:
    different = {name: verdict for name, verdict in verdicts.items() if verdict}
    wrong = [f"{name} {line}" for name, lines in faults.items() for line in lines]
    for line in [*(f"{name}: {verdict}" for name, verdict in different.items()), *wrong]:
        print(line)
    size = sum(file.stat().st_size for file in KEPT.glob("*.webp"))
    print(f"{len(verdicts)} screens in {seconds:.0f} s, {len(different)} differ, {len(wrong)} faults;", end=" ")
    print(f"kept pictures {size / 1e6:.2f} MB; file://{page}")
    return 1 if different or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
