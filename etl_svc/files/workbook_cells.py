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


def text_of(value: Any, number_format: str = "General") -> str:
    """A cell as a CSV file would have it. Formulas count as what they came to."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return _number(value, number_format)
    if isinstance(value, datetime):
        if value.time() == time():
            return value.date().isoformat()
        # A thousandth of a second is noise of the stored fraction of a day.
        rounded = value + timedelta(milliseconds=500)
        return rounded.replace(microsecond=0).isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _number(value: float, number_format: str) -> str:
    if isinstance(value, float) and not value.is_integer():
        return f"{Decimal(f'{value:.{SHOWN_DIGITS}g}'):f}"
    digits = str(int(value))
    tokens = _tokens(number_format)
    return _coded_number(digits, tokens) if tokens and value >= 0 else digits


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
