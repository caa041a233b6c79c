"""Fold a batch of sales, or of voids, into the daily series: once each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import starmap
from typing import Literal, NamedTuple, Self

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.projection.operations.open_generations import OpenGeneration
from forecast_svc.rules import days_of
from shared.contracts.base import MAIN_LOCATION
from shared.contracts.sales import SaleCreated, SaleVoided
from shared.contracts.snapshots import SaleLine

Kind = Literal["sales.created", "sales.voided"]
_SIGN: dict[Kind, int] = {"sales.created": 1, "sales.voided": -1}


@dataclass(frozen=True, slots=True)
class SaleLines:
    """Columns of a batch: what each sale adds to its day, and its void takes away.

    ``cents`` are of the whole line. A sale may be in a batch once only.
    """

    ids: Sequence[int]
    products: Sequence[int]
    locations: Sequence[int]
    quantities: Sequence[int]
    cents: Sequence[int]
    sold_at: Sequence[datetime]
    imports: Sequence[int | None]

    @classmethod
    def of(cls, sales: Sequence[SaleCreated | SaleVoided | SaleLine]) -> Self:
        """The first of several that tell of the same sale."""
        distinct = list({sale.sale_id: sale for sale in reversed(sales)}.values())
        return cls(
            ids=[s.sale_id for s in distinct],
            products=[s.product_id for s in distinct],
            locations=[s.location_id or MAIN_LOCATION for s in distinct],
            quantities=[s.quantity for s in distinct],
            cents=[int(s.price * 100) * s.quantity for s in distinct],
            sold_at=[s.sold_at for s in distinct],
            imports=[s.import_id for s in distinct],
        )


# The claim and its effect are one statement: a line that was claimed before adds
# nothing. Keys are sorted, because two consumers that write the same rows in
# different orders would deadlock. Sums commute, so a void may come first.
_FOLD = text("""
WITH lines AS MATERIALIZED (
    SELECT * FROM unnest(
        CAST(:ids AS bigint[]), CAST(:products AS bigint[]), CAST(:locations AS bigint[]),
        CAST(:days AS date[]), CAST(:quantities AS bigint[]), CAST(:cents AS bigint[]),
        CAST(:imports AS bigint[])
    ) AS l (id, product_id, location_id, day, quantity, cents, import_id)
), claimed AS (
    INSERT INTO inbox (generation, type, id)
    SELECT CAST(:generation AS smallint), CAST(:kind AS text), id FROM lines ORDER BY id
    ON CONFLICT DO NOTHING RETURNING id
), folded AS (
    INSERT INTO daily AS d
        (generation, product_id, day, location_id, quantity, revenue, sales)
    SELECT CAST(:generation AS smallint), product_id, day, location_id,
        CAST(:sign AS integer) * sum(quantity), CAST(:sign AS integer) * sum(cents) / 100,
        CAST(:sign AS integer) * count(*)
    FROM lines JOIN claimed USING (id)
    GROUP BY product_id, day, location_id ORDER BY product_id, day, location_id
    ON CONFLICT (generation, product_id, day, location_id) DO UPDATE SET
        quantity = d.quantity + excluded.quantity,
        revenue = d.revenue + excluded.revenue,
        sales = d.sales + excluded.sales
)
SELECT import_id, count(*) AS rows FROM lines JOIN claimed USING (id)
WHERE import_id IS NOT NULL GROUP BY import_id ORDER BY import_id
""")


class _Imported(NamedTuple):
    import_id: int
    rows: int


async def fold_sales(
    db: AsyncSession, generation: OpenGeneration, kind: Kind, lines: SaleLines
) -> dict[int, int]:
    """How many lines of each import were new to this generation."""
    counted = await db.execute(
        _FOLD,
        {
            "generation": generation.number,
            "kind": kind,
            "sign": _SIGN[kind],
            "ids": lines.ids,
            "products": lines.products,
            "locations": lines.locations,
            "days": days_of(lines.sold_at, generation.zone),
            "quantities": lines.quantities,
            "cents": lines.cents,
            "imports": lines.imports,
        },
    )
    return {new.import_id: new.rows for new in starmap(_Imported, counted)}
