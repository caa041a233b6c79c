"""Cells of a workbook as it shows them: what people see is what they mean.

A spreadsheet stores 13.05 as 13.049999999999999, and 0012 as 12 with the format
``0000``; the digits beyond the fifteenth and the zeros in front are of the format.
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

SHOWN_DIGITS = 15
# Zeros for all of a code's digits, and between them what stands there as it is.
_coded = re.compile(r'(?:0|-|\\.|"[^"]*")*00(?:0|-|\\.|"[^"]*")*')
_token = re.compile(r'0|-|\\.|"[^"]*"')


def shown(cell: Any) -> Any:
    """The value of a workbook's cell; a code that is stored as a number with the zeros
    of its format."""
    value = cell.value
    # The format is looked up for numbers only: it takes as long as the value.
    if not isinstance(value, int | float) or isinstance(value, bool):
        return value
    return coded(value, cell.number_format)


def coded(value: float, number_format: str) -> float | str:
    """A number, or as its format shows it when that has zeros in front."""
    tokens = _tokens(number_format)
    whole = value >= 0 and float(value).is_integer()
    return _coded_number(str(int(value)), tokens) if tokens and whole else value


def text_of(value: Any) -> str:
    """A cell as a CSV file would have it. Formulas count as what they came to."""
    if value is None:
        return ""
    if isinstance(value, float):
        whole = value.is_integer()
        return str(int(value)) if whole else f"{Decimal(f'{value:.{SHOWN_DIGITS}g}'):f}"
    if isinstance(value, datetime):
        if value.time() == time():
            return value.date().isoformat()
        # A thousandth of a second is noise of the stored fraction of a day.
        rounded = value + timedelta(milliseconds=500)
        return rounded.replace(microsecond=0).isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


@lru_cache(256)
def _tokens(number_format: str) -> tuple[str, ...]:
    """Of a format that shows zeros in front; none of any other."""
    first = number_format.split(";")[0]
    return tuple(_token.findall(first)) if _coded.fullmatch(first) else ()


def _coded_number(digits: str, tokens: tuple[str, ...]) -> str:
    places = tokens.count("0")
    digits = digits.zfill(places)
    # What is longer than its format stands before it.
    ahead, rest = digits[: len(digits) - places], iter(digits[len(digits) - places :])
    shown = []
    for mark in tokens:
        if mark == "0":
            shown.append(ahead + next(rest))
            ahead = ""
        else:
            shown.append(mark.strip('"').removeprefix("\\"))
    return "".join(shown)
