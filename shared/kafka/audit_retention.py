"""Acts are forgotten after ``AUDIT_KEEP_DAYS``, in every service's own table."""

from datetime import timedelta

import structlog
from sqlalchemy import text

from shared.background import Periodic
from shared.clock import utc_now
from shared.db.database import Database
from shared.kafka.audit import FORGOTTEN_AT_ONCE

log = structlog.get_logger(__name__)

EVERY_S = 3600.0
_FORGET = text("SELECT forget_acts(:before)")


async def forget_acts(database: Database, keep_days: int) -> int:
    """How many there were. A transaction takes few, so that nobody waits for it."""
    before = utc_now() - timedelta(days=keep_days)
    total = 0
    while True:
        async with database.transaction() as db:
            gone = await db.scalar(_FORGET, {"before": before}) or 0
        total += gone
        if gone < FORGOTTEN_AT_ONCE:
            return total


class AuditRetention(Periodic):
    """Each replica does it: what another forgot is not there any more."""

    name = "audit_retention"

    def __init__(self, database: Database, keep_days: int) -> None:
        super().__init__()
        self._database = database
        self._keep_days = keep_days

    async def _round(self) -> None:
        gone = await forget_acts(self._database, self._keep_days)
        if gone:
            log.info("acts_forgotten", acts=gone, older_than_days=self._keep_days)
        await self._wait(EVERY_S)
