"""The terms of a suggestion: what a reader needs to come to the same quantity. Pure.

Each is rounded as it is shown, and computed with as shown.
"""

from dataclasses import dataclass
from math import ceil, floor
from typing import Literal

_SHOWN_WHOLE, _SHOWN_PARTS = 1, 3
"""Decimals of what is shown of whole units, and of parts of them."""

Step = Literal[
    "minimum_stock",
    "minimum_quantity",
    "order_multiple",
    "least_cost",
    "shelf_life",
    "storage",
    "price_break",
    "budget",
    "topped_up",
]
_SETS: tuple[Step, ...] = ("least_cost", "price_break", "budget", "topped_up")
"""Steps whose limit is the quantity itself."""
_CAPS: tuple[Step, ...] = ("shelf_life", "storage")


@dataclass(frozen=True, slots=True)
class Adjustment:
    """From the need to the quantity: which step, with which number, and what came out.

    The limit is the least that is asked for, the multiple, the most that is allowed, or the quantity
    that was chosen instead.
    """

    step: Step
    limit: float
    quantity: float


@dataclass(frozen=True, slots=True)
class Terms:
    """Units, means over all paths but for ``need``, which is the quantile ``alpha``.

    stock_at_a = on_hand + arrivals_to_a - demand_to_a + lost_to_a
    need_mean  = demand_a_b - arrivals_a_b - stock_at_a
    need       = need_mean + safety
    """

    on_hand: float
    arrivals_to_a: float
    demand_to_a: float
    lost_to_a: float
    stock_at_a: float
    demand_a_b: float
    arrivals_a_b: float
    need_mean: float
    safety: float
    need: float
    alpha: float
    unit: float
    multiple: float
    minimum: float = 0.0
    minimum_stock: float = 0.0
    adjustments: tuple[Adjustment, ...] = ()

    @property
    def to_minimum_stock(self) -> float:
        """Units that fill up to it: what is there on A, and arrives by B, counts."""
        if self.minimum_stock <= 0:
            return 0.0
        missing = self.minimum_stock - self.stock_at_a - self.arrivals_a_b
        return rounded_up(max(0.0, missing), self.unit)

    def holds(self) -> bool:
        """Whether the sums are what they say, to the last digit shown."""
        stock = self.on_hand + self.arrivals_to_a - self.demand_to_a + self.lost_to_a
        mean = self.demand_a_b - self.arrivals_a_b - self.stock_at_a
        return (
            _same(stock, self.stock_at_a)
            and _same(mean, self.need_mean)
            and _same(self.need_mean + self.safety, self.need)
        )


def recomputed(terms: Terms) -> float:
    """The quantity, by arithmetic on the terms alone."""
    quantity = rounded_up(max(0.0, terms.need), terms.unit)
    for each in terms.adjustments:
        quantity = adjusted(quantity, each.step, each.limit, terms.multiple)
    return quantity


def adjusted(quantity: float, step: Step, limit: float, multiple: float) -> float:
    """What a step makes of a quantity."""
    if step in _SETS:
        return limit
    if step in _CAPS:
        return min(quantity, rounded_down(max(limit, 0.0), multiple))
    if step == "minimum_stock":
        return max(quantity, limit)
    if quantity <= 0:
        return quantity
    if step == "minimum_quantity":
        return max(quantity, limit)
    return rounded_up(quantity, limit)


def terms_of(
    *,
    on_hand: float,
    arrivals_to_a: float,
    demand_to_a: float,
    lost_to_a: float,
    demand_a_b: float,
    arrivals_a_b: float,
    need: float,
    alpha: float,
    decimals: int,
    multiple: float,
    minimum: float = 0.0,
    minimum_stock: float = 0.0,
) -> Terms:
    """Rounded; what rounding leaves over goes into ``safety``. A need is rounded up, so
    that one there is stays one."""
    whole = decimals == 0 and float(on_hand).is_integer()
    shown = _SHOWN_WHOLE if whole else _SHOWN_PARTS

    def of(units: float) -> float:
        # Never -0.0, which nobody would want to read.
        return round(units, shown) + 0.0

    given = [of(u) for u in (on_hand, arrivals_to_a, demand_to_a, lost_to_a)]
    stock = of(given[0] + given[1] - given[2] + given[3])
    wanted, credited = of(demand_a_b), of(arrivals_a_b)
    mean = of(wanted - credited - stock)
    needed = of(rounded_up(need, 10.0**-shown))
    return Terms(
        on_hand=given[0],
        arrivals_to_a=given[1],
        demand_to_a=given[2],
        lost_to_a=given[3],
        stock_at_a=stock,
        demand_a_b=wanted,
        arrivals_a_b=credited,
        need_mean=mean,
        safety=of(needed - mean),
        need=needed,
        alpha=alpha,
        unit=10.0**-decimals,
        multiple=multiple,
        minimum=minimum,
        minimum_stock=minimum_stock,
    )


def rounded_up(quantity: float, multiple: float) -> float:
    """To the next multiple; a millionth of one above it is rounding, not a need."""
    return round(ceil(round(quantity / multiple, 6)) * multiple, 6) + 0.0


def rounded_down(quantity: float, multiple: float) -> float:
    return round(floor(round(quantity / multiple, 6)) * multiple, 6) + 0.0


def _same(one: float, other: float) -> bool:
    return abs(one - other) < 1e-6
