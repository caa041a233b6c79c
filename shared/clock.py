"""Which day it is in the shop, and how instants go in and out."""

import os
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=1)
def business_zone() -> ZoneInfo:
    """The shop's time zone (``BUSINESS_TZ``): it decides which day a sale falls on."""
    return ZoneInfo(os.environ.get("BUSINESS_TZ") or "UTC")


def utc_now() -> datetime:
    return datetime.now(UTC)


def business_day(instant: datetime) -> date:
    """The shop's calendar day of an aware instant."""
    return instant.astimezone(business_zone()).date()


def business_today() -> date:
    return business_day(utc_now())


def start_of_day(day: date) -> datetime:
    """The instant at which a day starts in the shop, in UTC.

    Days are 23 or 25 hours long twice a year, so the end of a day is the start
    of the next one, never start + 24 h.
    """
    return datetime.combine(day, time.min, business_zone()).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    return start_of_day(day + timedelta(days=1))


def as_utc(instant: datetime) -> datetime:
    """An instant without an offset is read in the shop's zone."""
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=business_zone())
    return instant.astimezone(UTC)
