"""Reads of what is ordered on advice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import starmap
from typing import Any, Literal, NamedTuple, cast

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.tables import AdviceOrder
from shared.contracts.base import MAIN_LOCATION
from shared.db.quantities import QuantityColumn
from shared.http.pages import Page
from shared.quantities import Units

State = Literal["unsent", "sent", "confirmed", "refused"]
Place = tuple[int, int, int]
"""Product, location, supplier."""


class Orderable(NamedTuple):
    """What decides whether, and from whom, a product can be ordered."""

    product_id: int
    kind: str
    archived: bool
    quantity_decimals: int
    supplier_id: int | None


_ORDERABLE = text("""
SELECT p.product_id, p.kind, p.archived, p.quantity_decimals, s.supplier_id
FROM live_products p LEFT JOIN live_supply s USING (product_id)
WHERE p.product_id = ANY(CAST(:products AS bigint[]))
""")
_SELLS = text("""
SELECT EXISTS (SELECT FROM live_supply_terms t JOIN live_suppliers s USING (supplier_id)
    WHERE t.product_id = :product_id AND s.supplier_id = :supplier_id AND NOT s.archived)
""")
# Of the main location nothing is told while nobody has changed it.
_PLACES = text("""
SELECT location_id FROM live_locations WHERE NOT archived
UNION SELECT :main WHERE NOT EXISTS (
    SELECT FROM live_locations WHERE location_id = :main AND archived)
""")
_DRAFTED = text("""
SELECT product_id, location_id, supplier_id, sum(quantity) AS quantity FROM live_incoming
WHERE source IN ('draft', 'advice') AND product_id = ANY(CAST(:products AS bigint[]))
GROUP BY product_id, location_id, supplier_id
""").columns(quantity=QuantityColumn(18))


async def orderable(
    db: AsyncSession, product_ids: Iterable[int]
) -> dict[int, Orderable]:
    rows = await db.execute(_ORDERABLE, {"products": sorted(set(product_ids))})
    return {row.product_id: row for row in starmap(Orderable, rows)}


async def sells(db: AsyncSession, supplier_id: int, product_id: int) -> bool:
    values = {"supplier_id": supplier_id, "product_id": product_id}
    return bool(await db.scalar(_SELLS, values))


async def open_locations(db: AsyncSession) -> set[int]:
    return set(await db.scalars(_PLACES, {"main": MAIN_LOCATION}))


async def drafted(db: AsyncSession, product_ids: Iterable[int]) -> dict[Place, Units]:
    """What the drafts of suppliers have, with what is on its way there."""
    rows = await db.execute(_DRAFTED, {"products": sorted(set(product_ids))})
    return {
        (row.product_id, row.location_id, row.supplier_id): row.quantity for row in rows
    }


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows that go into one draft together."""

    id: int
    supplier_id: int
    location_id: int
    acting_user: int
    state: State
    purchase_order_id: int | None
    error: dict[str, Any] | None
    tries: int
    lines: Sequence[AdviceOrder]
    sent_at: datetime | None

    @classmethod
    def of(cls, rows: Sequence[AdviceOrder]) -> "Batch":
        first = rows[0]
        return cls(
            first.batch,
            first.supplier_id,
            first.location_id,
            first.acting_user,
            cast(State, first.state),
            first.purchase_order_id,
            first.error,
            first.tries,
            rows,
            first.sent_at,
        )


async def find_batch(db: AsyncSession, batch: int) -> Batch:
    rows = await db.scalars(
        select(AdviceOrder).where(AdviceOrder.batch == batch).order_by(AdviceOrder.id)
    )
    return Batch.of(rows.all())


async def list_orders(
    db: AsyncSession, page: Page, state: State | None
) -> Sequence[AdviceOrder]:
    """Newest first."""
    query = select(AdviceOrder).order_by(AdviceOrder.id.desc())
    if state is not None:
        query = query.where(AdviceOrder.state == state)
    return (await db.scalars(query.limit(page.limit).offset(page.offset))).all()


async def count_orders(db: AsyncSession, state: State | None) -> int:
    query = select(func.count()).select_from(AdviceOrder)
    if state is not None:
        query = query.where(AdviceOrder.state == state)
    return await db.scalar(query) or 0
