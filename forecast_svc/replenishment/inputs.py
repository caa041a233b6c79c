"""What is known of products and their stock, as the computation needs it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import starmap
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.forecasts.operations.store_demand import TOGETHER
from forecast_svc.replenishment.calculation import (
    Arrival,
    Closure,
    Costs,
    LeadTime,
    Margin,
    PriceBreak,
    ServiceLevel,
    StockState,
    SupplierCalendar,
    cycle_dates,
)
from forecast_svc.replenishment.calculation.state import (
    CAPITAL_RATE_PER_DAY,
    Target,
    WhyNot,
)
from forecast_svc.replenishment.demand import Subject
from forecast_svc.targets.queries import (
    StoredTarget,
    asleep,
    default_target,
    targets_of,
)

ASSUMED_LEAD_TIME = 7
"""Days, where neither product nor supplier says any."""
_YEAR = 365
_TO_COME = {"draft", "advice"}
"""What is not placed yet: without a day of its own it is as good as the order in question."""

_PRODUCTS = text("""
SELECT p.product_id, p.quantity_decimals AS decimals, p.archived, p.kind, p.price, p.tax_rate,
    p.shelf_life_days, p.min_stock, coalesce((SELECT prices_include_tax FROM shop), true) AS with_tax,
    s.supplier_id, s.order_days, s.review_days, s.closed,
    s.supplier_lead_time_days AS usual_lead_time, s.unit_cost * s.rate AS unit_cost,
    s.price_breaks, s.rate, s.order_multiple, s.minimum_quantity, s.lead_time_days,
    s.lead_time_p50, s.lead_time_p90
