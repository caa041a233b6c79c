"""What the sales of a list come to, in money and in each unit that goods are counted in."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    Numeric,
    bindparam,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from sales_svc.selling.queries import SaleFilter
from sales_svc.tables import Sale as Row
from shared.money import to_cents
from shared.quantities import Units
from shared.types import Unit


@dataclass(frozen=True, slots=True)
class UnitSum:
    """Of the sales of a list: what was sold of products counted in one unit."""

    unit: Unit
    sales: int
    quantity: Units


@dataclass(frozen=True, slots=True)
class SalesSum:
    """Of the sales of a list: what stands, without what came back; and how many were
    voided, which are in no sum."""

    sales: int
    voided: int
    quantity: Units
    revenue: Decimal
    unpriced: int
    by_unit: list[UnitSum]


_ZERO = literal(0)
_STANDS = Row.voided_at.is_(None)
_CAME_BACK = _STANDS & (Row.returned != 0)
_WORTH = func.coalesce(Row.amount, Row.price * Row.quantity)
_GIVEN_BACK = func.round(_WORTH * Row.returned / Row.quantity, 2, type_=Numeric())
_OF_A_PRODUCT: tuple[Any, ...] = (
    Row.product_id,
    func.count().filter(_STANDS).label("sales"),
    func.count().filter(~_STANDS).label("voided"),
    func.coalesce(func.sum(Row.quantity - Row.returned).filter(_STANDS), _ZERO).label(
        "quantity"
    ),
    (
        func.coalesce(func.sum(_WORTH).filter(_STANDS), _ZERO)
        - func.coalesce(func.sum(_GIVEN_BACK).filter(_CAME_BACK), _ZERO)
    ).label("revenue"),
    func.count().filter(_STANDS & Row.price_unknown).label("unpriced"),
)
"""So few sales have anything that came back that the others are not asked to divide."""
_UNITS = 'SELECT product_id, unit FROM "{schema}".units_of(:ids)'


async def sum_sales(
    db: AsyncSession, sale_filter: SaleFilter, products_schema: str
) -> SalesSum:
    """Once through the sales; the units are asked for as often as there are products."""
    of_products = sale_filter.apply(select(*_OF_A_PRODUCT)).group_by(Row.product_id)
    rows = (await db.execute(of_products)).all()
    asked = text(_UNITS.format(schema=products_schema)).bindparams(
        bindparam("ids", [row.product_id for row in rows], type_=ARRAY(BigInteger))
    )
    units: dict[int, Unit] = {
        found.product_id: found.unit for found in await db.execute(asked)
    }
    sales: Counter[Unit] = Counter()
    quantities: Counter[Unit] = Counter()
    for row in rows:
        if row.sales:
            unit = units.get(row.product_id, "piece")
            sales[unit] += row.sales
            quantities[unit] += row.quantity
    return SalesSum(
        sales=sum(row.sales for row in rows),
        voided=sum(row.voided for row in rows),
        quantity=sum((row.quantity for row in rows), Decimal()),
        revenue=to_cents(sum((row.revenue for row in rows), Decimal())),
        unpriced=sum(row.unpriced for row in rows),
        by_unit=[
            UnitSum(unit, count, quantities[unit])
            # What is sold most often stands first.
            for unit, count in sales.most_common()
        ],
    )
