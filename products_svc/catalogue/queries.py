"""Reads of the catalogue: one product, lists, and the snapshot for rebuilding."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, TypeAdapter
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Text,
    case,
    cast,
    func,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.catalogue.rules import Component, gtin_of
from products_svc.errors import ProductNotFound
from products_svc.tables import (
    Barcode,
    BundleComponent,
    Product,
    Stock,
    Supplier,
    SupplyTerms,
)
from shared.contracts.snapshots import ProductLine
from shared.db.quantities import STOCK
from shared.http.auth import Principal, Role
from shared.http.pages import Page, read_cursor, write_cursor
from shared.quantities import MAX_DECIMALS, Units, exact
from shared.types import (
    Id,
    Instant,
    Kind,
    Money,
    Stock as OnHand,
    Unit,
    number_in_text,
)


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
_units_left = case(
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
_codes = (
    select(Barcode.code)
    .where(Barcode.product_id == Product.id)
    .order_by(Barcode.code)
    .correlate(Product)
    .scalar_subquery()
)
_ITEM = (
    Product.id,
    Product.sku,
    Product.name,
    Product.price,
    _units_left.label("stock"),
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
    Product.version,
    Product.archived_at.is_not(None).label("archived"),
    Product.created_at,
    Product.updated_at,
)

# Cursors come from outside: what the database could not take ends here.
_Key = Annotated[str, Field(pattern=r"^[^\x00]*$")]
_Total = Annotated[OnHand, BeforeValidator(number_in_text)]

# The folded keys sort names as people read them: case and accents aside.
_SORTS: dict[str, tuple[Any, TypeAdapter[Any]]] = {
    "name": (Product.name_key, TypeAdapter(tuple[_Key, Id])),
    "sku": (Product.sku_key, TypeAdapter(tuple[_Key, Id])),
    "price": (Product.price, TypeAdapter(tuple[Money, Id])),
    "stock": (_units_left, TypeAdapter(tuple[_Total, Id])),
    "created_at": (Product.created_at, TypeAdapter(tuple[Instant, Id])),
}


@dataclass(frozen=True, slots=True)
class ProductFilter:
    """Which products a list shows. ``words`` must all be in the sku or the name, or be
    a barcode; with ``any_case`` the ``skus`` are those of the same letters, case and
    accents aside."""

    words: str = ""
    archived: Literal["false", "true", "any"] = "false"
    low_stock: Units | None = None
    category: str | None = None
    ids: Sequence[int] | None = None
    skus: Sequence[str] | None = None
    any_case: bool = False
    barcode: str | None = None
    kind: Kind | None = None
    parent_id: int | None = None

    def apply(self, query: Select[Any]) -> Select[Any]:
        conditions: list[ColumnElement[bool]] = []
        for word in self.words.split():
            # Once, not for each row.
            folded = select(func.fold_text(word)).scalar_subquery()
            matches = (func.strpos(Product.name_key, folded) > 0) | (
                func.strpos(Product.sku_key, folded) > 0
            )
            code = gtin_of(word)
            conditions.append(matches if code is None else matches | scanned_by(code))
        if self.archived != "any":
            archived = Product.archived_at.is_not(None)
            conditions.append(archived if self.archived == "true" else ~archived)
        if self.low_stock is not None:
            conditions.append(Product.kind != "parent")
            conditions.append(_units_left <= self.low_stock)
        if self.barcode is not None:
            conditions.append(scanned_by(gtin_of(self.barcode) or ""))
        conditions += [
            column == value
            for column, value in (
                (Product.category, self.category),
                (Product.kind, self.kind),
                (Product.parent_id, self.parent_id),
            )
            if value is not None
        ]
        if self.ids is not None:
            conditions.append(Product.id.in_(self.ids))
        if self.skus is not None:
            conditions.append(self._has_sku(self.skus))
        return query.where(*conditions)

    def _has_sku(self, skus: Sequence[str]) -> ColumnElement[bool]:
        if not self.any_case:
            return Product.sku.in_(skus)
        codes = func.unnest(cast(list(skus), ARRAY(Text)))
        return Product.sku_key.in_(select(func.fold_text(codes)))


_FIELDS = [field.name for field in fields(CatalogueItem)]


def _item(row: Sequence[Any]) -> CatalogueItem:
    """Of the columns ``_ITEM``. JSON of the driver has binary fractions; three decimals
    survive them."""
    values = dict(zip(_FIELDS, row, strict=True))
    values["components"] = [
        Component(id_, exact(round(Decimal(str(quantity)), MAX_DECIMALS)))
        for id_, quantity in values["components"] or ()
    ]
    return CatalogueItem(**values)


def scanned_by(gtin: str) -> ColumnElement[bool]:
    """Products that have, or had when they were archived, this code of 14 digits."""
    return Product.id.in_(select(Barcode.product_id).where(Barcode.gtin == gtin))


async def get_product(db: AsyncSession, product_id: int) -> CatalogueItem:
    """A product, archived or not; ``ProductNotFound`` when there never was one."""
    found = await db.execute(select(*_ITEM).where(Product.id == product_id))
    row = found.one_or_none()
    if row is None:
        raise ProductNotFound(product_id)
    return _item(row)


async def find_product(db: AsyncSession, id_query: Select[Any]) -> CatalogueItem | None:
    """The one whose id the query gives; one statement, for whoever waits at a till."""
    rows = await db.execute(select(*_ITEM).where(Product.id.in_(id_query)))
    row = rows.one_or_none()
    return None if row is None else _item(row)


async def products_of_skus(
    db: AsyncSession, skus: Sequence[str]
) -> list[CatalogueItem]:
    """Live ones."""
    live = Product.archived_at.is_(None)
    rows = await db.execute(select(*_ITEM).where(Product.sku.in_(skus), live))
    return [_item(row) for row in rows]


async def whole_catalogue(
    db: AsyncSession,
) -> tuple[list[CatalogueItem], dict[int, str]]:
    """Live products, parents first and bundles last, and the skus of all there ever
    were, by id."""
    order = case((Product.kind == "parent", 0), (Product.kind == "bundle", 2), else_=1)
    rows = await db.execute(
        select(*_ITEM)
        .where(Product.archived_at.is_(None))
        .order_by(order, Product.sku, Product.id)
    )
    skus = await db.execute(select(Product.id, Product.sku))
    return [_item(row) for row in rows], {row.id: row.sku for row in skus}


async def count_products(db: AsyncSession, product_filter: ProductFilter) -> int:
    counted = await db.scalar(
        product_filter.apply(select(func.count()).select_from(Product))
    )
    return counted or 0


async def list_products(
    db: AsyncSession, product_filter: ProductFilter, sort: str, page: Page
) -> list[CatalogueItem]:
    query = _sorted(product_filter.apply(select(*_ITEM)), sort)
    rows = await db.execute(query.limit(page.limit).offset(page.offset))
    return [_item(row) for row in rows]


async def list_products_after(
    db: AsyncSession, product_filter: ProductFilter, sort: str, cursor: str, limit: int
) -> tuple[list[CatalogueItem], str | None]:
    """The products after a cursor, and the cursor of those after them, if any."""
    column, kind = _SORTS[sort.removeprefix("-")]
    query = _sorted(product_filter.apply(select(*_ITEM)), sort)
    last = read_cursor(cursor, kind)
    if last is not None:
        here = tuple_(column, Product.id)
        query = query.where(here < last if sort.startswith("-") else here > last)
    rows = (await db.execute(query.add_columns(column).limit(limit + 1))).all()
    items = [_item(row[:-1]) for row in rows[:limit]]
    if len(rows) <= limit:
        return items, None
    return items, write_cursor(rows[limit - 1][-1], items[-1].id)


def _sorted(query: Select[Any], sort: str) -> Select[Any]:
    """The id decides among equals, so that pages neither repeat nor miss a product."""
    column, _ = _SORTS[sort.removeprefix("-")]
    if sort.startswith("-"):
        return query.order_by(column.desc(), Product.id.desc())
    return query.order_by(column, Product.id)


async def product_snapshot(
    db: AsyncSession, after: int, limit: int
) -> list[ProductLine]:
    """Products by id, archived ones included."""
    rows = await db.execute(
        select(
            Product.id,
            Product.sku,
            Product.name,
            Product.price,
            Product.category,
            Product.version,
            Product.archived_at.is_not(None),
            Product.created_at,
            Product.updated_at,
            Product.unit,
            Product.quantity_decimals,
            Product.kind,
            Product.parent_id,
            Product.tax_rate,
            Product.shelf_life_days,
            Product.min_stock,
        )
        .where(Product.id > after)
        .order_by(Product.id)
        .limit(limit)
    )
    return [ProductLine(*row) for row in rows]
