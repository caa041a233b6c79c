"""What every change of a transfer brings along: a version, its events, who did it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.transfers.facts import state_of, subject, transfer_changed
from products_svc.transfers.queries import Goods
from shared.contracts.audit import Act
from shared.kafka import outbox


async def record_change(
    db: AsyncSession,
    changed: Goods,
    action: Act,
    *,
    actor: int,
    before: Mapping[str, Any],
    said: Mapping[str, Any] | None = None,
) -> None:
    """With the transfer's lock held. ``before``: its state until now, empty when it is
    new; ``said``: what else belongs into the record of the act."""
    transfer = changed.transfer
    if before:
        transfer.version += 1
        transfer.updated_at = func.clock_timestamp()
    await db.flush()
    await db.refresh(transfer)
    events = [transfer_changed(transfer, line) for line in changed.lines]
    await outbox.put(db, *events, batch=True)
    after = dict.fromkeys(before) | state_of(transfer, changed.lines)
    await audit.record(
        db,
        action,
        subject(transfer),
        actor=actor,
        version=transfer.version,
        changes=audit.differences(before, after) | dict(said or {}),
    )
