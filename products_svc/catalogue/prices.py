"""What a product cost its customers, day by day."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    Date,
    Select,
    cast,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.tables import (
    ProductPrice,
)
from shared.http.pages import Page, read_cursor, write_cursor


@dataclass(frozen=True, slots=True)
class DayPrice:
    """What a product cost buyers at the end of a day on which that changed."""

    day: date
    price: Decimal
    since: datetime


_DAY: TypeAdapter[tuple[date]] = TypeAdapter(tuple[date])


def _prices(product_id: int, zone: str) -> Select[Any]:
    day = cast(func.timezone(zone, ProductPrice.since), Date).label("day")
    columns: tuple[Any, ...] = (day, ProductPrice.price, ProductPrice.since)
    all_ = select(*columns).where(ProductPrice.product_id == product_id).subquery().c
    last_of_day: Select[Any] = select(all_.day, all_.price, all_.since)
    return last_of_day.ext(distinct_on(all_.day)).order_by(
        all_.day.desc(), all_.since.desc()
    )


async def count_prices(db: AsyncSession, product_id: int, zone: str) -> int:
    counted = select(func.count()).select_from(_prices(product_id, zone).subquery())
    return await db.scalar(counted) or 0


async def list_prices(
    db: AsyncSession, product_id: int, zone: str, page: Page
) -> list[DayPrice]:
    """Newest day first."""
    query = _prices(product_id, zone).limit(page.limit).offset(page.offset)
    return [DayPrice(*row) for row in await db.execute(query)]


async def list_prices_after(
    db: AsyncSession, product_id: int, zone: str, cursor: str, limit: int
) -> tuple[list[DayPrice], str | None]:
    prices = _prices(product_id, zone).subquery()
    query: Select[Any] = select(prices).order_by(prices.c.day.desc())
    last = read_cursor(cursor, _DAY)
    if last is not None:
        query = query.where(prices.c.day < last[0])
    rows = [DayPrice(*row) for row in await db.execute(query.limit(limit + 1))]
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], write_cursor(rows[limit - 1].day)
