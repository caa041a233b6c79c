"""Mails wait in a table of their own, written in the transaction of what they are about.

A mail that was sent between the server's answer and our commit is sent again: at least
once, with the same ``Message-ID``. Its content goes once it has ended; what became of it
stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.mail.message import Letter, compose, new_message_id

MailState = Literal["queued", "sent", "failed"]

CREATE_TABLE = """
CREATE TABLE mails (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id text NOT NULL UNIQUE,
    about text NOT NULL,
    recipient text NOT NULL,
    attachments text[] NOT NULL,
    content bytea,
    state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'failed')),
    tries integer NOT NULL DEFAULT 0,
    error text,
    user_id bigint NOT NULL,
    queued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    next_try_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at timestamptz
);
CREATE INDEX ix_mails_about_id ON mails (about, id);
CREATE INDEX ix_mails_next_try_at ON mails (next_try_at) WHERE state = 'queued'
"""
"""Executed by a migration of each service that sends mails."""

_INSERT = text(
    "INSERT INTO mails (message_id, about, recipient, attachments, content, user_id)"
    " VALUES (:message_id, :about, :recipient, :attachments, :content, :user_id)"
    " RETURNING id, recipient, state, tries, error, attachments, user_id, queued_at,"
    " next_try_at, ended_at"
)
_ABOUT = text(
    "SELECT id, recipient, state, tries, error, attachments, user_id, queued_at,"
    " next_try_at, ended_at FROM mails WHERE about = :about ORDER BY id DESC LIMIT 20"
)


@dataclass(frozen=True, slots=True)
class Mail:
    """What became of a mail; ``error`` is why it has not been taken."""

    id: int
    to: str
    state: MailState
    tries: int
    error: str | None
    attachments: Sequence[str]
    user_id: int
    queued_at: datetime
    next_try_at: datetime | None
    sent_at: datetime | None


async def put(
    db: AsyncSession, letter: Letter, *, sender: str, about: str, user_id: int
) -> Mail:
    """Add a mail to this transaction, about ``purchase_order/12`` and the like."""
    message_id = new_message_id(sender)
    row = await db.execute(
        _INSERT,
        {
            "message_id": message_id,
            "about": about,
            "recipient": letter.recipient,
            "attachments": [each.name for each in letter.attachments],
            "content": compose(letter, sender=sender, message_id=message_id),
            "user_id": user_id,
        },
    )
    return _mail(row.one())


async def mails_about(db: AsyncSession, about: str) -> list[Mail]:
    """The latest twenty, newest first."""
    return [_mail(row) for row in await db.execute(_ABOUT, {"about": about})]


def _mail(row: Row[tuple[object, ...]]) -> Mail:
    queued, sent = row.state == "queued", row.state == "sent"
    return Mail(
        id=row.id,
        to=row.recipient,
        state=cast(MailState, row.state),
        tries=row.tries,
        error=row.error,
        attachments=row.attachments,
        user_id=row.user_id,
        queued_at=row.queued_at,
        next_try_at=row.next_try_at if queued else None,
        sent_at=row.ended_at if sent else None,
    )
