"""Add acts that were heard of to the log."""

from collections.abc import Sequence

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc.tables import AuditEntry
from shared.contracts.audit import AuditRecorded


async def fold_acts(db: AsyncSession, events: Sequence[AuditRecorded]) -> None:
    """Each once, by its service and number: what comes again changes nothing, and
    what says something else under the same number neither."""
    rows = {(event.service, event.n): event for event in reversed(events)}
    # In one order, so that two members with the same events wait and do not deadlock.
    values = [rows[key].model_dump() for key in sorted(rows)]
    await db.execute(insert(AuditEntry).on_conflict_do_nothing(), values)
