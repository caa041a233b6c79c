"""How a file is built: its shape, delimiter, encoding and column mapping.

Detected from the header, in ``header``, so that it can be shown before anything is
done; mapped by whoever knows better. What the lines below it show is in ``detect``.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Literal, get_args

from etl_svc.files.cells import BadRow, DecimalMark
from etl_svc.files.dates import DateOrder
from etl_svc.files.encodings import Encoding, Reading, is_utf_8, twice_decoded
from etl_svc.files.formats import NUMBERS, Property, Question
from etl_svc.files.matching import Match
from etl_svc.files.presets import NEEDED, Field
from etl_svc.files.states import State
from etl_svc.rules import NoGoods, OnCase, UploadOptions

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
Shape = Literal["long", "wide_products", "wide_dates"]
"""``long``: a row is a sale or a product's day. ``wide_products``: the columns are
products side by side; ``wide_dates``: days, weeks or months side by side."""
QuantityIs = Literal["cells", "rows"]
"""Whether a column tells how many, or each row is one unit."""
Header = Literal["first", "none"]
ACROSS = ("column title", "cell")
"""Of a wide table: what stands above a cell that is unpivoted, and the cell. They are
told like columns."""
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
    currency: str | None = None
    no_goods: NoGoods | None = None
    on_case: OnCase | None = None
    header: Header | None = None
    quantity_is: QuantityIs | None = None
    shape: Shape | None = None
    fill_down: Sequence[Field] | None = None
    states: Mapping[str, State] | None = None
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
class Finding:
    """What was found, guessed or left out, and the option that settles it otherwise;
    ``example`` is a piece of the file."""

    code: str
    message: str
    option: str = ""
    value: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """``columns`` names for each field the columns that tell it; ``unsure`` are the
    properties that the lines looked at do not decide."""

    header: tuple[str, ...]
    columns: Mapping[Field, Sequence[str]]
    delimiter: Delimiter
    known: MappingOrigin
    skipped: int = 0
    """Lines above the ones that name the columns."""
    header_lines: int = 1
    """Lines that name them: none, or several."""
    preset: str | None = None
    daily: bool = False
    decimal: DecimalMark = "."
    encoding: Encoding | None = None
    """None: each line is UTF-8, or else in the ``fallback``."""
    fallback: Encoding = "cp1252"
    written: str = "utf-8"
    """The encoding that the lines looked at are in."""
    dates: DateOrder = "ymd"
    unsure: tuple[str, ...] = ()
    marks: Mapping[Field, DecimalMark] = field(default_factory=dict)
    """The decimal mark of each column of which it is known."""
    guessed: tuple[Field, ...] = ()
    """Columns whose mark is told by others than their own cells."""
    currency: str | None = None
    no_goods: NoGoods = "leave_out"
    on_case: OnCase = "apart"
    evidence: Mapping[Property, Sequence[str]] = field(default_factory=dict)
    """By what signs a property is known that the cells themselves leave open."""
    questions: tuple[Question, ...] = ()
    quantity_is: QuantityIs = "cells"
    shape: Shape = "long"
    across: tuple[int, ...] = ()
    """Positions of the columns of a wide table that stand side by side."""
    fill_down: tuple[Field, ...] = ()
    """Fields of which an empty cell repeats the one above it."""
    matches: tuple[Match, ...] = ()
    readings: tuple[Reading, ...] = ()
    """What the file would say in each encoding, when that is in doubt."""
    findings: tuple[Finding, ...] = ()
    states: Mapping[str, State] = field(default_factory=dict)
    """What words say that no list knows, compared bare."""

    @property
    def complete(self) -> bool:
        return not missing(self.columns, self.quantity_is)

    @property
    def all_columns(self) -> tuple[str, ...]:
        """With those that an unpivoted row has besides."""
        return self.header + ACROSS if self.across else self.header

    def places(self, name: Field) -> tuple[int, ...]:
        """Positions of the columns that tell a field; none when none does."""
        return places_of(self.all_columns, self.columns.get(name, ()))


def stored(layout: Layout, rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    """As JSON, with some rows to look at."""
    shown = [[cell[:80] for cell in row[:SHOWN_COLUMNS]] for row in rows[:SHOWN_ROWS]]
    return asdict(layout) | {"rows": shown}


_SHOWN_ONLY = {"rows", "matches", "readings", "findings", "parts", "questions"}
"""Of what is stored: nothing that reading on needs."""


def from_stored(kept: Mapping[str, Any]) -> Layout:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in kept.items()
        if name not in _SHOWN_ONLY
    }
    # One mark was once known for all columns.
    values.setdefault("marks", dict.fromkeys(NUMBERS, values["decimal"]))
    return Layout(**values)


def missing(
    columns: Mapping[Field, Sequence[str]], quantity_is: QuantityIs = "cells"
) -> list[str]:
    """Needed fields that no column tells."""
    return [
        name
        for name in NEEDED
        if not columns.get(name)
        and not (name == "sku" and columns.get("name"))
        and not (name == "quantity" and quantity_is == "rows")
    ]


def normal(name: str) -> str:
    """A column's name as it is compared: case and spaces do not count."""
    return re.sub(r"\s*/\s*", "/", " ".join(name.split())).casefold()


def places_of(header: Sequence[str], names: Sequence[str]) -> tuple[int, ...]:
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


def decoded(
    line: bytes, encoding: Encoding | None = None, fallback: Encoding = "cp1252"
) -> str | None:
    """``None`` for what is no text. Text of another encoding is hardly ever valid
    UTF-8, so each line can be told by itself when nobody says what it is."""
    if encoding == "utf-8-twice":
        return twice_decoded(line) if is_utf_8(line) else None
    for one in (encoding,) if encoding else ("utf-8", fallback):
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


def fitted(row: list[str], header: Sequence[str]) -> list[str] | None:
    """A row as wide as the header: separators at the end of either make no cells.
    None when it has other cells."""
    surplus = len(row) - len(header)
    if surplus > 0 and not any(map(str.strip, row[len(header) :])):
        return row[: len(header)]
    if surplus < 0 and not any(header[surplus:]):
        return row + [""] * -surplus
    return None if surplus else row


def has(header: Sequence[str], columns: Mapping[Field, Sequence[str]]) -> bool:
    names = {normal(name) for name in header}
    return all(normal(c) in names for told in columns.values() for c in told)
