"""What to buy in all: one order per supplier and location, within a budget."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import starmap
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.replenishment.calculation.buying import (
    BuyingLine,
    SupplierOrder,
    large_enough,
    within,
)

Buyer = tuple[int, int]
"""A supplier, and the location that it delivers to."""

_SUGGESTED = text("""
SELECT a.product_id, a.location_id, a.supplier_id, a.quantity, p.sku, p.name,
    CAST(a.detail ->> 'unit_cost' AS double precision) AS unit_cost,
    CAST(a.detail ->> 'pack' AS double precision) AS pack,
    ARRAY(SELECT CAST(w AS double precision)
        FROM jsonb_array_elements_text(a.detail -> 'pack_worths') WITH ORDINALITY AS e (w, n)
        ORDER BY n) AS worths,
    CAST(a.detail #>> '{terms,minimum}' AS double precision) AS minimum,
    a.detail @? '$.terms.adjustments[*] ? (@.step == "shelf_life" || @.step == "storage")'
        AS capped
FROM advice a JOIN live_products p USING (product_id)
WHERE a.quantity > 0 AND a.supplier_id IS NOT NULL AND NOT p.archived
    AND (CAST(:supplier_id AS bigint) IS NULL OR a.supplier_id = :supplier_id)
    AND (CAST(:location_id AS bigint) IS NULL OR a.location_id = :location_id)
ORDER BY a.supplier_id, a.location_id, a.product_id
""")
_SUPPLIERS = text("""
SELECT supplier_id, name, minimum_order_value * rate AS minimum_order_value,
    carriage_free_from * rate AS carriage_free_from
FROM live_suppliers WHERE supplier_id = ANY(CAST(:suppliers AS bigint[]))
""")


class Suggested(NamedTuple):
    product_id: int
    location_id: int
    supplier_id: int
    quantity: float
    sku: str | None
    name: str | None
    unit_cost: float | None
    pack: float
    worths: Sequence[float]
    minimum: float
    capped: bool

    def line(self) -> BuyingLine:
        return BuyingLine(
            product_id=self.product_id,
            location_id=self.location_id,
            quantity=self.quantity,
            unit_cost=self.unit_cost or 0.0,
            pack=self.pack,
            pack_worths=tuple(self.worths),
            minimum=self.minimum,
            more=not self.capped and self.unit_cost is not None,
        )


class SupplierRow(NamedTuple):
    """Values are in the shop's money."""

    supplier_id: int
    name: str
    minimum_order_value: Decimal | None
    carriage_free_from: Decimal | None


@dataclass(frozen=True, slots=True)
class PlannedOrder:
    """``lines`` of what was suggested, in the order of ``order.lines``."""

    supplier: SupplierRow
    location_id: int
    order: SupplierOrder
    suggested: list[Suggested]


@dataclass(frozen=True, slots=True)
class Plan:
    """``unpriced``: products whose cost nobody knows; a budget cannot buy them.
    ``worth_of_all``: what all that is suggested is expected to return, budget or not."""

    orders: list[PlannedOrder]
    unpriced: int
    worth_of_all: float

    @property
    def worth(self) -> float:
        """What is bought is expected to return so much."""
        bought = (each.order for each in self.orders if each.order.decision != "wait")
        return sum(line.worth() for order in bought for line in order.lines)

    @property
    def spent(self) -> float:
        bought = (each.order for each in self.orders)
        return sum(order.value for order in bought if order.decision != "wait")


async def make_plan(
    db: AsyncSession,
    *,
    supplier_id: int | None,
    location_id: int | None,
    budget: float | None,
    carriage: float | None,
) -> Plan:
    """``carriage``: what a delivery costs that is not free of it; ``None``: nobody says."""
    asked = {"supplier_id": supplier_id, "location_id": location_id}
    found = [*starmap(Suggested, await db.execute(_SUGGESTED, asked))]
    suppliers = await _suppliers(db, {each.supplier_id for each in found})
    found = [each for each in found if each.supplier_id in suppliers]
    # Thousands of lines take a second, in which others are answered.
    return await asyncio.to_thread(_planned, found, suppliers, budget, carriage)


def _planned(
    found: list[Suggested],
    suppliers: Mapping[int, SupplierRow],
    budget: float | None,
    carriage: float | None,
) -> Plan:
    priced = [each for each in found if each.unit_cost is not None]
    unpriced = len(found) - len(priced)
    if budget is not None:
        found = priced
    lines = [each.line() for each in found]
    worth_of_all = sum(line.worth() for line in lines)
    if budget is not None:
        lines = within(lines, budget)
    by_buyer: dict[Buyer, list[tuple[Suggested, BuyingLine]]] = defaultdict(list)
    for each, line in zip(found, lines, strict=True):
        by_buyer[each.supplier_id, each.location_id].append((each, line))
    left = None if budget is None else budget - sum(line.cost for line in lines)
    orders = []
    for (supplier, location), pairs in by_buyer.items():
        of_buyer = [line for _, line in pairs]
        order = _order(suppliers[supplier], of_buyer, carriage)
        order, left = _affordable(order, of_buyer, left)
        suggested = [each for each, _ in pairs]
        orders.append(PlannedOrder(suppliers[supplier], location, order, suggested))
    return Plan(orders, unpriced, worth_of_all)


def _order(
    supplier: SupplierRow, lines: Sequence[BuyingLine], carriage: float | None
) -> SupplierOrder:
    """First what the supplier takes at all, then what makes its delivery free."""
    order = large_enough(lines, float(supplier.minimum_order_value or 0))
    free_from = float(supplier.carriage_free_from or 0)
    if order.decision == "wait" or carriage is None or order.value >= free_from:
        return order
    freed = large_enough(order.lines, free_from, shortage=carriage)
    return freed if freed.decision == "topped_up" else order


def _affordable(
    order: SupplierOrder, lines: Sequence[BuyingLine], left: float | None
) -> tuple[SupplierOrder, float | None]:
    """What the budget has left over buys what an order is topped up with, or it waits."""
    if left is None or order.decision != "topped_up":
        return order, left
    more = order.value - sum(line.cost for line in lines)
    if more <= left:
        return order, left - more
    return replace(order, lines=list(lines), decision="wait"), left


async def _suppliers(
    db: AsyncSession, suppliers: Iterable[int]
) -> Mapping[int, SupplierRow]:
    rows = await db.execute(_SUPPLIERS, {"suppliers": sorted(suppliers)})
    return {row.supplier_id: row for row in starmap(SupplierRow, rows)}
