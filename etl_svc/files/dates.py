"""What cells say of days and moments.

Pure, and cached, because a file says the same again and again. Whatever is written in
another way than in digits with marks is first brought into that form.
"""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Literal

from etl_svc.files.cells import CACHED, BadCell
from etl_svc.files.date_words import (
    is_weekday,
    month_called,
    weekday_called,
    zone_called,
)
from etl_svc.rules import NOON
from shared.clock import as_utc, business_zone, cached_by_zone
from shared.codes import normal_code
from shared.types import EARLIEST

DateOrder = Literal["ymd", "dmy", "mdy"]
ORDERS: tuple[DateOrder, ...] = ("ymd", "dmy", "mdy")

_iso_day = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_iso_instant = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?", re.ASCII)
_date = re.compile(
    r"(?P<a>\d{1,4})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{1,4})(?P<rest>\D.*)?",
    re.ASCII,
)
_compact = re.compile(
    r"(?P<day>\d{8})(?:[T ]?(?P<time>\d{4}(?:\d\d)?))?(?P<rest>\D.*)?", re.ASCII
)
_serial = re.compile(r"(?P<days>[1-9]\d{4})(?:[.,](?P<part>\d+))?", re.ASCII)
_epoch = re.compile(r"\d{9,10}(?:[.,]\d+)?|\d{13}|\d{16}", re.ASCII)
_fraction = re.compile(r"0?[.,]\d+", re.ASCII)
_time_first = re.compile(r"(?P<time>\d{1,2}:\d\d(?::\d\d)?)\s+(?P<day>\d.*\D.*)")
_eastern = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_net_epoch = re.compile(r"/Date\((\d+)(?:[+-]\d{4})?\)/")
_bare_time = re.compile(r"\d{3,6}", re.ASCII)
_day_month = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|[.ºª°])?[\s/-]*(?:de |of )?(?P<month>[^\W\d_]{3,10})"
    r"\.?[\s/,-]*(?:de |del )?(?P<year>\d{4}|\d{2})(?P<rest>\D.*)?"
)
_month_day = re.compile(
    r"(?P<month>[^\W\d_]{3,10})\.?[\s-]+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?[\s-]+"
    r"(?P<year>\d{4})(?P<rest>\D.*)?"
)
_year_month = re.compile(
    r"(?P<year>\d{4})[\s/.-]+(?P<month>[^\W\d_]{3,10})\.?[\s/.-]+(?P<day>\d{1,2})(?P<rest>\D.*)?"
)
# Sat Jan 31 10:15:00 CET 2026
_year_behind = re.compile(
    r"(?P<month>[^\W\d_]{3,10})\s+(?P<day>\d{1,2})(?P<rest>\s\d{1,2}:\S+(?:\s[A-Z]+)?)\s(?P<year>\d{4})"
)
_in_front = re.compile(r"(?P<word>[^\W\d_]{2,10})(?:\.?,?\s+|[.,]+)(?=\S)")
_time = re.compile(
    r"(?:[T,]|à|at|um|kl\.?|a las|alle(?: ore)?|ore|ab|-|–|\s)*"
    r"(?P<hour>\d{1,2})(?:\s?[:hH]\s?(?P<minute>\d\d)?|\.(?P<dotted>\d\d)|(?=\s?[AaPp]\.?\s?[Mm]))"
    r"(?:[:m.]\s?(?P<second>\d\d)(?:[.,](?P<part>\d{1,9}))?s?)?"
    r"\s*(?:Uhr|hrs?|h)?\s*(?P<half>[AaPp]\.?\s?[Mm]\.?)?\s*(?P<zone>\D?.*)",
    re.ASCII,
)
_java_zone = re.compile(r"(?P<offset>[+-]\d\d:?\d\d|Z)\s*[\[(][^\])]*[\])]")
# Of no zone, as its cells are.
_EXCEL_EPOCH = datetime.fromisoformat("1899-12-30")


