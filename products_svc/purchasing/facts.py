"""The facts that this service states about purchase orders."""

from collections.abc import Sequence
from typing import Any, cast

from products_svc.purchasing.rules import ORDER_FIELDS, open_units
from products_svc.tables import PurchaseOrder, PurchaseOrderLine
from shared.contracts.purchasing import OrderStatus, PurchaseChanged


def purchase_changed(
    order: PurchaseOrder, line: PurchaseOrderLine, *, removed: bool = False
) -> PurchaseChanged:
    return PurchaseChanged(
        purchase_order_id=order.id,
        line_id=line.id,
        product_id=line.product_id,
        location_id=order.location_id,
        supplier_id=order.supplier_id,
        status="cancelled" if removed else cast(OrderStatus, order.status),
        quantity=line.quantity,
        open=0 if removed else open_units(line),
        expected_on=line.expected_on or order.expected_on,
        version=order.version,
        ts=order.updated_at,
    )


def state_of(
    order: PurchaseOrder, lines: Sequence[PurchaseOrderLine]
) -> dict[str, Any]:
    """What can change of an order, by name."""
    fields = {name: getattr(order, name) for name in (*ORDER_FIELDS, "status")}
    return fields | {
        f"line/{line.id}": {
            "product_id": line.product_id,
            "quantity": line.quantity,
            "unit_cost": line.unit_cost,
            "expected_on": line.expected_on,
            "received": line.received,
            "closed": line.closed,
        }
        for line in lines
    }


def subject_of(order: PurchaseOrder) -> str:
    """What the records of acts, and mails, call it."""
    return f"purchase_order/{order.id}"


def number_of(order_id: int) -> str:
    """What an order is called on its documents."""
    return f"PO{order_id:06d}"
