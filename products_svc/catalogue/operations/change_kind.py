"""Make a product a bundle or a parent of variants, or one of those a product."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import exc, text
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.catalogue.items import CatalogueItem
from products_svc.errors import KindFixed
from shared.context import request_id
from shared.db.database import WROTE_EVENTS
from shared.db.failures import sqlstate

# Whoever names it in one of these holds the product, or is refused by the stock.
_NAMED = text(
    "SELECT EXISTS (SELECT FROM bundle_components WHERE component_id = :id)"
    " OR EXISTS (SELECT FROM products WHERE parent_id = :id AND archived_at IS NULL)"
    " OR EXISTS (SELECT FROM supply_terms WHERE product_id = :id AND NOT removed)"
    " OR EXISTS (SELECT FROM purchase_order_lines WHERE product_id = :id)"
    " OR EXISTS (SELECT FROM stock_transfer_lines WHERE product_id = :id)"
    " OR EXISTS (SELECT FROM stock_count_lines WHERE product_id = :id)"
)
_CHANGE = text("SELECT change_kind(:id, :kind, :actor, :correlation_id)")


async def change_kind(
    db: AsyncSession,
    before: CatalogueItem,
    changes: Mapping[str, Any],
    *,
    actor: int,
) -> None:
    """Called with the product's row locked. ``KindFixed`` when it was ever sold or moved,
    has variants, or stands in a bundle, an order, a transfer, a count or terms."""
    fixed = KindFixed(before.id, before.kind, "kind")
    if await db.scalar(_NAMED, {"id": before.id}):
        raise fixed
    try:
        await db.execute(
            _CHANGE,
            {
                "id": before.id,
                "kind": changes["kind"],
                "actor": actor,
                "correlation_id": request_id() or None,
            },
        )
    except exc.DBAPIError as error:
        if sqlstate(error) == "PS011":
            raise fixed from error
        raise
    db.info[WROTE_EVENTS] = True
