"""How a file is built: its delimiter, encoding and column mapping.

Detected from the header, so that it can be shown before anything is done; mapped
by whoever knows better. What the lines below it show is in ``detect``.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from operator import itemgetter
from typing import Any, Literal, get_args

from etl_svc.errors import EmptyFile, NotCsv, WrongColumns
from etl_svc.files.cells import BadRow, DecimalMark
from etl_svc.files.dates import DateOrder
from etl_svc.files.presets import (
    BY_NAME,
    FIELDS,
    NEEDED,
    PRESETS,
    SYNONYMS,
    Field,
    Preset,
)
from etl_svc.files.states import State, bare
from etl_svc.rules import REASON, UploadOptions
from shared.errors import ServiceError

MAX_LINE = 64 * 1024
"""Bytes of a record; a longer one is no sale."""
TOP_LINES = 20
"""Among so many lines the names of the columns are looked for: titles, days or
``sep=;`` may stand above them."""
BOM = b"\xef\xbb\xbf"
DELIMITERS = ",;\t|"
SHOWN_ROWS = 5
SHOWN_COLUMNS = 200

Delimiter = Literal[",", ";", "\t", "|"]
Encoding = Literal["utf-8", "cp1252", "iso-8859-15", "cp1250", "mac-roman"]
"""What a file may be written in; Windows-1252 contains Latin-1."""
MappingOrigin = Literal["asked", "saved", "preset", "guess"]
"""Where it is known from which column says what."""


@dataclass(frozen=True, slots=True)
class FileOptions:
    """What somebody chose for a file; the rest is detected."""

    preset: str | None = None
    columns: Mapping[Field, Sequence[str]] = field(default_factory=dict)
    delimiter: Delimiter | None = None
    decimal: DecimalMark | None = None
    encoding: Encoding | None = None
    dates: DateOrder | None = None
    states: Mapping[str, State] = field(default_factory=dict)
    """What words of a status or a type say, beyond those that are known."""


def file_options_of(options: UploadOptions) -> FileOptions:
    return file_options_from(
        {one.name: getattr(options, one.name) for one in fields(FileOptions)}
    )


def file_options_from(stored: Mapping[str, Any]) -> FileOptions:
    """From JSON, in which nothing stands for what was not asked."""
    return FileOptions(
        **{name: value for name, value in stored.items() if value is not None}
    )


def merged(chosen: FileOptions, saved: FileOptions) -> FileOptions:
    """What is chosen now, and for the rest what was saved."""
    mine = {one.name: getattr(chosen, one.name) for one in fields(FileOptions)}
    return replace(saved, **{name: value for name, value in mine.items() if value})


@dataclass(frozen=True, slots=True)
class Layout:
    """``columns`` names for each field the columns that tell it; ``unsure`` are the
    properties that the lines looked at do not decide."""

    header: tuple[str, ...]
    columns: Mapping[Field, Sequence[str]]
    delimiter: Delimiter
    known: MappingOrigin
    skipped: int = 0
    """Lines above the one that names the columns."""
    preset: str | None = None
    daily: bool = False
    decimal: DecimalMark = "."
    encoding: Encoding | None = None
    """None: each line is UTF-8, or else Windows-1252."""
    written: str = "utf-8"
    """The encoding that the lines looked at are in."""
    dates: DateOrder = "ymd"
    unsure: tuple[str, ...] = ()
    states: Mapping[str, State] = field(default_factory=dict)
    """What words say that no list knows, compared bare."""

    @property
    def complete(self) -> bool:
        return not missing(self.columns)

    def places(self, name: Field) -> tuple[int, ...]:
        """Positions of the columns that tell a field; none when none does."""
        return _places(self.header, self.columns.get(name, ()))


def stored(layout: Layout, rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    """As JSON, with some rows to look at."""
    shown = [[cell[:80] for cell in row[:SHOWN_COLUMNS]] for row in rows[:SHOWN_ROWS]]
    return asdict(layout) | {"rows": shown}


def from_stored(kept: Mapping[str, Any]) -> Layout:
    known = {name: value for name, value in kept.items() if name != "rows"}
    known["header"] = tuple(known["header"])
    known["unsure"] = tuple(known["unsure"])
    return Layout(**known)


def missing(columns: Mapping[Field, Sequence[str]]) -> list[str]:
    """Needed fields that no column tells."""
    return [
        name
        for name in NEEDED
        if not columns.get(name) and not (name == "sku" and columns.get("name"))
    ]


def normal(name: str) -> str:
    """A column's name as it is compared: case and spaces do not count."""
    return re.sub(r"\s*/\s*", "/", " ".join(name.split())).casefold()


