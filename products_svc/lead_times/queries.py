"""Reads of deliveries: when what was ordered came in, and what that says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.lead_times.rules import LATEST, Arrival
from products_svc.tables import (
    AWAITED,
    PurchaseOrder,
    PurchaseOrderLine,
    SupplierDeliveries,
)
from shared.clock import business_day

LOOK_BACK = timedelta(days=730)

_ARRIVALS = text(
    "WITH came AS ("
    " SELECT o.id AS order_id, o.placed_at, l.product_id,"
    " min(r.received_at) AS came_at, min(l.promised_on) AS promised_on"
    " FROM purchase_orders AS o JOIN purchase_receipts AS r ON r.order_id = o.id"
    " JOIN purchase_receipt_lines AS rl ON rl.receipt_id = r.id"
    " JOIN purchase_order_lines AS l ON l.id = rl.line_id"
    " WHERE o.supplier_id = :supplier_id AND o.placed_at > :since AND rl.quantity > 0"
    " GROUP BY o.id, l.product_id), ranked AS ("
    " SELECT *, row_number() OVER (PARTITION BY product_id"
    " ORDER BY placed_at DESC, order_id DESC) AS of_product,"
    " dense_rank() OVER (ORDER BY placed_at DESC, order_id DESC) AS of_supplier"
    " FROM came) SELECT * FROM ranked"
    " WHERE of_product <= :latest OR of_supplier <= :latest"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """The latest arrivals: of each product, and of the supplier's orders."""

    of_products: list[Arrival]
    of_supplier: list[Arrival]


async def arrivals_of(db: AsyncSession, supplier_id: int, now: datetime) -> Seen:
    rows = await db.execute(
        _ARRIVALS,
        {"supplier_id": supplier_id, "since": now - LOOK_BACK, "latest": LATEST},
    )
    seen = Seen([], [])
    for row in rows:
        arrival = Arrival(
            order_id=row.order_id,
            product_id=row.product_id,
            placed_on=business_day(row.placed_at),
            came_on=business_day(row.came_at),
            promised_on=row.promised_on,
        )
        if row.of_product <= LATEST:
            seen.of_products.append(arrival)
        if row.of_supplier <= LATEST:
            seen.of_supplier.append(arrival)
    return seen


async def deliveries_by_supplier(
    db: AsyncSession, supplier_ids: Sequence[int]
) -> dict[int, SupplierDeliveries]:
    """Of those that delivered anything."""
    rows = await db.scalars(
        select(SupplierDeliveries).where(
            SupplierDeliveries.supplier_id.in_(supplier_ids)
        )
    )
    return {row.supplier_id: row for row in rows}


async def overdue_orders(
    db: AsyncSession, supplier_ids: Sequence[int], today: date
) -> dict[int, int]:
    """By supplier, of how many orders something is late today."""
    rows = await db.execute(
        select(PurchaseOrder.supplier_id, func.count().label("orders"))
        .where(PurchaseOrder.supplier_id.in_(supplier_ids), is_late(today))
        .group_by(PurchaseOrder.supplier_id)
    )
    return {row.supplier_id: row.orders for row in rows}


def is_late(today: date) -> Any:
    """Whether something of an order should have come in before today."""
    expected = func.coalesce(PurchaseOrderLine.expected_on, PurchaseOrder.expected_on)
    return PurchaseOrder.status.in_(AWAITED) & exists().where(
        PurchaseOrderLine.order_id == PurchaseOrder.id,
        PurchaseOrderLine.open > 0,
        expected < today,
    )
