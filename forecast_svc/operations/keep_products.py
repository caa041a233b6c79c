"""The copy of the catalogue: the highest version heard of wins, in any order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.operations.open_generations import OpenGeneration


@dataclass(frozen=True, slots=True)
class ProductState:
    """A product's catalogue fields as of ``version``."""

    product_id: int
    version: int
    sku: str
    name: str
    price: Decimal
    category: str | None


@dataclass(frozen=True, slots=True)
class Archival:
    """A product was archived by this version."""

    product_id: int
    version: int


_KEEP = text("""
INSERT INTO products AS p (generation, product_id, version, sku, name, price, category)
SELECT g, s.* FROM unnest(CAST(:generations AS smallint[])) AS g CROSS JOIN unnest(
    CAST(:products AS bigint[]), CAST(:versions AS bigint[]), CAST(:skus AS text[]),
    CAST(:names AS text[]), CAST(:prices AS numeric[]), CAST(:categories AS text[])
) AS s (product_id, version, sku, name, price, category) ORDER BY g, product_id
ON CONFLICT (generation, product_id) DO UPDATE SET
    version = excluded.version, sku = excluded.sku, name = excluded.name,
    price = excluded.price, category = excluded.category
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


async def keep_products(
    db: AsyncSession,
    generations: Sequence[OpenGeneration],
    states: Iterable[ProductState],
) -> None:
    newest = {s.product_id: s for s in sorted(states, key=lambda s: s.version)}
    kept = list(newest.values())
    if kept:
        await db.execute(
            _KEEP,
            {
                "generations": [g.number for g in generations],
                "products": [s.product_id for s in kept],
                "versions": [s.version for s in kept],
                "skus": [s.sku for s in kept],
                "names": [s.name for s in kept],
                "prices": [s.price for s in kept],
                "categories": [s.category for s in kept],
            },
        )


async def archive_products(
    db: AsyncSession,
    generations: Sequence[OpenGeneration],
    archivals: Iterable[Archival],
) -> None:
    """Leave tombstones, also for products not heard of otherwise."""
    newest = {a.product_id: a for a in sorted(archivals, key=lambda a: a.version)}
    kept = list(newest.values())
    if kept:
        await db.execute(
            _ARCHIVE,
            {
                "generations": [g.number for g in generations],
                "products": [a.product_id for a in kept],
                "versions": [a.version for a in kept],
            },
        )
