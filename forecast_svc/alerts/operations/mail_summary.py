"""Once a morning, mail what is open to those who want it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.alerts import words
from forecast_svc.alerts.schemas import AlertSettings
from shared.db import shop
from shared.mail import outbox
from shared.mail.message import Letter


@dataclass(frozen=True, slots=True)
class Sender:
    """Who mails are from, and where people read on."""

    address: str
    public_url: str


_DUE = text("""
UPDATE alert_settings SET mailed_on = :today
WHERE mailed_on IS NULL OR mailed_on < :today RETURNING author
""")
_OPEN = text("""
SELECT a.kind, coalesce(p.name, a.reference, a.subject) AS name
FROM alerts a LEFT JOIN live_products p USING (product_id)
WHERE a.state <> 'done' ORDER BY a.id DESC
""")


async def mail_summary(
    db: AsyncSession, settings: AlertSettings, sender: Sender, now: datetime
) -> int:
    """How many mails; ``now`` by the shop's clock. A morning without alerts has none."""
    if not settings.mail_to or now.time() < time.fromisoformat(settings.mail_at):
        return 0
    author = await db.scalar(_DUE, {"today": now.date()})
    if author is None:
        return 0
    open_ = defaultdict(list)
    for row in await db.execute(_OPEN):
        open_[row.kind].append(row.name)
    stored = await shop.find(db)
    if not open_ or stored is None:
        return 0
    count = sum(map(len, open_.values()))
    for recipient in settings.mail_to:
        letter = Letter(
            recipient=recipient,
            subject=words.subject(settings.mail_language, stored.name, count),
            text=words.letter(settings.mail_language, open_, sender.public_url),
            sender_name=stored.name,
        )
        about = f"alerts/{now.date()}"
        await outbox.put(db, letter, sender=sender.address, about=about, user_id=author)
    return len(settings.mail_to)
