"""What a job counts of its rows: by month, and by the words of their states."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from shared.clock import business_day, cached_by_zone

MAX_STATES = 100
"""Words of states that a job counts; more are no states."""


def count_states(counted: dict[str, int], more: Mapping[str, int]) -> None:
    for word, rows in more.items():
        if word in counted or len(counted) < MAX_STATES:
            counted[word] = counted.get(word, 0) + rows


def month_of(instant: datetime) -> str:
    """The month of the shop, as 2026-05."""
    return _month_of(instant.toordinal(), instant.hour, instant.minute // 15)


# No zone is off by less than a quarter of an hour: far fewer months to work out.
@cached_by_zone(65_536)
def _month_of(day: int, hour: int, quarter: int) -> str:
    moment = time(hour, 15 * quarter)
    instant = datetime.combine(date.fromordinal(day), moment, UTC)
    return f"{business_day(instant):%Y-%m}"
