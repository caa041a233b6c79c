"""Have products in the catalogue, whether they were there or not (imports)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.catalogue.operations.set_barcodes import add_barcodes
from products_svc.catalogue.rules import ProductDraft
from products_svc.errors import QuantityPrecision
from products_svc.stock.operations.open_stock import open_stock
from shared.contracts.products import ProductCreated
from shared.kafka import outbox
from shared.kafka.outbox import Lane
from shared.types import Unit


@dataclass(frozen=True, slots=True)
class EnsuredProduct:
    id: int
    sku: str
    created: bool
    unit: Unit
    quantity_decimals: int


_FIND = text(
    "SELECT id, sku, unit, quantity_decimals FROM products"
    " WHERE archived_at IS NULL AND sku = ANY(CAST(:skus AS text[]))"
)
# By sku, because two imports that insert the same ones in different orders
# would deadlock.
_INSERT = text(
    "INSERT INTO products (sku, name, price, category, unit, quantity_decimals, tax_rate,"
    " import_id)"
    " SELECT *, CAST(:import_id AS bigint) FROM unnest(CAST(:skus AS text[]), CAST(:names AS text[]),"
    " CAST(:prices AS numeric[]), CAST(:categories AS text[]), CAST(:units AS text[]),"
    " CAST(:decimals AS smallint[]), CAST(:tax_rates AS numeric[])) AS draft (sku)"
    " ORDER BY draft.sku"
    " ON CONFLICT (sku) WHERE archived_at IS NULL DO NOTHING"
    " RETURNING id, sku, version, updated_at"
)


@dataclass(frozen=True, slots=True)
class _Stored:
    id: int
    unit: Unit
    quantity_decimals: int


@dataclass(frozen=True, slots=True)
class _NewRow:
    id: int
    sku: str
    version: int
    updated_at: datetime


async def ensure_products(
    db: AsyncSession,
    drafts: Sequence[ProductDraft],
    *,
    actor: int,
    import_id: int | None = None,
) -> list[EnsuredProduct]:
    """One result per draft, in order. What exists is kept; of several drafts
    with one sku the first counts. ``QuantityPrecision`` when a stock has more decimals
    than its product allows, ``BarcodeTaken`` when a live product has a barcode of a new
    one."""
    by_sku: dict[str, ProductDraft] = {}
    for draft in drafts:
        if not draft.stock_fits:
            raise QuantityPrecision(
                decimal_places=draft.quantity_decimals, field="stock"
            )
        by_sku.setdefault(draft.sku, draft)
    stored: dict[str, _Stored] = {}
    created: set[str] = set()
    # Once more only when another import was faster with some of them.
    while missing := await _missing(db, by_sku, stored):
        made = await _create(db, missing, actor=actor, import_id=import_id)
        stored |= made
        created |= made.keys()
    return [
        EnsuredProduct(
            id=stored[draft.sku].id,
            sku=draft.sku,
            created=draft.sku in created and by_sku[draft.sku] is draft,
            unit=stored[draft.sku].unit,
            quantity_decimals=stored[draft.sku].quantity_decimals,
        )
        for draft in drafts
    ]


async def _missing(
    db: AsyncSession, by_sku: dict[str, ProductDraft], stored: dict[str, _Stored]
) -> list[ProductDraft]:
    missing_skus = by_sku.keys() - stored.keys()
    if missing_skus:
        rows = await db.execute(_FIND, {"skus": list(missing_skus)})
        stored.update(
            (row.sku, _Stored(row.id, row.unit, row.quantity_decimals)) for row in rows
        )
    return [draft for sku, draft in by_sku.items() if sku not in stored]


async def _create(
    db: AsyncSession,
    drafts: Iterable[ProductDraft],
    *,
    actor: int,
    import_id: int | None,
) -> dict[str, _Stored]:
    by_sku = {draft.sku: draft for draft in drafts}
    rows = await db.execute(
        _INSERT,
        {
            "import_id": import_id,
            "skus": list(by_sku),
            "names": [draft.name for draft in by_sku.values()],
            "prices": [draft.price for draft in by_sku.values()],
            "categories": [draft.category for draft in by_sku.values()],
            "units": [draft.unit for draft in by_sku.values()],
            "decimals": [draft.quantity_decimals for draft in by_sku.values()],
            "tax_rates": [draft.tax_rate for draft in by_sku.values()],
        },
    )
    made = [_NewRow(*row) for row in rows]
    events = [
        ProductCreated(
            product_id=row.id,
            sku=row.sku,
            name=by_sku[row.sku].name,
            price=by_sku[row.sku].price,
            stock=by_sku[row.sku].stock,
            category=by_sku[row.sku].category,
            unit=by_sku[row.sku].unit,
            quantity_decimals=by_sku[row.sku].quantity_decimals,
            barcodes=by_sku[row.sku].barcodes,
            tax_rate=by_sku[row.sku].tax_rate,
            version=row.version,
            ts=row.updated_at,
        )
        for row in made
    ]
    ids = {row.sku: row.id for row in made}
    await add_barcodes(db, {id_: by_sku[sku].barcodes for sku, id_ in ids.items()})
    await outbox.put(db, *events, lane=Lane.IMPORT, batch=True)
    units = {row.id: by_sku[row.sku].stock for row in made}
    await open_stock(db, units, actor=actor, lane=Lane.IMPORT)
    if made:
        # One act, however many they are: each has its movement and its event.
        await audit.record(
            db,
            "products.imported",
            "products",
            actor=actor,
            changes=_range(made),
            lane=Lane.IMPORT,
        )
    return {
        draft.sku: _Stored(ids[draft.sku], draft.unit, draft.quantity_decimals)
        for draft in by_sku.values()
        if draft.sku in ids
    }


def _range(made: Sequence[_NewRow]) -> dict[str, int]:
    ids = [row.id for row in made]
    return {"products": len(ids), "first_id": min(ids), "last_id": max(ids)}
