"""The top of a file: the records among which the names of its columns stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from etl_svc.errors import EmptyFile, NotCsv
from etl_svc.files.cells import BadRow
from etl_svc.files.contents import is_date, is_number
from etl_svc.files.encodings import Encoding, guess_encoding, is_utf_8
from etl_svc.files.layout import (
    BOM,
    MAX_LINE,
    TOP_LINES,
    Delimiter,
    FileOptions,
    decoded,
    delimiter_of,
    fitted,
    split,
)

_OTHER_FILES = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"SQLite format 3": "a database",
    b"PAR1": "a Parquet file",
    b"{\\rtf": "a text document",
    b"{": "JSON",
    b"[{": "JSON",
}
"""What people upload by mistake, told by its first bytes."""
ROWS_BELOW = 40
"""Of the top of a file: what stands in them speaks for a column as its name does."""
LEAST_NAMES = 2
"""Below the names of groups."""
_year = re.compile(r"(?:19|20)\d\d")
HEADER_LINES = 5
"""Lines of one record that names the columns, when names in quotes hold line ends."""


@dataclass(frozen=True, slots=True)
class HeaderCandidate:
    """What may name the columns: a record at the top, or two that do it together."""

    first_line: int
    lines: int
    header: tuple[str, ...]
    delimiter: Delimiter
    rows: list[list[str]]
    """Some of those below."""


class Top:
    """The records at the top of a file."""

    def __init__(
        self, top: bytes, options: FileOptions, fallback: Encoding | None
    ) -> None:
        lines = top.removeprefix(BOM).split(b"\n")
        if len(top) > MAX_LINE and len(lines) > 1:
            # The last one goes on below.
            lines.pop()
        foreign = [line for line in lines if not is_utf_8(line)]
        self.fallback = fallback or guess_encoding(foreign).encoding
        self._options = options
        self.records = list(_records(lines))

    def candidate(self, n: int) -> HeaderCandidate:
        first_line, lines, record = self.records[n]
        header, delimiter = read_header(record, self._options, self.fallback)
        return HeaderCandidate(
            first_line, lines, header, delimiter, self.rows(n + 1, header, delimiter)
        )

    def rows(
        self, start: int, header: Sequence[str], delimiter: Delimiter
    ) -> list[list[str]]:
        """Those with as many cells as the header; shorter ones are titles."""
        found = []
        for _, _, record in self.records[start : start + ROWS_BELOW]:
            text = decoded(record, self._options.encoding, self.fallback)
            if text is None or not text.strip():
                continue
            try:
                row = fitted(split(text.rstrip("\r\n"), delimiter), header)
            except BadRow:
                continue
            if row is not None:
                found.append(row)
        return found

    def joined(self) -> Iterator[HeaderCandidate]:
        """Two records after another as the names of the columns: groups above, and
        below them what each has."""
        for n in range(min(len(self.records), TOP_LINES) - 1):
            try:
                above, below = self.candidate(n), self.candidate(n + 1)
            except (EmptyFile, NotCsv):
                continue
            alike = len(above.header) == len(below.header)
            if alike and any(above.header) and not _is_row(below):
                yield replace(
                    below,
                    first_line=above.first_line,
                    lines=above.lines + below.lines,
                    header=_join(above.header, below.header),
                )


def _records(lines: Sequence[bytes]) -> Iterator[tuple[int, int, bytes]]:
    """With the number of the line each begins at, and how many it has: names in
    quotes may hold line ends."""
    n = 0
    while n < len(lines):
        joined, size = lines[n], 1
        while joined.count(b'"') % 2 and n + size < len(lines) and size < HEADER_LINES:
            joined += b"\n" + lines[n + size]
            size += 1
        if joined.count(b'"') % 2:
            joined, size = lines[n], 1
        yield n, size, joined
        n += size


def _is_row(line: HeaderCandidate) -> bool:
    """Whether it is a row of the table, or a heading among them: it has a day, a number
    in a column of numbers that is no year, or a single cell."""
    for at, cell in enumerate(line.header):
        below = [row[at] for row in line.rows if row[at]]
        numbers = sum(map(is_number, below)) * 2 > len(below)
        if is_date(cell) or (numbers and is_number(cell) and not _year.fullmatch(cell)):
            return True
    return sum(map(bool, line.header)) < LEAST_NAMES


def _join(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    names, group = [], ""
    for upper, lower in zip(above, below, strict=True):
        # A group reaches as far as there are names below it.
        group = upper or (group if lower else "")
        names.append(f"{group} {lower}".strip() if lower else upper)
    return tuple(names)


def read_header(
    record: bytes, options: FileOptions, fallback: Encoding = "cp1252"
) -> tuple[tuple[str, ...], Delimiter]:
    """The names of the columns, and what stands between them; a failure that says
    what is wrong with a first line that is no header."""
    line = record.removeprefix(BOM).rstrip(b"\r\n")
    if not line.strip():
        raise EmptyFile
    for start, what in _OTHER_FILES.items():
        if line.startswith(start):
            raise NotCsv(f"it is {what}; export the table as CSV or XLSX")
    if b"\x00" in line:
        raise NotCsv("it holds NUL bytes")
    if len(line) > MAX_LINE:
        raise NotCsv("its first line does not end")
    text = decoded(line, options.encoding, fallback)
    if text is None:
        raise NotCsv("its first line is no text")
    delimiter = options.delimiter or delimiter_of(text)
    try:
        names = split(text, delimiter)
    except BadRow as bad:
        raise NotCsv(str(bad)) from None
    return tuple(" ".join(name.split()) for name in names), delimiter
