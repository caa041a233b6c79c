"""Tables of web pages, and of Excel's XML of 2003: both are called .xls by programs
that write them for a spreadsheet.
"""

import codecs
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from etl_svc.errors import JobFailed
from etl_svc.files.encodings import guess_encoding, is_utf_8
from etl_svc.files.output import MAX_COLUMNS, MAX_ROWS
from etl_svc.files.tables import Table

READ_BYTES = 1 << 18
_ROWS = {"tr", "row"}
_CELLS = {"td", "th", "cell"}
_charset = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([A-Za-z0-9_-]{2,20})")


def looks_like_markup(top: bytes) -> bool:
    start = top.lstrip(b"\xef\xbb\xbf \t\r\n")[:400].lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head")):
        return True
    return start.startswith((b"<?xml", b"<workbook")) and (
        b"<workbook" in top[:4000].lower() or b"<html" in start
    )


def markup_tables(source: Path) -> list[Table]:
    """Every table with a row in it; a nested one is text of its cell."""
    parser = _Tables()
    decode = codecs.getincrementaldecoder(_encoding(source))(errors="replace")
    with source.open("rb") as file:
        while block := file.read(READ_BYTES):
            parser.feed(decode.decode(block))
    parser.close()
    found = [
        Table(name or f"table {n}", rows.__iter__)
        for n, (name, rows) in enumerate(parser.tables, start=1)
        if rows
    ]
    if not found:
        raise JobFailed("web_page", "This is a web page without a table in it.")
    return found


def _encoding(source: Path) -> str:
    with source.open("rb") as file:
        top = file.read(READ_BYTES)
    told = _charset.search(top[:4096])
    if told is not None:
        try:
            return codecs.lookup(told[1].decode()).name
        except LookupError:
            pass
    lines = top.split(b"\n")[:-1] or [top]
    foreign = [line for line in lines if not is_utf_8(line)]
    return guess_encoding(foreign).encoding if foreign else "utf-8"


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[tuple[str, list[Sequence[Any]]]] = []
        self._depth = 0
        self._name = ""
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._across = 1
        self._down: dict[int, tuple[int, str]] = {}
        self._spans = 1
        self._ignored = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in {"script", "style"}:
            self._ignored += 1
        elif tag == "worksheet":
            self._name = told.get("ss:name") or ""
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append((self._name, []))
                self._down = {}
        elif self._depth == 1 and tag in _ROWS:
            self._end_row()
            self._row = []
        elif self._depth == 1 and tag in _CELLS and self._row is not None:
            self._end_cell()
            self._begin_cell(self._row, told)
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def _begin_cell(self, row: list[str], told: dict[str, str | None]) -> None:
        self._fill(row)
        # Excel leaves out empty cells and says where the next one stands.
        index = _whole(told.get("ss:index"), 0, MAX_COLUMNS)
        row += [""] * (index - 1 - len(row))
        self._cell = []
        across = _whole(told.get("ss:mergeacross"), 0, MAX_COLUMNS) + 1
        self._across = _whole(told.get("colspan"), across, MAX_COLUMNS)
        down = _whole(told.get("ss:mergedown"), 0, MAX_ROWS) + 1
        self._spans = _whole(told.get("rowspan"), down, MAX_ROWS)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._ignored = max(0, self._ignored - 1)
        elif tag == "table" and self._depth:
            self._depth -= 1
            if not self._depth:
                self._end_row()
        elif self._depth == 1 and tag in _ROWS:
            self._end_row()
        elif self._depth == 1 and tag in _CELLS:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._ignored:
            self._cell.append(data)

    def _fill(self, row: list[str]) -> None:
        """Cells that reach down from rows above."""
        while len(row) in self._down:
            left, text = self._down.pop(len(row))
            if left > 1:
                self._down[len(row)] = (left - 1, text)
            row.append(text)

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        text = " ".join("".join(self._cell).split())
        for n in range(self._across):
            at, shown = len(self._row), text if n == 0 else ""
            if self._spans > 1:
                self._down[at] = (self._spans - 1, shown)
            self._row.append(shown)
        self._cell, self._across, self._spans = None, 1, 1
        if len(self._row) > MAX_COLUMNS:
            raise JobFailed(
                "too_many_columns", f"A table may have at most {MAX_COLUMNS} columns."
            )

    def _end_row(self) -> None:
        self._end_cell()
        if self._row:
            self._fill(self._row)
            rows = self.tables[-1][1]
            rows.append(self._row)
            if len(rows) > MAX_ROWS:
                raise JobFailed(
                    "too_many_rows", f"A table may have at most {MAX_ROWS} rows."
                )
        self._row = None


def _whole(text: str | None, otherwise: int, most: int) -> int:
    told = (text or "").strip()
    return min(int(told), most) if told.isascii() and told.isdigit() else otherwise
