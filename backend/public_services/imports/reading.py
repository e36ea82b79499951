"""Files in the national shape, row by row with its line: a JSON array or a CSV, never whole in memory."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

CHUNK = 1 << 16
WHITE = re.compile(r"[ \t\r\n]*")
LONGEST_ROW = 8 * 1024 * 1024


class UnreadableFile(Exception):
    """The file as a whole cannot be read: not an array, cut off, not UTF-8."""


@dataclass(frozen=True)
class Row:
    line: int
    data: dict[str, Any]


def read_rows(path: Path) -> Iterator[Row]:
    """Rows of `path`, by its ending. Raises UnreadableFile with the line where reading had to end."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _csv_rows(file) if path.suffix.lower() == ".csv" else _json_rows(file)
    except OSError as error:
        raise UnreadableFile(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path}: not UTF-8 ({error.reason})") from error


def _csv_rows(file: TextIO) -> Iterator[Row]:
    reader = csv.DictReader(file)
    try:
        for data in reader:
            yield Row(reader.line_num, {key: value or "" for key, value in data.items() if key})
    except csv.Error as error:
        raise UnreadableFile(f"line {reader.line_num}: {error}") from error


class _Buffer:
    """The part of the file under work, and the line that it begins on."""

    def __init__(self, file: TextIO) -> None:
        self.file, self.text, self.line, self.at_end = file, "", 1, False

    def more(self) -> bool:
        chunk = self.file.read(CHUNK)
        self.at_end = not chunk
        self.text += chunk
        return bool(chunk)

    def skip(self, length: int) -> None:
        self.line += self.text.count("\n", 0, length)
        self.text = self.text[length:]

    def peek(self) -> str:
        """The next character that is not white space, or empty at the end."""
        while True:
            if length := WHITE.match(self.text).end():  # type: ignore[union-attr]
                self.skip(length)
            if self.text or not self.more():
                return self.text[:1]


def _json_rows(file: TextIO) -> Iterator[Row]:
    buffer, decoder = _Buffer(file), json.JSONDecoder()
    if buffer.peek() != "[":
        raise UnreadableFile("line 1: a JSON array of records is expected")
    buffer.skip(1)
    while (char := buffer.peek()) != "]":
        if not char:
            raise UnreadableFile(f"line {buffer.line}: the array does not end")
        value, length, line = _decode(buffer, decoder)
        if not isinstance(value, dict):
            raise UnreadableFile(f"line {line}: a record must be an object")
        yield Row(line, value)
        buffer.skip(length)
        if buffer.peek() == ",":
            buffer.skip(1)
        elif buffer.peek() != "]":
            raise UnreadableFile(f"line {buffer.line}: a comma or the end of the array is expected")


def _decode(buffer: _Buffer, decoder: json.JSONDecoder) -> tuple[Any, int, int]:
    while True:
        try:
            value, length = decoder.raw_decode(buffer.text)
        except json.JSONDecodeError as error:
            if len(buffer.text) < LONGEST_ROW and buffer.more():
                continue
            line = buffer.line + error.lineno - 1
            raise UnreadableFile(f"line {line}: {error.msg}") from error
        return value, length, buffer.line
