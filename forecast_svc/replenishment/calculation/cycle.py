"""When the order in question arrives, and when the next one does. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from forecast_svc.replenishment.calculation.state import StockState

CYCLES = 3
"""After the order in question, of which is said what may be ordered."""
MOST_DAYS = 365
_NINTH = 1.2815515655446004
"""Standard deviations of the normal distribution up to which nine of ten lie."""
_MOST_SPREAD = 3.0
"""Times the distance of ``p90`` that a delivery may come later at the most."""


@dataclass(frozen=True, slots=True)
class CycleDates:
    """The order is placed on ``order_on`` and arrives on ``arrives_on``, A; the next
    one, placed on ``next_order_on``, on ``next_arrives_on``, B. ``later`` are those of
    the orders after that one: (placed, arrives)."""

    order_on: date
    arrives_on: date
    next_order_on: date
    next_arrives_on: date
    later: tuple[tuple[date, date], ...]

    @property
    def protected_days(self) -> int:
        """From A to B."""
        return (self.next_arrives_on - self.arrives_on).days


def cycle_dates(state: StockState) -> CycleDates:
    calendar, lead = state.calendar, state.lead_time.days
    placed = [calendar.first_order_day(state.today)]
    for _ in range(CYCLES + 1):
        placed.append(calendar.next_order_day(placed[-1], state.review_days))
    arrivals = [calendar.arrival(placed[0], lead)]
    for day in placed[1:]:
        # A closure may let two orders arrive together: a cycle has a day at least.
        earliest = arrivals[-1] + timedelta(days=1)
        arrivals.append(max(calendar.arrival(day, lead), earliest))
    later = tuple(zip(placed[2:], arrivals[2:], strict=True))
    return CycleDates(placed[0], arrivals[0], placed[1], arrivals[1], later)


def days_needed(state: StockState, most: int = MOST_DAYS) -> int:
    """Days of demand ahead that a whole answer needs: up to the arrival of the last of
    the next cycles, late as it may be, and as long as what arrives keeps."""
    dates = cycle_dates(state)
    last = (dates.later[-1][1] - state.today).days
    if state.lead_time.p90 is not None:
        last += round(2 * max(0.0, state.lead_time.p90 - state.lead_time.days))
    if state.shelf_life_days is not None:
        last = max(last, (dates.arrives_on - state.today).days + state.shelf_life_days)
    return min(most, max(last, 28))


def delays(state: StockState, count: int, seed: int) -> NDArray[np.int64]:
    """Days by which deliveries come later than expected, or earlier, on each path:
    (2, count), of what is ordered by now and of the next order.

    Right-skewed, as delays are: lognormal by its median and nine of ten.
    """
    lead = state.lead_time
    if lead.p90 is None or lead.p90 <= lead.days:
        return np.zeros((2, count), np.int64)
    drawn = np.random.default_rng([seed, 1]).standard_normal((2, count))
    if lead.days == 0:
        late = np.maximum(drawn, 0) * lead.p90 / _NINTH
    else:
        late = lead.days * (np.exp(drawn * np.log(lead.p90 / lead.days) / _NINTH) - 1)
    most = _MOST_SPREAD * (lead.p90 - lead.days)
    days: NDArray[np.int64] = np.rint(np.minimum(late, most)).astype(np.int64)
    return days
