"""Reads of sales: one, lists, days, the snapshot for rebuilding, imports."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal

from pydantic import TypeAdapter
from sqlalchemy import (
    ColumnElement,
    Select,
    case,
    func,
    or_,
    select,
    text,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncSession

from sales_svc.amounts import REVENUE, UNITS
from sales_svc.errors import (
    ReturnNotFound,
    SaleNotFound,
    TooManyDays,
)
from sales_svc.tables import Consumption, Import, Sale as Row, SaleReturn
from shared.contracts.base import MAIN_LOCATION
from shared.contracts.snapshots import SaleConsumedLine, SaleLine, SaleReturnLine
from shared.db.quantities import STOCK
from shared.http.auth import Principal, Role
from shared.http.pages import Page, read_cursor, write_cursor
from shared.quantities import Units
from shared.types import Id, Instant


@dataclass(frozen=True, slots=True)
class Sale:
    """A sale as its readers see it."""

    id: int
    product_id: int
    quantity: Units
    price: Decimal
    amount: Decimal | None
    price_unknown: bool
    sold_at: datetime
    user_id: int
    order_id: int | None
    import_id: int | None
    voided_at: datetime | None
    voided_by: int | None
    void_reason: str | None
    created_at: datetime
    returned: Units = 0
    location_id: int = MAIN_LOCATION
    found: Units = 0
    unit_cost: Decimal | None = None
    cost: Decimal | None = None
    tax_rate: Decimal | None = None
    tax_included: bool | None = None

    def seen_by(self, caller: Principal) -> "Sale":
        """What things cost is for managers."""
        if self.unit_cost is None or caller.may_act_as(Role.MANAGER):
            return self
        return replace(self, unit_cost=None, cost=None)


SALE: tuple[Any, ...] = (
    Row.id,
    Row.product_id,
    Row.quantity,
    Row.price,
    Row.amount,
    Row.price_unknown,
    Row.sold_at,
    Row.user_id,
    Row.order_id,
    Row.import_id,
    Row.voided_at,
    Row.voided_by,
    Row.void_reason,
    Row.created_at,
    Row.returned,
    Row.location_id,
    Row.found,
    Row.unit_cost,
    Row.cost,
    Row.tax_rate,
    Row.tax_included,
)
"""The columns of ``Sale``, in its order."""

SaleSort = Literal["sold_at", "-sold_at", "quantity", "-quantity", "total", "-total"]
NEWEST_FIRST: SaleSort = "-sold_at"
_SORTS: dict[str, Any] = {
    "sold_at": Row.sold_at,
    "quantity": Row.quantity,
    # What nobody knows comes last, whichever way it is sorted.
    "total": case(
        (Row.price_unknown, None),
        else_=func.coalesce(Row.amount, Row.price * Row.quantity),
    ),
}

_Position = tuple[Instant, Id]
_POSITION: TypeAdapter[_Position] = TypeAdapter(_Position)


@dataclass(frozen=True, slots=True)
class SaleFilter:
    """Which sales a list shows; ``since`` is included, ``until`` is not. Sales of imports
    that were undone are as if they had never been, unless ``undone`` asks for them."""

    product_id: int | None = None
    user_id: int | None = None
    order_id: int | None = None
    import_id: int | None = None
    location_id: int | None = None
    voided: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    undone: bool = False

    def apply(self, query: Select[Any]) -> Select[Any]:
        equal = (
            (Row.product_id, self.product_id),
            (Row.user_id, self.user_id),
            (Row.order_id, self.order_id),
            (Row.import_id, self.import_id),
            (Row.location_id, self.location_id),
        )
        conditions: list[ColumnElement[bool]] = [
            column == wanted for column, wanted in equal if wanted is not None
        ]
        if self.voided is not None:
            voided = Row.voided_at.is_not(None)
            conditions.append(voided if self.voided else ~voided)
        if self.since is not None:
            conditions.append(Row.sold_at >= self.since)
        if self.until is not None:
            conditions.append(Row.sold_at < self.until)
        if not self.undone:
            undone = select(Import.import_id).where(Import.undone_at.is_not(None))
            conditions.append(
                or_(Row.import_id.is_(None), Row.import_id.not_in(undone))
            )
        return query.where(*conditions)

    def sorted_by(self, sort: SaleSort) -> Select[Any]:
        """The id decides among equals, so that pages neither repeat nor miss a sale."""
        query = self.apply(select(*SALE))
        value = _SORTS[sort.removeprefix("-")]
        descends = sort.startswith("-")
        if sort.endswith("total"):
            placed = value.desc() if descends else value.asc()
            query = query.order_by(placed.nulls_last())
        else:
            query = query.order_by(value.desc() if descends else value)
        return query.order_by(Row.id.desc() if descends else Row.id)


async def get_sale(db: AsyncSession, sale_id: int) -> Sale:
    found = await db.execute(select(*SALE).where(Row.id == sale_id))
    row = found.one_or_none()
    if row is None:
        raise SaleNotFound(sale_id)
    return Sale(*row)


async def count_sales(db: AsyncSession, sale_filter: SaleFilter) -> int:
    counted = await db.scalar(sale_filter.apply(select(func.count()).select_from(Row)))
    return counted or 0


async def list_sales(
    db: AsyncSession, sale_filter: SaleFilter, sort: SaleSort, page: Page
) -> list[Sale]:
    query = sale_filter.sorted_by(sort).limit(page.limit).offset(page.offset)
    return [Sale(*row) for row in await db.execute(query)]


async def list_sales_after(
    db: AsyncSession, sale_filter: SaleFilter, cursor: str, limit: int
) -> tuple[list[Sale], str | None]:
    """The sales older than a cursor's, and the cursor of those after them, if any."""
    query = sale_filter.sorted_by(NEWEST_FIRST)
    last = read_cursor(cursor, _POSITION)
    if last is not None:
        query = query.where(tuple_(Row.sold_at, Row.id) < last)
    rows = (await db.execute(query.limit(limit + 1))).all()
    sales = [Sale(*row) for row in rows[:limit]]
    if len(rows) <= limit:
        return sales, None
    return sales, write_cursor(sales[-1].sold_at, sales[-1].id)


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    quantity: Units
    revenue: Decimal
    sales: int
    unpriced: int


