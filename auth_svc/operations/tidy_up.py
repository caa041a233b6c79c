"""Delete what nobody can use any more."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc.passkeys.tables import PasskeyChallenge
from auth_svc.rules import FORGET_FAILURES_AFTER
from auth_svc.tables import Budget, RefreshToken, Revocation, Session, SignInFailure
from shared.http.revocations import REMEMBERED_S


async def tidy_up(db: AsyncSession, now: datetime) -> None:
    """Expired tokens are refused by their own ``exp``, so their rows decide nothing."""
    forgotten = SignInFailure.last_failed_at < now - FORGET_FAILURES_AFTER
    await db.execute(delete(SignInFailure).where(forgotten))
    refilled = Budget.counted_at < now - timedelta(days=1)
    await db.execute(delete(Budget).where(refilled))
    no_longer = Revocation.revoked_at < now - timedelta(seconds=REMEMBERED_S)
    await db.execute(delete(Revocation).where(no_longer))
    await db.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at < now))
    await db.execute(delete(RefreshToken).where(RefreshToken.expires_at < now))
    await db.execute(delete(Session).where(Session.expires_at < now))
