"""Detecting how a file is built, from a bounded sample of it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from etl_svc.errors import JobFailed
from etl_svc.files.cells import BadRow, DecimalMark, LeftOut, mark_evidence
from etl_svc.files.dates import DateOrder, order_evidence
from etl_svc.files.encodings import (
    EncodingGuess,
    foreign_lines,
    guess_encoding,
    is_utf_8,
)
from etl_svc.files.header import detect_layout
from etl_svc.files.layout import (
    MAX_LINE,
    FileOptions,
    Layout,
    decoded,
    file_options_of,
    fitted,
    merged,
    split,
)
from etl_svc.files.presets import Field
from etl_svc.files.questions import asking, refuse_open_questions, with_parts
from etl_svc.files.row_reader import Cells, RowReader
from etl_svc.rules import UploadOptions
from shared.clock import utc_now
from shared.errors import ServiceError

READ_BYTES = 256 * 1024
PLACES = 16
"""Where a file is looked into before it is read."""
LINES_PER_PLACE = 60
ENOUGH_LINES = 20
"""So many bad lines on end, and no good one between them, are another layout."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The line of a file that names its columns, and lines from places all over it:
    the first place is right below that line."""

    header: bytes
    places: tuple[tuple[bytes, ...], ...]

    @property
    def lines(self) -> list[bytes]:
        return [line for place in self.places for line in place]


def top_of(path: Path) -> bytes:
    """The beginning of a file, in which the names of its columns stand."""
    with opened(path) as file:
        return file.read(MAX_LINE + 1)


def read_past_header(file: BinaryIO, layout: Layout) -> bytes:
    """The lines that name the columns; the rows come next."""
    for _ in range(layout.skipped):
        file.readline(MAX_LINE + 1)
    if not layout.header_lines:
        return layout.delimiter.join(layout.header).encode()
    lines = (file.readline(MAX_LINE + 1) for _ in range(layout.header_lines))
    return b"".join(lines)


def sample(path: Path, layout: Layout) -> Sample:
    """Looks at a bounded part of the file, however large it is."""
    with opened(path) as file:
        first = read_past_header(file, layout)
        below, size = file.tell(), path.stat().st_size
        places = []
        for n in range(PLACES):
            file.seek(below + (size - below) * n // PLACES)
            if n:
                # Somewhere in a line: the next one is whole.
                file.readline(MAX_LINE)
            lines = (file.readline(MAX_LINE) for _ in range(LINES_PER_PLACE))
            places.append(tuple(line for line in lines if line))
            if size - below < MAX_LINE:
                break
        return Sample(first, tuple(places))


def first_unreadable_block(found: Sample, layout: Layout, now: datetime) -> int | None:
    """Which of the sample's places holds nothing that this layout could read."""
    for n, place in enumerate(found.places):
        reader, bad = RowReader(layout, "return"), 0
        for line in place:
            bad += not _is_readable(reader, layout, line, now)
        if bad == len(place) >= ENOUGH_LINES:
            return n
    return None


def _is_readable(reader: RowReader, layout: Layout, line: bytes, now: datetime) -> bool:
    try:
        if layout.across:
            rows = reader.read_across(line, now)
            return not rows or any(isinstance(row, Cells) for row in rows)
        reader.read(line, now)
    except LeftOut:
        return True
    except BadRow:
        return False
    return True


def opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb", buffering=READ_BYTES)
    except FileNotFoundError:
        raise JobFailed(
            "file_missing", "The uploaded file is no longer in the data folder."
        ) from None


