"""Which products are added up: those of a category, those of the whole shop."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import starmap
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.forecasts.operations.store_total_calibrations import Group

# Sales may come before the product that was sold: it is a piece of no category. What
# bundles take is part of their components' demand.
_PRODUCTS = text("""
SELECT c.product_id, coalesce(p.unit, 'piece') AS unit, coalesce(p.category, '') AS category
FROM unnest(CAST(:products AS bigint[])) AS c (product_id)
LEFT JOIN live_products p USING (product_id)
WHERE p.archived IS NOT TRUE AND p.kind IS DISTINCT FROM 'bundle'
""")


class _ProductRow(NamedTuple):
    product_id: int
    unit: str
    category: str


async def groups_of(db: AsyncSession, product_ids: Iterable[int]) -> list[Group]:
    """Pieces and kilos are never added up: a shop of both has two totals."""
    found: dict[tuple[str, bool, str], set[int]] = defaultdict(set)
    rows = await db.execute(_PRODUCTS, {"products": list(product_ids)})
    for row in starmap(_ProductRow, rows):
        found[row.unit, True, ""].add(row.product_id)
        found[row.unit, False, row.category].add(row.product_id)
    return [Group(*of, frozenset(ids)) for of, ids in sorted(found.items())]


def positions(groups: Sequence[Group], product_ids: Sequence[int]) -> list[list[int]]:
    """Of the products of each group among some."""
    place = {product_id: n for n, product_id in enumerate(product_ids)}
    return [
        sorted(place[i] for i in place.keys() & group.product_ids) for group in groups
    ]
