"""What is done with a refresh token; no input, no output."""

from datetime import datetime, timedelta
from enum import Enum


class Refresh(Enum):
    """What to do with a refresh token that is genuine and has not expired."""

    ROTATE = "rotate"
    REPLAY = "replay"
    REVOKE = "revoke"
    REFUSE = "refuse"


def judge_refresh(
    *,
    session_open: bool,
    used_at: datetime | None,
    now: datetime,
    grace: timedelta,
) -> Refresh:
    """A used token is a lost answer within the grace, and a theft after it.

    RFC 9700 §4.14.2: whoever shows it second, thief or owner, the whole
    session ends, since the two cannot be told apart.
    """
    if not session_open:
        return Refresh.REFUSE
    if used_at is None:
        return Refresh.ROTATE
    return Refresh.REPLAY if abs(now - used_at) <= grace else Refresh.REVOKE


def same_origin(origin: str, host: str, allowed: list[str]) -> bool:
    """Whether a page of this ``Origin`` may use the cookie.

    The scheme is not compared with ours: behind a front that ends TLS we do
    not know it.
    """
    _, separator, authority = origin.partition("://")
    if not separator:
        return False
    return authority.lower() == host.lower() or origin in allowed
