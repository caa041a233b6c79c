"""What cells say of days and moments.

Pure, and cached, because a file says the same again and again.
"""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal
from unicodedata import normalize

from etl_svc.files.cells import CACHED, BadCell
from etl_svc.rules import NOON
from shared.clock import as_utc, business_zone, cached_by_zone
from shared.types import EARLIEST

DateOrder = Literal["ymd", "dmy", "mdy"]

_iso_day = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_iso_instant = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?", re.ASCII)
_any_date = re.compile(
    r"(?P<a>\d{1,4})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{1,4})"
    r"(?:(?:T|,?\s+)(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<part>\d{1,9}))?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?\s*(?P<zone>Z|UTC|[+-]\d\d:?\d\d)?",
    re.ASCII,
)
_day_month = re.compile(
    r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er)?[\s/-]+(?P<month>[^\W\d_]{3,9})\.?[\s/,-]+"
    r"(?P<year>[0-9]{4}|[0-9]{2})(?P<rest>[^0-9].*)?"
)
_month_day = re.compile(
    r"(?P<month>[^\W\d_]{3,9})\.?\s+(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,?\s+"
    r"(?P<year>[0-9]{4})(?P<rest>[^0-9].*)?"
)
_MONTHS = (
    ("january", "janvier"), ("february", "fevrier"), ("march", "mars"),
    ("april", "avril"), ("may", "mai"), ("june", "juin"), ("july", "juillet"),
    ("august", "aout"), ("september", "septembre"), ("october", "octobre"),
    ("november", "novembre"), ("december", "decembre"),
)  # fmt: skip


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
            parsed = datetime.fromisoformat(text)
            return parsed.isoformat(), _bounded(parsed, text, field)
    found = _any_date.fullmatch(_in_numbers(text))
    if found is None:
        raise BadCell(
            field, "not_a_date", text, "is not a date such as 2026-01-31 or 31/01/2026"
        )
    try:
        parsed = datetime(*_parts_of_day(found, order), tzinfo=_zone(found["zone"]))
        if found["hour"] is None:
            return parsed.date().isoformat(), _bounded(
                datetime.combine(parsed, NOON, parsed.tzinfo or business_zone()),
                text,
                field,
            )
        parsed = datetime.combine(parsed, _time(found), parsed.tzinfo)
    except ValueError:
        raise BadCell(field, "not_a_date", text, "is not in the calendar") from None
    return parsed.isoformat(), _bounded(parsed, text, field)


def _in_numbers(text: str) -> str:
    """A date whose month is a French or English name, with its year in front;
    any other text as it is."""
    found = _day_month.fullmatch(text) or _month_day.fullmatch(text)
    if found is None or (month := _month_called(found["month"])) is None:
        return text
    year = found["year"] if len(found["year"]) == 4 else _century(int(found["year"]))
    return f"{year}-{month:02}-{int(found['day']):02}{found['rest'] or ''}"


def _month_called(name: str) -> int | None:
    """By its name or by the beginning of it, when that is of one month only."""
    bare = normalize("NFD", name.casefold())
    plain = "".join(letter for letter in bare if letter.isascii())
    months = [
        number
        for number, names in enumerate(_MONTHS, start=1)
        if any(full.startswith(plain) for full in names)
    ]
    return months[0] if len(months) == 1 else None


def _parts_of_day(found: re.Match[str], order: DateOrder) -> tuple[int, int, int]:
    """Year, month, day. A year of four digits in front is one in any order."""
    first, second, third = found["a"], found["b"], found["c"]
    if len(first) == 4:
        return int(first), int(second), int(third)
    if order == "ymd" or len(third) not in (2, 4):
        raise ValueError("the year is not where the other rows have it")
    # As POSIX reads them: 69 to 99 are of the last century.
    year = int(third) if len(third) == 4 else _century(int(third))
    day, month = (first, second) if order == "dmy" else (second, first)
    return year, int(month), int(day)


def _century(year: int) -> int:
    return year + (1900 if year >= 69 else 2000)


def _time(found: re.Match[str]) -> time:
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError("no hour of a half day")
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    microsecond = int((found["part"] or "").ljust(6, "0")[:6])
    return time(hour, int(found["minute"]), int(found["second"] or 0), microsecond)


def _zone(parsed: str | None) -> timezone | None:
    if parsed is None:
        return None
    if parsed in {"Z", "UTC"}:
        return UTC
    offset = timedelta(hours=int(parsed[1:3]), minutes=int(parsed[-2:]))
    return timezone(-offset if parsed[0] == "-" else offset)


def _bounded(parsed: datetime, text: str, field: str) -> datetime:
    try:
        instant = as_utc(parsed)
    except OverflowError:
        instant = datetime.min.replace(tzinfo=UTC)
    if instant < EARLIEST:
        raise BadCell(field, "too_early", text, "is before 1970")
    return instant


def order_evidence(text: str) -> set[DateOrder]:
    """The orders of day, month and year in which a cell is a date."""
    found = _any_date.fullmatch(_in_numbers(text.strip()))
    if found is None:
        return set()
    possible: set[DateOrder] = set()
    orders: tuple[DateOrder, ...] = ("ymd", "dmy", "mdy")
    for order in orders:
        try:
            date(*_parts_of_day(found, order))
        except ValueError:
            continue
        possible.add(order)
    return possible