def _places(header: Sequence[str], names: Sequence[str]) -> tuple[int, ...]:
    # Of columns with the same name the first counts.
    at = {normal(n): i for i, n in reversed(list(enumerate(header)))}
    return tuple(at[normal(name)] for name in names)


def split(text: str, delimiter: str) -> list[str]:
    if '"' not in text:
        return text.split(delimiter)
    try:
        # Given as one piece, so that a line end within quotes stays in its cell.
        return next(csv.reader(iter([text]), delimiter=delimiter, strict=True))
    except csv.Error:
        raise BadRow("", "bad_quotes", "quotes that do not match") from None


def decoded(line: bytes, encoding: Encoding | None = None) -> str | None:
    """``None`` for what is no text. Text of Windows-1252 is hardly ever valid UTF-8,
    so each line can be told by itself when nobody says what it is."""
    for one in (encoding,) if encoding else ("utf-8", "cp1252"):
        try:
            return line.decode(one)
        except UnicodeDecodeError:
            continue
    return None


def delimiter_of(header: str) -> Delimiter:
    """The mark that the header has most of; a comma when it has none."""
    bare = re.sub(r'"[^"]*"', "", header)
    found: Delimiter = max(get_args(Delimiter), key=bare.count)
    return found


def read_header(
    line: bytes, file_options: FileOptions
) -> tuple[tuple[str, ...], Delimiter]:
    """The names of the columns, and what stands between them; a failure that says
    what is wrong with a first line that is no header."""
    line = line.removeprefix(BOM).rstrip(b"\r\n")
    if not line.strip():
        raise EmptyFile
    if b"\x00" in line:
        raise NotCsv("it holds NUL bytes")
    if len(line) > MAX_LINE:
        raise NotCsv("its first line does not end")
    if b"\r" in line:
        raise NotCsv("its lines end in CR alone; save it with usual line ends")
    text = decoded(line, file_options.encoding)
    if text is None:
        raise NotCsv("its first line is no text")
    delimiter = file_options.delimiter or delimiter_of(text)
    try:
        return tuple(name.strip() for name in split(text, delimiter)), delimiter
    except BadRow as bad:
        raise NotCsv(str(bad)) from None


def detect_layout(
    top: bytes,
    file_options: FileOptions,
    saved: FileOptions | None = None,
    *,
    guess: bool = False,
) -> Layout:
    """The column mapping, by the first of a file's top lines that has one: as
    chosen, as saved for the file's source, as a known export has it, or, with
    ``guess``, as the names suggest; then it may lack some.

    Without ``guess``, ``WrongColumns`` when it cannot be known.
    """
    found: list[Layout] = []
    failures: list[tuple[int, ServiceError]] = []
    for number, line in enumerate(_top_lines(top)):
        names = 0
        try:
            header, delimiter = read_header(line, file_options)
            names = sum(map(bool, header))
            layout = _of_header(header, delimiter, file_options, saved, guess=guess)
        except (EmptyFile, NotCsv, WrongColumns) as failure:
            failures.append((names, failure))
            continue
        found.append(replace(layout, skipped=number))
        if layout.complete:
            return found[-1]
    if found:
        return max(found, key=_mapped)
    first = failures[0][1]
    # The line with the most names is most likely the one that was meant.
    raise first if isinstance(first, NotCsv) else max(failures, key=itemgetter(0))[1]


