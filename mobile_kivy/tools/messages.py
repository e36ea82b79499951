"""List the messages of the app that have no Vietnamese yet, as .po entries to fill in; fails if there are any.

python mobile_kivy/tools/messages.py
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "citizen_mobile"
sys.path.insert(0, str(PACKAGE.parent))

from citizen_mobile.locale import po  # noqa: E402

CALL = re.compile(r"""\btr\(\s*"((?:[^"\\]|\\.)*)"\s*\)""")
# Both forms of words with a number.
FORMS = re.compile(r'''(?:\bcounted\(|one, many = )"([^"]+)", "([^"]+)"''')
# Words that reach `tr` through a table.
TABLES = {
    "screens/inbox.py": re.compile(r'^    \("\w*", "([^"]+)"\),$', re.MULTILINE),
    "screens/notice.py": re.compile(r'^    "\w+": "([^"]+)",$', re.MULTILINE),
    "screens/preferences.py": re.compile(r'(?:^    "\w+": |^GROUPS.*?\("\w+", |\("news", )"([^"]+)"', re.MULTILINE),
    "screens/emergency.py": re.compile(r'^    \("\d+", "([^"]+)", "([^"]+)"\),$', re.MULTILINE),
    "screens/procedure.py": re.compile(r'"\w+": \("\w+", "([^"]+)"\)'),
    "viewmodels/report_form.py": re.compile(r'problems\["\w+"\] = "([^"]+)"'),
    "viewmodels/outbox.py": re.compile(
        r'^    "\w*": "([^"]+)",$|reason or "(The [^"]+)"|reason_code, "([^"]+)"', re.MULTILINE
    ),
    "screens/places_found.py": re.compile(r'^    [A-Z]+: "([^"]+)",$', re.MULTILINE),
    "screens/report.py": re.compile(r'^    "\w+": "([^"]+)",$', re.MULTILINE),
    "screens/waiting.py": re.compile(r'^    "\w+": \("([^"]+)", "\w+"\),$|item.kind, \("([^"]+)"', re.MULTILINE),
    "screens/answers.py": re.compile(
        r'^STARS = \("([^"]+)", "([^"]+)", "([^"]+)", "([^"]+)", "([^"]+)"\)$', re.MULTILINE
    ),
    "theme/composites.py": re.compile(r'^    "\w+": \(\s*"\w+",\s*"([^"]+)",\s*"([^"]+)",?\s*\),$', re.MULTILINE),
}


def used() -> set[str]:
    """Every message id in the app's code and rules."""
    found: set[str] = set()
    for file in [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.kv")]:
        text = file.read_text(encoding="utf-8")
        found |= {*CALL.findall(text), *(form for forms in FORMS.findall(text) for form in forms)}
        table = TABLES.get(file.relative_to(PACKAGE).as_posix())
        for match in table.finditer(text) if table else ():
            found |= {group for group in match.groups() if group}
    return found - {"…"}  # an example in a docstring


def untranslated() -> list[str]:
    """Messages that people would read in English."""
    known = po.parse((PACKAGE / "locale" / "vi" / "LC_MESSAGES" / "app.po").read_text(encoding="utf-8"))
    return sorted(used() - set(known))


def main() -> int:
    """Print what is missing."""
    for message in untranslated():
        print(f'msgid "{message}"\nmsgstr ""\n')
    return 1 if untranslated() else 0


if __name__ == "__main__":
    sys.exit(main())
