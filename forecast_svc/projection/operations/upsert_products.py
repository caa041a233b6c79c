"""The copy of the catalogue: the highest version wins, in any order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from pydantic import TypeAdapter
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.projection.operations.open_generations import OpenGeneration
from shared.contracts.products import (
    MinStock,
    ProductCreated,
    ProductDeleted,
    ProductUpdated,
)
from shared.contracts.snapshots import ProductLine
from shared.types import Kind, Unit

_MIN_STOCK = TypeAdapter(list[MinStock])


@dataclass(frozen=True, slots=True)
class ProductState:
    """A product's catalogue fields as of ``version``."""

    product_id: int
    version: int
    sku: str
    name: str
    price: Decimal
    category: str | None
    unit: Unit | None
    quantity_decimals: int | None
    kind: Kind | None
    parent_id: int | None
    tax_rate: Decimal | None
    shelf_life_days: int | None
    min_stock: Sequence[MinStock] | None

    @classmethod
    def of(cls, told: ProductCreated | ProductUpdated | ProductLine) -> Self:
        return cls(
            told.product_id,
            told.version,
            told.sku,
            told.name,
            told.price,
            told.category,
            told.unit,
            told.quantity_decimals,
            told.kind,
            told.parent_id,
            told.tax_rate,
            told.shelf_life_days,
            told.min_stock,
        )


@dataclass(frozen=True, slots=True)
class Archival:
    """A product was archived by this version."""

    product_id: int
    version: int

    @classmethod
    def of(cls, told: ProductDeleted | ProductLine) -> Self:
        return cls(told.product_id, told.version)


# An event from before products were measured, or had a least stock, says nothing of it:
# that stays.
_UPSERT = text("""
INSERT INTO products AS p (generation, product_id, version, sku, name, price, category,
    unit, quantity_decimals, kind, parent_id, tax_rate, shelf_life_days, min_stock)
SELECT g, s.* FROM unnest(CAST(:generations AS smallint[])) AS g CROSS JOIN unnest(
    CAST(:products AS bigint[]), CAST(:versions AS bigint[]), CAST(:skus AS text[]),
    CAST(:names AS text[]), CAST(:prices AS numeric[]), CAST(:categories AS text[]),
    CAST(:units AS text[]), CAST(:decimals AS smallint[]),
    CAST(:kinds AS text[]), CAST(:parents AS bigint[]), CAST(:tax_rates AS numeric[]),
    CAST(:shelf_lives AS integer[]), CAST(CAST(:min_stocks AS text[]) AS jsonb[])
) AS s (product_id, version, sku, name, price, category, unit, quantity_decimals, kind,
    parent_id, tax_rate, shelf_life_days, min_stock)
ORDER BY g, product_id
ON CONFLICT (generation, product_id) DO UPDATE SET
    version = excluded.version, sku = excluded.sku, name = excluded.name,
    price = excluded.price, category = excluded.category,
    unit = coalesce(excluded.unit, p.unit),
    quantity_decimals = coalesce(excluded.quantity_decimals, p.quantity_decimals),
    kind = coalesce(excluded.kind, p.kind),
    parent_id = CASE WHEN excluded.kind IS NULL THEN p.parent_id ELSE excluded.parent_id END,
    tax_rate = excluded.tax_rate,
    shelf_life_days = CASE WHEN excluded.min_stock IS NULL THEN p.shelf_life_days
        ELSE excluded.shelf_life_days END,
    min_stock = coalesce(excluded.min_stock, p.min_stock)
WHERE p.version < excluded.version
""")

_ARCHIVE = text("""
INSERT INTO products AS p (generation, product_id, archived_version)
SELECT g, s.* FROM unnest(CAST(:generations AS smallint[])) AS g CROSS JOIN unnest(
    CAST(:products AS bigint[]), CAST(:versions AS bigint[])
) AS s (product_id, version) ORDER BY g, product_id
ON CONFLICT (generation, product_id) DO UPDATE SET archived_version = excluded.archived_version
WHERE p.archived_version < excluded.archived_version
""")


async def upsert_products(
    db: AsyncSession,
    generations: Sequence[OpenGeneration],
    states: Iterable[ProductState],
) -> None:
    newest = {s.product_id: s for s in sorted(states, key=lambda s: s.version)}
    rows = list(newest.values())
    if rows:
        await db.execute(
            _UPSERT,
            {
                "generations": [g.number for g in generations],
                "products": [s.product_id for s in rows],
                "versions": [s.version for s in rows],
                "skus": [s.sku for s in rows],
                "names": [s.name for s in rows],
                "prices": [s.price for s in rows],
                "categories": [s.category for s in rows],
                "units": [s.unit for s in rows],
                "decimals": [s.quantity_decimals for s in rows],
                "kinds": [s.kind for s in rows],
                "parents": [s.parent_id for s in rows],
                "tax_rates": [s.tax_rate for s in rows],
                "shelf_lives": [s.shelf_life_days for s in rows],
                "min_stocks": [_as_json(s.min_stock) for s in rows],
            },
        )


def _as_json(least: Sequence[MinStock] | None) -> str | None:
    return None if least is None else _MIN_STOCK.dump_json(list(least)).decode()


async def archive_products(
    db: AsyncSession,
    generations: Sequence[OpenGeneration],
    archivals: Iterable[Archival],
) -> None:
    """Leave tombstones, also for products not known otherwise."""
    newest = {a.product_id: a for a in sorted(archivals, key=lambda a: a.version)}
    rows = list(newest.values())
    if rows:
        await db.execute(
            _ARCHIVE,
            {
                "generations": [g.number for g in generations],
                "products": [a.product_id for a in rows],
                "versions": [a.version for a in rows],
            },
        )
