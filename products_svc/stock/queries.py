"""Reads of stock: movements, the snapshots for rebuilding, and what is to be counted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Self

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Select, case, func, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.errors import MovementNotFound
from products_svc.stock.levels import SHOWN_OF_PRODUCT
from products_svc.tables import Product, Stock, StockMovement, ToCount
from shared.contracts.snapshots import StockLine, StockMovementLine, StockoutChangeLine
from shared.db.quantities import STOCK
from shared.http.auth import Principal, Role
from shared.http.pages import Page, read_cursor, write_cursor
from shared.quantities import Units
from shared.types import Id, Instant, Unit


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
    source: str | None
    unit_cost: Decimal | None
    value: Decimal | None
    cost_known: bool
    value_after: Decimal | None
    cost_variance: Decimal | None
    user_id: int
    ts: datetime

    def seen_by(self, caller: Principal) -> Self:
        """What things cost is for managers."""
        if caller.may_act_as(Role.MANAGER):
            return self
        return replace(
            self, unit_cost=None, value=None, value_after=None, cost_variance=None
        )


MOVEMENT_COLUMNS = (
    "id, product_id, location_id, delta, on_hand, reason, note, reference, source,"
    " unit_cost, coalesce(value, 0), value IS NOT NULL, coalesce(value_after, 0),"
    " coalesce(cost_variance, 0), actor, ts"
)
"""Of ``Movement``, in its order, for statements in text."""
_MOVEMENT: tuple[Any, ...] = (
    StockMovement.id,
    StockMovement.product_id,
    StockMovement.location_id,
    StockMovement.delta,
    StockMovement.on_hand,
    StockMovement.reason,
    StockMovement.note,
    StockMovement.reference,
    # That a till's movement is of a sale its reference says, at no further cost.
    func.coalesce(
        StockMovement.source,
        case(
            (
                StockMovement.reference.startswith("sale:"),
                func.replace(StockMovement.reference, ":", "/"),
            )
        ),
    ),
    StockMovement.unit_cost,
    func.coalesce(StockMovement.value, 0),
    StockMovement.value.is_not(None),
    func.coalesce(StockMovement.value_after, 0),
    func.coalesce(StockMovement.cost_variance, 0),
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
    source: str | None = None
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
        if self.source is not None:
            conditions.append(_is_of(self.source))
        if self.since is not None:
            conditions.append(StockMovement.ts >= self.since)
        if self.until is not None:
            conditions.append(StockMovement.ts < self.until)
        return query.where(*conditions)


def _is_of(source: str) -> ColumnElement[bool]:
    """A sale's own movements say it by their reference alone."""
    of_sale = StockMovement.reference == source.replace("/", ":", 1)
    named = StockMovement.source == source
    return named | of_sale if source.startswith("sale/") else named


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
    "SELECT s.product_id, s.location_id, newest.on_hand, newest.id, newest.ts, moved.ts,"
    " s.average_cost FROM (SELECT id FROM products WHERE id > :after ORDER BY id LIMIT :limit) AS page"
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


_MOVEMENTS_AFTER = text(
    "SELECT id, product_id, location_id, ts, on_hand FROM stock_movements"
    " WHERE id > :after AND delta <> 0 ORDER BY id LIMIT :limit"
).columns(on_hand=STOCK)


async def movement_snapshot(
    db: AsyncSession, after: int, limit: int
) -> Sequence[StockMovementLine]:
    """The next lines of the ledger that changed what a location held."""
    rows = await db.execute(_MOVEMENTS_AFTER, {"after": after, "limit": limit})
    return [StockMovementLine(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class CountDue:
    """A product that should be counted at a location, and why: what was sold there
    beyond what the ledger had."""

    product_id: int
    product_sku: str
    product_name: str
    unit: Unit
    quantity_decimals: int
    archived: bool
    location_id: int
    stock: Units
    found: Units
    sales: int
    first_at: datetime
    last_at: datetime


_COUNT_DUE: tuple[Any, ...] = (
    ToCount.product_id,
    *SHOWN_OF_PRODUCT,
    ToCount.location_id,
    Stock.on_hand,
    ToCount.found,
    ToCount.sales,
    ToCount.first_at,
    ToCount.last_at,
)
_DueSince = tuple[Instant, Id, Id]
_DUE_SINCE: TypeAdapter[_DueSince] = TypeAdapter(_DueSince)


def _counts_due(location_id: int | None) -> Select[Any]:
    same = (Stock.product_id == ToCount.product_id) & (
        Stock.location_id == ToCount.location_id
    )
    shown = select(*_COUNT_DUE).join(Stock, same)
    query = _at(shown.join(Product, Product.id == ToCount.product_id), location_id)
    return query.order_by(ToCount.first_at, ToCount.product_id, ToCount.location_id)


def _at(query: Select[Any], location_id: int | None) -> Select[Any]:
    if location_id is None:
        return query
    return query.where(ToCount.location_id == location_id)


async def count_counts_due(db: AsyncSession, location_id: int | None) -> int:
    query = select(func.count()).select_from(ToCount)
    return await db.scalar(_at(query, location_id)) or 0


async def list_counts_due(
    db: AsyncSession, location_id: int | None, page: Page
) -> list[CountDue]:
    """Those that have waited longest first."""
    query = _counts_due(location_id)
    rows = await db.execute(query.limit(page.limit).offset(page.offset))
    return [CountDue(*row) for row in rows]


async def list_counts_due_after(
    db: AsyncSession, location_id: int | None, cursor: str, limit: int
) -> tuple[list[CountDue], str | None]:
    """Those behind a cursor, and the cursor of those after them."""
    query = _counts_due(location_id)
    last = read_cursor(cursor, _DUE_SINCE)
    if last is not None:
        here = tuple_(ToCount.first_at, ToCount.product_id, ToCount.location_id)
        query = query.where(here > last)
    rows = (await db.execute(query.limit(limit + 1))).all()
    due = [CountDue(*row) for row in rows[:limit]]
    if len(rows) <= limit:
        return due, None
    return due, write_cursor(due[-1].first_at, due[-1].product_id, due[-1].location_id)
