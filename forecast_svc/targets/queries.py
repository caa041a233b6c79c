"""Reads of targets and snoozes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.errors import ProductNotFound
from forecast_svc.tables import Snooze
from shared.db import shop
from shared.http.pages import Page

Scope = Literal["product", "category", "shop"]
StoredTarget = dict[str, Any]
"""As its body said it: ``service_level``, or ``shortage_cost`` and
``holding_cost_per_day``, or ``margin_factor``, ``capital_rate_per_year`` and
``space_cost_per_day``."""


@dataclass(frozen=True, slots=True)
class ShownTarget:
    scope: Scope
    product_id: int | None
    category: str | None
    target: StoredTarget
    author: int | None
    updated_at: datetime | None


_SHOWN = """
SELECT CASE WHEN product_id IS NOT NULL THEN 'product'
        WHEN category IS NOT NULL THEN 'category' ELSE 'shop' END AS scope,
    product_id, category, target, author, updated_at
FROM targets
"""
_LISTED = text(
    _SHOWN
    + """
WHERE (CAST(:product_id AS bigint) IS NULL OR product_id = :product_id)
    AND (CAST(:category AS text) IS NULL OR category = :category)
ORDER BY product_id NULLS FIRST, category NULLS FIRST LIMIT :limit OFFSET :offset
"""
)
_COUNTED = text("""
SELECT count(*) FROM targets
WHERE (CAST(:product_id AS bigint) IS NULL OR product_id = :product_id)
    AND (CAST(:category AS text) IS NULL OR category = :category)
""")
# The nearest counts: the product's own, else its class's, else the shop's.
_OF_PRODUCTS = text("""
SELECT p.product_id, t.target FROM live_products p JOIN LATERAL (
    SELECT target FROM targets t
    WHERE t.product_id = p.product_id OR (t.product_id IS NULL
        AND (t.category = p.category OR t.category IS NULL))
    ORDER BY t.product_id NULLS LAST, t.category NULLS LAST LIMIT 1
) t ON true
WHERE p.product_id = ANY(CAST(:products AS bigint[]))
""")
_ASLEEP = text("""
SELECT product_id, location_id FROM snoozes
WHERE until > :today AND product_id = ANY(CAST(:products AS bigint[]))
""")
_KNOWN_PRODUCT = text(
    "SELECT EXISTS (SELECT FROM live_products WHERE product_id = :id)"
)
_KNOWN_CATEGORY = text(
    "SELECT EXISTS (SELECT FROM live_products WHERE category = :category AND NOT archived)"
)


async def list_targets(
    db: AsyncSession, page: Page, *, product_id: int | None, category: str | None
) -> list[ShownTarget]:
    """The shop's, those of classes, those of products."""
    chosen = {"product_id": product_id, "category": category}
    rows = await db.execute(
        _LISTED, chosen | {"limit": page.limit, "offset": page.offset}
    )
    return [ShownTarget(*row) for row in rows]


async def count_targets(
    db: AsyncSession, *, product_id: int | None, category: str | None
) -> int:
    chosen = {"product_id": product_id, "category": category}
    return await db.scalar(_COUNTED, chosen) or 0


async def default_target(db: AsyncSession) -> StoredTarget:
    """The shop's settings say it, of what nobody has said otherwise."""
    stored = await shop.find(db)
    level = stored.default_target if stored else Decimal(shop.DEFAULT_TARGET)
    return {"service_level": float(level)}


async def targets_of(
    db: AsyncSession, product_ids: Iterable[int]
) -> dict[int, StoredTarget]:
    """What counts for each product; without one here ``default_target`` does."""
    rows = await db.execute(_OF_PRODUCTS, {"products": sorted(set(product_ids))})
    return {row.product_id: row.target for row in rows}


async def asleep(
    db: AsyncSession, product_ids: Iterable[int], today: date
) -> set[tuple[int, int | None]]:
    """Of which products nothing is suggested, and where: None is everywhere."""
    values = {"products": sorted(set(product_ids)), "today": today}
    rows = await db.execute(_ASLEEP, values)
    return {(row.product_id, row.location_id) for row in rows}


async def snoozes_of(db: AsyncSession, product_id: int) -> Sequence[Snooze]:
    found = await db.scalars(
        select(Snooze).where(Snooze.product_id == product_id).order_by(Snooze.id)
    )
    return found.all()


async def require_product(db: AsyncSession, product_id: int) -> None:
    if not await db.scalar(_KNOWN_PRODUCT, {"id": product_id}):
        raise ProductNotFound(product_id)


async def has_category(db: AsyncSession, category: str) -> bool:
    return bool(await db.scalar(_KNOWN_CATEGORY, {"category": category}))
