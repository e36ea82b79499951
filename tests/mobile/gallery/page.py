"""The page that shows the gallery in a browser: contact sheets, whole screens, differences, faults."""

from __future__ import annotations

from html import escape
from pathlib import Path

from tests.mobile.gallery.looks import LANGUAGES, LOOKS

STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem; background: #f4efe8; color: #231a15 }
h2 { margin: 2.5rem 0 .4rem } img { background: #fff; max-width: 100% } figure { margin: .6rem 0 }
.columns { display: grid; grid-template-columns: repeat(6, 180px); text-align: center; font-size: 13px; color: #5f5147 }
.whole { display: flex; gap: 8px; overflow-x: auto; align-items: flex-start } .whole img { width: 180px }
.fault { color: #a8201c; white-space: pre-wrap } .same { color: #1e6a3c } nav a { margin-right: .8rem }
"""


def write_page(folder: Path, verdicts: dict[str, str], faults: dict[str, list[str]]) -> Path:
    """`verdicts`: for each screen what the comparison said, empty when it is as it was kept."""
    parts = [f"<!doctype html><meta charset=utf-8><title>DAKNONG-C: every screen</title><style>{STYLE}</style>"]
    parts.append(f"<h1>{len(verdicts)} screens × {len(LOOKS)} looks × {len(LANGUAGES)} languages</h1>")
    parts.append("<nav>" + " ".join(f'<a href="#{name}">{name}</a>' for name in verdicts) + "</nav>")
    parts += [_screen(folder, name, verdict, faults.get(name, [])) for name, verdict in verdicts.items()]
    page = folder / "index.html"
    page.write_text("\n".join(parts), encoding="utf-8")
    return page


def _screen(folder: Path, name: str, verdict: str, faults: list[str]) -> str:
    said = f'<p class="fault">{escape(verdict)}</p>' if verdict else '<p class="same">as it was kept</p>'
    columns = "".join(f"<span>{look}</span>" for look in LOOKS)
    wrong = "".join(f'<p class="fault">{escape(line)}</p>' for line in faults)
    sheets = [f"{name}.webp", *(file for file in (f"{name}-differs.png",) if (folder / file).exists())]
    shown = "".join(f'<figure><img src="{file}" alt="{escape(name)}"></figure>' for file in sheets)
    whole = "".join(
        f'<a href="{file.name}"><img src="{file.name}" loading="lazy"></a>' for file in _whole(folder, name)
    )
    scroll = f"<details><summary>the whole scroll</summary><div class=whole>{whole}</div></details>" if whole else ""
    return f'<h2 id="{name}">{name}</h2>{said}{wrong}<div class=columns>{columns}</div>{shown}{scroll}'


def _whole(folder: Path, name: str) -> list[Path]:
    return [
        file
        for language in LANGUAGES
        for look in LOOKS
        if (file := folder / f"{name}-{language}-{look.palette}-{look.scale:g}.webp").exists()
    ]