def detect_file(
    path: Path,
    options: UploadOptions,
    saved: FileOptions | None,
    parts: Sequence[Mapping[str, Any]] = (),
) -> tuple[Layout, list[list[str]]]:
    """How a file is built, and some of its rows. In a dry run it may be a guess;
    otherwise ``JobFailed`` when anything is left to guess. ``parts`` are the sheets or
    files that it was unpacked from."""
    chosen = file_options_of(options)
    encoding = _encoding_of(path, chosen, saved)
    try:
        layout = detect_layout(
            top_of(path),
            chosen,
            saved,
            guess=options.dry_run,
            fallback=encoding.encoding,
        )
    except ServiceError as error:
        raise JobFailed(error.code, error.detail) from error
    looked_at = sample(path, layout)
    if layout.known == "saved" and saved is not None:
        chosen = merged(chosen, saved)
    layout = detect(layout, looked_at.lines, chosen, looked_at.header)
    layout = asking(layout, encoding, rows_of(layout, looked_at.places[0]))
    layout = with_parts(layout, parts)
    if not options.dry_run:
        refuse_open_questions(layout)
        if "dates" in layout.unsure:
            raise JobFailed(
                "ambiguous_dates",
                "Its dates can be read with the day or with the month first: say"
                " which (dates=dmy or dates=mdy).",
            )
        place = first_unreadable_block(looked_at, layout, utc_now())
        if place is not None:
            where = f", from about {100 * place // PLACES} % of it on" if place else ""
            raise JobFailed(
                "mixed_layout",
                f"The rows are not built as the names of the columns say{where}."
                " A dry run tells which of them can be imported.",
            )
    return layout, rows_of(layout, looked_at.places[0])


def _encoding_of(
    path: Path, chosen: FileOptions, saved: FileOptions | None
) -> EncodingGuess:
    """Of the lines that are not UTF-8, wherever they stand in the file."""
    told = chosen.encoding or (saved and saved.encoding)
    if told and told != "utf-8":
        return EncodingGuess(told)
    with opened(path) as file:
        return guess_encoding(foreign_lines(file))


def detect(
    layout: Layout,
    lines: Sequence[bytes],
    file_options: FileOptions,
    header: bytes = b"",
) -> Layout:
    """The layout with what its lines tell of numbers, dates and encoding."""
    rows = rows_of(layout, lines)
    decimal, decimal_sure = _decimal(layout, rows)
    dates, dates_sure = _dates(layout, rows)
    unsure = [
        name
        for name, sure in (
            ("decimal", decimal_sure or file_options.decimal),
            ("dates", dates_sure or file_options.dates),
        )
        if not sure
    ]
    return replace(
        layout,
        decimal=file_options.decimal or decimal,
        dates=file_options.dates or dates,
        written=file_options.encoding or _written(layout, (header, *lines)),
        unsure=(*layout.unsure, *unsure),
    )


def rows_of(layout: Layout, lines: Sequence[bytes]) -> list[list[str]]:
    """The cells of those lines that have as many as the header."""
    rows = []
    for line in lines:
        text = decoded(line, layout.encoding, layout.fallback)
        if text is None or "\x00" in text or not text.strip():
            continue
        try:
            row = fitted(split(text.rstrip("\r\n"), layout.delimiter), layout.header)
        except BadRow:
            continue
        if row is not None:
            rows.append(row)
    return rows


def _cells(layout: Layout, rows: Sequence[Sequence[str]], *names: Field) -> list[str]:
    places = [at for name in names for at in layout.places(name)]
    if layout.across:
        rows = [
            [*row, layout.header[at], row[at]] for row in rows for at in layout.across
        ]
    return [row[at] for row in rows for at in places if row[at].strip()]


def _decimal(layout: Layout, rows: Sequence[Sequence[str]]) -> tuple[DecimalMark, bool]:
    """Where semicolons stand between the columns, decimals are written with a comma
    unless the cells say otherwise. Sure when a cell says it, or none has a mark."""
    chosen = _cells(layout, rows, "quantity", "price", "amount")
    found = Counter(mark for text in chosen if (mark := mark_evidence(text)))
    usual: DecimalMark = "," if layout.delimiter == ";" else "."
    if not found:
        return usual, not any(re.search(r"\d[.,]\d", text) for text in chosen)
    (mark, times), *others = found.most_common()
    return mark, times > sum(count for _, count in others)


def _dates(layout: Layout, rows: Sequence[Sequence[str]]) -> tuple[DateOrder, bool]:
    """The order in which the most cells are dates. Where two are as good, the day is
    first, as most countries write it, and that is not sure."""
    votes: Counter[DateOrder] = Counter()
    for text in _cells(layout, rows, "sold_at"):
        votes.update(order_evidence(text))
    best = max(votes.values(), default=0)
    orders: tuple[DateOrder, ...] = ("ymd", "dmy", "mdy")
    likely = [order for order in orders if votes[order] == best]
    if not best or "ymd" in likely:
        return "ymd", True
    return likely[0], len(likely) == 1


def _written(layout: Layout, lines: Sequence[bytes]) -> str:
    return "utf-8" if all(map(is_utf_8, lines)) else layout.fallback
