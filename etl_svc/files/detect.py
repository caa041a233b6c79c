"""Detecting how a file is built, from a bounded sample of it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from etl_svc.errors import JobFailed
from etl_svc.files.cells import BadRow, LeftOut
from etl_svc.files.columns import decide_of_file, decided, see_rows
from etl_svc.files.dates import DateOrder
from etl_svc.files.encodings import (
    EncodingGuess,
    guess_file_encoding,
    is_utf_8,
)
from etl_svc.files.formats import Cells as ColumnCells, Property, Question
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
from etl_svc.files.states import bare, state_of
from etl_svc.files.units import WORD_FIELDS
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
    earlier: Mapping[tuple[str, ...], DateOrder] | None = None,
) -> tuple[Layout, list[list[str]]]:
    """How a file is built, and some of its rows. In a dry run it may be a guess;
    otherwise ``JobFailed`` when anything is left to guess. ``parts`` are the sheets or
    files that it was unpacked from, ``earlier`` is the order of dates in the source's
    earlier files, by their columns."""
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
    if saved is not None and (layout.known == "saved" or not saved.columns):
        chosen = merged(chosen, saved)
    order = (earlier or {}).get(layout.header)
    layout = detect(layout, looked_at.lines, chosen, looked_at.header, order)
    if layout.questions:
        # What the sample leaves open may stand elsewhere in the file.
        with opened(path) as file:
            read_past_header(file, layout)
            layout = decide_of_file(layout, file, chosen, order)
    layout = asking(layout, encoding, rows_of(layout, looked_at.places[0]))
    layout = with_parts(layout, parts)
    told = {bare(word): state for word, state in (chosen.states or {}).items()}
    layout = replace(without_strange_states(layout, looked_at.lines), states=told)
    if not options.dry_run:
        refuse_open_questions(layout)
        _refuse_unknown_states(layout, looked_at.lines)
        for question in layout.questions:
            raise _unanswered(question)
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
        return guess_file_encoding(file)


def detect(
    layout: Layout,
    lines: Sequence[bytes],
    file_options: FileOptions,
    header: bytes = b"",
    earlier: DateOrder | None = None,
) -> Layout:
    """The layout with what its lines tell of numbers, dates and encoding."""
    seen = ColumnCells()
    see_rows(seen, layout, rows_of(layout, lines))
    written = file_options.encoding or _written(layout, (header, *lines))
    return decided(replace(layout, written=written), seen, file_options, earlier)


_SAY: dict[Property, tuple[str, str]] = {
    "dates": (
        "ambiguous_dates",
        "Its dates can be read with the day or with the month first ({value!r} is"
        " {readings}): say which (dates=dmy or dates=mdy).",
    ),
    "decimal": (
        "ambiguous_numbers",
        "Its numbers can be read in two ways ({value!r} is {readings}): say which mark"
        " stands before decimals (decimal=. or decimal=,).",
    ),
    "currency": (
        "several_currencies",
        "Its prices are in several currencies ({readings}): say which one counts"
        " (currency=EUR); sales in another are imported without a price.",
    ),
}


def _unanswered(question: Question) -> JobFailed:
    code, sentence = _SAY[question.about]
    readings = " or ".join(question.readings.values())
    return JobFailed(code, sentence.format(value=question.value, readings=readings))


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


def _refuse_unknown_states(layout: Layout, lines: Sequence[bytes]) -> None:
    """Words of states and types that no list knows."""
    unknown = Counter(
        text.strip()
        for name, text in _words(layout, lines)
        if bare(text) not in layout.states
        and state_of(text, is_type=name == "type") is None
    )
    if unknown:
        words = ", ".join(f"{word!r} ({n})" for word, n in unknown.most_common(10))
        raise JobFailed(
            "unknown_states",
            f"Nobody knows what these words say of a row: {words}. Say for each"
            " whether it was sold (states=WORD:sold), came back"
            " (states=WORD:returned) or neither (states=WORD:nothing).",
        )


def without_strange_states(layout: Layout, lines: Sequence[bytes]) -> Layout:
    """A column that is only guessed to tell a state, and holds no word of one, tells
    something else."""
    if layout.known != "guess":
        return layout
    told, known = set(), set()
    for name, text in _words(layout, lines):
        told.add(name)
        if state_of(text, is_type=name == "type") is not None:
            known.add(name)
    strange = told - known
    columns = {n: names for n, names in layout.columns.items() if n not in strange}
    matches = tuple(match for match in layout.matches if match.field not in strange)
    return replace(layout, columns=columns, matches=matches)


def _words(layout: Layout, lines: Sequence[bytes]) -> Iterator[tuple[Field, str]]:
    for row in rows_of(layout, lines):
        for name in WORD_FIELDS:
            for at in layout.places(name):
                if row[at].strip():
                    yield name, row[at]


def _written(layout: Layout, lines: Sequence[bytes]) -> str:
    return "utf-8" if all(map(is_utf_8, lines)) else layout.fallback
