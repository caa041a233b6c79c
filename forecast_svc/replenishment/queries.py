"""Reads of kept advice, for the list and the page of a product."""

from dataclasses import asdict, dataclass
from datetime import date
from itertools import starmap
from typing import Any, Literal, NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.replenishment.stock_facts import URGENCIES, Urgency

Sort = Literal[
    "money_at_risk", "order_by", "-order_by", "urgency", "runs_out", "-runs_out"
]

_ORDER: dict[Sort, str] = {
    "money_at_risk": "a.money_at_risk DESC NULLS LAST, a.units_at_risk DESC",
    "order_by": "a.order_by ASC NULLS LAST, a.urgency DESC",
    "-order_by": "a.order_by DESC NULLS LAST, a.urgency",
    "runs_out": "a.runs_out ASC NULLS LAST, a.urgency DESC",
    "-runs_out": "a.runs_out DESC NULLS LAST, a.urgency",
    "urgency": "a.urgency DESC, a.money_at_risk DESC NULLS LAST, a.units_at_risk DESC",
}
_CHOSEN = """
FROM advice a JOIN live_products p USING (product_id)
WHERE (NOT p.archived OR :why_not = 'archived')
    AND (CAST(:supplier_id AS bigint) IS NULL OR a.supplier_id = :supplier_id)
    AND (CAST(:category AS text) IS NULL OR coalesce(p.category, '') = :category)
    AND (CAST(:location_id AS bigint) IS NULL OR a.location_id = :location_id)
    AND (CAST(:order_by_until AS date) IS NULL OR a.order_by <= :order_by_until)
    AND (CAST(:least_urgency AS smallint) IS NULL OR a.urgency >= :least_urgency)
    AND (NOT CAST(:suggested AS boolean) OR a.quantity > 0)
    AND (CAST(:why_not AS text) IS NULL OR a.why_not = :why_not)
    AND (NOT CAST(:dead AS boolean) OR CAST(a.stock ->> 'dead' AS boolean))
    AND (NOT CAST(:overstocked AS boolean) OR CAST(a.stock ->> 'overstock' AS double precision) > 0)
"""
_COUNT = text("SELECT count(*)" + _CHOSEN)
# Keys first: details are long, and only those of the page are read.
_PAGE = """
WITH k AS (SELECT a.product_id, a.location_id, row_number() OVER (ORDER BY {order},
    a.product_id, a.location_id) AS place {chosen}
    ORDER BY {order}, a.product_id, a.location_id LIMIT :most OFFSET :skipped)
SELECT {columns} FROM k JOIN {joined} ORDER BY k.place
"""
_COLUMNS = """a.product_id, a.location_id, a.as_of, a.computed_at, a.supplier_id, a.urgency, a.on_hand,
    a.detail, a.stock, p.sku, p.name, p.category, p.unit, s.name AS supplier_name,
    l.name AS location_name, c.abc, c.xyz"""
_JOINED = """advice a USING (product_id, location_id) JOIN live_products p USING (product_id)
    LEFT JOIN live_suppliers s USING (supplier_id) LEFT JOIN product_classes c USING (product_id)
    LEFT JOIN live_locations l USING (location_id)"""
_LISTS = {
    sort: text(
        _PAGE.format(order=order, chosen=_CHOSEN, columns=_COLUMNS, joined=_JOINED)
    )
    for sort, order in _ORDER.items()
}
_PLACES = """
WITH k AS (SELECT product_id, location_id, location_id AS place FROM advice
    WHERE product_id = :product_id)
SELECT {columns} FROM k JOIN {joined} ORDER BY k.place
"""
_OF_PRODUCT = text(_PLACES.format(columns=_COLUMNS, joined=_JOINED))


@dataclass(frozen=True, slots=True)
class AdviceFilter:
    """``least_urgency``: of so urgent ones and more so; ``category`` "" is none."""

    supplier_id: int | None = None
    category: str | None = None
    location_id: int | None = None
    order_by_until: date | None = None
    least_urgency: Urgency | None = None
    suggested: bool = False
    why_not: str | None = None
    dead: bool = False
    overstocked: bool = False

    def values(self) -> dict[str, Any]:
        least = self.least_urgency
        place = None if least is None else URGENCIES.index(least)
        return asdict(self) | {"least_urgency": place}


class ListedAdvice(NamedTuple):
    """``detail`` is the advice, ``stock`` what is said of the stock, as they are kept."""

    product_id: int
    location_id: int
    as_of: date
    computed_at: Any
    supplier_id: int | None
    urgency: int
    on_hand: float | None
    detail: dict[str, Any]
    stock: dict[str, Any]
    sku: str | None
    name: str | None
    category: str | None
    unit: str
    supplier_name: str | None
    location_name: str | None
    abc: str | None
    xyz: str | None


async def list_advice(
    db: AsyncSession, chosen: AdviceFilter, sort: Sort, *, most: int, skipped: int
) -> list[ListedAdvice]:
    asked = chosen.values() | {"most": most, "skipped": skipped}
    return [*starmap(ListedAdvice, await db.execute(_LISTS[sort], asked))]


async def count_advice(db: AsyncSession, chosen: AdviceFilter) -> int:
    return await db.scalar(_COUNT, chosen.values()) or 0


async def advice_of(db: AsyncSession, product_id: int) -> list[ListedAdvice]:
    """At each of its locations."""
    found = await db.execute(_OF_PRODUCT, {"product_id": product_id})
    return [*starmap(ListedAdvice, found)]
