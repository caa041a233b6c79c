"""Reads of replays."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import starmap
from typing import Any, Literal

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.errors import ReplayNotFound
from forecast_svc.replay.ledger import ClosingRow
from forecast_svc.replay.savings import Against
from forecast_svc.tables import Replay, ReplayProduct
from shared.http.pages import Page

ProductSort = Literal[
    "product", "-product", "saved", "-saved", "lost", "-lost", "stock_value", "-stock_value"
]  # fmt: skip
_SAVING = """CAST(r.result #>> ARRAY['savings', :against, '{}'] AS double precision)"""

_SELLING = text("""
SELECT p.product_id FROM live_products p WHERE NOT p.archived
    AND coalesce(p.kind, '') <> 'bundle'
    AND (CAST(:category AS text) IS NULL OR p.category = :category)
ORDER BY p.product_id LIMIT :most
""")
_KNOWN = text("""
SELECT product_id FROM live_products WHERE product_id = ANY(CAST(:ids AS bigint[]))
""")
_SORTS = {
    "product": "p.name",
    "saved": _SAVING.format("saved"),
    "lost": _SAVING.format("lost"),
    "stock_value": _SAVING.format("stock_value"),
}
_PRODUCTS = """
SELECT r.result FROM replay_products r LEFT JOIN live_products p USING (product_id)
WHERE r.replay_id = :replay_id
ORDER BY {value} {direction} NULLS LAST, r.product_id LIMIT :most OFFSET :skipped
"""

# Each location's days with a movement, and the last of those before.
_CLOSING = text("""
SELECT product_id, location_id, day, CAST(on_hand AS double precision) FROM live_closing_stock
WHERE product_id = ANY(CAST(:ids AS bigint[])) AND day BETWEEN :first AND :last
UNION ALL (
    SELECT DISTINCT ON (product_id, location_id) product_id, location_id, day,
        CAST(on_hand AS double precision)
    FROM live_closing_stock WHERE product_id = ANY(CAST(:ids AS bigint[])) AND day < :first
    ORDER BY product_id, location_id, day DESC
)
""")


async def selling(db: AsyncSession, category: str | None, most: int) -> list[int]:
    """Products of a category, or of the whole shop."""
    found = await db.scalars(_SELLING, {"category": category, "most": most})
    return list(found)


async def known(db: AsyncSession, ids: list[int]) -> set[int]:
    return set(await db.scalars(_KNOWN, {"ids": ids}))


async def closing_stock(
    db: AsyncSession, product_ids: Sequence[int], first: date, last: date
) -> dict[int, list[ClosingRow]]:
    """By product; none of those without a ledger."""
    asked = {"ids": list(product_ids), "first": first, "last": last}
    found: dict[int, list[ClosingRow]] = defaultdict(list)
    for row in starmap(ClosingRow, await db.execute(_CLOSING, asked)):
        found[row.product_id].append(row)
    return found


async def get_replay(db: AsyncSession, replay_id: int) -> Replay:
    replay = await db.get(Replay, replay_id)
    if replay is None:
        raise ReplayNotFound(replay_id)
    return replay


async def list_replays(db: AsyncSession, page: Page) -> list[Replay]:
    query = select(Replay).order_by(Replay.id.desc())
    rows = await db.scalars(query.limit(page.limit).offset(page.offset))
    return list(rows)


async def count_replays(db: AsyncSession) -> int:
    return await db.scalar(select(func.count()).select_from(Replay)) or 0


async def replayed_products(
    db: AsyncSession, replay_id: int, sort: ProductSort, against: Against, page: Page
) -> list[dict[str, Any]]:
    """What nothing is known of comes last, whichever way it is sorted."""
    direction = "DESC" if sort.startswith("-") else "ASC"
    value = _SORTS[sort.removeprefix("-")]
    rows = await db.scalars(
        text(_PRODUCTS.format(value=value, direction=direction)),
        {
            "replay_id": replay_id,
            "against": against,
            "most": page.limit,
            "skipped": page.offset,
        },
    )
    return list(rows)


async def count_products(db: AsyncSession, replay_id: int) -> int:
    query = select(func.count()).where(ReplayProduct.replay_id == replay_id)
    return await db.scalar(query) or 0
