"""Reads of supplier returns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.supplier_returns.errors import SupplierReturnNotFound
from products_svc.tables import SupplierReturn, SupplierReturnLine
from shared.http.pages import Page, read_cursor, write_cursor
from shared.types import Id


@dataclass(frozen=True, slots=True)
class GoodsBack:
    """A return and its lines, in the order in which they were said."""

    back: SupplierReturn
    lines: list[SupplierReturnLine]


async def get_return(db: AsyncSession, return_id: int) -> GoodsBack:
    """Raises ``SupplierReturnNotFound``."""
    back = await db.get(SupplierReturn, return_id)
    if back is None:
        raise SupplierReturnNotFound(return_id)
    (found,) = await _with_lines(db, [back])
    return found


async def _with_lines(
    db: AsyncSession, returns: Sequence[SupplierReturn]
) -> list[GoodsBack]:
    found = {back.id: GoodsBack(back, []) for back in returns}
    lines = await db.scalars(
        select(SupplierReturnLine)
        .where(SupplierReturnLine.return_id.in_(found))
        .order_by(SupplierReturnLine.id)
    )
    for line in lines:
        found[line.return_id].lines.append(line)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class ReturnFilter:
    """Which returns a list shows; ``since`` is included, ``until`` is not."""

    supplier_id: int | None = None
    location_id: int | None = None
    product_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None

    def apply(self, query: Select[Any]) -> Select[Any]:
        if self.supplier_id is not None:
            query = query.where(SupplierReturn.supplier_id == self.supplier_id)
        if self.location_id is not None:
            query = query.where(SupplierReturn.location_id == self.location_id)
        if self.product_id is not None:
            query = query.where(
                exists().where(
                    SupplierReturnLine.return_id == SupplierReturn.id,
                    SupplierReturnLine.product_id == self.product_id,
                )
            )
        if self.since is not None:
            query = query.where(SupplierReturn.created_at >= self.since)
        if self.until is not None:
            query = query.where(SupplierReturn.created_at < self.until)
        return query


_BY_ID: TypeAdapter[tuple[Id]] = TypeAdapter(tuple[Id])


async def count_returns(db: AsyncSession, return_filter: ReturnFilter) -> int:
    query = return_filter.apply(select(func.count()).select_from(SupplierReturn))
    return await db.scalar(query) or 0


def _listed(return_filter: ReturnFilter) -> Select[Any]:
    every: Any = select(SupplierReturn)
    return return_filter.apply(every).order_by(SupplierReturn.id.desc())


async def list_returns(
    db: AsyncSession, return_filter: ReturnFilter, page: Page
) -> list[GoodsBack]:
    """Newest first."""
    query = _listed(return_filter).limit(page.limit).offset(page.offset)
    return await _with_lines(db, list(await db.scalars(query)))


async def list_returns_after(
    db: AsyncSession, return_filter: ReturnFilter, cursor: str, limit: int
) -> tuple[list[GoodsBack], str | None]:
    query = _listed(return_filter)
    last = read_cursor(cursor, _BY_ID)
    if last is not None:
        query = query.where(SupplierReturn.id < last[0])
    rows = list(await db.scalars(query.limit(limit + 1)))
    found = await _with_lines(db, rows[:limit])
    return found, write_cursor(rows[limit - 1].id) if len(rows) > limit else None
