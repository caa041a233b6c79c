"""Reads of the stock ledger: movements, and the snapshot for rebuilding."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Select, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.errors import MovementNotFound
from products_svc.tables import StockMovement
from shared.contracts.snapshots import StockLine, StockoutChangeLine
from shared.db.quantities import STOCK
from shared.http.pages import Page, read_cursor, write_cursor
from shared.quantities import Units
from shared.types import Id


@dataclass(frozen=True, slots=True)
class Movement:
    """A line of the ledger; ``stock`` is what the location held right after."""

    id: int
    product_id: int
    location_id: int
    delta: Units
    stock: Units
    reason: str
    note: str | None
    reference: str | None
    user_id: int
    ts: datetime


_MOVEMENT: tuple[Any, ...] = (
    StockMovement.id,
    StockMovement.product_id,
    StockMovement.location_id,
    StockMovement.delta,
    StockMovement.on_hand,
    StockMovement.reason,
    StockMovement.note,
    StockMovement.reference,
    StockMovement.actor,
    StockMovement.ts,
)
_BY_ID: TypeAdapter[tuple[Id]] = TypeAdapter(tuple[Id])


@dataclass(frozen=True, slots=True)
class MovementFilter:
    """Which movements a list shows; ``since`` is included, ``until`` is not."""

    product_id: int | None = None
    location_id: int | None = None
    reason: str | None = None
    reference: str | None = None
    user_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None

    def apply(self, query: Select[Any]) -> Select[Any]:
        equal: list[tuple[Any, Any]] = [
            (StockMovement.product_id, self.product_id),
            (StockMovement.location_id, self.location_id),
            (StockMovement.reason, self.reason),
            (StockMovement.reference, self.reference),
            (StockMovement.actor, self.user_id),
        ]
        conditions: list[ColumnElement[bool]] = [
            column == value for column, value in equal if value is not None
        ]
        if self.since is not None:
            conditions.append(StockMovement.ts >= self.since)
        if self.until is not None:
            conditions.append(StockMovement.ts < self.until)
        return query.where(*conditions)


async def get_movement(db: AsyncSession, movement_id: int) -> Movement:
    found = await db.execute(select(*_MOVEMENT).where(StockMovement.id == movement_id))
    row = found.one_or_none()
    if row is None:
        raise MovementNotFound(movement_id)
    return Movement(*row)


async def count_movements(db: AsyncSession, movement_filter: MovementFilter) -> int:
    query = movement_filter.apply(select(func.count()).select_from(StockMovement))
    return await db.scalar(query) or 0


async def list_movements(
    db: AsyncSession, movement_filter: MovementFilter, page: Page
) -> list[Movement]:
    """Newest first."""
    query = movement_filter.apply(select(*_MOVEMENT)).order_by(StockMovement.id.desc())
    rows = await db.execute(query.limit(page.limit).offset(page.offset))
    return [Movement(*row) for row in rows]


async def list_movements_after(
    db: AsyncSession, movement_filter: MovementFilter, cursor: str, limit: int
) -> tuple[list[Movement], str | None]:
    """The movements older than a cursor's, and the cursor of those after them."""
    query = movement_filter.apply(select(*_MOVEMENT)).order_by(StockMovement.id.desc())
    last = read_cursor(cursor, _BY_ID)
    if last is not None:
        query = query.where(StockMovement.id < last[0])
    rows = (await db.execute(query.limit(limit + 1))).all()
    movements = [Movement(*row) for row in rows[:limit]]
    more = len(rows) > limit
    return movements, write_cursor(movements[-1].id) if more else None


# One statement, so one moment: units and movement belong together, and what
# happens later has a higher movement id.
_STOCK_SNAPSHOT = text(
    "SELECT s.product_id, s.location_id, newest.on_hand, newest.id, newest.ts, moved.ts"
    " FROM (SELECT id FROM products WHERE id > :after ORDER BY id LIMIT :limit) AS page"
    " JOIN stock AS s ON s.product_id = page.id"
    " CROSS JOIN LATERAL (SELECT m.id, m.on_hand, m.ts FROM stock_movements AS m"
    "  WHERE m.product_id = s.product_id AND m.location_id = s.location_id"
    "  ORDER BY m.id DESC LIMIT 1) AS newest"
    " LEFT JOIN LATERAL (SELECT m.ts FROM stock_movements AS m"
    "  WHERE m.product_id = s.product_id AND m.reason <> 'initial'"
    "  ORDER BY m.id LIMIT 1) AS moved ON true"
    " ORDER BY s.product_id, s.location_id"
).columns(on_hand=STOCK)


async def stock_snapshot(
    db: AsyncSession, after: int, limit: int
) -> Sequence[StockLine]:
    """Stock of the next ``limit`` products by id, archived ones included."""
    rows = await db.execute(_STOCK_SNAPSHOT, {"after": after, "limit": limit})
    return [StockLine(*row) for row in rows]


# What a product starts with is no stock-out change: nobody knows what was before.
_STOCKOUT_CHANGES = text(
    "SELECT id, product_id, location_id, ts, on_hand = 0 FROM stock_movements"
    " WHERE (on_hand = 0 OR on_hand = delta) AND id > :after AND delta <> 0"
    " AND reason <> 'initial' ORDER BY id LIMIT :limit"
)


async def stockout_changes(
    db: AsyncSession, after: int, limit: int
) -> Sequence[StockoutChangeLine]:
    """The next movements that emptied a location's shelf, or filled an empty one."""
    rows = await db.execute(_STOCKOUT_CHANGES, {"after": after, "limit": limit})
    return [StockoutChangeLine(*row) for row in rows]
