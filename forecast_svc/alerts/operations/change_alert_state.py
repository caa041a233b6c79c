"""An alert was seen, or is done."""

from typing import Literal

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc import audit
from forecast_svc.alerts.queries import lock_alert
from forecast_svc.errors import AlertDone
from forecast_svc.tables import Alert
from shared.contracts.alerts import AlertClosed
from shared.kafka import outbox


async def change_alert_state(
    db: AsyncSession, alert_id: int, state: Literal["seen", "done"], *, actor: int
) -> Alert:
    """The same again changes nothing. Raises ``AlertNotFound``, and ``AlertDone`` for
    what is over."""
    alert = await lock_alert(db, alert_id)
    if alert.state == state:
        return alert
    if alert.state == "done":
        raise AlertDone(alert_id)
    before, alert.state = alert.state, state
    if alert.seen_at is None:
        alert.seen_at, alert.seen_by = func.clock_timestamp(), actor
    if state == "done":
        alert.closed_at, alert.closed_by = func.clock_timestamp(), actor
    await db.flush()
    await db.refresh(alert)
    if alert.closed_at is not None:
        closed = AlertClosed(alert_id=alert.id, by=actor, ts=alert.closed_at)
        await outbox.put(db, closed)
    await audit.record(
        db,
        "alert.closed" if state == "done" else "alert.seen",
        f"alert/{alert.id}",
        actor=actor,
        changes={"state": {"from": before, "to": state}},
    )
    return alert
