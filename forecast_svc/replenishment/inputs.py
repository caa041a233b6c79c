"""What is known of products and their stock, as the computation needs it."""

from collections.abc import Iterable
from datetime import date
from itertools import starmap
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.replenishment.calculation import ServiceLevel, StockState
from forecast_svc.replenishment.demand import Subject

_PRODUCTS = text("""
SELECT product_id, coalesce(quantity_decimals, 0) AS decimals FROM live_products
WHERE product_id = ANY(CAST(:products AS bigint[]))
""")


class _ProductRow(NamedTuple):
    product_id: int
    decimals: int


async def load_states(
    db: AsyncSession, subjects: Iterable[Subject], as_of: date, target: float
) -> dict[Subject, StockState]:
    """At the end of ``as_of``. ``target`` is the shop's service level."""
    asked = set(subjects)
    rows = await db.execute(_PRODUCTS, {"products": sorted({p for p, _ in asked})})
    decimals = {row.product_id: row.decimals for row in starmap(_ProductRow, rows)}
    return {
        subject: StockState(
            as_of=as_of,
            on_hand=None,
            decimals=decimals.get(subject[0], 0),
            target=ServiceLevel(target),
        )
        for subject in asked
    }
