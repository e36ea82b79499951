"""Article HTML and search snippets, turned into what a plain label can show (Kivy's bracket markup)."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from html.parser import HTMLParser

BLOCK_TAGS = {"p", "h1", "h2", "h3", "h4", "li", "blockquote", "div", "figcaption", "pre", "tr"}
INLINE = {"b": "b", "strong": "b", "i": "i", "em": "i", "u": "u"}


@dataclass(frozen=True)
class Block:
    """A paragraph (`p`), heading (`h`), list item (`li`), quotation (`q`) or picture (`img`, `text` is its address)."""

    kind: str
    text: str
    alt: str = ""


def escape(text: str) -> str:
    """Make text safe inside bracket markup."""
    return text.replace("&", "&amp;").replace("[", "&bl;").replace("]", "&br;")


def snippet_markup(snippet: str, color: str) -> str:
    """A server snippet (`<mark>` around what was found, the rest HTML-escaped) its finds bold, in a theme role."""
    parts = re.split(r"(</?mark>)", snippet)
    out = []
    for part in parts:
        if part == "<mark>":
            out.append(f"[b][color={color}]")
        elif part == "</mark>":
            out.append("[/color][/b]")
        else:
            out.append(escape(html.unescape(re.sub(r"<[^>]+>", "", part))))
    return "".join(out)


def blocks(source: str) -> list[Block]:
    """The readable blocks of sanitised HTML, in order; text without any tag is one paragraph a line."""
    if "<" not in source:
        return [Block("p", escape(line.strip())) for line in source.splitlines() if line.strip()]
    reader = _Reader()
    reader.feed(source)
    reader.close()
    reader.flush()
    return reader.blocks


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._words: list[str] = []
        self._kind = "p"
        self._open: list[str] = []
        self._quoted = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCK_TAGS:
            self.flush()
            self._quoted = self._quoted or tag == "blockquote"
            self._kind = self._kind_of(tag)
        elif tag in INLINE:
            self._open.append(INLINE[tag])
            self._words.append(f"[{INLINE[tag]}]")
        elif tag == "br":
            self._words.append("\n")
        elif tag == "img":
            self.flush()
            values = dict(attrs)
            self.blocks.append(Block("img", values.get("src") or "", values.get("alt") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCK_TAGS:
            self.flush()
            self._quoted = self._quoted and tag != "blockquote"
            self._kind = "q" if self._quoted else "p"
        elif tag in INLINE and INLINE[tag] in self._open:
            self._open.remove(INLINE[tag])
            self._words.append(f"[/{INLINE[tag]}]")

    def handle_data(self, data: str) -> None:
        self._words.append(escape(re.sub(r"\s+", " ", data)))

    def flush(self) -> None:
        """End the block under way; inline marks left open are closed with it."""
        text = "".join(self._words).strip(" ")
        text += "".join(f"[/{mark}]" for mark in reversed(self._open))
        self._words, self._open = [], []
        if re.sub(r"\[/?[biu]\]", "", text).strip():
            self.blocks.append(Block(self._kind, text))

    def _kind_of(self, tag: str) -> str:
        if tag in {"h1", "h2", "h3", "h4"}:
            return "h"
        if tag == "li":
            return "li"
        return "q" if self._quoted else "p"
