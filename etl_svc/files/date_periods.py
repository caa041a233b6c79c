"""Cells that name several days: weeks, months, quarters, from one day to another."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from etl_svc.files.cells import CACHED
from etl_svc.files.date_words import month_called
from etl_svc.files.dates import DateOrder, parts_of
from shared.codes import normal_code

MOST_DAYS = 400
"""Of a period: a longer one is no total that could be spread over its days."""
_week = re.compile(
    r"(?P<year>\d{4})[\s/-]*(?:W|KW|S|Sem\.?|Week)\s?(?P<week>\d{1,2})(?:-?(?P<day>[1-7]))?"
    r"|(?:W|KW|S|Sem\.?|Week|Semaine|Woche|Semana|Settimana)[\s.]*(?P<week2>\d{1,2})[\s/,-]+(?P<year2>\d{4})",
    re.ASCII | re.IGNORECASE,
)
_quarter = re.compile(
    r"(?P<year>\d{4})[\s/-]?[QT](?P<quarter>[1-4])|[QT](?P<quarter2>[1-4])[\s/-](?P<year2>\d{4})"
)
_range = re.compile(
    r"(?P<first>\S+)\s*(?:\s-|\s–|/|\sau|\sto|\sbis|\sal|\.\.|\s)\s*(?P<last>\S+)"
)
_month = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})|(?P<month2>\d{1,2})[-/.](?P<year2>\d{4})"
    r"|(?P<name>[^\W\d_]{3,10})\.?(?:[\s/-]+(?:de )?(?P<year3>\d{4})|[\s/'-]+(?P<short>\d\d))"
    r"|(?P<year4>\d{4})(?:-?M(?P<month4>\d{1,2})|[\s/-]+(?P<name4>[^\W\d_]{3,10})\.?)"
)
_numbered = re.compile(
    r"(?P<year>(?:19|20)\d\d)[\s/.-]?(?P<number>\d{1,2})"
    r"|(?P<number2>\d{1,2})[\s/.-](?P<year2>(?:19|20)\d\d)"
)
_day = re.compile(
    r"(?P<year>\d{4}) (?:(?P<month>\d{1,2})|(?P<name>[^\W\d_]{3,10})\.?) (?P<day>\d{1,2})"
)
CalendarUnit = Literal["week", "month"]
"""What numbers are of a year, as the name of their column says."""


@dataclass(frozen=True, slots=True)
class Period:
    """So many days from one on, of which a cell tells the total; ``told`` is its name."""

    told: str
    first: date
    days: int


@lru_cache(CACHED)
def read_period(
    text: str, order: DateOrder = "ymd", unit: CalendarUnit | None = None
) -> Period | None:
    """A week of ISO 8601, a month, a quarter, or from one day to another; None for
    anything else. A year and a number are such a ``unit`` of it; and a day, where its
    year, month and day stand in columns of their own."""
    plain = normal_code(text)
    with suppress(ValueError):
        if unit is not None and (found := _numbered.fullmatch(plain)) is not None:
            year, number = (
                found["year"] or found["year2"],
                found["number"] or found["number2"],
            )
            return (
                _week_of(f"{year}-W{number}")
                if unit == "week"
                else _month_of(f"{year}-{number}")
            )
    for read in (_week_of, _month_of, _quarter_of, _day_of):
        with suppress(ValueError):
            if (period := read(plain)) is not None:
                return period
    with suppress(ValueError, OverflowError):
        return _range_of(plain, order)
    return None


def _week_of(text: str) -> Period | None:
    if (found := _week.fullmatch(text)) is None:
        return None
    year, week = (int(found[n] or found[f"{n}2"]) for n in ("year", "week"))
    first = date.fromisocalendar(year, week, int(found["day"] or 1))
    if found["day"]:
        return Period(first.isoformat(), first, 1)
    return Period(f"{year}-W{week:02}", first, 7)


def _month_of(text: str) -> Period | None:
    if (found := _month.fullmatch(text)) is None:
        return None
    years = (found["year"], found["year2"], found["year3"], found["year4"])
    year = int(next(filter(None, years), None) or f"20{found['short']}")
    number = found["month"] or found["month2"] or found["month4"]
    month = (
        int(number) if number else month_called(found["name"] or found["name4"]) or 0
    )
    return _months(f"{year}-{month:02}", date(year, month, 1), 1)


def _day_of(text: str) -> Period | None:
    if (found := _day.fullmatch(text)) is None:
        return None
    month = found["month"] or month_called(found["name"]) or 0
    day = date(int(found["year"]), int(month), int(found["day"]))
    return Period(day.isoformat(), day, 1)


def _quarter_of(text: str) -> Period | None:
    if (found := _quarter.fullmatch(text)) is None:
        return None
    year, quarter = (int(found[n] or found[f"{n}2"]) for n in ("year", "quarter"))
    return _months(f"{year}-Q{quarter}", date(year, 3 * quarter - 2, 1), 3)


def _months(told: str, first: date, months: int) -> Period:
    after = first
    for _ in range(months):
        after = (after + timedelta(days=31)).replace(day=1)
    return Period(told, first, (after - first).days)


def _range_of(text: str, order: DateOrder) -> Period | None:
    if (found := _range.fullmatch(text)) is None:
        return None
    first, last = (parts_of(found[n], order)[0] for n in ("first", "last"))
    days = (last - first).days + 1
    if not 1 <= days <= MOST_DAYS:
        return None
    return Period(f"{first}/{last}", first, days)
