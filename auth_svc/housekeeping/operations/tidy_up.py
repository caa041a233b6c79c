"""Delete what nobody can use any more."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc.passwords.rules import FORGET_FAILURES_AFTER
from auth_svc.tables import (
    Link,
    PasskeyChallenge,
    RefreshToken,
    Revocation,
    Session,
    SignInFailure,
    SignOnAttempt,
)
from shared.db.budgets import forget_full_budgets
from shared.http.revocations import REMEMBERED_S

LINKS_STAY = timedelta(days=30)
MAILS_STAY = timedelta(days=90)
"""What became of a mail, after its end."""

_MAILS = text("DELETE FROM mails WHERE ended_at < :before")


async def tidy_up(db: AsyncSession, now: datetime, *, audit_days: int) -> None:
    """Expired tokens are refused by their own ``exp``, so their rows decide nothing."""
    await db.execute(select(func.forget_log(now - timedelta(days=audit_days))))
    await db.execute(delete(Link).where(Link.expires_at < now - LINKS_STAY))
    await db.execute(_MAILS, {"before": now - MAILS_STAY})
    forgotten = SignInFailure.last_failed_at < now - FORGET_FAILURES_AFTER
    await db.execute(delete(SignInFailure).where(forgotten))
    await forget_full_budgets(db)
    no_longer = Revocation.revoked_at < now - timedelta(seconds=REMEMBERED_S)
    await db.execute(delete(Revocation).where(no_longer))
    await db.execute(delete(SignOnAttempt).where(SignOnAttempt.expires_at < now))
    await db.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at < now))
    await db.execute(delete(RefreshToken).where(RefreshToken.expires_at < now))
    await db.execute(delete(Session).where(Session.expires_at < now))
