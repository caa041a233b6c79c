"""Reads of lots: lists, and the snapshot for rebuilding."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.lots.errors import LotNotFound
from products_svc.tables import Lot, Product
from shared.contracts.snapshots import LotLine
from shared.http.pages import Page, read_cursor, write_cursor
from shared.quantities import Units
from shared.types import Id

NEVER = date(9999, 12, 31)
"""Where lots without a date stand in a list by dates."""


@dataclass(frozen=True, slots=True)
class ShownLot:
    id: int
    product_id: int
    sku: str
    name: str
    unit: str
    location_id: int
    code: str | None
    expires_on: date | None
    on_hand: Units
    version: int
    created_at: datetime
    updated_at: datetime


_SHOWN: tuple[Any, ...] = (
    Lot.id,
    Lot.product_id,
    Product.sku,
    Product.name,
    Product.unit,
    Lot.location_id,
    Lot.code,
    Lot.expires_on,
    Lot.on_hand,
    Lot.version,
    Lot.created_at,
    Lot.updated_at,
)
_expires = func.coalesce(Lot.expires_on, NEVER)
_BY_DATE: TypeAdapter[tuple[date, Id]] = TypeAdapter(tuple[date, Id])


@dataclass(frozen=True, slots=True)
class LotFilter:
    """``expires_before`` leaves out what expires on that day. ``empty``: also lots of
    which nothing is left."""

    product_id: int | None = None
    location_id: int | None = None
    code: str | None = None
    expires_before: date | None = None
    empty: bool = False

    def apply(self, columns: tuple[Any, ...]) -> Select[Any]:
        query: Select[Any] = (
            select(*columns)
            .select_from(Lot)
            .join(Product, Product.id == Lot.product_id)
        )
        if not self.empty:
            query = query.where(Lot.on_hand > 0)
        if self.expires_before is not None:
            query = query.where(Lot.expires_on < self.expires_before)
        equal: list[tuple[Any, Any]] = [
            (Lot.product_id, self.product_id),
            (Lot.location_id, self.location_id),
            (Lot.code, self.code),
        ]
        return query.where(*(c == value for c, value in equal if value is not None))


async def get_lot(db: AsyncSession, lot_id: int) -> ShownLot:
    """Raises ``LotNotFound``."""
    query = LotFilter(empty=True).apply(_SHOWN).where(Lot.id == lot_id)
    row = (await db.execute(query)).one_or_none()
    if row is None:
        raise LotNotFound(lot_id)
    return ShownLot(*row)


async def count_lots(db: AsyncSession, lot_filter: LotFilter) -> int:
    return await db.scalar(lot_filter.apply((func.count(),))) or 0


async def list_lots(
    db: AsyncSession, lot_filter: LotFilter, page: Page
) -> list[ShownLot]:
    """What expires first in front, what never does at the end."""
    query = lot_filter.apply(_SHOWN).order_by(_expires, Lot.id)
    rows = await db.execute(query.limit(page.limit).offset(page.offset))
    return [ShownLot(*row) for row in rows]


async def list_lots_after(
    db: AsyncSession, lot_filter: LotFilter, cursor: str, limit: int
) -> tuple[list[ShownLot], str | None]:
    query = lot_filter.apply(_SHOWN).order_by(_expires, Lot.id)
    last = read_cursor(cursor, _BY_DATE)
    if last is not None:
        query = query.where(tuple_(_expires, Lot.id) > last)
    rows = [ShownLot(*row) for row in await db.execute(query.limit(limit + 1))]
    if len(rows) <= limit:
        return rows, None
    here = rows[limit - 1]
    return rows[:limit], write_cursor(here.expires_on or NEVER, here.id)


async def lot_snapshot(db: AsyncSession, after: int, limit: int) -> list[LotLine]:
    """Lots of which something is left, by their id."""
    rows = await db.scalars(
        select(Lot).where(Lot.on_hand > 0, Lot.id > after).order_by(Lot.id).limit(limit)
    )
    return [
        LotLine(
            lot_id=row.id,
            product_id=row.product_id,
            location_id=row.location_id,
            code=row.code,
            on_hand=row.on_hand,
            expires_on=row.expires_on,
            version=row.version,
            ts=row.updated_at,
        )
        for row in rows
    ]
