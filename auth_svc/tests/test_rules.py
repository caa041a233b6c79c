from datetime import UTC, datetime, timedelta

import pytest

from auth_svc.passwords.rules import wait_before_next_try
from auth_svc.sessions.rules import Refresh, judge_refresh, same_origin

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
GRACE = timedelta(seconds=10)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (4, 0), (5, 60), (6, 120), (7, 240), (8, 480), (9, 900), (500, 900)],
)
def test_the_wait_doubles_after_five_failures(failures, seconds):
    assert wait_before_next_try(failures, NOW, NOW) == seconds


def test_the_wait_runs_from_the_last_failure_and_is_rounded_up():
    last = NOW - timedelta(seconds=59.5)

    assert wait_before_next_try(5, last, NOW) == 1
    assert wait_before_next_try(5, NOW - timedelta(seconds=60), NOW) == 0


def test_a_clock_that_is_set_back_makes_nobody_wait_longer():
    assert wait_before_next_try(6, NOW + timedelta(hours=1), NOW) == 120


def test_failures_are_forgotten_after_an_hour():
    assert wait_before_next_try(50, NOW - timedelta(minutes=61), NOW) == 0


@pytest.mark.parametrize(
    ("session_open", "used_ago_s", "verdict"),
    [
        (True, None, Refresh.ROTATE),
        (True, 0, Refresh.REPLAY),
        (True, 10, Refresh.REPLAY),
        (True, 10.001, Refresh.REVOKE),
        (True, -0.2, Refresh.REPLAY),
        (True, -3600, Refresh.REVOKE),
        (False, None, Refresh.REFUSE),
        (False, 1, Refresh.REFUSE),
        (False, 100, Refresh.REFUSE),
    ],
)
def test_a_used_refresh_token_is_replayed_within_the_grace_only(
    session_open, used_ago_s, verdict
):
    used_at = None if used_ago_s is None else NOW - timedelta(seconds=used_ago_s)

    assert verdict is judge_refresh(
        session_open=session_open, used_at=used_at, now=NOW, grace=GRACE
    )


@pytest.mark.parametrize(
    ("origin", "same"),
    [
        ("https://shop.example", True),
        ("http://SHOP.example", True),
        ("http://localhost:5173", True),
        ("https://shop.example:8443", False),
        ("https://evil.shop.example", False),
        ("https://shop.example.evil.test", False),
        ("null", False),
        ("", False),
    ],
)
def test_only_our_own_and_the_allowed_origins_may_use_the_cookie(origin, same):
    assert same_origin(origin, "shop.example", ["http://localhost:5173"]) is same
