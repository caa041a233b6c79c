"""What waits for somebody in all: counts and sums of the list, in one answer."""

from datetime import date
from typing import NamedTuple, Self

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.projection.schemas import UnitsOut
from forecast_svc.replenishment.stock_facts import URGENCIES

_CENTS = 2

_SUMMARY = text("""
SELECT count(*) FILTER (WHERE a.quantity > 0) AS suggested,
    count(DISTINCT a.supplier_id) FILTER (WHERE a.quantity > 0) AS suppliers,
    sum(a.quantity * CAST(a.detail ->> 'unit_cost' AS double precision))
        FILTER (WHERE a.quantity > 0) AS cost,
    count(*) FILTER (WHERE a.quantity > 0 AND a.order_by <= :today) AS due,
    min(a.order_by) FILTER (WHERE a.quantity > 0) AS first_order_by,
    count(*) FILTER (WHERE a.urgency >= :late) AS late,
    coalesce(sum(a.units_at_risk) FILTER (WHERE a.quantity > 0), 0) AS units_at_risk,
    sum(a.money_at_risk) FILTER (WHERE a.quantity > 0) AS money_at_risk,
    count(*) FILTER (WHERE CAST(a.stock ->> 'dead' AS boolean)) AS dead,
    sum(CAST(a.stock ->> 'overstock_value' AS double precision))
        FILTER (WHERE CAST(a.stock ->> 'dead' AS boolean)) AS dead_value,
    count(*) FILTER (WHERE CAST(a.stock ->> 'overstock' AS double precision) > 0) AS overstocked,
    sum(CAST(a.stock ->> 'overstock_value' AS double precision)) AS overstock_value
FROM advice a JOIN live_products p USING (product_id)
WHERE NOT p.archived
    AND (CAST(:location_id AS bigint) IS NULL OR a.location_id = :location_id)
""")


class Summary(NamedTuple):
    """Money is ``None`` where nobody knows what any of it costs."""

    suggested: int
    suppliers: int
    cost: float | None
    due: int
    first_order_by: date | None
    late: int
    units_at_risk: float
    money_at_risk: float | None
    dead: int
    dead_value: float | None
    overstocked: int
    overstock_value: float | None


async def summarise(
    db: AsyncSession, today: date, *, location_id: int | None
) -> Summary:
    late = URGENCIES.index("late")
    asked = {"today": today, "late": late, "location_id": location_id}
    return Summary(*(await db.execute(_SUMMARY, asked)).one())


class SummaryOut(BaseModel):
    """Products at locations. ``suggested`` to be ordered, from so many ``suppliers``, at
    ``cost``; ``due`` of them today at the latest, and ``late`` even for an order of today:
    they run out before it could come. What is at risk is lost a day, once they have run
    out. ``overstocked`` counts dead stock too. Money is null below manager, and sums
    leave out what nobody knows the cost of."""

    suggested: int
    suppliers: int
    cost: float | None
    due: int
    first_order_by: date | None
    late: int
    units_at_risk_per_day: UnitsOut
    money_at_risk_per_day: float | None
    dead: int
    dead_value: float | None
    overstocked: int
    overstock_value: float | None

    @classmethod
    def of(cls, found: Summary, *, money: bool) -> Self:
        def shown(value: float | None) -> float | None:
            return round(value, _CENTS) if money and value is not None else None

        return cls(
            suggested=found.suggested,
            suppliers=found.suppliers,
            cost=shown(found.cost),
            due=found.due,
            first_order_by=found.first_order_by,
            late=found.late,
            units_at_risk_per_day=round(found.units_at_risk, 3),
            money_at_risk_per_day=shown(found.money_at_risk),
            dead=found.dead,
            dead_value=shown(found.dead_value),
            overstocked=found.overstocked,
            overstock_value=shown(found.overstock_value),
        )
