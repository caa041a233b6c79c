"""Decisions that would be true without computers; no input, no output."""

from datetime import datetime, timedelta
from enum import Enum
from math import ceil

FREE_FAILURES = 5
FIRST_WAIT_S = 60
LONGEST_WAIT_S = 15 * 60
FORGET_FAILURES_AFTER = timedelta(hours=1)


def wait_before_next_try(failures: int, last_failed_at: datetime, now: datetime) -> int:
    """Seconds to wait before a password may be tried again; 0 means now.

    Five wrong ones in a row are free. Each further one doubles the wait, from
    a minute to a quarter of an hour, so guessing never exceeds five a minute.
    """
    if failures < FREE_FAILURES or now - last_failed_at > FORGET_FAILURES_AFTER:
        return 0
    wait: int = min(FIRST_WAIT_S * 2 ** (failures - FREE_FAILURES), LONGEST_WAIT_S)
    left = last_failed_at + timedelta(seconds=wait) - now
    # A clock that was set back has failures ahead of it, which are no reason to wait longer.
    return max(0, min(wait, ceil(left.total_seconds())))


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