FROM live_products p LEFT JOIN live_supply s USING (product_id)
WHERE p.product_id = ANY(CAST(:products AS bigint[]))
""")
_STOCK = text("""
SELECT product_id, location_id, on_hand, average_cost FROM live_stock
WHERE product_id = ANY(CAST(:products AS bigint[]))
""")
_INCOMING = text("""
SELECT product_id, location_id, quantity, expected_on, source FROM live_incoming
WHERE product_id = ANY(CAST(:products AS bigint[]))
""")


class _ProductRow(NamedTuple):
    product_id: int
    decimals: int
    archived: bool
    kind: str
    price: Decimal | None
    tax_rate: Decimal | None
    shelf_life_days: int | None
    min_stock: list[dict[str, Any]]
    with_tax: bool
    supplier_id: int | None
    order_days: list[int] | None
    review_days: int | None
    closed: list[dict[str, str]] | None
    usual_lead_time: int | None
    unit_cost: Decimal | None
    price_breaks: list[dict[str, Any]] | None
    rate: Decimal | None
    order_multiple: Decimal | None
    minimum_quantity: Decimal | None
    lead_time_days: int | None
    lead_time_p50: Decimal | None
    lead_time_p90: Decimal | None

    def lead_time(self) -> LeadTime:
        """What deliveries have shown counts for more than what people say."""
        if self.lead_time_p50 is not None:
            p90 = None if self.lead_time_p90 is None else float(self.lead_time_p90)
            return LeadTime(round(self.lead_time_p50), p90)
        for days in (self.lead_time_days, self.usual_lead_time):
            if days is not None:
                return LeadTime(days)
        return LeadTime(ASSUMED_LEAD_TIME, assumed=True)

    def calendar(self) -> SupplierCalendar:
        closed = tuple(
            Closure(date.fromisoformat(c["from"]), date.fromisoformat(c["to"]))
            for c in self.closed or ()
        )
        return SupplierCalendar(
            frozenset(self.order_days or ()), self.review_days, closed
        )

    def breaks(self) -> tuple[PriceBreak, ...]:
        rate = float(self.rate or 1)
        return tuple(
            PriceBreak(float(b["from_quantity"]), float(b["unit_cost"]) * rate)
            for b in self.price_breaks or ()
        )

    def net_price(self) -> float | None:
        if self.price is None:
            return None
        tax = self.tax_rate if self.with_tax and self.tax_rate else Decimal(0)
        return float(self.price / (1 + tax / 100))

    def minimum_stock(self, location_id: int) -> float:
        """Of a location, or of all of them."""
        return sum(
            float(each["quantity"])
            for each in self.min_stock
            if location_id in {TOGETHER, each["location_id"]}
        )

    def blocked(self) -> WhyNot | None:
        if self.archived:
            return "archived"
        if self.kind == "bundle":
            return "bundle"
        return "no_supplier" if self.supplier_id is None else None


class _StockRow(NamedTuple):
    product_id: int
    location_id: int
    on_hand: Decimal
    average_cost: Decimal | None


class _IncomingRow(NamedTuple):
    product_id: int
    location_id: int
    quantity: Decimal
    expected_on: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Known:
    """``supplier_id``: the usual one; the state is without what was sold since."""

    state: StockState
    supplier_id: int | None


@dataclass(frozen=True, slots=True)
class _Facts:
    products: Mapping[int, _ProductRow]
    stock: Mapping[Subject, list[_StockRow]]
    incoming: Mapping[Subject, list[_IncomingRow]]
    targets: Mapping[int, StoredTarget]
    default: StoredTarget
    asleep: set[tuple[int, int | None]]


async def load_known(
    db: AsyncSession, subjects: Iterable[Subject], as_of: date, *, now: bool = True
) -> dict[Subject, Known]:
    """As of the last complete day, with what is in stock and on order ``now``; else of a
    past day, of which only the terms of buying are known."""
    asked = set(subjects)
    facts = await _load(db, sorted({product for product, _ in asked}), as_of)
    found = {}
    for subject in asked:
        product = facts.products.get(subject[0])
        if product is not None:
            found[subject] = _inputs_of(facts, product, subject, as_of, now=now)
    return found


async def _load(db: AsyncSession, products: list[int], as_of: date) -> _Facts:
    asked = {"products": products}
    rows = starmap(_ProductRow, await db.execute(_PRODUCTS, asked))
    stock: dict[Subject, list[_StockRow]] = defaultdict(list)
    for row in starmap(_StockRow, await db.execute(_STOCK, asked)):
        stock[row.product_id, row.location_id].append(row)
        stock[row.product_id, TOGETHER].append(row)
    incoming: dict[Subject, list[_IncomingRow]] = defaultdict(list)
    for line in starmap(_IncomingRow, await db.execute(_INCOMING, asked)):
        incoming[line.product_id, line.location_id].append(line)
        incoming[line.product_id, TOGETHER].append(line)
    return _Facts(
        products={row.product_id: row for row in rows},
        stock=stock,
        incoming=incoming,
        targets=await targets_of(db, products),
        default=await default_target(db),
        asleep=await asleep(db, products, as_of + timedelta(days=1)),
    )


def _inputs_of(
    facts: _Facts, product: _ProductRow, subject: Subject, as_of: date, *, now: bool
) -> Known:
    product_id, location_id = subject
    stored = facts.targets.get(product_id, facts.default)
    stock = facts.stock.get(subject, [])
    state = StockState(
        as_of=as_of,
        on_hand=float(sum(row.on_hand for row in stock)) if now and stock else None,
        lead_time=product.lead_time(),
        calendar=product.calendar(),
        order_multiple=float(product.order_multiple or 0),
        minimum_quantity=float(product.minimum_quantity or 0),
        minimum_stock=product.minimum_stock(location_id),
        decimals=product.decimals,
        unit_cost=_unit_cost(product, stock),
        price_breaks=product.breaks(),
        price=product.net_price(),
        capital_rate_per_day=_daily_rate(stored),
        space_cost_per_day=float(stored.get("space_cost_per_day") or 0),
        shelf_life_days=product.shelf_life_days,
        target=target_of(stored, facts.default),
        blocked=product.blocked(),
    )
    if now:
        sleeps = {(product_id, None), (product_id, location_id)} & facts.asleep
        state = replace(
            state,
            arrivals=_arrivals(state, facts.incoming.get(subject, [])),
            blocked=state.blocked or ("snoozed" if sleeps else None),
        )
    return Known(state, product.supplier_id)


def _unit_cost(product: _ProductRow, stock: list[_StockRow]) -> float | None:
    """The usual supplier's, else the average of what is in stock."""
    if product.unit_cost is not None:
        return float(product.unit_cost)
    costs = [float(row.average_cost) for row in stock if row.average_cost is not None]
    return sum(costs) / len(costs) if costs else None


def _arrivals(state: StockState, lines: list[_IncomingRow]) -> tuple[Arrival, ...]:
    arrives = cycle_dates(state).arrives_on
    return tuple(
        Arrival(
            float(line.quantity),
            line.expected_on or (arrives if line.source in _TO_COME else None),
            "transfer" if line.source == "transfer" else "purchase",
        )
        for line in lines
    )


def target_of(stored: StoredTarget, default: StoredTarget) -> Target:
    if "service_level" in stored:
        return ServiceLevel(float(stored["service_level"]))
    if "shortage_cost" in stored:
        return Costs(
            float(stored["shortage_cost"]), float(stored["holding_cost_per_day"])
        )
    fallback = float(default.get("service_level") or ServiceLevel().level)
    return Margin(float(stored.get("margin_factor") or 1), fallback)


def _daily_rate(stored: StoredTarget) -> float:
    rate = stored.get("capital_rate_per_year")
    return CAPITAL_RATE_PER_DAY if rate is None else float(rate) / _YEAR
