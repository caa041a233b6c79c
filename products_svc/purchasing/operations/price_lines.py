"""Make lines of an order of what people want, at the supplier's terms."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.errors import NoStockOfItsOwn, ProductNotFound, QuantityPrecision
from products_svc.purchasing.errors import CostUnknown
from products_svc.purchasing.rules import OrderLineDraft
from products_svc.suppliers.queries import terms_of
from products_svc.suppliers.rules import cost_at
from products_svc.tables import Product, PurchaseOrderLine, SupplyTerms
from shared.quantities import fits

Places = Sequence[tuple[int, OrderLineDraft]]
"""Lines, each with its place in the request, by which a refusal names it."""


async def price_lines(
    db: AsyncSession, supplier_id: int, places: Places
) -> list[PurchaseOrderLine]:
    """A line for each draft; none of them is stored yet.

    Raises ``ProductNotFound``, ``NoStockOfItsOwn``, ``QuantityPrecision``,
    ``CostUnknown``, ``NoCase`` and ``CasesDiffer``.
    """
    ids = [draft.product_id for _place, draft in places]
    rows = await terms_of(db, supplier_id, ids)
    terms = {row.terms.product_id: row.terms for row in rows}
    places = [
        (place, _in_units(draft, terms.get(draft.product_id), place))
        for place, draft in places
    ]
    archived = await require_precision(db, places)
    if archived:
        raise ProductNotFound(min(archived))
    return [
        _priced(draft, terms.get(draft.product_id), place) for place, draft in places
    ]


async def require_precision(db: AsyncSession, places: Places) -> set[int]:
    """Which of the products are archived; raises ``ProductNotFound`` for what never was
    one, and ``QuantityPrecision``."""
    ids = {draft.product_id for _place, draft in places}
    rows = await db.execute(
        select(
            Product.id, Product.quantity_decimals, Product.archived_at, Product.kind
        ).where(Product.id.in_(ids))
    )
    products = {row.id: row for row in rows}
    for place, draft in places:
        product = products.get(draft.product_id)
        if product is None:
            raise ProductNotFound(draft.product_id)
        if product.kind != "product":
            raise NoStockOfItsOwn(draft.product_id, product.kind)
        if not fits(draft.quantity, product.quantity_decimals):
            raise QuantityPrecision(
                decimal_places=product.quantity_decimals,
                field=f"lines.{place}.quantity",
                product_id=draft.product_id,
            )
    return {id_ for id_, row in products.items() if row.archived_at is not None}


def _in_units(
    draft: OrderLineDraft, terms: SupplyTerms | None, place: int
) -> OrderLineDraft:
    units_per_case = terms.units_per_case if terms else None
    return draft.in_units(units_per_case, f"lines.{place}.cases")


def _priced(
    draft: OrderLineDraft, terms: SupplyTerms | None, place: int
) -> PurchaseOrderLine:
    cost = draft.unit_cost
    if cost is None and terms is not None:
        cost = cost_at(
            draft.quantity, terms.unit_cost, terms.break_quantities, terms.break_costs
        )
    if cost is None:
        raise CostUnknown(draft.product_id, f"lines.{place}.unit_cost")
    return PurchaseOrderLine(
        product_id=draft.product_id,
        supplier_sku=terms.sku if terms else None,
        quantity=draft.quantity,
        units_per_case=terms.units_per_case if terms else None,
        unit_cost=cost,
        expected_on=draft.expected_on,
        received=0,
        closed=0,
    )
