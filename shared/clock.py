"""Which day it is in the shop, and how instants go in and out."""

import os
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from shared.errors import Unavailable

P = ParamSpec("P")
T = TypeVar("T")


class _Following:
    """What this process knows of the shop's zone."""

    zone: ZoneInfo | None = None
    awaited = False


def business_zone() -> ZoneInfo:
    """The shop's time zone: it decides which day a sale falls on.

    What the shop's row says, in a process that follows it; elsewhere what the
    environment does (``BUSINESS_TZ``). Raises ``Unavailable`` in a service that has
    not been able to read the row yet: a day of another zone would be a wrong one.
    """
    if _Following.zone is not None:
        return _Following.zone
    if _Following.awaited:
        raise Unavailable("The shop's time zone is not known yet.")
    return ZoneInfo(os.environ.get("BUSINESS_TZ") or "UTC")


def follow_zone(name: str | None) -> None:
    """From now on this is the shop's zone; None: there is one, to be read yet."""
    _Following.zone = None if name is None else ZoneInfo(name)
    _Following.awaited = name is None


def forget_zone() -> None:
    """This process follows no shop any more."""
    _Following.zone, _Following.awaited = None, False


def cached_by_zone(maxsize: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """``lru_cache`` for what depends on the shop's zone, which may change."""

    def cached(function: Callable[P, T]) -> Callable[P, T]:
        known: dict[str, Any] = defaultdict(lambda: lru_cache(maxsize)(function))

        @wraps(function)
        def now(*args: P.args, **kwargs: P.kwargs) -> T:
            zone = _Following.zone or business_zone()
            found: T = known[zone.key](*args, **kwargs)
            return found

        return now

    return cached


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    # A machine may have names of its own, which mean something else elsewhere.
    return frozenset(available_timezones() - {"localtime", "Factory"})


def known_zone(name: str) -> str:
    """The name itself; raises ``ValueError`` unless it is a zone's, as IANA has them."""
    if name not in _names():
        raise ValueError(f"{name!r} is not a time zone such as Europe/Paris")
    return name


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
