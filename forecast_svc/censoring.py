"""Days on which nothing could be sold, and what would have been. Pure; no numpy.

On a day without stock the sales say nothing about the demand, except that it
was not smaller. Taken for zeros, such days teach a model that nobody wants what
was merely missing, and it orders even less.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from forecast_svc.rules import days_between
from forecast_svc.series import Series
from forecast_svc.simple import weekday_index

_LEVEL_DAYS = 28
_FEWEST_OPEN = 14
"""Days with stock below which there is nothing to judge the others by."""
_YEAR = 365


@dataclass(frozen=True, slots=True)
class Turn:
    """The stock of a product came to nothing on a day, or came back."""

    day: date
    empty: bool


def empty_days(turns: Iterable[Turn], last_day: date) -> set[date]:
    """Every day with a moment without stock; ``turns`` in the order of the ledger."""
    days: set[date] = set()
    since: date | None = None
    for turn in turns:
        if turn.empty:
            since = since or turn.day
        elif since is not None:
            days.update(days_between(since, turn.day))
            since = None
    if since is not None:
        days.update(days_between(since, last_day))
    return days


def without_stockouts(series: Series, empty: Collection[date]) -> Series:
    """The series with days without stock filled in: what the days before them and
    their weekday suggest, never less than was sold.
    """
    offsets = [n for n, day in enumerate(series.days()) if day in empty]
    if not offsets or len(series.values) - len(offsets) < _FEWEST_OPEN:
        return series
    missing = set(offsets)
    weekday = series.first_day.weekday()
    seen = [n for n in range(len(series.values)) if n not in missing]
    index = weekday_index(
        [series.values[n] for n in seen[-_YEAR:]],
        [(weekday + n) % 7 for n in seen[-_YEAR:]],
    )
    values = list(series.values)
    for n in offsets:
        then = bisect_left(seen, n)
        before = seen[max(0, then - _LEVEL_DAYS) : then] or seen[:_LEVEL_DAYS]
        shares = sum(index[(weekday + m) % 7] for m in before)
        sold = sum(series.values[m] for m in before)
        level = sold / shares if shares else 0.0
        values[n] = max(values[n], level * index[(weekday + n) % 7])
    return replace(series, values=tuple(values), censored=tuple(offsets))
