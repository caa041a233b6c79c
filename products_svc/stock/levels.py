"""Reads of what locations hold, now and at past moments, and what it is worth."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Self

from pydantic import TypeAdapter
from sqlalchemy import Select, func, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.tables import Product, Stock, StockMovement
from shared.http.auth import Principal, Role
from shared.http.pages import Page, read_cursor, write_cursor
from shared.quantities import Units
from shared.types import Id, Unit


@dataclass(frozen=True, slots=True)
class StockLevel:
    """Units that a location holds of a product, and their value at cost."""

    product_id: int
    product_sku: str
    product_name: str
    unit: Unit
    quantity_decimals: int
    archived: bool
    location_id: int
    on_hand: Units
    value: Decimal | None
    average_cost: Decimal | None
    cost_known: bool

    def seen_by(self, caller: Principal) -> Self:
        """What things cost is for managers."""
        if caller.may_act_as(Role.MANAGER):
            return self
        return replace(self, value=None, average_cost=None)


SHOWN_OF_PRODUCT: tuple[Any, ...] = (
    Product.sku,
    Product.name,
    Product.unit,
    Product.quantity_decimals,
    Product.archived_at.is_not(None),
)
_SHELF: tuple[Any, ...] = (Stock.product_id, *SHOWN_OF_PRODUCT, Stock.location_id)
_NOW: tuple[Any, ...] = (
    *_SHELF,
    Stock.on_hand,
    Stock.value,
    Stock.average_cost,
    Stock.average_cost.is_not(None),
)


@dataclass(frozen=True, slots=True)
class StockFilter:
    """Whose stock, where, and when: right before ``as_of``, else now."""

    product_id: int | None = None
    location_id: int | None = None
    as_of: datetime | None = None

    def levels(self) -> Select[Any]:
        """Now: of every live product, and of an archived one what is left of it.
        At an instant: of what the ledger knew by then."""
        query: Select[Any]
        if self.as_of is None:
            query = (
                select(*_NOW)
                .join(Product, Product.id == Stock.product_id)
                .where(Product.archived_at.is_(None) | (Stock.on_hand > 0))
            )
        else:
            newest = (
                select(StockMovement.on_hand, StockMovement.value_after)
                .where(
                    StockMovement.product_id == Stock.product_id,
                    StockMovement.location_id == Stock.location_id,
                    StockMovement.ts < self.as_of,
                )
                # As ids and times of a shelf run the same way; this one is indexed.
                .order_by(StockMovement.ts.desc(), StockMovement.id.desc())
                .limit(1)
                .lateral()
            )
            value = newest.c.value_after
            average = func.round(value / func.nullif(newest.c.on_hand, 0), 6)
            then: tuple[Any, ...] = (
                *_SHELF,
                newest.c.on_hand,
                func.coalesce(value, 0),
                average,
                value.is_not(None),
            )
            query = (
                select(*then)
                .select_from(Stock)
                .join(Product, Product.id == Stock.product_id)
                .join(newest, true())
            )
        if self.product_id is not None:
            query = query.where(Stock.product_id == self.product_id)
        if self.location_id is not None:
            query = query.where(Stock.location_id == self.location_id)
        return query


_BY_SHELF: TypeAdapter[tuple[Id, Id]] = TypeAdapter(tuple[Id, Id])


async def count_levels(db: AsyncSession, stock_filter: StockFilter) -> int:
    counted = select(func.count()).select_from(stock_filter.levels().subquery())
    return await db.scalar(counted) or 0


async def list_levels(
    db: AsyncSession, stock_filter: StockFilter, page: Page
) -> list[StockLevel]:
    """By product, then by location."""
    query = stock_filter.levels().order_by(Stock.product_id, Stock.location_id)
    rows = await db.execute(query.limit(page.limit).offset(page.offset))
    return [StockLevel(*row) for row in rows]


async def list_levels_after(
    db: AsyncSession, stock_filter: StockFilter, cursor: str, limit: int
) -> tuple[list[StockLevel], str | None]:
    query = stock_filter.levels().order_by(Stock.product_id, Stock.location_id)
    last = read_cursor(cursor, _BY_SHELF)
    if last is not None:
        query = query.where(tuple_(Stock.product_id, Stock.location_id) > last)
    rows = [StockLevel(*row) for row in await db.execute(query.limit(limit + 1))]
    if len(rows) <= limit:
        return rows, None
    here = rows[limit - 1]
    return rows[:limit], write_cursor(here.product_id, here.location_id)
