"""Sends the mails that wait: one replica at a time, each mail until it is taken."""

from datetime import datetime

import structlog
from fastapi import FastAPI
from sqlalchemy import text

from shared.background import Background, Periodic
from shared.clock import utc_now
from shared.db.database import Database
from shared.db.locks import Purpose, SessionLock
from shared.mail.rules import Server, next_try
from shared.mail.settings import MailSettings, server_of
from shared.mail.smtp import hand_over

log = structlog.get_logger(__name__)

LOOK_EVERY_S = 1.0
STANDBY_EVERY_S = 5.0
AT_ONCE = 10

_DUE = text(
    "SELECT id, recipient, content, tries, queued_at FROM mails WHERE state = 'queued'"
    " AND next_try_at <= clock_timestamp() ORDER BY next_try_at, id LIMIT :at_once"
)
_SENT = text(
    "UPDATE mails SET state = 'sent', tries = :tries, error = NULL, content = NULL,"
    " ended_at = clock_timestamp() WHERE id = :id"
)
_WAIT = text(
    "UPDATE mails SET tries = :tries, error = :error, next_try_at = :next_try_at"
    " WHERE id = :id"
)
_FAILED = text(
    "UPDATE mails SET state = 'failed', tries = :tries, error = :error, content = NULL,"
    " ended_at = clock_timestamp() WHERE id = :id"
)


def mail_senders(app: FastAPI) -> list[Background]:
    """One where mails are sent, none where no server is set up: what waits stays."""
    settings: MailSettings = app.state.settings
    if not settings.sends_mail:
        return []
    return [MailSender(app.state.database, server_of(settings))]


class MailSender(Periodic):
    """No transaction is open while a server is waited for."""

    name = "mail"

    def __init__(self, database: Database, server: Server) -> None:
        super().__init__()
        self._database = database
        self._server = server

    async def _round(self) -> None:
        async with SessionLock(self._database, Purpose.MAIL) as lock:
            while not self._stopping.is_set() and await lock.still_held():
                await self.send_due(lock)
                await self._wait(LOOK_EVERY_S)
        await self._wait(STANDBY_EVERY_S)

    async def send_due(self, lock: SessionLock) -> None:
        async with self._database.read() as db:
            due = (await db.execute(_DUE, {"at_once": AT_ONCE})).all()
        for mail in due:
            # Another process may have taken over while a server was slow.
            if self._stopping.is_set() or not await lock.still_held():
                return
            await self._send(
                mail.id, mail.recipient, mail.content, mail.tries + 1, mail.queued_at
            )

    async def _send(
        self, id_: int, recipient: str, content: bytes, tries: int, queued_at: datetime
    ) -> None:
        failure = await hand_over(self._server, content, recipient)
        values: dict[str, object] = {"id": id_, "tries": tries}
        statement = _SENT
        if failure is not None:
            again = next_try(tries, queued_at, utc_now())
            over = failure.for_good or again is None
            statement = _FAILED if over else _WAIT
            values["error"] = failure.reason
            if not over:
                values["next_try_at"] = again
            log.warning("mail_not_sent", mail=id_, reason=failure.reason, over=over)
        async with self._database.transaction() as db:
            await db.execute(statement, values)
