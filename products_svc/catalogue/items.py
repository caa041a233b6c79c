"""A product as the catalogue shows it: its fields, and the columns they are read from."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ARRAY, Text, case, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from products_svc.catalogue.rules import Component
from products_svc.tables import (
    Barcode,
    BundleComponent,
    Product,
    ProductPicture,
    Stock,
    Supplier,
    SupplyTerms,
)
from shared.db.quantities import STOCK
from shared.http.auth import Principal, Role
from shared.quantities import MAX_DECIMALS, Units, exact
from shared.types import Kind, Unit


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """A product with its stock, all locations together."""

    id: int
    sku: str
    name: str
    price: Decimal
    stock: Units
    category: str | None
    unit: Unit
    quantity_decimals: int
    barcodes: list[str]
    kind: Kind
    parent_id: int | None
    options: dict[str, str]
    components: list[Component]
    tax_rate: Decimal | None
    shelf_life_days: int | None
    min_stock: list[dict[str, Any]]
    supplier_id: int | None
    cost: Decimal | None
    picture: str | None
    version: int
    archived: bool
    created_at: datetime
    updated_at: datetime

    def seen_by(self, caller: Principal) -> "CatalogueItem":
        """What things cost is for managers."""
        return self if caller.may_act_as(Role.MANAGER) else replace(self, cost=None)


_on_hand = (
    select(func.coalesce(func.sum(Stock.on_hand, type_=STOCK), 0, type_=STOCK))
    .where(Stock.product_id == Product.id)
    .correlate(Product)
    .scalar_subquery()
)
UNITS_LEFT = case(
    (Product.kind == "bundle", func.available_bundles(Product.id, type_=STOCK)),
    else_=_on_hand,
)
_components = (
    select(
        func.jsonb_agg(
            aggregate_order_by(
                func.jsonb_build_array(
                    BundleComponent.component_id, BundleComponent.quantity
                ),
                BundleComponent.component_id,
            )
        )
    )
    .where(BundleComponent.bundle_id == Product.id)
    .correlate(Product)
    .scalar_subquery()
)
# Of an empty shelf, what its last unit cost.
_cost = (
    select(
        func.coalesce(
            func.round(
                func.sum(Stock.value) / func.nullif(func.sum(Stock.on_hand), 0), 6
            ),
            func.max(Stock.average_cost),
        )
    )
    .where(Stock.product_id == Product.id, Stock.average_cost.is_not(None))
    .correlate(Product)
    .scalar_subquery()
)
_usual_supplier = (
    select(SupplyTerms.supplier_id)
    .join(Supplier, Supplier.id == SupplyTerms.supplier_id)
    .where(
        SupplyTerms.product_id == Product.id,
        SupplyTerms.preferred,
        Supplier.archived_at.is_(None),
    )
    .correlate(Product)
    .scalar_subquery()
)
_picture = (
    select(ProductPicture.version)
    .where(ProductPicture.product_id == Product.id)
    .correlate(Product)
    .scalar_subquery()
)
_codes = (
    select(Barcode.code)
    .where(Barcode.product_id == Product.id)
    .order_by(Barcode.code)
    .correlate(Product)
    .scalar_subquery()
)
COLUMNS = (
    Product.id,
    Product.sku,
    Product.name,
    Product.price,
    UNITS_LEFT.label("stock"),
    Product.category,
    Product.unit,
    Product.quantity_decimals,
    func.array(_codes, type_=ARRAY(Text)).label("barcodes"),
    Product.kind,
    Product.parent_id,
    Product.options,
    _components.label("components"),
    Product.tax_rate,
    Product.shelf_life_days,
    Product.min_stock,
    _usual_supplier.label("supplier_id"),
    _cost.label("cost"),
    _picture.label("picture"),
    Product.version,
    Product.archived_at.is_not(None).label("archived"),
    Product.created_at,
    Product.updated_at,
)

_FIELDS = [field.name for field in fields(CatalogueItem)]


def item_of(row: Sequence[Any]) -> CatalogueItem:
    """Of ``COLUMNS``. JSON of the driver has binary fractions; three decimals
    survive them."""
    values = dict(zip(_FIELDS, row, strict=True))
    values["components"] = [
        Component(id_, exact(round(Decimal(str(quantity)), MAX_DECIMALS)))
        for id_, quantity in values["components"] or ()
    ]
    return CatalogueItem(**values)
