"""What a device has to sign: made once, answered once."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from webauthn.helpers import parse_client_data_json
from webauthn.helpers.base64url_to_bytes import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException

from auth_svc.errors import PasskeyRefused
from auth_svc.tables import PasskeyChallenge

LIFE = timedelta(minutes=5)


async def new_challenge(db: AsyncSession, user_id: int | None, now: datetime) -> bytes:
    challenge = secrets.token_bytes(32)
    db.add(
        PasskeyChallenge(challenge=challenge, user_id=user_id, expires_at=now + LIFE)
    )
    await db.flush()
    return challenge


async def spend_challenge(
    db: AsyncSession, credential: dict[str, Any], user_id: int | None, now: datetime
) -> bytes:
    """The challenge that this answer names, if it was made for this use."""
    named = _named_by(credential)
    spent = await db.scalar(
        delete(PasskeyChallenge)
        .where(
            PasskeyChallenge.challenge == named,
            PasskeyChallenge.user_id.is_not_distinct_from(user_id),
            PasskeyChallenge.expires_at > now,
        )
        .returning(PasskeyChallenge.challenge)
    )
    if spent is None:
        raise PasskeyRefused
    return named


def _named_by(credential: dict[str, Any]) -> bytes:
    try:
        written = credential["response"]["clientDataJSON"]
        return parse_client_data_json(base64url_to_bytes(written)).challenge
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused from error
