"""Reads of suppliers and their terms: one, lists, and the snapshots for rebuilding."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import TypeAdapter
from sqlalchemy import Select, exists, func, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.suppliers.errors import SupplierNotFound
from products_svc.suppliers.facts import supplier_changed, supply_terms
from products_svc.tables import Product, Supplier, SupplyTerms
from shared.codes import normal_code
from shared.contracts.snapshots import SupplierLine, SupplyTermsLine
from shared.http.pages import Page, read_cursor, write_cursor
from shared.types import Id


@dataclass(frozen=True, slots=True)
class SupplierFilter:
    """Which suppliers a list shows; ``product_id``: those that sell it."""

    words: str = ""
    archived: Literal["false", "true", "any"] = "false"
    product_id: int | None = None

    def apply(self, query: Select[Any]) -> Select[Any]:
        for word in self.words.split():
            query = query.where(
                func.strpos(Supplier.name_key, func.fold_text(word)) > 0
            )
        if self.archived != "any":
            archived = Supplier.archived_at.is_not(None)
            query = query.where(archived if self.archived == "true" else ~archived)
        if self.product_id is not None:
            sells = exists().where(
                SupplyTerms.supplier_id == Supplier.id,
                SupplyTerms.product_id == self.product_id,
                ~SupplyTerms.removed,
            )
            query = query.where(sells)
        return query


_BY_NAME: TypeAdapter[tuple[str, Id]] = TypeAdapter(tuple[str, Id])
_BY_ID: TypeAdapter[tuple[Id]] = TypeAdapter(tuple[Id])


async def get_supplier(db: AsyncSession, supplier_id: int) -> Supplier:
    """A supplier, archived or not; ``SupplierNotFound`` when there never was one."""
    found = await db.get(Supplier, supplier_id)
    if found is None:
        raise SupplierNotFound(supplier_id)
    return found


async def lock_supplier(
    db: AsyncSession, supplier_id: int, *, read: bool = False
) -> Supplier:
    """A live supplier, which nobody changes meanwhile; with ``read`` others may hold it
    so too. ``SupplierNotFound`` also when it is archived."""
    found = await db.scalar(
        select(Supplier)
        .where(Supplier.id == supplier_id, Supplier.archived_at.is_(None))
        .with_for_update(read=read, key_share=not read)
    )
    if found is None:
        raise SupplierNotFound(supplier_id)
    return found


async def count_suppliers(db: AsyncSession, supplier_filter: SupplierFilter) -> int:
    query = supplier_filter.apply(select(func.count()).select_from(Supplier))
    return await db.scalar(query) or 0


def _suppliers(supplier_filter: SupplierFilter) -> Select[Any]:
    query = supplier_filter.apply(select(Supplier))
    return query.order_by(Supplier.name_key, Supplier.id)


async def list_suppliers(
    db: AsyncSession, supplier_filter: SupplierFilter, page: Page
) -> list[Supplier]:
    """By name, as people read it: case and accents aside."""
    query = _suppliers(supplier_filter)
    return list(await db.scalars(query.limit(page.limit).offset(page.offset)))


async def list_suppliers_after(
    db: AsyncSession, supplier_filter: SupplierFilter, cursor: str, limit: int
) -> tuple[list[Supplier], str | None]:
    query = _suppliers(supplier_filter)
    last = read_cursor(cursor, _BY_NAME)
    if last is not None:
        query = query.where(tuple_(Supplier.name_key, Supplier.id) > last)
    rows = list(await db.scalars(query.limit(limit + 1)))
    if len(rows) <= limit:
        return rows, None
    here = rows[limit - 1]
    return rows[:limit], write_cursor(here.name_key, here.id)


@dataclass(frozen=True, slots=True)
class TermsRow:
    """``typed_days``: the lead time that people say, of the terms or the supplier."""

    terms: SupplyTerms
    typed_days: int | None
    product_sku: str
    product_name: str


@dataclass(frozen=True, slots=True)
class TermsFilter:
    """Whose terms a list shows, and of which products. ``words`` must all be in the
    product's sku or name, or in what the supplier calls it."""

    supplier_id: int
    words: str = ""
    product_ids: Sequence[int] | None = None

    def apply(self, query: Select[Any]) -> Select[Any]:
        query = query.where(
            SupplyTerms.supplier_id == self.supplier_id, ~SupplyTerms.removed
        )
        for word in self.words.split():
            folded = select(func.fold_text(word)).scalar_subquery()
            query = query.where(
                (func.strpos(Product.name_key, folded) > 0)
                | (func.strpos(Product.sku_key, folded) > 0)
                | (func.strpos(func.fold_text(SupplyTerms.sku), folded) > 0)
            )
        if self.product_ids is not None:
            query = query.where(SupplyTerms.product_id.in_(self.product_ids))
        return query


_TERMS: tuple[Any, ...] = (
    SupplyTerms,
    func.coalesce(SupplyTerms.lead_time_days, Supplier.lead_time_days),
    Product.sku,
    Product.name,
)


def _terms(terms_filter: TermsFilter) -> Select[Any]:
    query = (
        select(*_TERMS)
        .join(Product, Product.id == SupplyTerms.product_id)
        .join(Supplier, Supplier.id == SupplyTerms.supplier_id)
    )
    return terms_filter.apply(query).order_by(SupplyTerms.product_id)


