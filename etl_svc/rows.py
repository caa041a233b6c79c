"""From the lines of a CSV file to sales: pure, one line at a time.

A record is one physical line, so that a stray quote cannot swallow the rest of
a file, and reading can go on from any line after a restart.
"""

import csv
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from etl_svc.errors import EmptyFile, NotCsv, WrongColumns
from etl_svc.rules import KEPT_CONTENT, MAX_AHEAD, REASON
from shared.clock import as_utc, business_zone
from shared.types import EARLIEST, MAX_QUANTITY

MAX_LINE = 64 * 1024
"""Bytes of a line; a longer one is no sale."""
BOM = b"\xef\xbb\xbf"
NOON = time(12)
"""Rows that name a day only are dated at noon of the shop's day."""

Kind = Literal["series", "sales"]
_NEEDED: dict[Kind, tuple[str, ...]] = {
    "series": ("series_id", "date", "quantity"),
    "sales": ("sku", "sold_at", "quantity"),
}
_ALLOWED: dict[Kind, tuple[str, ...]] = {
    "series": (*_NEEDED["series"], REASON),
    "sales": (*_NEEDED["sales"], "price", REASON),
}
_MAX_PRICE = Decimal("9999999999.99")
_CENT = Decimal("0.01")
_CACHED = 65_536

_number = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,6})?", re.ASCII)
_day = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_instant = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII
)
_unprintable = re.compile(r"[\x00-\x1f\x7f]")


