"""Fold what bundles consumed into the series of their components: once each."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.projection.operations.fold_sales import SaleLines
from forecast_svc.projection.operations.open_generations import OpenGeneration
from forecast_svc.rules import days_of

# As sales are folded: the claim and its effect are one statement, keys are sorted, and
# sums commute, so what came back may come before what was taken.
_FOLD = text("""
WITH lines AS MATERIALIZED (
    SELECT * FROM unnest(
        CAST(:ids AS bigint[]), CAST(:products AS bigint[]), CAST(:locations AS bigint[]),
        CAST(:days AS date[]), CAST(:thousandths AS bigint[])
    ) AS l (id, product_id, location_id, day, thousandths)
), claimed AS (
    INSERT INTO inbox (generation, type, id)
    SELECT CAST(:generation AS smallint), 'sales.consumed', id FROM lines ORDER BY id
    ON CONFLICT DO NOTHING RETURNING id
)
INSERT INTO daily AS d
    (generation, product_id, day, location_id, quantity, revenue, sales, consumed)
SELECT CAST(:generation AS smallint), product_id, day, location_id, 0, 0, 0,
    sum(thousandths) / 1000
FROM lines JOIN claimed USING (id)
GROUP BY product_id, day, location_id ORDER BY product_id, day, location_id
ON CONFLICT (generation, product_id, day, location_id) DO UPDATE
SET consumed = d.consumed + excluded.consumed
""")


async def fold_consumed(
    db: AsyncSession, generation: OpenGeneration, lines: SaleLines
) -> None:
    await db.execute(
        _FOLD,
        {
            "generation": generation.number,
            "ids": lines.ids,
            "products": lines.products,
            "locations": lines.locations,
            "days": days_of(lines.sold_at, generation.zone),
            "thousandths": lines.thousandths,
        },
    )
