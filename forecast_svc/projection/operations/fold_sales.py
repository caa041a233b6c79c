"""Fold a batch of sales, voids or returns into the daily series: once each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import starmap
from typing import Literal, NamedTuple, Self

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.projection.operations.open_generations import OpenGeneration
from forecast_svc.rules import days_of
from shared.contracts.base import MAIN_LOCATION
from shared.contracts.sales import SaleConsumed, SaleCreated, SaleReturned, SaleVoided
from shared.contracts.snapshots import SaleConsumedLine, SaleLine, SaleReturnLine
from shared.money import line_total, share
from shared.quantities import Units, exact

Kind = Literal["sales.created", "sales.voided", "sales.returned"]
_SIGN: dict[Kind, int] = {
    "sales.created": 1,
    "sales.voided": -1,
    "sales.returned": -1,
}
_COUNTED: dict[Kind, int] = {
    "sales.created": 1,
    "sales.voided": -1,
    "sales.returned": 0,
}
"""A sale of which something came back is a sale still."""


_Told = SaleCreated | SaleVoided | SaleReturned | SaleLine | SaleReturnLine


@dataclass(frozen=True, slots=True)
class SaleLines:
    """Columns of a batch: what each sale adds to its day, and its void or return
    takes away.

    ``thousandths`` are of units, ``cents`` of the whole line. An id may be in a batch
    once only.
    """

    ids: Sequence[int]
    products: Sequence[int]
    locations: Sequence[int]
    thousandths: Sequence[int]
    cents: Sequence[int]
    sold_at: Sequence[datetime]
    imports: Sequence[int | None]

    @classmethod
    def of(cls, sales: Sequence[SaleCreated | SaleLine]) -> Self:
        return cls._of({s.sale_id: (s, s.quantity) for s in reversed(sales)})

    @classmethod
    def of_voids(cls, voids: Sequence[SaleVoided | SaleLine]) -> Self:
        """A void takes away what had not come back before."""
        return cls._of({v.sale_id: (v, v.left) for v in reversed(voids)})

    @classmethod
    def of_returns(cls, returns: Sequence[SaleReturned | SaleReturnLine]) -> Self:
        return cls._of({r.return_id: (r, r.quantity) for r in reversed(returns)})

    @classmethod
    def of_consumed(cls, told: Sequence[SaleConsumed | SaleConsumedLine]) -> Self:
        """Of components: units without revenue, below zero where they came back."""
        lines = list({line.consumption_id: line for line in told}.values())
        return cls(
            ids=[line.consumption_id for line in lines],
            products=[line.product_id for line in lines],
            locations=[line.location_id for line in lines],
            thousandths=[int(line.quantity * 1000) for line in lines],
            cents=[0] * len(lines),
            sold_at=[line.sold_at for line in lines],
            imports=[None] * len(lines),
        )

    @classmethod
    def _of(cls, told: Mapping[int, tuple[_Told, Units]]) -> Self:
        """By id, each with its units: the first of several that tell of the same."""
        lines = [line for line, _ in told.values()]
        units = [units for _, units in told.values()]
        return cls(
            ids=list(told),
            products=[line.product_id for line in lines],
            locations=[line.location_id or MAIN_LOCATION for line in lines],
            # Integers, which the driver writes in a tenth of the time of decimals.
            thousandths=[int(n * 1000) for n in units],
            # Few lines have an amount of their own: a call for each would be dear.
            cents=[
                int(line.price * 100) * n
                if line.amount is None and type(n) is int
                else _cents_of_line(line, n)
                for line, n in told.values()
            ],
            sold_at=[line.sold_at for line in lines],
            imports=[line.import_id for line in lines],
        )


def _cents_of_line(line: _Told, units: Units) -> int:
    """What came back before has taken its share, as exactly as there are cents."""
    quantity, amount = line.quantity, line.amount
    if amount is None:
        amount = line_total(line.price, quantity)
    if units != quantity:
        amount -= share(amount, exact(quantity - units), quantity)
    return int(amount * 100)


# The claim and its effect are one statement: a line that was claimed before adds
# nothing. Keys are sorted, because two consumers that write the same rows in
# different orders would deadlock. Sums commute, so a void may come first.
_FOLD = text("""
WITH lines AS MATERIALIZED (
    SELECT * FROM unnest(
        CAST(:ids AS bigint[]), CAST(:products AS bigint[]), CAST(:locations AS bigint[]),
        CAST(:days AS date[]), CAST(:thousandths AS bigint[]), CAST(:cents AS bigint[]),
        CAST(:imports AS bigint[])
    ) AS l (id, product_id, location_id, day, thousandths, cents, import_id)
), claimed AS (
    INSERT INTO inbox (generation, type, id)
    SELECT CAST(:generation AS smallint), CAST(:kind AS text), id FROM lines ORDER BY id
    ON CONFLICT DO NOTHING RETURNING id
), folded AS (
    INSERT INTO daily AS d
        (generation, product_id, day, location_id, quantity, revenue, sales)
    SELECT CAST(:generation AS smallint), product_id, day, location_id,
        CAST(:sign AS integer) * sum(thousandths) / 1000, CAST(:sign AS integer) * sum(cents) / 100,
        CAST(:counted AS integer) * count(*)
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
            "counted": _COUNTED[kind],
            "ids": lines.ids,
            "products": lines.products,
            "locations": lines.locations,
            "days": days_of(lines.sold_at, generation.zone),
            "thousandths": lines.thousandths,
            "cents": lines.cents,
            "imports": lines.imports,
        },
    )
    return {new.import_id: new.rows for new in starmap(_Imported, counted)}
