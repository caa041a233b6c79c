"""Reads of purchase orders: one, lists, receipts, and the snapshot for rebuilding."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Numeric, Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.lead_times.queries import is_late
from products_svc.purchasing.errors import OrderNotFound
from products_svc.purchasing.facts import purchase_changed, subject_of
from products_svc.purchasing.rules import (
    Warned,
    warnings_of_line,
    warnings_of_total,
)
from products_svc.suppliers.queries import terms_of
from products_svc.tables import (
    OPEN_STATUSES,
    Product,
    PurchaseOrder,
    PurchaseOrderLine,
    Supplier,
)
from shared.contracts.snapshots import PurchaseLine
from shared.http.pages import Page, read_cursor, write_cursor
from shared.mail.outbox import Mail, mails_about
from shared.money import line_total
from shared.types import Id


@dataclass(frozen=True, slots=True)
class Order:
    """An order and its lines, in the order in which they were added."""

    order: PurchaseOrder
    lines: list[PurchaseOrderLine]


async def lock_order(db: AsyncSession, order_id: int) -> Order:
    """An order that nobody else changes meanwhile; raises ``OrderNotFound``."""
    order = await db.scalar(
        select(PurchaseOrder).where(PurchaseOrder.id == order_id).with_for_update()
    )
    if order is None:
        raise OrderNotFound(order_id)
    return Order(order, await lines_of(db, order_id))


async def lines_of(db: AsyncSession, order_id: int) -> list[PurchaseOrderLine]:
    lines = await db.scalars(
        select(PurchaseOrderLine)
        .where(PurchaseOrderLine.order_id == order_id)
        .order_by(PurchaseOrderLine.id)
    )
    return list(lines)


@dataclass(frozen=True, slots=True)
class ShownLine:
    line: PurchaseOrderLine
    product_sku: str
    product_name: str
    unit: str


@dataclass(frozen=True, slots=True)
class ShownOrder:
    """An order with the names that people know things by."""

    order: PurchaseOrder
    supplier: Supplier
    lines: list[ShownLine]
    mails: Sequence[Mail]
    """With which it was sent, the latest first."""


_SHOWN: tuple[Any, ...] = (PurchaseOrderLine, Product.sku, Product.name, Product.unit)


async def get_order(db: AsyncSession, order_id: int) -> ShownOrder:
    """Raises ``OrderNotFound``."""
    order = await db.get(PurchaseOrder, order_id)
    if order is None:
        raise OrderNotFound(order_id)
    supplier = await db.get_one(Supplier, order.supplier_id)
    rows = await db.execute(
        select(*_SHOWN)
        .join(Product, Product.id == PurchaseOrderLine.product_id)
        .where(PurchaseOrderLine.order_id == order_id)
        .order_by(PurchaseOrderLine.id)
    )
    lines = [ShownLine(*row) for row in rows]
    return ShownOrder(order, supplier, lines, await mails_about(db, subject_of(order)))


async def warnings_of(db: AsyncSession, shown: ShownOrder) -> list[Warned]:
    """What the supplier may not accept of a draft."""
    if shown.order.status != "draft":
        return []
    ids = [each.line.product_id for each in shown.lines]
    rows = await terms_of(db, shown.supplier.id, ids)
    terms = {row.terms.product_id: row.terms for row in rows}
    found: list[Warned] = []
    for each in shown.lines:
        line = each.line
        found += warnings_of_line(line.id, line.quantity, terms.get(line.product_id))
    total = sum(
        (line_total(each.line.unit_cost, each.line.quantity) for each in shown.lines),
        Decimal(0),
    )
    return found + warnings_of_total(total, shown.supplier.minimum_order_value)


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders a list shows. ``overdue``: of which something is late on ``today``."""

    today: date
    statuses: Sequence[str] = ()
    supplier_id: int | None = None
    location_id: int | None = None
    product_id: int | None = None
    overdue: bool | None = None

    def apply(self, query: Select[Any]) -> Select[Any]:
        if self.statuses:
            query = query.where(PurchaseOrder.status.in_(self.statuses))
        if self.supplier_id is not None:
            query = query.where(PurchaseOrder.supplier_id == self.supplier_id)
        if self.location_id is not None:
            query = query.where(PurchaseOrder.location_id == self.location_id)
        if self.product_id is not None:
            query = query.where(
                exists().where(
                    PurchaseOrderLine.order_id == PurchaseOrder.id,
                    PurchaseOrderLine.product_id == self.product_id,
                )
            )
        if self.overdue is not None:
            late = is_late(self.today)
            query = query.where(late if self.overdue else ~late)
        return query


