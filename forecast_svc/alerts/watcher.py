"""Looks again and again whether something is worth an alert; one replica at a time."""

from forecast_svc.alerts import queries
from forecast_svc.alerts.operations.evaluate_alerts import evaluate_alerts
from forecast_svc.alerts.operations.mail_summary import Sender, mail_summary
from forecast_svc.alerts.rules import is_quiet
from forecast_svc.alerts.schemas import AlertSettings
from shared.background import Periodic
from shared.clock import business_today, business_zone, utc_now
from shared.db.database import Database
from shared.db.locks import Purpose, SessionLock
from shared.mail.settings import MailSettings

LOOK_EVERY_S = 5.0
"""After advice was computed anew, and when a day begins: both are seen by looking."""
STANDBY_EVERY_S = 10.0


class AlertWatcher(Periodic):
    name = "forecast_svc.alerts"

    def __init__(self, database: Database, sender: Sender | None = None) -> None:
        """Without a ``sender`` no mail is sent."""
        super().__init__()
        self._database = database
        self._sender = sender

    async def _round(self) -> None:
        async with SessionLock(self._database, Purpose.ALERTS) as lock:
            while not self._stopping.is_set() and await lock.still_held():
                await self.look()
                await self._wait(LOOK_EVERY_S)
        await self._wait(STANDBY_EVERY_S)

    async def look(self) -> None:
        async with self._database.transaction() as db:
            settings = AlertSettings.model_validate(await queries.stored_settings(db))
            now = utc_now().astimezone(business_zone())
            await evaluate_alerts(
                db,
                settings,
                business_today(),
                may_raise=not is_quiet(now.time(), *settings.quiet),
            )
            if self._sender is not None:
                await mail_summary(db, settings, self._sender, now)


def sender_of(settings: MailSettings) -> Sender | None:
    """None where no mail can be sent."""
    if not settings.sends_mail:
        return None
    return Sender(settings.mail_from, settings.public_url)