def _top_lines(top: bytes) -> list[bytes]:
    lines = top.split(b"\n")
    if len(top) > MAX_LINE and len(lines) > 1:
        # The last one goes on below.
        lines.pop()
    return lines[:TOP_LINES]


def _mapped(layout: Layout) -> tuple[int, int]:
    """How much a line says of columns."""
    return len(layout.columns), sum(map(bool, layout.header))


def _of_header(
    header: tuple[str, ...],
    delimiter: Delimiter,
    file_options: FileOptions,
    saved: FileOptions | None,
    *,
    guess: bool,
) -> Layout:
    if file_options.columns:
        _refuse_absent(header, file_options.columns)
        found = Layout(header, dict(file_options.columns), delimiter, "asked")
    elif file_options.preset:
        found = _of_preset(BY_NAME[file_options.preset], header, delimiter)
    elif saved and _has(header, saved.columns):
        found = Layout(header, dict(saved.columns), delimiter, "saved")
    else:
        found = _recognised(header, delimiter, guess=guess)
    if not guess and not found.complete:
        raise WrongColumns(unknown=header, missing=missing(found.columns))
    told = dict(saved.states) if saved and found.known == "saved" else {}
    told |= file_options.states
    states = {bare(word): state for word, state in told.items()}
    return replace(found, encoding=file_options.encoding, states=states)


def _recognised(
    header: tuple[str, ...], delimiter: Delimiter, *, guess: bool
) -> Layout:
    names = {normal(name) for name in header}
    for preset in PRESETS:
        if set(preset.marks) <= names:
            found = _of_preset(preset, header, delimiter)
            surplus = _surplus(header, found.columns)
            if found.complete and not (preset.strict and surplus):
                return found
    if guess and len(header) >= len(NEEDED):
        return Layout(header, _guessed(header), delimiter, "guess")
    raise _wrong_columns(header)


def _wrong_columns(header: tuple[str, ...]) -> WrongColumns:
    """Told against the one of our own layouts that the file is closer to."""
    names = {normal(name) for name in header}
    nearest = BY_NAME["series" if {"series_id", "date"} & names else "sales"]
    found = _of_preset(nearest, header, ",")
    return WrongColumns(
        unknown=_surplus(header, found.columns),
        missing=[
            column
            for name in NEEDED
            for column in nearest.columns[name]
            if isinstance(column, str) and column not in names
        ],
    )


def _of_preset(preset: Preset, header: tuple[str, ...], delimiter: Delimiter) -> Layout:
    columns: dict[Field, Sequence[str]] = {}
    for name, choices in preset.columns.items():
        for choice in choices:
            told = (choice,) if isinstance(choice, str) else choice
            if _has(header, {name: told}):
                columns[name] = [header[at] for at in _places(header, told)]
                break
    return Layout(
        header, columns, delimiter, "preset", preset=preset.name, daily=preset.daily
    )


def _surplus(
    header: tuple[str, ...], columns: Mapping[Field, Sequence[str]]
) -> list[str]:
    """Columns that say nothing; a second one of a known name is one of them."""
    told = {at for names in columns.values() for at in _places(header, names)}
    return [
        name
        for at, name in enumerate(header)
        if at not in told and normal(name) != REASON
    ]


def _guessed(header: tuple[str, ...]) -> dict[Field, Sequence[str]]:
    columns: dict[Field, Sequence[str]] = {}
    free = {normal(name): name for name in reversed(header)}
    for name in FIELDS:
        for synonym in SYNONYMS.get(name, ()):
            if synonym in free:
                columns[name] = [free.pop(synonym)]
                break
    return columns


def _has(header: Sequence[str], columns: Mapping[Field, Sequence[str]]) -> bool:
    names = {normal(name) for name in header}
    return all(normal(c) in names for told in columns.values() for c in told)


def _refuse_absent(
    header: tuple[str, ...], columns: Mapping[Field, Sequence[str]]
) -> None:
    names = {normal(name) for name in header}
    absent = [c for told in columns.values() for c in told if normal(c) not in names]
    if absent:
        raise WrongColumns(unknown=(), missing=absent, found=header)
