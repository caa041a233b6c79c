"""What deliveries say about a supplier; nothing here needs a computer."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import median, quantiles
from typing import Literal

ENOUGH = 5
"""Deliveries from which on what was seen counts for more than what was said."""
LATEST = 30
"""Deliveries that are looked at: a supplier may get better, or worse."""
TENTH = Decimal("0.1")

Source = Literal["typed", "learned_supplier", "learned_product"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A product of an order, on the day on which the first of it came in; what is
    delivered later is late, but says nothing about the time that a delivery takes."""

    order_id: int
    product_id: int
    placed_on: date
    came_on: date
    promised_on: date | None

    @property
    def days(self) -> int:
        """A receipt may be dated before its order was written down here."""
        return max((self.came_on - self.placed_on).days, 0)

    @property
    def days_late(self) -> int | None:
        """Of one that was promised; 0 when it came in time."""
        if self.promised_on is None:
            return None
        return max((self.came_on - self.promised_on).days, 0)


@dataclass(frozen=True, slots=True)
class LeadTime:
    """Days after which half, and nine of ten, of the deliveries have come; None of too
    few. ``receipts``: how many were seen."""

    p50: Decimal | None
    p90: Decimal | None
    receipts: int


@dataclass(frozen=True, slots=True)
class Deliveries:
    """What a supplier's latest orders say. ``promised``: how many of them had a date,
    ``late`` how many of these came after it, by ``median_days_late`` days."""

    lead_time: LeadTime
    promised: int
    late: int
    median_days_late: Decimal | None


def lead_time(days: Sequence[float]) -> LeadTime:
    """Of the latest deliveries. The ninetieth hundredth is looked for among n + 1 places
    and never beyond the longest that was seen: of up to nine deliveries it is the
    longest, since a handful is no proof that there is nothing worse."""
    if len(days) < ENOUGH:
        return LeadTime(None, None, len(days))
    ninth = min(quantiles(days, n=10, method="exclusive")[8], max(days))
    return LeadTime(_tenths(median(days)), _tenths(ninth), len(days))


def by_product(arrivals: Iterable[Arrival]) -> dict[int, LeadTime]:
    """``arrivals``: at most the ``LATEST`` of each product."""
    days: dict[int, list[int]] = defaultdict(list)
    for each in arrivals:
        days[each.product_id].append(each.days)
    return {product_id: lead_time(seen) for product_id, seen in days.items()}


def deliveries_of(arrivals: Iterable[Arrival]) -> Deliveries:
    """Each order counts once: with the median of its products, and as late as the latest
    of them."""
    orders: dict[int, list[Arrival]] = defaultdict(list)
    for each in arrivals:
        orders[each.order_id].append(each)
    late = [
        max(days)
        for lines in orders.values()
        if (days := [n for line in lines if (n := line.days_late) is not None])
    ]
    days_late = [days for days in late if days]
    return Deliveries(
        lead_time([median(line.days for line in lines) for lines in orders.values()]),
        promised=len(late),
        late=len(days_late),
        median_days_late=_tenths(median(days_late)) if days_late else None,
    )


def what_counts(of_product: LeadTime, of_supplier: LeadTime) -> tuple[LeadTime, Source]:
    """The product's own deliveries before the supplier's, and both before what was
    typed, whose spread nobody knows."""
    if of_product.p50 is not None:
        return of_product, "learned_product"
    if of_supplier.p50 is not None:
        return of_supplier, "learned_supplier"
    return of_supplier, "typed"


def _tenths(days: float) -> Decimal:
    return Decimal(str(days)).quantize(TENTH, ROUND_HALF_UP)