class BadRow(Exception):
    """Why a line is no sale: ``field`` is a column, empty for the whole line."""

    def __init__(self, field: str, code: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.code = code
        self.value = ""


class BadCell(BadRow):
    """A row whose ``field`` holds ``text``, which is not what it should be."""

    def __init__(self, field: str, code: str, text: str, why: str) -> None:
        super().__init__(field, code, f"{shown(text)!r} {why}")
        self.value = shown(text)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is built, read off its header."""

    kind: Kind
    delimiter: str
    width: int
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Cells:
    """The values of one good line. ``content`` names the sale within its source:
    for a series its day, for single sales what was sold."""

    sku: str
    quantity: int
    price: Decimal | None
    sold_at: datetime
    content: str


def read_header(line: bytes) -> Layout:
    """The layout of a file whose first line this is; a failure that says what
    is wrong with it otherwise."""
    line = line.removeprefix(BOM).rstrip(b"\r\n")
    if not line.strip():
        raise EmptyFile
    if b"\x00" in line:
        raise NotCsv("it holds NUL bytes")
    if len(line) > MAX_LINE:
        raise NotCsv("its first line does not end")
    text = decoded(line)
    if text is None:
        raise NotCsv("its first line is no text")
    delimiter = delimiter_of(text)
    try:
        names = [name.strip().lower() for name in _split(text, delimiter)]
    except BadRow as bad:
        raise NotCsv(str(bad)) from None
    return _layout(names, delimiter)


def delimiter_of(header: str) -> str:
    """A comma, unless the names of the columns are set apart by something else."""
    return next((mark for mark in ";\t|" if mark in header), ",")


def _layout(names: list[str], delimiter: str) -> Layout:
    kind: Kind = "series" if {"series_id", "date"} & set(names) else "sales"
    columns = {name: position for position, name in enumerate(names)}
    seen: set[str] = set()
    unknown = [
        name
        for name in names
        # A second column of a known name is as unknown as any other.
        if name not in _ALLOWED[kind] or name in seen or seen.add(name)  # type: ignore[func-returns-value]  # adds
    ]
    missing = [name for name in _NEEDED[kind] if name not in columns]
    if unknown or missing:
        raise WrongColumns(unknown=unknown, missing=missing)
    return Layout(kind, delimiter, len(names), columns)


def read_line(layout: Layout, line: bytes, now: datetime) -> Cells | None:
    """The sale that a line tells of; None for a blank line, ``BadRow`` for a bad one."""
    text = _text(line)
    if not text or text.isspace():
        return None
    cells = _split(text, layout.delimiter)
    if len(cells) != layout.width:
        raise BadRow(
            "",
            "wrong_cell_count",
            f"{len(cells)} cells where the header has {layout.width}",
        )
    at = layout.columns
    comma = layout.delimiter == ";"
    quantity = read_quantity(cells[at["quantity"]], comma=comma)
    if layout.kind == "series":
        sku = read_sku(cells[at["series_id"]], "series_id")
        day, sold_at = read_day(cells[at["date"]], "date")
        content, price = f"{sku}/{day}", None
    else:
        sku = read_sku(cells[at["sku"]], "sku")
        told, sold_at = read_instant(cells[at["sold_at"]], "sold_at")
        price = read_price(cells[at["price"]], comma=comma) if "price" in at else None
        content = _fingerprint(sku, told, quantity, price)
    if sold_at > now + MAX_AHEAD:
        field = "date" if layout.kind == "series" else "sold_at"
        raise BadRow(field, "future", "more than 24 hours ahead")
    return Cells(sku, quantity, price, sold_at, content)


def _text(line: bytes) -> str:
    if b"\x00" in line:
        raise BadRow("", "nul", "the line holds NUL bytes")
    text = decoded(line)
    if text is None:
        raise BadRow("", "not_text", "the line is no text")
    return text.rstrip("\r\n")


def decoded(line: bytes) -> str | None:
    """UTF-8, or else what Windows writes in western Europe (a superset of Latin-1);
    ``None`` for what is neither. Text of the latter is hardly ever valid UTF-8, so
    each line can be told by itself."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _split(text: str, delimiter: str) -> list[str]:
    if '"' not in text:
        return text.split(delimiter)
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        raise BadRow("", "bad_quotes", "quotes that do not match") from None


@lru_cache(_CACHED)
def read_sku(text: str, field: str) -> str:
    sku = text.strip()
    if not 1 <= len(sku) <= 64 or _unprintable.search(sku):
        raise BadCell(field, "invalid_sku", text, "is not 1 to 64 printable characters")
    return sku


@lru_cache(_CACHED)
def read_day(text: str, field: str) -> tuple[str, datetime]:
    """The day as written in ISO 8601, and its noon in the shop."""
    text = text.strip()
    if not _day.fullmatch(text):
        raise BadCell(field, "not_a_date", text, "is not a date such as 2026-01-31")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadCell(field, "not_a_date", text, "is not in the calendar") from None
    return text, _bounded(datetime.combine(day, NOON, business_zone()), text, field)


@lru_cache(_CACHED)
def read_instant(text: str, field: str) -> tuple[str, datetime]:
    """The moment as written, in one spelling, and in UTC. Without an offset it
    is read in the shop's zone."""
    text = text.strip()
    if _day.fullmatch(text):
        return read_day(text, field)
    if not _instant.fullmatch(text):
        raise BadCell(
            field, "not_a_date", text, "is not a date-time such as 2026-01-31 09:30"
        )
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        raise BadCell(field, "not_a_date", text, "is not in the calendar") from None
    return told.isoformat(), _bounded(told, text, field)


def _bounded(told: datetime, text: str, field: str) -> datetime:
    try:
        instant = as_utc(told)
    except OverflowError:
        instant = datetime.min.replace(tzinfo=UTC)
    if instant < EARLIEST:
        raise BadCell(field, "too_early", text, "is before 1970")
    return instant


@lru_cache(_CACHED)
def read_quantity(text: str, *, comma: bool) -> int:
    """Whole units, 0 to 1 000 000; ``12.0`` is whole."""
    number = _decimal(text, "quantity", comma=comma)
    if number < 0:
        raise BadCell("quantity", "negative", text, "is below zero")
    # First the size: a huge exponent would take minutes as an integer.
    if number > MAX_QUANTITY:
        raise BadCell("quantity", "too_large", text, f"is above {MAX_QUANTITY}")
    if number != number.to_integral_value():
        raise BadCell("quantity", "fraction", text, "is not a whole number")
    return int(number)


@lru_cache(_CACHED)
def read_price(text: str, *, comma: bool) -> Decimal | None:
    """An amount with at most two decimals; None for an empty cell."""
    if not text.strip():
        return None
    number = _decimal(text, "price", comma=comma)
    if number < 0:
        raise BadCell("price", "negative", text, "is below zero")
    if number > _MAX_PRICE:
        raise BadCell("price", "too_large", text, f"is above {_MAX_PRICE}")
    amount = number.quantize(_CENT)
    if amount != number:
        raise BadCell("price", "too_precise", text, "has more than 2 decimals")
    return amount


def _decimal(text: str, field: str, *, comma: bool) -> Decimal:
    plain = text.strip()
    # Files with semicolons come from places that write decimals with a comma.
    if comma:
        plain = plain.replace(",", ".")
    if not _number.fullmatch(plain):
        raise BadCell(field, "not_a_number", text, "is not a number")
    return Decimal(plain)


def _fingerprint(sku: str, told: str, quantity: int, price: Decimal | None) -> str:
    parts = "\x1f".join((sku, told, str(quantity), "" if price is None else str(price)))
    return hashlib.blake2b(parts.encode(), digest_size=16).hexdigest()


def content_of(line: bytes) -> str:
    """A line as it can be kept and given back: text without what cannot be stored."""
    text = decoded(line) or line.decode(errors="replace")
    return text.rstrip("\r\n").replace("\x00", "\ufffd")[:KEPT_CONTENT]


def shown(text: str) -> str:
    """A cell as a report shows it: short, and without what could not be stored."""
    plain = _unprintable.sub("?", text)
    return plain if len(plain) <= 40 else plain[:40] + "…"
