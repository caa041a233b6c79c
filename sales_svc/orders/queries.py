"""Reads of baskets: one, and lists."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Select, exists, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from sales_svc.errors import OrderNotFound
from sales_svc.selling.queries import SALE, Sale
from sales_svc.tables import Order as Row, Sale as Line
from shared.http.auth import Principal
from shared.http.pages import Page, read_cursor, write_cursor
from shared.money import line_total, share
from shared.types import Id, Instant

_Position = tuple[Instant, Id]
_POSITION: TypeAdapter[_Position] = TypeAdapter(_Position)


@dataclass(frozen=True, slots=True)
class Order:
    """A basket as its readers see it."""

    id: int
    user_id: int
    location_id: int
    sold_at: datetime
    created_at: datetime
    lines: Sequence[Sale]

    def seen_by(self, caller: Principal) -> "Order":
        """As ``Sale.seen_by``, of every line."""
        return replace(self, lines=[line.seen_by(caller) for line in self.lines])

    @property
    def voided(self) -> bool:
        return all(line.voided_at is not None for line in self.lines)

    @property
    def subtotal(self) -> Decimal:
        zero = Decimal()
        return sum((line_total(line.price, line.quantity) for line in self.lines), zero)

    @property
    def total(self) -> Decimal:
        return sum(map(_worth, self.lines), Decimal())

    @property
    def discount(self) -> Decimal:
        return self.subtotal - self.total

    @property
    def net_total(self) -> Decimal:
        live = [line for line in self.lines if line.voided_at is None]
        return sum((_worth(line) - _returned(line) for line in live), Decimal())


def _worth(line: Sale) -> Decimal:
    if line.amount is not None:
        return line.amount
    return line_total(line.price, line.quantity)


def _returned(line: Sale) -> Decimal:
    return share(_worth(line), line.returned, line.quantity)


ORDER: tuple[Any, ...] = (
    Row.id,
    Row.user_id,
    Row.location_id,
    Row.sold_at,
    Row.created_at,
)
"""The columns of ``Order`` before its lines, in its order."""


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which baskets a list shows; ``since`` is included, ``until`` is not."""

    product_id: int | None = None
    user_id: int | None = None
    location_id: int | None = None
    voided: bool | None = None
    since: datetime | None = None
    until: datetime | None = None

    def apply(self, query: Select[Any]) -> Select[Any]:
        conditions: list[ColumnElement[bool]] = []
        line = exists().where(Line.order_id == Row.id)
        if self.product_id is not None:
            conditions.append(line.where(Line.product_id == self.product_id))
        if self.user_id is not None:
            conditions.append(Row.user_id == self.user_id)
        if self.location_id is not None:
            conditions.append(Row.location_id == self.location_id)
        if self.voided is not None:
            stands = line.where(Line.voided_at.is_(None))
            conditions.append(~stands if self.voided else stands)
        if self.since is not None:
            conditions.append(Row.sold_at >= self.since)
        if self.until is not None:
            conditions.append(Row.sold_at < self.until)
        return query.where(*conditions)

    def newest_first(self) -> Select[Any]:
        """The id decides among equals, so that pages neither repeat nor miss one."""
        query = self.apply(select(*ORDER))
        return query.order_by(Row.sold_at.desc(), Row.id.desc())


async def get_order(db: AsyncSession, order_id: int) -> Order:
    found = await _with_lines(db, select(*ORDER).where(Row.id == order_id))
    if not found:
        raise OrderNotFound(order_id)
    return found[0]


async def count_orders(db: AsyncSession, order_filter: OrderFilter) -> int:
    query = order_filter.apply(select(func.count()).select_from(Row))
    return await db.scalar(query) or 0


async def list_orders(
    db: AsyncSession, order_filter: OrderFilter, page: Page
) -> list[Order]:
    query = order_filter.newest_first().limit(page.limit).offset(page.offset)
    return await _with_lines(db, query)


async def list_orders_after(
    db: AsyncSession, order_filter: OrderFilter, cursor: str, limit: int
) -> tuple[list[Order], str | None]:
    """The baskets older than a cursor's, and the cursor of those after them, if any."""
    query = order_filter.newest_first()
    last = read_cursor(cursor, _POSITION)
    if last is not None:
        query = query.where(tuple_(Row.sold_at, Row.id) < last)
    orders = await _with_lines(db, query.limit(limit + 1))
    if len(orders) <= limit:
        return orders, None
    shown = orders[:limit]
    return shown, write_cursor(shown[-1].sold_at, shown[-1].id)


async def _with_lines(db: AsyncSession, query: Select[Any]) -> list[Order]:
    rows = (await db.execute(query)).all()
    lines: defaultdict[int, list[Sale]] = defaultdict(list)
    sold = select(*SALE).where(Line.order_id.in_([row.id for row in rows]))
    for line in await db.execute(sold.order_by(Line.order_id, Line.id)):
        lines[line.order_id].append(Sale(*line))
    return [Order(*(*row, lines[row.id])) for row in rows]
