"""Columns that tell of a week, a month or a day in parts: a year beside the number of
its week, or the first day of a period beside its last one."""

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta
from itertools import pairwise

from etl_svc.files.date_periods import CalendarUnit, read_period
from etl_svc.files.date_words import month_called
from etl_svc.files.dates import DateOrder, parts_of
from etl_svc.files.vocabulary import concepts

_year = re.compile(r"(?:19|20)\d\d")
_number = re.compile(r"\d{1,2}")
_compact = re.compile(r"(?:19|20)\d\d(?:0[1-9]|[1-4]\d|5[0-3])")
_ORDERS: tuple[DateOrder, ...] = ("ymd", "dmy", "mdy")
_iso_day = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])")
_short = re.compile(r"(?P<month>[^\W\d_]{3,10})\.?[\s/'-]+(?P<number>\d\d)")
_MONTH = (
    r"(?:janv?(?:ier|uary|uar)?|f[eé]vr?(?:ier)?|feb(?:ruary|ruar|rero|braio)?|m[aä]rz?|mars|march"
    r"|marzo|avr(?:il)?|apr(?:il|ile)?|abr(?:il)?|mai|may|mayo|maggio|mag|juin|june?|juni|junio"
    r"|giugno|giu|juil(?:let)?|july?|juli|julio|luglio|lug|ao[uû]t|aug(?:ust)?|agosto|ago"
    r"|sept?(?:embre|ember)?|settembre|set|o[ck]t(?:obre|ober)?|ottobre|ott|nov(?:embre|ember|iembre)?"
    r"|d[eé]c(?:embre|ember)?|dez(?:ember)?|dic(?:embre|iembre)?|gen(?:naio)?|enero|ene)\.?"
)
_WEEKDAY = (
    r"(?:lun(?:di|es|edì)?|mar(?:di|tes|tedì)?|mer(?:credi|coledì)?|mi[eé]rcoles|jeu(?:di)?|jueves"
    r"|gio(?:vedì)?|ven(?:dredi|erdì)?|viernes|sam(?:edi|stag)?|sab(?:ato)?|s[aá]bado|dim(?:anche)?"
    r"|dom(?:ingo|enica)?|mon(?:day|tag)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?|dienstag|mittwoch|donnerstag|freitag|sonntag|mo|di|mi|do|fr|sa|so)\.?"
)
_unnamed_period = re.compile(
    r"(?:s|sem|semaine|w|wk|week|kw|woche|sett|semana)[ ._-]?\d{1,2}"
    rf"|{_MONTH}(?:[ /.-]?\d{{2}})?|(?:{_WEEKDAY} )?\d{{1,2}}[/.-](?:\d{{1,2}}|{_MONTH})\.?"
    rf"|{_WEEKDAY}|\d{{1,2}}\.? {_MONTH}",
    re.IGNORECASE,
)
"""Weeks, months and days of the week that do not say of which year."""
LEAST_ROWS = 2
WEEK = 6
"""Days from the first to the last."""


def calendar_unit(titles: Sequence[str]) -> CalendarUnit | None:
    """What the number is that stands beside a year in columns of these names."""
    told = {concept for title in titles for concept in concepts(title)}
    if "week" in told:
        return "week"
    return "month" if "month" in told else None


def compact_unit(title: str, cells: Sequence[str]) -> CalendarUnit | None:
    """What numbers such as 202606 are in a column of this name."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled or not all(map(_compact.fullmatch, filled)):
        return None
    return calendar_unit([title])


def may_be_days(told: Sequence[str]) -> bool:
    """Whether ``Jan-26`` may be the 26th of a January, too: where it stands beside
    ``Jan-27``, as days do and months of years do not, or where nothing decides it."""
    found = [_short.fullmatch(text.strip()) for text in told if text.strip()]
    if not found or not all(found):
        return False
    pairs = {(month_called(each["month"]), each["number"]) for each in found if each}
    months, numbers = ({pair[at] for pair in pairs} for at in (0, 1))
    if None in months or len(months) != len(numbers):
        return len(months) < len(numbers)
    # The same months of two years say it: as days they would be far apart.
    return len(pairs) == len(numbers) and not _follow_each_other(pairs)


def _follow_each_other(pairs: Collection[tuple[int | None, str]]) -> bool:
    """Whether these are several months, one after another."""
    counted = sorted(12 * int(year) + (month or 0) for month, year in pairs)
    apart = {after - before for before, after in pairwise(counted)}
    return apart == {1}


def month_or_day(
    header: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[str, str] | None:
    """A column of which nothing says whether it tells months or days, and a cell."""
    for at, name in enumerate(header):
        cells = [cell for row in rows if (cell := row[at].strip())]
        if may_be_days(cells) and any(map(read_period, cells)):
            return name, cells[0]
    return None


def is_unnamed_period(name: str) -> bool:
    """Whether a name is a week, a month or a day that does not say of which year."""
    return _unnamed_period.fullmatch(name) is not None


def kind_of_dates(titles: Sequence[str]) -> str:
    """What the columns are that are called by dates."""
    days = [date.fromisoformat(title) for title in titles if _iso_day.fullmatch(title)]
    apart = {(after - before).days for before, after in pairwise(days)}
    if len(days) == len(titles) and apart == {7}:
        return "Weeks, dated on the day that each is called by,"
    return "Days or other periods"


def period_columns(
    header: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[str, ...]:
    """Their names in the order in which they make a date; none when none do."""
    found = _of_a_year(header, rows) or _from_to(header, rows)
    return tuple(header[at] for at in found)


def _of_a_year(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[int, ...]:
    by_concept: dict[str, int] = {}
    for at, name in enumerate(header):
        told = set(concepts(name))
        if len(told) == 1:
            by_concept.setdefault(told.pop(), at)
    year, week, month = (by_concept.get(of) for of in ("year", "week", "month"))
    if year is None or not _all(rows, year, _is_year):
        return ()
    if week is not None and _all(rows, week, _is_number):
        return (year, week)
    if month is None or not _all(rows, month, _is_month):
        return ()
    day = by_concept.get("date")
    if day is not None and _all(rows, day, _is_number):
        return (year, month, day)
    return (year, month)


def _all(rows: Sequence[Sequence[str]], at: int, holds: Callable[[str], bool]) -> bool:
    cells = [row[at].strip() for row in rows if row[at].strip()]
    return bool(cells) and all(holds(cell) for cell in cells)


def _is_year(cell: str) -> bool:
    return _year.fullmatch(cell) is not None


def _is_number(cell: str) -> bool:
    return _number.fullmatch(cell) is not None


def _is_month(cell: str) -> bool:
    return _is_number(cell) or month_called(cell) is not None


def _from_to(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """Two columns beside each other, always with the first and the last day of a week
    or of a month: two dates that a sale has otherwise lie apart as it happens."""
    for at in range(len(header) - 1):
        pairs = [(row[at].strip(), row[at + 1].strip()) for row in rows if row[at]]
        if len(pairs) >= LEAST_ROWS and any(
            all(_is_period(pair, order) for pair in pairs) for order in _ORDERS
        ):
            return (at, at + 1)
    return ()


def _is_period(pair: tuple[str, str], order: DateOrder) -> bool:
    try:
        first, last = (parts_of(cell, order)[0] for cell in pair)
    except (ValueError, OverflowError):
        return False
    return (last - first).days == WEEK or (first.day == 1 and last == _month_end(first))


def _month_end(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
