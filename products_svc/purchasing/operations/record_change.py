"""What every change of an order brings along: a version, its events, who did it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.purchasing.errors import OrderChangedMeanwhile
from products_svc.purchasing.facts import purchase_changed, state_of, subject_of
from products_svc.purchasing.queries import Order
from products_svc.tables import PurchaseOrder, PurchaseOrderLine
from shared.contracts.audit import Act
from shared.http.preconditions import precondition_holds, version_seen
from shared.kafka import outbox


async def require_seen(
    db: AsyncSession, order: PurchaseOrder, if_match: str | None
) -> None:
    """``OrderChangedMeanwhile`` says what was done since the version that was seen."""
    if not precondition_holds(if_match, order.version):
        changes = await audit.changes_since(
            db, subject_of(order), version_seen(if_match)
        )
        raise OrderChangedMeanwhile(order.version, changes)


async def record_change(
    db: AsyncSession,
    changed: Order,
    action: Act,
    *,
    actor: int,
    before: Mapping[str, Any],
    removed: Sequence[PurchaseOrderLine] = (),
    said: Mapping[str, Any] | None = None,
) -> None:
    """With the order's lock held. ``before``: its state until now, empty when it is
    new; ``said``: what else belongs into the record of the act."""
    order = changed.order
    if before:
        order.version += 1
        order.updated_at = func.clock_timestamp()
    await db.flush()
    await db.refresh(order)
    events = [purchase_changed(order, line) for line in changed.lines]
    events += [purchase_changed(order, line, removed=True) for line in removed]
    await outbox.put(db, *events, batch=True)
    after = dict.fromkeys(before) | state_of(order, changed.lines)
    await audit.record(
        db,
        action,
        subject_of(order),
        actor=actor,
        version=order.version,
        changes=audit.differences(before, after) | dict(said or {}),
    )
