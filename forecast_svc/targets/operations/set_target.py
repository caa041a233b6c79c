"""Say what advice aims at, of a product, a class or the shop; take it back."""

from typing import Any

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc import audit
from forecast_svc.errors import CategoryNotFound
from forecast_svc.projection.operations.touch_advice import (
    products_of,
    touch_advice,
)
from forecast_svc.targets.queries import (
    ShownTarget,
    StoredTarget,
    default_target,
    has_category,
    require_product,
)

_BEFORE = text("""
SELECT target FROM targets WHERE product_id IS NOT DISTINCT FROM CAST(:product_id AS bigint)
    AND category IS NOT DISTINCT FROM CAST(:category AS text) FOR UPDATE
""")
_SET = text("""
INSERT INTO targets (product_id, category, target, author)
VALUES (:product_id, :category, CAST(:target AS jsonb), :author)
ON CONFLICT (product_id, category) DO UPDATE SET target = excluded.target,
    author = excluded.author, updated_at = clock_timestamp()
RETURNING updated_at
""")
_REMOVE = text("""
DELETE FROM targets WHERE product_id IS NOT DISTINCT FROM CAST(:product_id AS bigint)
    AND category IS NOT DISTINCT FROM CAST(:category AS text)
""")


async def set_target(
    db: AsyncSession,
    *,
    product_id: int | None,
    category: str | None,
    target: StoredTarget | None,
    author: int,
) -> ShownTarget:
    """None takes it back. The same once more changes nothing.

    Raises ``ProductNotFound`` and ``CategoryNotFound``.
    """
    if product_id is not None:
        await require_product(db, product_id)
    if category is not None and target and not await has_category(db, category):
        raise CategoryNotFound(category)
    subject = {"product_id": product_id, "category": category}
    before: StoredTarget | None = await db.scalar(_BEFORE, subject)
    if target is None:
        await db.execute(_REMOVE, subject)
        shown = await default_target(db)
        answer = ShownTarget(_scope(subject), product_id, category, shown, None, None)
    else:
        written = orjson.dumps(target).decode()
        values = subject | {"target": written, "author": author}
        at = (await db.execute(_SET, values)).scalar_one()
        answer = ShownTarget(_scope(subject), product_id, category, target, author, at)
    if before != target:
        await touch_advice(db, await _reached(db, product_id, category))
        await audit.record(
            db,
            "target.set" if target else "target.removed",
            _named(subject),
            actor=author,
            changes=audit.differences(before or {}, _all_of(before, target)),
        )
    return answer


async def _reached(
    db: AsyncSession, product_id: int | None, category: str | None
) -> list[int] | None:
    """The products that it counts for; ``None``: all."""
    if product_id is not None:
        return [product_id]
    return None if category is None else await products_of(db, category)


def _all_of(before: StoredTarget | None, after: StoredTarget | None) -> StoredTarget:
    return dict.fromkeys(before or {}) | (after or {})


def _scope(subject: dict[str, Any]) -> Any:
    if subject["product_id"] is not None:
        return "product"
    return "shop" if subject["category"] is None else "category"


def _named(subject: dict[str, Any]) -> str:
    """As the log calls it; a long category is cut."""
    if subject["product_id"] is not None:
        return f"product/{subject['product_id']}"
    category = subject["category"]
    return "shop/1" if category is None else f"category/{category}"[:100]
