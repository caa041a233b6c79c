"""Reads what a document of an order says."""

from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.documents.rules import DocumentLine, OrderDocument, Party
from products_svc.purchasing.facts import number_of
from products_svc.purchasing.queries import ShownOrder, get_order
from products_svc.purchasing.rules import cases_of
from products_svc.tables import Location
from shared.clock import business_day
from shared.contracts.shop import ShopFields
from shared.money import line_total


async def order_document(
    db: AsyncSession,
    order_id: int,
    shop: ShopFields,
    *,
    electronic_address: str | None,
) -> tuple[OrderDocument, str]:
    """The document, and the language of its supplier; raises ``OrderNotFound``."""
    shown = await get_order(db, order_id)
    location = await db.get_one(Location, shown.order.location_id)
    order, supplier = shown.order, shown.supplier
    lines = _lines(shown)
    document = OrderDocument(
        number=number_of(order.id),
        status=order.status,
        issued_on=business_day(order.placed_at or order.created_at),
        buyer=Party(shop.name, shop.address, shop.country, electronic_address),
        account_number=supplier.account_number,
        seller=Party(
            supplier.name,
            supplier.address,
            supplier.country,
            supplier.electronic_address,
        ),
        seller_email=supplier.email,
        location_name=location.name,
        location_address=location.address or shop.address,
        currency=order.currency,
        expected_on=order.expected_on,
        reference=order.reference,
        note=order.note,
        lines=lines,
        total=sum((line.amount for line in lines), Decimal(0)),
    )
    return document, supplier.language


def _lines(shown: ShownOrder) -> list[DocumentLine]:
    return [
        DocumentLine(
            sku=each.product_sku,
            supplier_sku=each.line.supplier_sku,
            name=each.product_name,
            quantity=each.line.quantity,
            unit=each.unit,
            unit_cost=each.line.unit_cost,
            amount=line_total(each.line.unit_cost, each.line.quantity),
            expected_on=each.line.expected_on or shown.order.expected_on,
            units_per_case=each.line.units_per_case,
            cases=cases_of(each.line.quantity, each.line.units_per_case),
        )
        for each in shown.lines
    ]
