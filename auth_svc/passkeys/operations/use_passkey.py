"""Find out who signs in with a key."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from webauthn.helpers.base64url_to_bytes import base64url_to_bytes

from auth_svc.errors import PasskeyRefused
from auth_svc.passkeys.operations.challenges import spend_challenge
from auth_svc.passkeys.relying_party import RelyingParty
from auth_svc.tables import Passkey, User


async def use_passkey(
    db: AsyncSession, shop: RelyingParty, credential: dict[str, Any], now: datetime
) -> User:
    """Raises ``PasskeyRefused``, for every reason the same."""
    challenge = await spend_challenge(db, credential, None, now)
    key = await db.scalar(
        select(Passkey)
        .where(Passkey.credential_id == _id_of(credential))
        .with_for_update()
    )
    if key is None:
        raise PasskeyRefused
    verified = shop.check_use(credential, challenge, key)
    user = await db.get_one(User, key.user_id)
    if not user.active:
        raise PasskeyRefused
    key.sign_count, key.used_at = verified.new_sign_count, now
    return user


def _id_of(credential: dict[str, Any]) -> bytes:
    try:
        return base64url_to_bytes(credential["id"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PasskeyRefused from error
