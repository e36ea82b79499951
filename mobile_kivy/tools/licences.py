"""Write `citizen_mobile/licences.json`: everything that is on board of the phone, its version, and its terms whole.

python mobile_kivy/tools/licences.py

What comes from PyPI is asked for its own files; what python-for-android compiles is in `licence_texts/`, by hand.
"""

from __future__ import annotations

import json
import re
from importlib import metadata
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
TARGET = HERE.parent / "citizen_mobile" / "licences.json"

# As buildozer.spec requires them, with what requests brings: name in the list → licence if the package does not say it.
PACKAGES = {
    "Kivy": "MIT",
    "requests": "",
    "urllib3": "",
    "idna": "",
    "certifi": "",
    "charset-normalizer": "",
    "filetype": "MIT",
    "six": "MIT",
}

# name, its requirement in buildozer.spec (which pins the version), licence, file in licence_texts
COMPILED = [
    ("Python", "python3", "PSF-2.0", "psf.txt"),
    ("PyJNIus", "pyjnius", "MIT", "pyjnius.txt"),
    ("SDL2, SDL2_image, SDL2_mixer, SDL2_ttf", "", "Zlib", "sdl2.txt"),
    ("FreeType", "", "FTL", "freetype.txt"),
    ("SQLite", "sqlite3", "Public domain", "sqlite.txt"),
    ("libffi", "", "MIT", "libffi.txt"),
    ("OpenSSL", "openssl", "Apache-2.0", ""),
    ("Roboto", "", "Apache-2.0", ""),
]


def collected() -> dict[str, Any]:
    """`parts` in their order, and each text once under a key."""
    apache = (REPOSITORY / "LICENSE").read_text(encoding="utf-8")
    rows = [("DAKNONG-C", _own_version(), "Apache-2.0", apache)]
    rows += [_package(name, licence) for name, licence in PACKAGES.items()]
    pinned = requirements()
    for name, requirement, licence, file in COMPILED:
        text = (HERE / "licence_texts" / file).read_text(encoding="utf-8") if file else apache
        rows.append((name, pinned.get(requirement, ""), licence, text))
    texts = {text: f"t{number}" for number, text in enumerate(dict.fromkeys(row[3] for row in rows))}
    parts = [
        {"name": name, "version": version, "licence": licence, "text": texts[text]}
        for name, version, licence, text in rows
    ]
    return {"parts": parts, "texts": {key: text for text, key in texts.items()}}


def requirements() -> dict[str, str]:
    """What buildozer.spec puts on the phone, each with its pinned version or an empty one."""
    spec = (HERE.parent / "buildozer.spec").read_text(encoding="utf-8")
    line = next(row for row in spec.splitlines() if row.startswith("requirements"))
    parts = (part.strip().partition("==") for part in line.partition("=")[2].split(","))
    return {name: version for name, _, version in parts}


def _package(name: str, licence: str) -> tuple[str, str, str, str]:
    found = metadata.distribution(name)
    files = [file for file in found.files or [] if re.match(r"(LICEN[CS]E|COPYING|NOTICE)", file.name, re.IGNORECASE)]
    if not files:
        raise SystemExit(f"{name} brings no licence file")
    said = licence or found.metadata.get("License-Expression") or found.metadata.get("License") or ""
    text = "\n\n".join(Path(str(file.locate())).read_text(encoding="utf-8").strip() for file in sorted(files, key=str))
    return name, found.version, said, text


def _own_version() -> str:
    source = (HERE.parent / "citizen_mobile" / "__init__.py").read_text(encoding="utf-8")
    return re.search(r'__version__ = "([^"]+)"', source)[1]  # type: ignore[index]


def main() -> None:
    """Write the file."""
    TARGET.write_text(json.dumps(collected(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
