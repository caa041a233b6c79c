"""What is to come in of a product: open lines of orders and of transfers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.tables import (
    AWAITED,
    PurchaseOrder,
    PurchaseOrderLine,
    Transfer,
    TransferLine,
)
from shared.quantities import Units, exact

_expected_on = func.coalesce(PurchaseOrderLine.expected_on, PurchaseOrder.expected_on)


@dataclass(frozen=True, slots=True)
class Incoming:
    """Of one document, for one location and day, and whether that day is past."""

    source: str
    location_id: int
    quantity: Units
    expected_on: date | None
    late: bool


def _ordered(product_id: int) -> Select[Any]:
    key = (PurchaseOrder.id, PurchaseOrder.location_id, _expected_on)
    columns: tuple[Any, ...] = (
        func.concat("purchase_order/", PurchaseOrder.id).label("source"),
        PurchaseOrder.location_id.label("location_id"),
        func.sum(PurchaseOrderLine.open).label("quantity"),
        _expected_on.label("expected_on"),
    )
    return (
        select(*columns)
        .join(PurchaseOrderLine, PurchaseOrderLine.order_id == PurchaseOrder.id)
        .where(
            PurchaseOrder.status.in_(AWAITED),
            PurchaseOrderLine.product_id == product_id,
            PurchaseOrderLine.open > literal(0),
        )
        .group_by(*key)
    )


def _in_transit(product_id: int) -> Select[Any]:
    key = (Transfer.id, Transfer.to_location_id, Transfer.expected_on)
    columns: tuple[Any, ...] = (
        func.concat("transfer/", Transfer.id),
        Transfer.to_location_id,
        func.sum(TransferLine.open),
        Transfer.expected_on,
    )
    return (
        select(*columns)
        .join(TransferLine, TransferLine.transfer_id == Transfer.id)
        .where(TransferLine.product_id == product_id, TransferLine.open > literal(0))
        .group_by(*key)
    )


async def list_incoming(
    db: AsyncSession, product_id: int, today: date
) -> list[Incoming]:
    """The soonest first, what has no day last."""
    both = union_all(_ordered(product_id), _in_transit(product_id)).subquery()
    rows = await db.execute(
        select(both).order_by(both.c.expected_on.nulls_last(), both.c.source)
    )
    return [
        Incoming(
            row.source,
            row.location_id,
            exact(row.quantity),
            row.expected_on,
            row.expected_on is not None and row.expected_on < today,
        )
        for row in rows
    ]