@cached_by_zone(CACHED)
def read_day(text: str, field: str, order: DateOrder = "ymd") -> tuple[str, datetime]:
    """The day in ISO 8601, and its noon in the shop; an hour in it is left out."""
    text = text.strip()
    parsed = text if _iso_day.fullmatch(text) else read_instant(text, field, order)[0]
    try:
        day = date.fromisoformat(parsed[:10])
    except ValueError:
        raise BadCell(field, "not_a_date", text, "is not in the calendar") from None
    noon = datetime.combine(day, NOON, business_zone())
    return day.isoformat(), _bounded(noon, text, field)


@cached_by_zone(CACHED)
def read_instant(
    text: str, field: str, order: DateOrder = "ymd"
) -> tuple[str, datetime]:
    """The moment as written, in one spelling, and in UTC. Without an offset it
    is read in the shop's zone; without an hour it is noon."""
    text = text.strip()
    if _iso_day.fullmatch(text):
        return read_day(text, field)
    if _iso_instant.fullmatch(text):
        # What most files write, and the quickest to read.
        with suppress(ValueError):
            instant = _bounded(datetime.fromisoformat(text), text, field)
            seconds = ":00" if len(text) == len("2026-01-31 10:15") else ""
            return f"{text[:10]}T{text[11:]}{seconds}", instant
    try:
        day, clock, zone = parts_of(text, order)
    except (ValueError, OverflowError) as why:
        said = str(why) if isinstance(why, _NoDateError) else "is not in the calendar"
        raise BadCell(field, "not_a_date", text, said) from None
    if clock is None:
        noon = datetime.combine(day, NOON, zone or business_zone())
        return day.isoformat(), _bounded(noon, text, field)
    parsed = datetime.combine(day, clock, zone)
    return parsed.isoformat(), _bounded(parsed, text, field)


class _NoDateError(ValueError):
    def __init__(self) -> None:
        super().__init__("is not a date such as 2026-01-31 or 31/01/2026")


def parts_of(text: str, order: DateOrder) -> tuple[date, time | None, tzinfo | None]:
    plain = _net_epoch.sub(r"\1", _eastern.sub(r"\1-\2-\3", normal_code(text)))
    if (turned := _time_first.fullmatch(plain)) is not None:
        plain = f"{turned['day']} {turned['time']}"
    found = _date.fullmatch(plain)
    if found is None:
        if (since := _counted(plain)) is not None:
            return since
        found = _date.fullmatch(_in_digits(plain))
    if found is None:
        raise _NoDateError
    day = date(*_parts_of_day(found, order))
    rest = (found["rest"] or "").strip()
    if not rest:
        return day, None, None
    if (zone := zone_called(rest)) is not None:
        return day, None, zone
    if _fraction.fullmatch(rest):
        moment = datetime.combine(day, time()) + _part_of_day(rest)
        return moment.date(), moment.time(), None
    days, clock, zone = _clock(rest)
    return day + timedelta(days=days), clock, zone


