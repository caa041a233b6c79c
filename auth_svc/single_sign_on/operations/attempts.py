"""Send a browser to the provider, and know it again when it comes back."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc.errors import SignOnRefused
from auth_svc.tables import SignOnAttempt
from auth_svc.tokens import digest

LIFE = timedelta(minutes=10)


async def begin(
    db: AsyncSession, next_page: str, now: datetime
) -> tuple[str, SignOnAttempt]:
    """The state, which only the browser keeps, and what belongs to it."""
    state = secrets.token_urlsafe(32)
    attempt = SignOnAttempt(
        state_sha256=digest(state),
        nonce=secrets.token_urlsafe(32),
        code_verifier=secrets.token_urlsafe(48),
        next_page=next_page,
        expires_at=now + LIFE,
    )
    db.add(attempt)
    await db.flush()
    return state, attempt


async def come_back(db: AsyncSession, state: str, now: datetime) -> SignOnAttempt:
    """Each state is good once."""
    found = await db.scalars(
        delete(SignOnAttempt)
        .where(
            SignOnAttempt.state_sha256 == digest(state), SignOnAttempt.expires_at > now
        )
        .returning(SignOnAttempt)
    )
    attempt = found.one_or_none()
    if attempt is None:
        raise SignOnRefused
    return attempt
