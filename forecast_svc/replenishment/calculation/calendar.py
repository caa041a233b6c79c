"""On which days orders are placed, and on which they arrive. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DEFAULT_REVIEW_DAYS = 7
_LONGEST_SEARCH = 800
"""Days after which a supplier that never opens again counts as open."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which a supplier neither takes orders nor delivers, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class SupplierCalendar:
    """``order_days`` are weekdays as ISO 8601 has them, Monday 1; none: all of them.
    ``review_days`` is the supplier's own time between two orders."""

    order_days: frozenset[int] = frozenset()
    review_days: int | None = None
    closed: tuple[Closure, ...] = ()

    def takes_orders(self, day: date) -> bool:
        return self._open(day) and (
            not self.order_days or day.isoweekday() in self.order_days
        )

    def first_order_day(self, day: date) -> date:
        """The first day from ``day`` on that takes orders."""
        return next((d for d in _days_from(day) if self.takes_orders(d)), day)

    def next_order_day(self, placed: date, review_days: int | None) -> date:
        """The one after ``placed``. ``review_days`` count before order days do, and
        those before the supplier's own review days."""
        if review_days is None and self.order_days:
            return self.first_order_day(placed + _DAY)
        wait = review_days or self.review_days or DEFAULT_REVIEW_DAYS
        return self.first_order_day(placed + timedelta(days=wait))

    def arrival(self, placed: date, lead_time_days: int) -> date:
        """The first day on which the supplier delivers after the lead time."""
        due = placed + timedelta(days=lead_time_days)
        return next((d for d in _days_from(due) if self._open(d)), due)

    def _open(self, day: date) -> bool:
        return not any(closure.first <= day <= closure.last for closure in self.closed)


def _days_from(day: date) -> Iterator[date]:
    return (day + n * _DAY for n in range(_LONGEST_SEARCH))
