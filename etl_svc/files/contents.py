"""What stands in the columns of a file, and which field that suits.

What looks like money is no quantity, and what looks like no date is none.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from etl_svc.files.date_periods import read_period
from etl_svc.files.dates import order_evidence
from etl_svc.files.measures import measure_of
from etl_svc.files.presets import Field
from shared.types import EARLIEST

_number = re.compile(r"[+-]?\d[\d\s.,'’\u00a0\u202f]*", re.ASCII)
_money = re.compile(r"[$€£¥]|\b(?:EUR|USD|GBP|CHF|CAD|XOF)\b|\bkr\b")
_decimals = re.compile(r"\d[.,]\d{2,}$")
_clock = re.compile(
    r"\d{1,2}[:h]\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:[ap]\.?m\.?)?", re.IGNORECASE
)
_compact_date = re.compile(
    r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4}|\d{6})?"
)
_serial_day = re.compile(r"[2-7]\d{4}(?:[.,]\d+)?")
"""A day as spreadsheets count them, between 1954 and 2119."""
_other_date = re.compile(
    r"\d{8}[T ]\d{4,6}|\d{4}-?W\d{1,2}(?:-?\d)?|\d{4}[-/]\d{1,2}"
    r"|(?:\w{2,10}\.?,?\s+)?\d{1,2}\.?\s+\w{3,10}\.?,?\s+\d{2,4}.*"
    r"|\w{3,10}\.?\s+\d{1,2},?\s+\d{4}.*"
    r"|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\D.*"
)


@dataclass(frozen=True, slots=True)
class Contents:
    """What the filled cells of a column look like, as shares of them."""

    filled: int
    dates: float = 0.0
    serials: float = 0.0
    """Numbers that may be days as spreadsheets count them."""
    clocks: float = 0.0
    numbers: float = 0.0
    money: float = 0.0
    """Of the numbers: with a currency, or with cents."""
    fractions: float = 0.0
    """Of the numbers: not whole."""
    distinct: float = 0.0
    numbered: float = 0.0
    """Like ``#1001``."""
    largest: float = 0.0
    units: float = 0.0
    """Words of units of measure."""


def contents_of(cells: Sequence[str]) -> Contents:
    told = [text for cell in cells if (text := cell.strip())]
    if not told:
        return Contents(0)
    numbers = [text for text in told if is_number(text)]
    return Contents(
        filled=len(told),
        dates=_share(is_date, told),
        serials=_share(_serial_day.fullmatch, told),
        clocks=_share(_clock.fullmatch, told),
        numbers=len(numbers) / len(told),
        money=_share(_is_money, numbers),
        fractions=_share(_is_fraction, numbers),
        distinct=len(set(told)) / len(told),
        numbered=_share(re.compile(r"[#№]\s*\w*\d+").fullmatch, told),
        largest=max((_rough(text) for text in numbers), default=0.0),
        units=_share(measure_of, told),
    )


def _share(holds: Callable[[str], object], cells: Sequence[str]) -> float:
    return sum(1 for text in cells if holds(text)) / len(cells) if cells else 0.0


def is_date(text: str) -> bool:
    """Numbers alone are hardly ever one: a spreadsheet's day 46 054 and a receipt's
    number look alike."""
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        return _compact_date.fullmatch(text) is not None
    if order_evidence(text) or _other_date.fullmatch(text):
        return True
    period = read_period(text)
    return period is not None and period.first >= EARLIEST.date()


def is_number(text: str) -> bool:
    bare = _money.sub("", text).strip().strip("()").strip()
    return _number.fullmatch(bare) is not None


def _is_money(text: str) -> bool:
    return _money.search(text) is not None or _decimals.search(text) is not None


def _is_fraction(text: str) -> bool:
    found = re.search(r"[.,](\d{1,2}|\d{4,})$", text)
    return found is not None and bool(found[1].strip("0"))


def _rough(text: str) -> float:
    digits = re.sub(r"\D", "", re.sub(r"[.,]\d{1,2}$", "", text))
    return float(digits[:15] or 0)


def contents_factor(of: Field, seen: Contents) -> float:
    """What a column's cells leave of the score of its name."""
    if not seen.filled:
        return 0.9
    return _FACTORS[of](seen) if of in _FACTORS else 1.0


def _as_quantity(seen: Contents) -> float:
    if seen.numbers < 0.5:
        # ``2 pcs`` is told by its name alone.
        return 0.3 if seen.dates or seen.clocks else 0.7
    whole = 1 - seen.fractions
    return 1.0 if not seen.money else 0.25 + 0.55 * whole


def _as_money(seen: Contents) -> float:
    return 0.4 + 0.6 * seen.numbers if seen.filled > 1 else max(0.6, seen.numbers)


def _as_product(seen: Contents) -> float:
    if seen.dates > 0.8 or seen.clocks > 0.8 or seen.numbered > 0.5:
        return 0.1
    return 1 - 0.7 * seen.fractions * seen.numbers


def _as_name(seen: Contents) -> float:
    return _as_product(seen) * (1 - 0.5 * seen.numbers)


_FACTORS: Mapping[Field, Callable[[Contents], float]] = {
    "sku": _as_product,
    "name": _as_name,
    "category": _as_name,
    "sold_at": lambda seen: 0.45 + 0.55 * max(seen.dates, 0.8 * seen.serials),
    "time": lambda seen: 0.2 + 0.8 * max(seen.clocks, 0.4 * (1 - seen.dates)),
    "quantity": _as_quantity,
    "price": _as_money,
    "amount": _as_money,
    "id": lambda seen: 0.1 if seen.dates > 0.8 else 1 - 0.8 * seen.fractions,
    "status": lambda seen: 1 - 0.4 * seen.numbers,
    "cancelled_at": lambda seen: 0.3 + 0.7 * seen.dates,
    "unit": lambda seen: seen.units,
}


def contents_score(of: Field, seen: Contents) -> float:
    """Where no name says anything: what its cells alone make of a column."""
    if not seen.filled:
        return 0.0
    if of == "sold_at":
        return 0.6 * seen.dates
    if of == "id":
        return 0.9 * seen.numbered
    if seen.dates > 0.5 or seen.clocks > 0.5:
        return 0.0
    if of == "quantity":
        small = 1.0 if seen.largest < 10_000 else 0.3
        return 0.5 * seen.numbers * (1 - max(seen.money, seen.fractions)) * small
    if of == "price":
        return 0.5 * seen.numbers * seen.money
    return 0.45 * (1 - seen.numbers) if of == "sku" else 0.0
