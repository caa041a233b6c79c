"""Start a session after the password was right."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit
from auth_svc.errors import BadCredentials
from auth_svc.tables import Session, User
from auth_svc.tokens import Issuer, digest
from shared.http.front import network_of


@dataclass(frozen=True, slots=True)
class TokenPair:
    access: str
    refresh: str


async def open_session(
    db: AsyncSession,
    issuer: Issuer,
    proven: User,
    *,
    better_hash: str | None,
    weak: bool,
    address: str,
    device: str,
    now: datetime,
    single_sign_on: bool = False,
) -> TokenPair:
    # The password was checked outside of this transaction. With the row locked
    # it can be seen whether it, or the account, was changed in the meantime.
    user = (
        await db.scalars(
            select(User).where(User.id == proven.id).with_for_update(key_share=True)
        )
    ).one()
    if not user.active or user.password_hash != proven.password_hash:
        raise BadCredentials
    if better_hash is not None:
        user.password_hash = better_hash
    user.password_weak = weak
    session = Session(
        user_id=user.id,
        created_at=now,
        expires_at=now,
        network=network_of(address),
        user_agent=device,
        used_at=now,
        single_sign_on=single_sign_on,
    )
    db.add(session)
    await db.flush()  # The refresh token carries the session's id.
    row = issuer.new_refresh(session.id, now)
    refresh = issuer.refresh(row, user.id)
    row.token_sha256 = digest(refresh)
    session.expires_at = row.expires_at
    db.add(row)
    await audit.record(
        db,
        "session.opened",
        f"user/{user.id}",
        actor=user.id,
        changes={"session": session.id, "address": address},
    )
    return TokenPair(issuer.access(user, session.id), refresh)
