"""The facts that this service states about suppliers and their terms."""

from products_svc.tables import Supplier, SupplyTerms
from shared.contracts import purchasing
from shared.contracts.purchasing import ClosedPeriod, PriceBreak


def supplier_changed(supplier: Supplier) -> purchasing.SupplierChanged:
    return purchasing.SupplierChanged(
        supplier_id=supplier.id,
        name=supplier.name,
        order_days=supplier.order_days,
        review_days=supplier.review_days,
        closed=[ClosedPeriod.model_validate(period) for period in supplier.closed],
        minimum_order_value=supplier.minimum_order_value,
        carriage_free_from=supplier.carriage_free_from,
        currency=supplier.currency,
        rate=supplier.rate,
        lead_time_days=supplier.lead_time_days,
        archived=supplier.archived,
        version=supplier.version,
        ts=supplier.updated_at,
    )


def supply_terms(terms: SupplyTerms) -> purchasing.SupplyTerms:
    return purchasing.SupplyTerms(
        product_id=terms.product_id,
        supplier_id=terms.supplier_id,
        unit_cost=terms.unit_cost,
        price_breaks=price_breaks(terms),
        order_multiple=terms.order_multiple,
        minimum_quantity=terms.minimum_quantity,
        lead_time_days=terms.lead_time_days,
        lead_time_p50=terms.lead_time_p50,
        lead_time_p90=terms.lead_time_p90,
        preferred=terms.preferred,
        removed=terms.removed,
        version=terms.version,
        ts=terms.updated_at,
    )


def price_breaks(terms: SupplyTerms) -> list[PriceBreak]:
    return [
        PriceBreak(from_quantity=quantity, unit_cost=cost)
        for quantity, cost in zip(
            terms.break_quantities, terms.break_costs, strict=True
        )
    ]
