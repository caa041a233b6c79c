"""Who asked for what their role does not allow, as an act of the service's trail.

Of one person and route at most one act a minute is written down in each process, and no
more than ``MOST`` in all: whoever goes on asking fills no table.
"""

import asyncio
import time
from collections.abc import Callable

import structlog
from starlette.background import BackgroundTask
from starlette.requests import Request

from shared.db.database import Database
from shared.kafka import audit

log = structlog.get_logger(__name__)

EVERY_S = 60.0
MOST = 1_000
WITHIN_S = 5.0
"""After that an act is given up, however many wait for their turn."""
LONGEST_SUBJECT = 100


class Refusals:
    def __init__(
        self,
        database: Database,
        service: str,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._service = service
        self._clock = clock
        self._lately: dict[tuple[int, str], float] = {}
        # One after the other: they take one connection of those that requests need.
        self._turn = asyncio.Lock()

    def note(self, request: Request, actor: int, *, needed: str, own: str) -> None:
        """Have it written down once the answer is sent, unless it was lately."""
        path = getattr(request.scope.get("route"), "path", request.url.path)
        subject = f"route:{request.method} {path}"[:LONGEST_SUBJECT]
        if self._is_new(actor, subject):
            request.state.afterwards = BackgroundTask(
                self._record, subject, actor, {"needed_role": needed, "own_role": own}
            )

    def _is_new(self, actor: int, subject: str) -> bool:
        now = self._clock()
        # In order of time: the first are the oldest.
        while self._lately:
            oldest = next(iter(self._lately))
            if now - self._lately[oldest] < EVERY_S:
                break
            del self._lately[oldest]
        if (actor, subject) in self._lately or len(self._lately) >= MOST:
            return False
        self._lately[actor, subject] = now
        return True

    async def _record(self, subject: str, actor: int, changes: dict[str, str]) -> None:
        try:
            async with (
                asyncio.timeout(WITHIN_S),
                self._turn,
                self._database.transaction() as db,
            ):
                await audit.record(
                    db,
                    "right.refused",
                    subject,
                    service=self._service,
                    actor=actor,
                    changes=changes,
                )
        except Exception as error:
            # The answer is sent, and the log has the request itself.
            log.warning("refusal_not_recorded", subject=subject, error=str(error))
