"""Classes of products: by what they bring in (ABC), and by how steadily (XYZ)."""

from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# A brings in 80 % of a year's revenue, B 15 %; X are weeks that vary by half of their
# mean at the most, Y by the mean; of half a year, or since the first sale. What sells
# nothing is C and Z.
_CLASSIFY = text("""
WITH sold AS (
    SELECT product_id, sum(quantity) AS sold, sum(revenue) AS revenue FROM live_daily
    WHERE day BETWEEN CAST(:as_of AS date) - 364 AND :as_of GROUP BY product_id
), weeks AS (
    SELECT product_id, (CAST(:as_of AS date) - day) / 7 AS week, sum(quantity) AS units
    FROM live_daily WHERE day BETWEEN CAST(:as_of AS date) - 181 AND :as_of GROUP BY 1, 2
), varied AS (
    SELECT product_id, CAST(sum(units) AS double precision) / (max(week) + 1) AS mean,
        CAST(sum(units ^ 2) AS double precision) / (max(week) + 1) AS squares
    FROM weeks GROUP BY product_id
), ranked AS (
    SELECT product_id, sold, revenue,
        sum(revenue) OVER (ORDER BY revenue DESC, product_id) - revenue AS before,
        sum(revenue) OVER () AS all_together
    FROM sold
)
INSERT INTO product_classes AS c (product_id, as_of, abc, xyz, sold, revenue)
SELECT p.product_id, :as_of,
    CASE WHEN coalesce(r.revenue, 0) <= 0 THEN 'C'
        WHEN r.before < 0.8 * r.all_together THEN 'A'
        WHEN r.before < 0.95 * r.all_together THEN 'B' ELSE 'C' END,
    CASE WHEN coalesce(v.mean, 0) <= 0 THEN 'Z'
        WHEN sqrt(greatest(v.squares - v.mean ^ 2, 0)) <= 0.5 * v.mean THEN 'X'
        WHEN sqrt(greatest(v.squares - v.mean ^ 2, 0)) <= v.mean THEN 'Y' ELSE 'Z' END,
    coalesce(r.sold, 0), coalesce(r.revenue, 0)
FROM live_products p LEFT JOIN ranked r USING (product_id) LEFT JOIN varied v USING (product_id)
ON CONFLICT (product_id) DO UPDATE SET as_of = excluded.as_of, abc = excluded.abc,
    xyz = excluded.xyz, sold = excluded.sold, revenue = excluded.revenue
""")


async def classify_products(db: AsyncSession, as_of: date) -> None:
    """All of them anew, by what was sold up to a day."""
    await db.execute(_CLASSIFY, {"as_of": as_of})
