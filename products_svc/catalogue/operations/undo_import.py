"""Take away the products that an import made and that nobody has touched since."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.catalogue.operations.archive_product import archive_product

MOST_AT_ONCE = 1000

# Its first stock came with the import too; whatever else there is of a product is somebody's
# work, and so is every change of its fields, which its version counts.
_UNTOUCHED = """
    FROM products p WHERE p.import_id IS NOT NULL AND p.archived_at IS NULL AND p.version = 1
    AND NOT EXISTS (SELECT FROM stock_movements m
        WHERE m.product_id = p.id AND m.reason <> 'initial')
    AND NOT EXISTS (SELECT FROM supply_terms t WHERE t.product_id = p.id)
    AND NOT EXISTS (SELECT FROM purchase_order_lines l WHERE l.product_id = p.id)
    AND NOT EXISTS (SELECT FROM stock_count_lines c WHERE c.product_id = p.id)
    AND NOT EXISTS (SELECT FROM stock_transfer_lines t WHERE t.product_id = p.id)
    AND NOT EXISTS (SELECT FROM bundle_components b
        WHERE p.id IN (b.component_id, b.bundle_id))
    AND NOT EXISTS (SELECT FROM products v WHERE v.parent_id = p.id)
"""
_OF_IMPORTS = text(
    """
    SELECT p.id {untouched} AND p.import_id = ANY(CAST(:imports AS bigint[]))
    ORDER BY p.id LIMIT :most
    """.replace("{untouched}", _UNTOUCHED)
)
_TAKE_AWAY = text(
    """
    UPDATE products SET undone_at = clock_timestamp() WHERE id IN (
        SELECT p.id {untouched} AND p.id = ANY(CAST(:products AS bigint[]))
        ORDER BY p.id FOR UPDATE OF p
    ) RETURNING id
    """.replace("{untouched}", _UNTOUCHED)
)


async def untouched_products(db: AsyncSession, import_ids: Sequence[int]) -> list[int]:
    """The first of those that these imports made."""
    asked = {"imports": list(import_ids), "most": MOST_AT_ONCE}
    return list(await db.scalars(_OF_IMPORTS, asked))


async def take_away(
    db: AsyncSession, product_ids: Sequence[int], *, actor: int
) -> list[int]:
    """Those that were still untouched; the others stay. They are archived, since their
    ids were told to other services, and no list shows them any more."""
    taken = await db.scalars(_TAKE_AWAY, {"products": list(product_ids)})
    ids = sorted(taken)
    for product_id in ids:
        await archive_product(db, product_id, actor=actor)
    return ids
