"""Detecting how a file is built, from a bounded sample of it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from etl_svc.errors import JobFailed
from etl_svc.files.cells import BadRow, DecimalMark, mark_evidence
from etl_svc.files.dates import DateOrder, order_evidence
from etl_svc.files.layout import (
    MAX_LINE,
    FileOptions,
    Layout,
    decoded,
    detect_layout,
    file_options_of,
    merged,
    split,
)
from etl_svc.files.presets import Field
from etl_svc.files.row_reader import RowReader
from etl_svc.files.states import bare, state_of
from etl_svc.rules import UploadOptions
from shared.clock import utc_now
from shared.errors import ServiceError

READ_BYTES = 256 * 1024
PLACES = 16
"""Where a file is looked into before it is read."""
LINES_PER_PLACE = 60
WORD_FIELDS: tuple[Field, ...] = ("status", "type")
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


def read_past_header(file: BinaryIO, skipped: int) -> bytes:
    """The line that names the columns, with so many lines above it; the rows come
    next."""
    for _ in range(skipped):
        file.readline(MAX_LINE + 1)
    return file.readline(MAX_LINE + 1)


def sample(path: Path, skipped: int) -> Sample:
    """Looks at a bounded part of the file, however large it is."""
    with opened(path) as file:
        first = read_past_header(file, skipped)
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
            try:
                reader.read(line, now)
            except BadRow:
                bad += 1
        if bad == len(place) >= ENOUGH_LINES:
            return n
    return None


def opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb", buffering=READ_BYTES)
    except FileNotFoundError:
        raise JobFailed(
            "file_missing", "The uploaded file is no longer in the data folder."
        ) from None


def detect_file(
    path: Path, options: UploadOptions, saved: FileOptions | None
) -> tuple[Layout, list[list[str]]]:
    """How a file is built, and some of its rows. In a dry run it may be a guess;
    otherwise ``JobFailed`` when anything is left to guess."""
    chosen = file_options_of(options)
    try:
        layout = detect_layout(top_of(path), chosen, saved, guess=options.dry_run)
    except ServiceError as error:
        raise JobFailed(error.code, error.detail) from error
    looked_at = sample(path, layout.skipped)
    if layout.known == "saved" and saved is not None:
        chosen = merged(chosen, saved)
    layout = detect(layout, looked_at.lines, chosen, looked_at.header)
    layout = without_strange_states(layout, looked_at.lines)
    if not options.dry_run:
        unknown = unknown_states(layout, looked_at.lines)
        if unknown:
            words = ", ".join(f"{word!r} ({n})" for word, n in unknown.most_common(10))
            raise JobFailed(
                "unknown_states",
                f"Nobody knows what these words say of a row: {words}. Say for each"
                " whether it was sold (states=WORD:sold), came back"
                " (states=WORD:returned) or neither (states=WORD:nothing).",
            )
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
        written=file_options.encoding or _written((header, *lines)),
        unsure=tuple(unsure),
    )


def rows_of(layout: Layout, lines: Sequence[bytes]) -> list[list[str]]:
    """The cells of those lines that have as many as the header."""
    rows = []
    for line in lines:
        text = decoded(line, layout.encoding)
        if text is None or "\x00" in text or not text.strip():
            continue
        try:
            cells = split(text.rstrip("\r\n"), layout.delimiter)
        except BadRow:
            continue
        if len(cells) == len(layout.header):
            rows.append(cells)
    return rows


def unknown_states(layout: Layout, lines: Sequence[bytes]) -> Counter[str]:
    """Words of states and types that no list knows, and how many lines say each."""
    rows = rows_of(layout, lines)
    return Counter(
        text.strip()
        for name in WORD_FIELDS
        for text in _cells(layout, rows, name)
        if bare(text) not in layout.states
        and state_of(text, is_type=name == "type") is None
    )


def without_strange_states(layout: Layout, lines: Sequence[bytes]) -> Layout:
    """A column that is only guessed to tell a state, and holds no word of one, tells
    something else."""
    if layout.known != "guess":
        return layout
    rows = rows_of(layout, lines)
    strange = {
        name
        for name in WORD_FIELDS
        if (told := _cells(layout, rows, name))
        and all(state_of(text, is_type=name == "type") is None for text in told)
    }
    columns = {n: told for n, told in layout.columns.items() if n not in strange}
    return replace(layout, columns=columns)


def _cells(layout: Layout, rows: Sequence[Sequence[str]], *names: Field) -> list[str]:
    places = [at for name in names for at in layout.places(name)]
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


def _written(lines: Sequence[bytes]) -> str:
    for line in lines:
        try:
            line.decode()
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"
