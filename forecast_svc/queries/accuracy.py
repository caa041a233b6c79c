"""How issued forecasts did."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.pages import Page

_MEASURES = """
    count(*) AS windows, CAST(sum(days) AS bigint) AS days,
    avg(rmsse) AS rmsse, avg(naive_rmsse) AS naive_rmsse, avg(mase) AS mase,
    avg(pinball) AS pinball,
    sum(absolute_error) / nullif(sum(sold), 0) AS wape,
    sum(naive_absolute_error) / nullif(sum(sold), 0) AS naive_wape,
    sum(error) / nullif(sum(sold), 0) AS bias,
    CAST(sum(covered_80) AS double precision) / sum(days) AS coverage_80,
    CAST(sum(covered_95) AS double precision) / sum(days) AS coverage_95,
    min(as_of) AS first_as_of, max(as_of) AS last_as_of
"""
_SCORED = "FROM scores WHERE days > 0 AND as_of >= :since"
_ACCURACY = text(
    f"SELECT {_MEASURES} {_SCORED}"
    " AND (CAST(:product AS bigint) IS NULL OR product_id = :product)"
)
_BY_PRODUCT = text(
    f"SELECT product_id, {_MEASURES} {_SCORED} GROUP BY product_id"
    " ORDER BY avg(rmsse) / nullif(avg(naive_rmsse), 0) DESC NULLS LAST, product_id"
    " LIMIT :most OFFSET :skipped"
)
_SCORED_PRODUCTS = text(f"SELECT count(DISTINCT product_id) {_SCORED}")


async def overall(
    db: AsyncSession, *, since: date, product_id: int | None = None
) -> Any:
    """Over all windows since a day; all null but the counts when there is none."""
    found = await db.execute(_ACCURACY, {"since": since, "product": product_id})
    return found.one()


async def by_product(db: AsyncSession, page: Page, *, since: date) -> Sequence[Any]:
    """The products that do worst against seasonal naive come first."""
    rows = await db.execute(
        _BY_PRODUCT, {"since": since, "most": page.limit, "skipped": page.offset}
    )
    return rows.all()


async def count_scored(db: AsyncSession, *, since: date) -> int:
    return int(await db.scalar(_SCORED_PRODUCTS, {"since": since}) or 0)