def _counted(text: str) -> tuple[date, time | None, tzinfo | None] | None:
    """A day that is counted from another: as spreadsheets or as computers do."""
    if (found := _serial.fullmatch(text)) is not None:
        moment = _EXCEL_EPOCH + timedelta(days=int(found["days"]))
        if not (found["part"] or "").strip("0"):
            return moment.date(), None, None
        moment += _part_of_day(f".{found['part']}")
        return moment.date(), moment.time(), None
    if _epoch.fullmatch(text):
        digits = re.split("[.,]", text)[0]
        scale = 10 ** max(0, 3 * ((len(digits) - 10 + 2) // 3))
        instant = datetime.fromtimestamp(int(digits) / scale, UTC)
        return instant.date(), instant.time(), UTC
    return None


def _part_of_day(text: str) -> timedelta:
    """To the second: spreadsheets store less than a microsecond exactly."""
    share = float(f"0.{re.split('[.,]', text)[1]}")
    return timedelta(seconds=round(share * 86_400))


def _in_digits(text: str) -> str:
    """A date with its month or its day of the week in words, or without marks, in
    digits with its year in front; any other text as it is."""
    if (compact := _compact.fullmatch(text)) is not None:
        return _from_compact(compact)
    front = _in_front.match(text)
    bare = text[front.end() :] if front and is_weekday(front["word"]) else text
    # "Mar" may be Tuesday, or March.
    return _month_in_digits(text) or _month_in_digits(bare) or bare


def _month_in_digits(text: str) -> str | None:
    for form in (_day_month, _month_day, _year_month, _year_behind):
        found = form.fullmatch(text)
        if found is None or (month := month_called(found["month"])) is None:
            continue
        year = int(found["year"])
        year = year if len(found["year"]) == 4 else _century(year)
        return f"{year}-{month:02}-{int(found['day']):02}{found['rest'] or ''}"
    return None


def _from_compact(found: re.Match[str]) -> str:
    digits = found["day"]
    day = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    if not 1900 <= int(digits[:4]) <= 2199 or int(digits[4:6]) > 12:
        day = f"{digits[:2]}/{digits[2:4]}/{digits[4:]}"
    clock = found["time"] or ""
    at = f" {clock[:2]}:{clock[2:4]}" if clock else ""
    seconds = f":{clock[4:]}" if clock[4:] else ""
    return f"{day}{at}{seconds}{found['rest'] or ''}"


def _parts_of_day(found: re.Match[str], order: DateOrder) -> tuple[int, int, int]:
    """Year, month, day. A year of four digits in front is one in any order."""
    first, second, third = found["a"], found["b"], found["c"]
    if len(first) == 4:
        return int(first), int(second), int(third)
    if order == "ymd" or len(third) not in (2, 4):
        raise ValueError("the year is not where the other rows have it")
    if order == "mdy" and found["sep"] == ".":
        raise ValueError("nobody writes the month first with points")
    # As POSIX reads them: 69 to 99 are of the last century.
    year = int(third) if len(third) == 4 else _century(int(third))
    day, month = (first, second) if order == "dmy" else (second, first)
    return year, int(month), int(day)


def _century(year: int) -> int:
    return year + (1900 if year >= 69 else 2000)


def _clock(text: str) -> tuple[int, time, tzinfo | None]:
    """Days to add (for 24:00), the time and its zone."""
    if _bare_time.fullmatch(text):
        digits = text.zfill(len(text) + len(text) % 2)
        text = ":".join(digits[at : at + 2] for at in range(0, len(digits), 2))
    found = _time.fullmatch(_java_zone.sub(r"\g<offset>", text))
    if found is None:
        raise _NoDateError
    zone = None
    if found["zone"].strip() and (zone := zone_called(found["zone"])) is None:
        raise _NoDateError
    hour, minute = int(found["hour"]), int(found["minute"] or found["dotted"] or 0)
    second = int(found["second"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError("no hour of a half day")
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    if (hour, minute, second) == (24, 0, 0):
        return 1, time(), zone
    if second == 60:
        # A leap second has no place in most calendars.
        second = 59
    microsecond = int((found["part"] or "").ljust(6, "0")[:6])
    return 0, time(hour, minute, second, microsecond), zone


def _bounded(parsed: datetime, text: str, field: str) -> datetime:
    try:
        instant = as_utc(parsed)
    except OverflowError:
        instant = datetime.min.replace(tzinfo=UTC)
    if instant < EARLIEST:
        raise BadCell(field, "too_early", text, "is before 1970")
    return instant


@lru_cache(CACHED)
def order_evidence(text: str) -> dict[DateOrder, date]:
    """The day that a cell is in each order of day, month and year in which it is one;
    a day of the week in front decides between two of them."""
    plain = normal_code(text)
    days: dict[DateOrder, date] = {}
    for order in ORDERS:
        with suppress(ValueError, OverflowError):
            days[order] = parts_of(plain, order)[0]
    front = _in_front.match(plain)
    weekday = weekday_called(front["word"]) if front else None
    fitting = {o: d for o, d in days.items() if d.weekday() == weekday}
    return fitting or days
