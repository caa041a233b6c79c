"""How long who guesses has to wait; no input, no output."""

from datetime import datetime, timedelta
from math import ceil

FREE_FAILURES = 5


FIRST_WAIT_S = 60


LONGEST_WAIT_S = 15 * 60


FORGET_FAILURES_AFTER = timedelta(hours=1)


def wait_before_next_try(
    failures: int, last_failed_at: datetime | None, now: datetime
) -> int:
    """Seconds to wait before a password may be tried again; 0 means now.

    Five wrong ones in a row are free. Each further one doubles the wait, from
    a minute to a quarter of an hour, so guessing never exceeds five a minute.
    """
    if last_failed_at is None or failures < FREE_FAILURES:
        return 0
    if now - last_failed_at > FORGET_FAILURES_AFTER:
        return 0
    wait: int = min(FIRST_WAIT_S * 2 ** (failures - FREE_FAILURES), LONGEST_WAIT_S)
    left = last_failed_at + timedelta(seconds=wait) - now
    # A clock that was set back has failures ahead of it, which are no reason to wait longer.
    return max(0, min(wait, ceil(left.total_seconds())))