MAX_DAYS = 1_100
"""Three years: more would be a report, not an answer."""

_DAYS = text(
    "SELECT CAST(sold_at AT TIME ZONE :zone AS date) AS day,"
    " {units} AS units, {revenue}, count(*),"
    " count(*) FILTER (WHERE price_unknown)"
    " FROM sales AS s WHERE sold_at >= :since AND sold_at < :until AND voided_at IS NULL"
    " AND (CAST(:by AS time) IS NULL OR CAST(sold_at AT TIME ZONE :zone AS time) <= :by)"
    " GROUP BY day ORDER BY day".replace("{units}", UNITS).replace("{revenue}", REVENUE)
).columns(units=STOCK)


async def daily_totals(
    db: AsyncSession,
    since: datetime,
    until: datetime,
    zone: str,
    by: time | None = None,
) -> Sequence[Day]:
    """What was sold per calendar day of ``zone``, up to the time of day ``by`` of each;
    days without sales are left out."""
    if (until - since).days > MAX_DAYS:
        raise TooManyDays(MAX_DAYS)
    asked = {"since": since, "until": until, "zone": zone, "by": by}
    rows = await db.execute(_DAYS, asked)
    return [Day(*row) for row in rows]


_LINE: tuple[Any, ...] = (
    Row.id,
    Row.product_id,
    Row.quantity,
    Row.price,
    Row.sold_at,
    Row.voided_at.is_not(None),
    Row.import_id,
    Row.amount,
    Row.price_unknown,
    Row.location_id,
    Row.returned,
    Row.order_id,
)
"""The columns of ``SaleLine``, in its order."""


async def sale_snapshot(db: AsyncSession, after: int, limit: int) -> Sequence[SaleLine]:
    """The next ``limit`` sales by id, voided ones included."""
    rows = await db.execute(
        select(*_LINE).where(Row.id > after).order_by(Row.id).limit(limit)
    )
    return [SaleLine(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Return:
    """Units of a sale that came back, with what the sale says of them."""

    id: int
    sale_id: int
    product_id: int
    location_id: int
    quantity: Units
    price: Decimal
    amount: Decimal | None
    sold_at: datetime
    condition: str
    reason: str
    user_id: int
    import_id: int | None
    created_at: datetime


_RETURN: tuple[Any, ...] = (
    SaleReturn.id,
    SaleReturn.sale_id,
    Row.product_id,
    Row.location_id,
    SaleReturn.quantity,
    Row.price,
    SaleReturn.amount,
    Row.sold_at,
    SaleReturn.condition,
    SaleReturn.reason,
    SaleReturn.user_id,
    SaleReturn.import_id,
    SaleReturn.created_at,
)


async def list_returns(db: AsyncSession, sale_id: int) -> list[Return]:
    """What came back of a sale, first things first."""
    await get_sale(db, sale_id)
    query = select(*_RETURN).join(Row, Row.id == SaleReturn.sale_id)
    rows = await db.execute(query.where(Row.id == sale_id).order_by(SaleReturn.id))
    return [Return(*row) for row in rows]


async def get_return(db: AsyncSession, sale_id: int, return_id: int) -> Return:
    query = select(*_RETURN).join(Row, Row.id == SaleReturn.sale_id)
    found = await db.execute(query.where(Row.id == sale_id, SaleReturn.id == return_id))
    row = found.one_or_none()
    if row is None:
        raise ReturnNotFound(return_id)
    return Return(*row)


async def return_snapshot(
    db: AsyncSession, after: int, limit: int
) -> Sequence[SaleReturnLine]:
    """The next ``limit`` returns by id, those of voided sales included."""
    query = select(*_RETURN).join(Row, Row.id == SaleReturn.sale_id)
    rows = await db.execute(
        query.where(SaleReturn.id > after).order_by(SaleReturn.id).limit(limit)
    )
    return [
        SaleReturnLine(
            id=row.id,
            sale_id=row.sale_id,
            product_id=row.product_id,
            location_id=row.location_id,
            quantity=row.quantity,
            price=row.price,
            sold_at=row.sold_at,
            condition=row.condition,
            import_id=row.import_id,
            ts=row.created_at,
            amount=row.amount,
        )
        for row in rows
    ]


async def consumed_snapshot(
    db: AsyncSession, after: int, limit: int
) -> list[SaleConsumedLine]:
    """The next ``limit`` consumptions by id, those of voided sales included."""
    rows = await db.execute(
        select(
            Consumption.id,
            Consumption.sale_id,
            Consumption.product_id,
            Row.location_id,
            Consumption.quantity,
            Row.sold_at,
        )
        .join(Row, Row.id == Consumption.sale_id)
        .where(Consumption.id > after)
        .order_by(Consumption.id)
        .limit(limit)
    )
    return [SaleConsumedLine(*row) for row in rows]
