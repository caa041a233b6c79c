"""What a job counts of its rows: by month, and by the words of their states."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from etl_svc.rules import SourceRow
from shared.clock import business_day, cached_by_zone, start_of_day
from shared.quantities import Units, as_json

MAX_STATES = 100
"""Words of states that a job counts; more are no states."""


def count_states(counted: dict[str, int], more: Mapping[str, int]) -> None:
    for word, rows in more.items():
        if word in counted or len(counted) < MAX_STATES:
            counted[word] = counted.get(word, 0) + rows


def months_of(stored: Mapping[str, Sequence[int | float]]) -> dict[str, list[Units]]:
    """Rows and units of each month, as a job has stored them."""
    return {
        month: [int(rows), units if isinstance(units, int) else Decimal(str(units))]
        for month, (rows, units) in stored.items()
    }


def months_as_json(
    counted: Mapping[str, Sequence[Units]],
) -> dict[str, list[int | float]]:
    return {month: [as_json(sum_) for sum_ in sums] for month, sums in counted.items()}


def count_months(counted: dict[str, list[Units]], rows: Iterable[SourceRow]) -> None:
    """Add the rows of each month of the shop, and their units. Neighbours are mostly of
    the same month: then it is not worked out again."""
    since = until = datetime.max.replace(tzinfo=UTC)
    month: list[Units] = [0, 0]
    for row in rows:
        at = row.sold_at
        if not since <= at < until:
            name = month_of(at)
            month = counted.setdefault(name, [0, 0])
            since, until = _span_of(name)
        month[0] += not row.further
        month[1] += row.quantity - row.came_back


def month_of(instant: datetime) -> str:
    """The month of the shop, as 2026-05."""
    return _month_of(instant.toordinal(), instant.hour, instant.minute // 15)


# No zone is off by less than a quarter of an hour: far fewer months to work out.
@cached_by_zone(65_536)
def _month_of(day: int, hour: int, quarter: int) -> str:
    moment = time(hour, 15 * quarter)
    instant = datetime.combine(date.fromordinal(day), moment, UTC)
    return f"{business_day(instant):%Y-%m}"


@cached_by_zone(4_096)
def _span_of(month: str) -> tuple[datetime, datetime]:
    """The moments at which a month of the shop, and the next one, begin."""
    first = date.fromisoformat(f"{month}-01")
    following = (first + timedelta(days=31)).replace(day=1)
    return start_of_day(first), start_of_day(following)
