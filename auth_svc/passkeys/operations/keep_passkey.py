"""Add a key to an account, and take it away."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit
from auth_svc.errors import PasskeyNotFound, PasskeyRefused
from auth_svc.passkeys.operations.challenges import spend_challenge
from auth_svc.passkeys.relying_party import RelyingParty
from auth_svc.tables import Passkey


async def add_passkey(
    db: AsyncSession,
    shop: RelyingParty,
    user_id: int,
    *,
    name: str,
    credential: dict[str, Any],
    now: datetime,
) -> Passkey:
    challenge = await spend_challenge(db, credential, user_id, now)
    verified = shop.check_new(credential, challenge)
    added = await db.scalars(
        insert(Passkey)
        .values(
            user_id=user_id,
            name=name,
            credential_id=verified.credential_id,
            public_key=verified.credential_public_key,
            sign_count=verified.sign_count,
        )
        .on_conflict_do_nothing(index_elements=[Passkey.credential_id])
        .returning(Passkey)
    )
    key = added.one_or_none()
    if key is None:
        raise PasskeyRefused
    await audit.record(
        db, "passkey.added", f"user/{user_id}", actor=user_id, changes={"name": name}
    )
    return key


async def remove_passkey(db: AsyncSession, user_id: int, passkey_id: int) -> None:
    name = await db.scalar(
        delete(Passkey)
        .where(Passkey.id == passkey_id, Passkey.user_id == user_id)
        .returning(Passkey.name)
    )
    if name is None:
        raise PasskeyNotFound(passkey_id)
    await audit.record(
        db, "passkey.removed", f"user/{user_id}", actor=user_id, changes={"name": name}
    )
