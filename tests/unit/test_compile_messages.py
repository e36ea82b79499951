"""Our .po compiler gives what gettext reads back."""

from __future__ import annotations

import gettext
import io

import pytest

from tools.compile_messages import CatalogueError, compile_catalogue, parse

CATALOGUE = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=1; plural=0;\n"

#: somewhere.py:1
msgid "Report"
msgstr "Phản ánh"

msgctxt "verb"
msgid "Report"
msgstr "Báo \"cáo\"\n"
"dòng hai"

#, python-format
msgid "%(n)s report"
msgid_plural "%(n)s reports"
msgstr[0] "%(n)s phản ánh"

#, fuzzy
msgid "Guess"
msgstr "Đoán"

msgid "Not yet"
msgstr ""

#~ msgid "Old"
#~ msgstr "Cũ"
"""


def load(text: str) -> gettext.GNUTranslations:
    return gettext.GNUTranslations(io.BytesIO(compile_catalogue(parse(text))))


def test_gettext_reads_plain_contextual_and_plural_messages_back() -> None:
    catalogue = load(CATALOGUE)
    assert catalogue.gettext("Report") == "Phản ánh"
    assert catalogue.pgettext("verb", "Report") == 'Báo "cáo"\ndòng hai'
    assert catalogue.ngettext("%(n)s report", "%(n)s reports", 5) == "%(n)s phản ánh"


@pytest.mark.parametrize("text", ["Guess", "Not yet", "Old"])
def test_unfinished_and_obsolete_entries_fall_back_to_the_original(text: str) -> None:
    assert load(CATALOGUE).gettext(text) == text


@pytest.mark.parametrize("line", ['msgid "open', "msgid nothing", "nonsense"])
def test_broken_line_is_named(line: str) -> None:
    with pytest.raises(CatalogueError, match="line 2"):
        parse(f'msgctxt "x"\n{line}\n')
