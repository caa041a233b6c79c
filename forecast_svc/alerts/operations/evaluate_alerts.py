"""Look at everything that may be worth an alert: raise what is new, close what is over."""

from datetime import date
from itertools import starmap
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.alerts.reasons import REASONS
from forecast_svc.alerts.rules import without_money
from forecast_svc.alerts.schemas import AlertSettings
from shared.contracts.alerts import AlertClosed, AlertRaised
from shared.kafka import outbox

# Since one statement sees what was there before it, none of its parts sees another's.
_TEMPLATE = """
WITH c AS MATERIALIZED (
    SELECT * FROM ({reasons}) AS r (kind, subject, product_id, location_id, reference, params)
    WHERE kind <> ALL(CAST(:off AS text[]))),
changed AS (
    UPDATE alerts a SET params = c.params FROM c
    WHERE a.kind = c.kind AND a.subject = c.subject AND a.state <> 'done'
        AND a.params <> c.params
), forgotten AS (
    UPDATE alerts a SET holds = false WHERE a.state = 'done' AND a.holds AND NOT EXISTS (
        SELECT FROM c WHERE c.kind = a.kind AND c.subject = a.subject)
), closed AS (
    UPDATE alerts a SET state = 'done', holds = false, closed_at = clock_timestamp(),
        closed_by = 0
    WHERE a.state <> 'done' AND NOT EXISTS (
        SELECT FROM c WHERE c.kind = a.kind AND c.subject = a.subject)
    RETURNING a.id, a.closed_at
), raised AS (
    INSERT INTO alerts (kind, subject, product_id, location_id, reference, params)
    SELECT kind, subject, product_id, location_id, reference, params FROM c
    WHERE :may_raise AND NOT EXISTS (SELECT FROM alerts a WHERE a.kind = c.kind
        AND a.subject = c.subject AND (a.state <> 'done' OR a.holds))
    ON CONFLICT (kind, subject) WHERE state <> 'done' DO NOTHING
    RETURNING id, kind, product_id, location_id, reference, params, raised_at
)
SELECT id, kind, product_id, location_id, reference, params, raised_at AS at FROM raised
UNION ALL SELECT id, NULL, NULL, NULL, NULL, NULL, closed_at FROM closed ORDER BY id
"""
_EVALUATE = text(_TEMPLATE.format(reasons=REASONS))


class _Row(NamedTuple):
    """``kind`` is null of what was closed."""

    id: int
    kind: Any
    product_id: int | None
    location_id: int | None
    reference: str | None
    params: dict[str, Any]
    at: Any


async def evaluate_alerts(
    db: AsyncSession, settings: AlertSettings, today: date, *, may_raise: bool
) -> int:
    """How many were raised or closed. One caller at a time."""
    values = settings.model_dump(
        include={
            "off", "run_out_chance", "demand_deviation", "late_days", "dead_value",
            "overstock_value", "expiry_days", "expiry_units",
        }
    )  # fmt: skip
    rows = await db.execute(
        _EVALUATE, values | {"today": today, "may_raise": may_raise}
    )
    events = [_event(row) for row in starmap(_Row, rows)]
    await outbox.put(db, *events)
    return len(events)


def _event(row: _Row) -> AlertRaised | AlertClosed:
    if row.kind is None:
        return AlertClosed(alert_id=row.id, by=0, ts=row.at)
    return AlertRaised(
        alert_id=row.id,
        kind=row.kind,
        product_id=row.product_id,
        location_id=row.location_id,
        reference=row.reference,
        params=without_money(row.params),
        ts=row.at,
    )