@dataclass(frozen=True, slots=True)
class ListedOrder:
    id: int
    supplier_id: int
    supplier_name: str
    location_id: int
    status: str
    overdue: bool
    currency: str
    total: Decimal
    line_count: int
    expected_on: date | None
    reference: str | None
    version: int
    placed_at: datetime | None
    created_at: datetime


_OF_ORDER = PurchaseOrderLine.order_id == PurchaseOrder.id
_total = (
    select(
        func.coalesce(
            func.sum(
                func.round(PurchaseOrderLine.quantity * PurchaseOrderLine.unit_cost, 2)
            ),
            0,
            type_=Numeric(),
        )
    )
    .where(_OF_ORDER)
    .correlate(PurchaseOrder)
    .scalar_subquery()
)
_line_count = (
    select(func.count()).where(_OF_ORDER).correlate(PurchaseOrder).scalar_subquery()
)
_next_expected = (
    select(
        func.min(
            func.coalesce(PurchaseOrderLine.expected_on, PurchaseOrder.expected_on)
        )
    )
    .where(_OF_ORDER, PurchaseOrderLine.open > 0)
    .correlate(PurchaseOrder)
    .scalar_subquery()
)
_BY_ID: TypeAdapter[tuple[Id]] = TypeAdapter(tuple[Id])


def _listed(order_filter: OrderFilter) -> Select[Any]:
    columns: tuple[Any, ...] = (
        PurchaseOrder.id,
        PurchaseOrder.supplier_id,
        Supplier.name,
        PurchaseOrder.location_id,
        PurchaseOrder.status,
        is_late(order_filter.today),
        PurchaseOrder.currency,
        _total,
        _line_count,
        func.coalesce(_next_expected, PurchaseOrder.expected_on),
        PurchaseOrder.reference,
        PurchaseOrder.version,
        PurchaseOrder.placed_at,
        PurchaseOrder.created_at,
    )
    query = select(*columns).join(Supplier, Supplier.id == PurchaseOrder.supplier_id)
    return order_filter.apply(query).order_by(PurchaseOrder.id.desc())


async def count_orders(db: AsyncSession, order_filter: OrderFilter) -> int:
    query = order_filter.apply(select(func.count()).select_from(PurchaseOrder))
    return await db.scalar(query) or 0


async def list_orders(
    db: AsyncSession, order_filter: OrderFilter, page: Page
) -> list[ListedOrder]:
    """Newest first."""
    query = _listed(order_filter).limit(page.limit).offset(page.offset)
    return [ListedOrder(*row) for row in await db.execute(query)]


async def list_orders_after(
    db: AsyncSession, order_filter: OrderFilter, cursor: str, limit: int
) -> tuple[list[ListedOrder], str | None]:
    query = _listed(order_filter)
    last = read_cursor(cursor, _BY_ID)
    if last is not None:
        query = query.where(PurchaseOrder.id < last[0])
    rows = [ListedOrder(*row) for row in await db.execute(query.limit(limit + 1))]
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], write_cursor(rows[limit - 1].id)


async def open_line_snapshot(
    db: AsyncSession, after: int, limit: int
) -> list[PurchaseLine]:
    """Lines of which something is expected, by their id; of drafts too."""
    rows = await db.execute(
        select(PurchaseOrder, PurchaseOrderLine)
        .join(PurchaseOrderLine, PurchaseOrderLine.order_id == PurchaseOrder.id)
        .where(
            PurchaseOrder.status.in_(OPEN_STATUSES),
            PurchaseOrderLine.open > 0,
            PurchaseOrderLine.id > after,
        )
        .order_by(PurchaseOrderLine.id)
        .limit(limit)
    )
    return [
        PurchaseLine(**purchase_changed(order, line).model_dump())
        for order, line in rows
    ]
