"""The facts that this service states about products."""

from typing import TypeVar

from products_svc.catalogue.items import CatalogueItem
from shared.contracts.products import MinStock, ProductCreated, ProductUpdated

Fact = TypeVar("Fact", ProductCreated, ProductUpdated)


def state_of(item: CatalogueItem, kind: type[Fact]) -> Fact:
    """A product as it stands now, as the event that says so."""
    return kind(
        product_id=item.id,
        sku=item.sku,
        name=item.name,
        price=item.price,
        stock=item.stock,
        category=item.category,
        unit=item.unit,
        quantity_decimals=item.quantity_decimals,
        barcodes=item.barcodes,
        kind=item.kind,
        parent_id=item.parent_id,
        tax_rate=item.tax_rate,
        shelf_life_days=item.shelf_life_days,
        min_stock=[MinStock(**floor) for floor in item.min_stock],
        supplier_id=item.supplier_id,
        version=item.version,
        ts=item.updated_at,
    )
