"""Decisions about mails that need no computer."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Server:
    """Who takes mails from us; ``tls`` from the first byte, otherwise STARTTLS."""

    host: str
    port: int
    user: str | None
    password: str | None = field(repr=False)
    tls: bool
    own_name: str
    sender: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a mail did not leave. ``for_good``: the server will never take it."""

    reason: str
    for_good: bool


def next_try(tries: int, queued_at: datetime, now: datetime) -> datetime | None:
    """After so many tries; None when it has been tried for long enough."""
    if now - queued_at > GIVE_UP_AFTER:
        return None
    return now + min(FIRST_PAUSE * (1 << min(tries - 1, 20)), LONGEST_PAUSE)
