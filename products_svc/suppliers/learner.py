"""Works out lead times, soon after goods came in."""

from fastapi import FastAPI

from products_svc.suppliers.operations.learn_lead_times import (
    learn_lead_times,
    suppliers_to_learn,
)
from shared.background import Background, Periodic
from shared.clock import utc_now
from shared.db.database import Database

LOOK_EVERY_S = 1.0


def learner(app: FastAPI) -> Background:
    return Learner(app.state.database)


class Learner(Periodic):
    """Each replica does it: two that do it for one supplier take turns."""

    name = "lead_times"

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._database = database

    async def _round(self) -> None:
        await self.learn()
        await self._wait(LOOK_EVERY_S)

    async def learn(self) -> None:
        """All that there is to learn; each supplier a transaction of its own."""
        async with self._database.read() as db:
            waiting = await suppliers_to_learn(db)
        for supplier_id, requests in waiting.items():
            if self._stopping.is_set():
                return
            async with self._database.transaction() as db:
                await learn_lead_times(db, supplier_id, requests, utc_now())
