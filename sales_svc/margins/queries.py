"""Reads of margins: sums over sales as they stand, without what was voided or came back.

A sale counts with the cost and the tax of the moment at which it was sold, so what was
received, repriced or taxed otherwise since changes nothing. What of a sale nobody knew
then is in no sum, and counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Select, case, cast, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Date, Numeric

from sales_svc.errors import TooManyDays
from sales_svc.selling.queries import MAX_DAYS
from sales_svc.tables import Sale as Row
from shared.db.quantities import STOCK
from shared.http.pages import Page, read_cursor, write_cursor
from shared.quantities import Units
from shared.types import Id

MarginGroup = Literal["product", "day", "sale"]
Key = int | date
_KEYS: dict[MarginGroup, TypeAdapter[Any]] = {
    "product": TypeAdapter(tuple[Id]),
    "day": TypeAdapter(tuple[date]),
    "sale": TypeAdapter(tuple[Id]),
}


@dataclass(frozen=True, slots=True)
class Margin:
    """Of one product, day or sale. Sums are null where no sale has what they add up."""

    key: Key
    sales: int
    quantity: Units
    revenue: Decimal | None
    revenue_with_tax: Decimal | None
    revenue_without_tax: Decimal | None
    cost: Decimal | None
    margin_with_tax: Decimal | None
    margin_without_tax: Decimal | None
    unpriced: int
    unknown_cost: int
    unknown_tax: int


def _cents(amount: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.round(amount, 2, type_=Numeric())


def _left(amount: Any) -> ColumnElement[Any]:
    """Without the share of what came back."""
    left: ColumnElement[Any] = amount - _cents(amount * Row.returned / Row.quantity)
    return left


_WHOLE = literal(100, Numeric())


@dataclass(frozen=True, slots=True)
class MarginFilter:
    """Of which sales; ``since`` is included, ``until`` is not."""

    group: MarginGroup
    zone: str
    since: datetime
    until: datetime
    product_id: int | None = None
    location_id: int | None = None

    def _lines(self) -> Any:
        worth = func.coalesce(Row.amount, _cents(Row.price * Row.quantity))
        revenue = case((~Row.price_unknown, _left(worth)))
        taxed = _WHOLE + Row.tax_rate
        day = cast(func.timezone(self.zone, Row.sold_at), Date)
        keys = {"product": Row.product_id, "day": day, "sale": Row.id}
        columns: tuple[Any, ...] = (
            keys[self.group].label("key"),
            (Row.quantity - Row.returned).label("units"),
            revenue.label("revenue"),
            case(
                (Row.tax_included.is_(True), revenue),
                (Row.tax_included.is_(False), _cents(revenue * taxed / _WHOLE)),
            ).label("with_tax"),
            case(
                (Row.tax_included.is_(True), _cents(revenue * _WHOLE / taxed)),
                (Row.tax_included.is_(False), revenue),
            ).label("without_tax"),
            _left(Row.cost).label("cost"),
        )
        lines: Select[Any] = select(*columns).where(
            Row.voided_at.is_(None), Row.sold_at >= self.since, Row.sold_at < self.until
        )
        if self.product_id is not None:
            lines = lines.where(Row.product_id == self.product_id)
        if self.location_id is not None:
            lines = lines.where(Row.location_id == self.location_id)
        return lines.subquery("line").c

    def sums(self, cursor: str = "") -> Select[Any]:
        """Products by their numbers, days and sales newest first."""
        line = self._lines()
        query: Select[Any] = select(
            line.key,
            func.count(),
            func.sum(line.units, type_=STOCK),
            func.sum(line.revenue),
            func.sum(line.with_tax),
            func.sum(line.without_tax),
            func.sum(line.cost),
            func.sum(line.with_tax - line.cost),
            func.sum(line.without_tax - line.cost),
            func.count().filter(line.revenue.is_(None)),
            func.count().filter(line.cost.is_(None)),
            func.count().filter(line.with_tax.is_(None) | line.without_tax.is_(None)),
        ).group_by(line.key)
        upwards = self.group == "product"
        last = read_cursor(cursor, _KEYS[self.group])
        if last is not None:
            query = query.where(line.key > last[0] if upwards else line.key < last[0])
        return query.order_by(line.key if upwards else line.key.desc())

    def count(self) -> Select[Any]:
        line = self._lines()
        return select(func.count(line.key.distinct()))


def check_period(since: datetime, until: datetime) -> None:
    """Raises ``TooManyDays``."""
    if (until - since).days > MAX_DAYS:
        raise TooManyDays(MAX_DAYS)


async def count_margins(db: AsyncSession, margin_filter: MarginFilter) -> int:
    return await db.scalar(margin_filter.count()) or 0


async def list_margins(
    db: AsyncSession, margin_filter: MarginFilter, page: Page
) -> list[Margin]:
    query = margin_filter.sums().limit(page.limit).offset(page.offset)
    return [Margin(*row) for row in await db.execute(query)]


async def list_margins_after(
    db: AsyncSession, margin_filter: MarginFilter, cursor: str, limit: int
) -> tuple[list[Margin], str | None]:
    """The margins after a cursor, and the cursor of those after them, if any."""
    rows = await db.execute(margin_filter.sums(cursor).limit(limit + 1))
    margins: Sequence[Margin] = [Margin(*row) for row in rows]
    if len(margins) <= limit:
        return list(margins), None
    return list(margins[:limit]), write_cursor(margins[limit - 1].key)
