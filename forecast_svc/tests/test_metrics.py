"""Measures by their definitions, on numbers that can be checked by hand."""

from collections.abc import Sequence

import pytest

from forecast_svc.engine.metrics import SCORE_HORIZON, Issued, Score, score

WEEK = [1, 2, 3, 4, 5, 6, 7]


def issued(mean, reach=0.0):
    low, high = [mean - reach] * SCORE_HORIZON, [mean + reach] * SCORE_HORIZON
    return Issued([mean] * SCORE_HORIZON, low, high, low, high)


def scored(
    before: Sequence[float], after: Sequence[float | None], said: Issued
) -> Score:
    made = score(before, after, said)
    assert made is not None
    return made


def test_repeating_the_last_week_is_what_naive_means():
    made = scored(WEEK * 8, WEEK * 4, issued(4))

    assert made.naive_absolute_error == 0
    assert made.naive_rmsse == 0
    assert made.absolute_error == 4 * sum(abs(4 - units) for units in WEEK)
    assert made.error == 0
    assert made.sold == 4 * sum(WEEK)


def test_rmsse_is_scaled_by_the_change_from_day_to_day():
    """Steps are 1 six times and 6 once a week; every error is 2."""
    made = scored(WEEK * 53, [6] * SCORE_HORIZON, issued(8))
    steps = [1] * 6 + [36]

    assert made.rmsse == pytest.approx((4 / (sum(steps) / 7)) ** 0.5, rel=0.01)
    assert made.error == 2 * SCORE_HORIZON


def test_days_without_stock_do_not_count():
    after = [6.0] * 20 + [None] * 8
    made = scored(WEEK * 8, after, issued(6))

    assert made.days == 20
    assert made.absolute_error == 0


def test_bounds_cover_the_days_that_lie_between_them():
    made = scored(WEEK * 8, WEEK * 4, issued(4, reach=1))

    assert made.covered_80 == made.covered_95 == 4 * 3


@pytest.mark.parametrize("before", [[0] * 60, [5] * 60])
def test_where_nothing_ever_moved_there_is_no_scale(before):
    made = scored(before, [3] * SCORE_HORIZON, issued(3))

    assert (made.rmsse, made.mase, made.pinball) == (None, None, None)


def test_no_day_that_counts_gives_no_score():
    assert score(WEEK, [None] * SCORE_HORIZON, issued(1)) is None
