"""Reads of the catalogue: one product, lists, and the snapshot for rebuilding."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.catalogue.items import COLUMNS, UNITS_LEFT, CatalogueItem, item_of
from products_svc.catalogue.rules import gtin_of
from products_svc.catalogue.search import Search, scanned_by
from products_svc.errors import ProductNotFound
from products_svc.tables import Product
from shared.contracts.snapshots import ProductLine
from shared.http.pages import Page, read_cursor, write_cursor
from shared.quantities import Units
from shared.types import (
    Id,
    Instant,
    Kind,
    Money,
    Stock as OnHand,
    number_in_text,
)

# Cursors come from outside: what the database could not take ends here.
_Key = Annotated[str, Field(pattern=r"^[^\x00]*$")]
_Total = Annotated[OnHand, BeforeValidator(number_in_text)]

# The folded keys sort names as people read them: case and accents aside.
_SORTS: dict[str, tuple[Any, TypeAdapter[Any]]] = {
    "name": (Product.name_key, TypeAdapter(tuple[_Key, Id])),
    "sku": (Product.sku_key, TypeAdapter(tuple[_Key, Id])),
    "price": (Product.price, TypeAdapter(tuple[Money, Id])),
    "stock": (UNITS_LEFT, TypeAdapter(tuple[_Total, Id])),
    "created_at": (Product.created_at, TypeAdapter(tuple[Instant, Id])),
}

BEST_MATCH = "match"


@dataclass(frozen=True, slots=True)
class ProductFilter:
    """Which products a list shows. With ``any_case`` the ``skus`` are those of the same
    letters, case and accents aside."""

    words: str = ""
    similar: bool = False
    archived: Literal["false", "true", "any"] = "false"
    low_stock: Units | None = None
    category: str | None = None
    ids: Sequence[int] | None = None
    skus: Sequence[str] | None = None
    any_case: bool = False
    barcode: str | None = None
    kind: Kind | None = None
    parent_id: int | None = None

    @property
    def search(self) -> Search:
        return Search(self.words, self.similar)

    def apply(self, query: Select[Any]) -> Select[Any]:
        conditions = [*self.search.conditions]
        # Whoever names one wants to know what it was called.
        if self.ids is None:
            conditions.append(Product.undone_at.is_(None))
        if self.archived != "any":
            archived = Product.archived_at.is_not(None)
            conditions.append(archived if self.archived == "true" else ~archived)
        if self.low_stock is not None:
            conditions.append(Product.kind != "parent")
            conditions.append(self.low_stock >= UNITS_LEFT)
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


async def get_product(db: AsyncSession, product_id: int) -> CatalogueItem:
    """A product, archived or not; ``ProductNotFound`` when there never was one."""
    found = await db.execute(select(*COLUMNS).where(Product.id == product_id))
    row = found.one_or_none()
    if row is None:
        raise ProductNotFound(product_id)
    return item_of(row)


async def find_product(db: AsyncSession, id_query: Select[Any]) -> CatalogueItem | None:
    """The one whose id the query gives; one statement, for whoever waits at a till."""
    rows = await db.execute(select(*COLUMNS).where(Product.id.in_(id_query)))
    row = rows.one_or_none()
    return None if row is None else item_of(row)


async def products_of_skus(
    db: AsyncSession, skus: Sequence[str]
) -> list[CatalogueItem]:
    """Live ones."""
    live = Product.archived_at.is_(None)
    rows = await db.execute(select(*COLUMNS).where(Product.sku.in_(skus), live))
    return [item_of(row) for row in rows]


async def catalogue_to_export(
    db: AsyncSession, product_filter: ProductFilter
) -> tuple[list[CatalogueItem], dict[int, str]]:
    """All products of a list, parents first and bundles last, and the skus of all there
    ever were, by id."""
    order = case((Product.kind == "parent", 0), (Product.kind == "bundle", 2), else_=1)
    query = product_filter.apply(select(*COLUMNS))
    rows = await db.execute(query.order_by(order, Product.sku, Product.id))
    skus = await db.execute(select(Product.id, Product.sku))
    return [item_of(row) for row in rows], {row.id: row.sku for row in skus}


async def or_similar(db: AsyncSession, product_filter: ProductFilter) -> ProductFilter:
    """The same filter where something matches it; else one for products whose words are
    like those that were typed."""
    if not product_filter.search.guesses:
        return product_filter
    if await db.scalar(select(product_filter.apply(select(Product.id)).exists())):
        return product_filter
    return replace(product_filter, similar=True)


async def count_products(db: AsyncSession, product_filter: ProductFilter) -> int:
    counted = await db.scalar(
        product_filter.apply(select(func.count()).select_from(Product))
    )
    return counted or 0


async def list_products(
    db: AsyncSession, product_filter: ProductFilter, sort: str, page: Page
) -> list[CatalogueItem]:
    column, _ = _sort_of(product_filter, sort)
    query = _sorted(product_filter.apply(select(*COLUMNS)), column, sort)
    rows = await db.execute(query.limit(page.limit).offset(page.offset))
    return [item_of(row) for row in rows]


async def list_products_after(
    db: AsyncSession, product_filter: ProductFilter, sort: str, cursor: str, limit: int
) -> tuple[list[CatalogueItem], str | None]:
    """The products after a cursor, and the cursor of those after them, if any."""
    column, kind = _sort_of(product_filter, sort)
    query = _sorted(product_filter.apply(select(*COLUMNS)), column, sort)
    last = read_cursor(cursor, kind)
    if last is not None:
        here = tuple_(column, Product.id)
        query = query.where(here < last if sort.startswith("-") else here > last)
    rows = (await db.execute(query.add_columns(column).limit(limit + 1))).all()
    items = [item_of(row[:-1]) for row in rows[:limit]]
    if len(rows) <= limit:
        return items, None
    return items, write_cursor(rows[limit - 1][-1], items[-1].id)


def _sort_of(
    product_filter: ProductFilter, sort: str
) -> tuple[ColumnElement[Any], TypeAdapter[Any]]:
    if sort == BEST_MATCH:
        return product_filter.search.order, TypeAdapter(tuple[_Key, Id])
    return _SORTS[sort.removeprefix("-")]


def _sorted(query: Select[Any], column: ColumnElement[Any], sort: str) -> Select[Any]:
    """The id decides among equals, so that pages neither repeat nor miss a product."""
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
