"""How issued forecasts did."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.http.pages import Page


@dataclass(frozen=True, kw_only=True)
class Measures:
    """As ``MeasuresOut`` tells them; all null but ``windows`` where there is none."""

    windows: int
    days: int | None
    rmsse: float | None
    naive_rmsse: float | None
    mase: float | None
    pinball: float | None
    wape: float | None
    naive_wape: float | None
    bias: float | None
    coverage_80: float | None
    coverage_95: float | None
    first_as_of: date | None
    last_as_of: date | None


@dataclass(frozen=True, kw_only=True)
class ProductMeasures(Measures):
    product_id: int


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
) -> Measures:
    """Over all windows since a day; all null but the counts when there is none."""
    found = await db.execute(_ACCURACY, {"since": since, "product": product_id})
    return Measures(**found.one()._mapping)


async def by_product(
    db: AsyncSession, page: Page, *, since: date
) -> list[ProductMeasures]:
    """The products that do worst against seasonal naive come first."""
    rows = await db.execute(
        _BY_PRODUCT, {"since": since, "most": page.limit, "skipped": page.offset}
    )
    return [ProductMeasures(**row._mapping) for row in rows]


async def count_scored(db: AsyncSession, *, since: date) -> int:
    return int(await db.scalar(_SCORED_PRODUCTS, {"since": since}) or 0)
