"""CSV that leaves: one writer, whose cells no spreadsheet runs."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

DecimalMark = Literal["point", "comma"]

_SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "'")
_BREAKS = ("\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are told apart and numbers are written; ``start`` stands before all."""

    delimiter: str = ","
    decimal_mark: str = "."
    start: str = ""


FOR_PROGRAMS = Dialect()
_BYTE_ORDER_MARK = "\ufeff"
_SPREADSHEETS: dict[DecimalMark, Dialect] = {
    "point": Dialect(start=_BYTE_ORDER_MARK),
    # Where numbers have a comma, spreadsheets expect semicolons between cells.
    "comma": Dialect(delimiter=";", decimal_mark=",", start=_BYTE_ORDER_MARK),
}


def dialect_for(spreadsheet: DecimalMark | None) -> Dialect:
    """One that a double click opens as a table, in a country that writes numbers so; the
    mark at the start tells spreadsheets that letters are UTF-8."""
    return FOR_PROGRAMS if spreadsheet is None else _SPREADSHEETS[spreadsheet]


def formula_safe(text: str) -> str:
    """Spreadsheets run cells that start like a formula, some also after blanks or in
    letters of full width; an apostrophe makes them text. One that is there by itself
    gets another, so that taking one away gives the text."""
    runs = text.startswith(_BREAKS) or text.lstrip().startswith(_SIGNS)
    return f"'{text}" if runs else text


def as_typed(cell: str) -> str:
    """The text that ``formula_safe`` has made this cell of."""
    text = cell[1:]
    return text if cell.startswith("'") and formula_safe(text) == cell else cell


def csv_lines(
    rows: Iterable[Iterable[object]],
    *,
    dialect: Dialect = FOR_PROGRAMS,
    safe: Callable[[str], str] = formula_safe,
) -> str:
    """Text is made ``safe``; what is a number or a day for us is one for a spreadsheet,
    without exponents. Nothing is an empty cell."""

    def cell(value: object) -> object:
        if isinstance(value, str):
            return safe(value)
        if isinstance(value, float):
            value = Decimal(repr(value))
        if isinstance(value, Decimal):
            return f"{value:f}".replace(".", dialect.decimal_mark)
        return value

    page = io.StringIO()
    writer = csv.writer(page, delimiter=dialect.delimiter)
    writer.writerows(map(cell, row) for row in rows)
    return page.getvalue()
