"""Stock rolled forward over sample paths: unmet demand is lost, not owed. Pure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecast_svc.replenishment.calculation.cycle import CycleDates, delays
from forecast_svc.replenishment.calculation.state import StockState

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NOTHING = 1e-9
"""Units: what is less is rounding."""


@dataclass(frozen=True, slots=True)
class Rolled:
    """Each path of one product, with the orders that are open and no other.

    Days are counted from today, 0. ``arrives`` and ``next_arrives`` are A and B of each
    path. ``position`` is what would be on hand at each day's end if unmet demand were
    owed, ``lost`` the demand that was not met until then.
    """

    dates: CycleDates
    days: int
    arrives: Ints
    next_arrives: Ints
    demand: Floats
    """Summed up to each day, (paths, days)."""
    arrivals: Floats
    """The same of open orders."""
    position: Floats
    lost: Floats
    late_arrivals: bool

    def before(self, of: Floats, day: Ints | int) -> Floats:
        """Of each path up to the end of the day before ``day``; nothing before today."""
        paths = np.arange(len(of))
        days = np.minimum(day, self.days) - 1
        found: Floats = np.where(np.asarray(day) <= 0, 0.0, of[paths, days])
        return found

    def shortfall(self, until: Ints | int) -> Floats:
        """Units that would be missing from A until the day before ``until`` on each
        path; below zero, the least that is left over."""
        first, last = _common(self.arrives), _common(np.minimum(until, self.days))
        if first is not None and last is not None and first < last:
            lowest = self.position[:, first:last].min(axis=1)
        else:
            columns = np.arange(self.days)
            within = columns >= self.arrives[:, None]
            within &= columns < np.reshape(until, (-1, 1))
            lowest = np.where(within, self.position, np.inf).min(axis=1)
        found: Floats = -lowest - self.before(self.lost, self.arrives)
        return found

    def first_unmet(self, since: Ints | int = 0) -> Ints:
        """The first day from ``since`` on with unmet demand, on each path; ``days``
        where there is none."""
        owed = self.position + self.before(self.lost, since)[:, None] < -NOTHING
        earliest = _common(since)
        if earliest is None:
            owed &= np.arange(self.days) >= np.reshape(since, (-1, 1))
        else:
            owed[:, :earliest] = False
        first = owed.argmax(axis=1)
        found: Ints = np.where(owed.any(axis=1), first, self.days)
        return found


def _common(days: Ints | int) -> int | None:
    """The day that all paths share: they do where deliveries take as long as is said."""
    low, high = int(np.min(days)), int(np.max(days))
    return low if low == high else None


def roll_forward(
    state: StockState, dates: CycleDates, paths: Floats, seed: int
) -> Rolled:
    """``state.on_hand`` is known. Days beyond the paths are not looked at."""
    count, days = paths.shape
    ours, next_ones = delays(state, count, seed)
    a, b = (
        (day - state.today).days for day in (dates.arrives_on, dates.next_arrives_on)
    )
    arrives = np.clip(a + ours, 0, days - 1)
    next_arrives = np.clip(np.maximum(b + next_ones, arrives + 1), 1, days)
    demand = paths.cumsum(axis=1)
    arrivals = _arrivals(state, ours, days)
    position = max(state.on_hand or 0.0, 0.0) + arrivals - demand
    lost = np.maximum(0.0, -np.minimum.accumulate(position, axis=1))
    late = any(
        each.expected_on is None or each.expected_on < state.today
        for each in state.arrivals
    )
    return Rolled(
        dates, days, arrives, next_arrives, demand, arrivals, position, lost, late
    )


def _arrivals(state: StockState, delayed: Ints, days: int) -> Floats:
    """Summed up to each day. A supplier that is late is late with all of its orders, so
    that an order just placed arrives when the order in question would have."""
    sums = np.zeros((len(delayed), days))
    if not state.arrivals:
        return sums
    paths = np.arange(len(delayed))
    for each in state.arrivals:
        expected = each.expected_on
        if expected is None or expected < state.today:
            day = np.full(len(delayed), state.late_days)
        else:
            spread = delayed if each.kind == "purchase" else 0
            day = np.maximum((expected - state.today).days + spread, 0)
        within = day < days
        np.add.at(sums, (paths[within], day[within]), each.quantity)
    summed: Floats = sums.cumsum(axis=1)
    return summed
