"""What has to be known to advise on one product at one location. Pure."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import blake2b
from typing import Literal

from forecast_svc.replenishment.calculation.calendar import SupplierCalendar

LEAST_LEVEL, MOST_LEVEL = 0.5, 0.999
"""What a service level is clipped to."""
DEFAULT_LEVEL = 0.95
CAPITAL_RATE_PER_DAY = 0.10 / 365
"""What money bound in stock costs, where the shop has not said it."""

WhyNot = Literal[
    "covered_until",
    "on_order",
    "no_demand",
    "new_without_history",
    "no_supplier",
    "no_margin",
    "stock_unknown",
    "snoozed",
    "archived",
    "bundle",
    "beyond_horizon",
    "shelf_life",
    "storage",
    "waiting_costs_less",
    "over_budget",
    "transfer",
]
"""Why nothing is suggested."""

Note = Literal[
    "cost_unknown",
    "lead_time_assumed",
    "late_arrivals_moved",
    "review_beyond_shelf_life",
    "price_break_taken",
    "stock_below_zero",
    "topped_up",
    "few_sales",
]
"""What was assumed, or is worth a look."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An open line of a purchase order (drafts too) or a transfer: sellable on
    ``expected_on``; without a date, or with one gone by, it is late."""

    quantity: float
    expected_on: date | None
    kind: Literal["purchase", "transfer"] = "purchase"


@dataclass(frozen=True, slots=True)
class LeadTime:
    """Days from order to receipt: half of the deliveries take ``days`` at most, nine of
    ten ``p90``; ``None``: all take as long. ``assumed`` when nobody has said it of the
    product or its supplier."""

    days: int
    p90: float | None = None
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class PriceBreak:
    """From so many units on, each of them costs this."""

    from_quantity: float
    unit_cost: float


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """The share of cycles without unmet demand that is asked for: 0 < level < 1."""

    level: float = DEFAULT_LEVEL

    def __post_init__(self) -> None:
        if not 0 < self.level < 1:
            raise ValueError("a service level lies between 0 and 1, both excluded")


@dataclass(frozen=True, slots=True)
class Costs:
    """Money per missing unit, and per unit held a day."""

    shortage_cost: float
    holding_cost_per_day: float


@dataclass(frozen=True, slots=True)
class Margin:
    """Costs from the product's own margin and unit cost: a missing unit costs its
    margin times ``factor``. Where the cost is unknown, ``fallback`` counts."""

    factor: float = 1.0
    fallback: float = DEFAULT_LEVEL


Target = ServiceLevel | Costs | Margin


@dataclass(frozen=True, slots=True, kw_only=True)
class StockState:
    """One product at one location at the end of ``as_of``, the last complete day.

    Quantities are units; ``on_hand`` is ``None`` where nobody has said it. ``price`` is
    without tax, in the shop's money as ``unit_cost`` is. ``review_days``: what the
    question says; the supplier's stand in ``calendar``. ``delay_days`` after today is
    when what is late is expected: by the spread of the lead time, else a day, when
    ``None``. ``storage`` is the most units that fit at once,
    ``minimum_stock`` the least that an order fills up to, however little is sold. ``blocked``: nothing is
    suggested, for this reason; dates and chances are told all the same.
    """

    as_of: date
    on_hand: float | None
    arrivals: tuple[Arrival, ...] = ()
    lead_time: LeadTime = field(default_factory=lambda: LeadTime(7))
    calendar: SupplierCalendar = field(default_factory=SupplierCalendar)
    review_days: int | None = None
    order_multiple: float = 0.0
    minimum_quantity: float = 0.0
    minimum_stock: float = 0.0
    decimals: int = 0
    unit_cost: float | None = None
    price_breaks: tuple[PriceBreak, ...] = ()
    price: float | None = None
    capital_rate_per_day: float = CAPITAL_RATE_PER_DAY
    space_cost_per_day: float = 0.0
    shelf_life_days: int | None = None
    storage: float | None = None
    target: Target = field(default_factory=ServiceLevel)
    delay_days: int | None = None
    blocked: WhyNot | None = None

    @property
    def today(self) -> date:
        return self.as_of + timedelta(days=1)

    @property
    def unit(self) -> float:
        """The smallest quantity that can be ordered."""
        return 10.0**-self.decimals

    @property
    def multiple(self) -> float:
        return max(self.order_multiple, self.unit)

    @property
    def margin(self) -> float | None:
        """Of one unit; ``None`` where cost or price is unknown."""
        if self.unit_cost is None or self.price is None:
            return None
        return self.price - self.unit_cost

    @property
    def holding_cost_per_day(self) -> float | None:
        if isinstance(self.target, Costs):
            return self.target.holding_cost_per_day
        if self.unit_cost is None:
            return None
        return self.unit_cost * self.capital_rate_per_day + self.space_cost_per_day

    @property
    def late_days(self) -> int:
        """Days after today until what is late arrives."""
        if self.delay_days is not None:
            return self.delay_days
        if self.lead_time.p90 is None:
            return 1
        return max(1, round(self.lead_time.p90 - self.lead_time.days))


def seed_of(product_id: int, location_id: int, as_of: date) -> int:
    """Of the paths: the same question has the same answer."""
    told = f"{product_id}/{location_id}/{as_of.isoformat()}".encode()
    return int.from_bytes(blake2b(told, digest_size=8).digest(), "big")
