"""CSV that leaves: one writer, whose cells no spreadsheet runs."""

import csv
import io
from collections.abc import Callable, Iterable
from decimal import Decimal

_SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "'")
_BREAKS = ("\t", "\r", "\n")


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
    delimiter: str = ",",
    safe: Callable[[str], str] = formula_safe,
) -> str:
    """Text is made ``safe``; what is a number or a day for us is one for a spreadsheet,
    without exponents. Nothing is an empty cell."""

    def cell(value: object) -> object:
        if isinstance(value, str):
            return safe(value)
        return f"{value:f}" if isinstance(value, Decimal) else value

    page = io.StringIO()
    writer = csv.writer(page, delimiter=delimiter)
    writer.writerows(map(cell, row) for row in rows)
    return page.getvalue()