async def count_terms(db: AsyncSession, terms_filter: TermsFilter) -> int:
    counted = select(func.count()).select_from(_terms(terms_filter).subquery())
    return await db.scalar(counted) or 0


async def list_terms(
    db: AsyncSession, terms_filter: TermsFilter, page: Page
) -> list[TermsRow]:
    """What a supplier sells, by product id."""
    query = _terms(terms_filter).limit(page.limit).offset(page.offset)
    return [TermsRow(*row) for row in await db.execute(query)]


async def list_terms_after(
    db: AsyncSession, terms_filter: TermsFilter, cursor: str, limit: int
) -> tuple[list[TermsRow], str | None]:
    query = _terms(terms_filter)
    last = read_cursor(cursor, _BY_ID)
    if last is not None:
        query = query.where(SupplyTerms.product_id > last[0])
    rows = [TermsRow(*row) for row in await db.execute(query.limit(limit + 1))]
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], write_cursor(rows[limit - 1].terms.product_id)


async def terms_of(
    db: AsyncSession, supplier_id: int, product_ids: list[int]
) -> list[TermsRow]:
    query = _terms(TermsFilter(supplier_id, product_ids=product_ids))
    return [TermsRow(*row) for row in await db.execute(query)]


@dataclass(frozen=True, slots=True)
class NamedTerms:
    terms: SupplyTerms
    supplier_name: str
    product_sku: str


_NAMED: tuple[Any, ...] = (SupplyTerms, Supplier.name, Product.sku)
_BY_NAMES = text(
    "SELECT said.name, s.id FROM unnest(CAST(:names AS text[])) AS said (name)"
    " JOIN suppliers AS s ON s.name_key = fold_text(said.name)"
    " WHERE s.archived_at IS NULL"
)


async def all_terms(db: AsyncSession) -> list[NamedTerms]:
    """Of live suppliers and products, by their names."""
    rows = await db.execute(
        select(*_NAMED)
        .join(Supplier, Supplier.id == SupplyTerms.supplier_id)
        .join(Product, Product.id == SupplyTerms.product_id)
        .where(
            ~SupplyTerms.removed,
            Supplier.archived_at.is_(None),
            Product.archived_at.is_(None),
        )
        .order_by(Supplier.name_key, Product.sku)
    )
    return [NamedTerms(*row) for row in rows]


async def usual_terms(
    db: AsyncSession, product_ids: Collection[int] | None = None
) -> dict[int, NamedTerms]:
    """By product, those of its usual supplier, where it has one; without ids of all."""
    query = (
        select(*_NAMED)
        .join(Supplier, Supplier.id == SupplyTerms.supplier_id)
        .join(Product, Product.id == SupplyTerms.product_id)
        .where(SupplyTerms.preferred, Supplier.archived_at.is_(None))
    )
    if product_ids is not None:
        query = query.where(SupplyTerms.product_id.in_(product_ids))
    rows = await db.execute(query)
    return {row[0].product_id: NamedTerms(*row) for row in rows}


async def all_suppliers(db: AsyncSession) -> list[Supplier]:
    """The live ones, by name."""
    return list(await db.scalars(_suppliers(SupplierFilter())))


async def suppliers_named(
    db: AsyncSession, names: Sequence[str]
) -> dict[str, Supplier]:
    """Live suppliers by the names that were said, case and accents aside."""
    rows = (await db.execute(_BY_NAMES, {"names": list(names)})).all()
    ids = [row.id for row in rows]
    found = await db.scalars(select(Supplier).where(Supplier.id.in_(ids)))
    by_id = {supplier.id: supplier for supplier in found}
    return {row.name: by_id[row.id] for row in rows}


async def products_by_sku(db: AsyncSession, skus: Sequence[str]) -> dict[str, int]:
    """Ids of live products by the skus that were said, whatever their spelling."""
    normal = {sku: normal_code(sku) for sku in skus}
    rows = await db.execute(
        select(Product.sku, Product.id).where(
            Product.sku.in_(set(normal.values())), Product.archived_at.is_(None)
        )
    )
    ids = {row.sku: row.id for row in rows}
    return {sku: ids[code] for sku, code in normal.items() if code in ids}


async def terms_by_pair(
    db: AsyncSession, product_ids: Sequence[int]
) -> dict[tuple[int, int], SupplyTerms]:
    """By supplier and product, removed ones too."""
    rows = await db.scalars(
        select(SupplyTerms).where(SupplyTerms.product_id.in_(product_ids))
    )
    return {(terms.supplier_id, terms.product_id): terms for terms in rows}


async def supplier_snapshot(
    db: AsyncSession, after: int, limit: int
) -> list[SupplierLine]:
    """Suppliers by id, archived ones included."""
    rows = await db.scalars(
        select(Supplier).where(Supplier.id > after).order_by(Supplier.id).limit(limit)
    )
    return [SupplierLine(**supplier_changed(row).model_dump()) for row in rows]


async def terms_snapshot(
    db: AsyncSession, after: int, limit: int
) -> list[SupplyTermsLine]:
    """Terms by their own id, removed ones included."""
    rows = await db.scalars(
        select(SupplyTerms)
        .where(SupplyTerms.id > after)
        .order_by(SupplyTerms.id)
        .limit(limit)
    )
    return [
        SupplyTermsLine(id=row.id, **supply_terms(row).model_dump()) for row in rows
    ]
