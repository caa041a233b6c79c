from datetime import date
from statistics import fmean

import pytest
from hypothesis import given, strategies as st

from forecast_svc.engine.baselines import (
    CategoryPeer,
    baseline,
    category_analogue,
    moving_average,
    smoothed_weekdays,
    too_short,
)
from forecast_svc.engine.weekdays import weekday_index
from forecast_svc.tests.factories import series

MONDAYS = date(2026, 5, 31)
"""A Sunday: the day after is a Monday."""


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([], "no_history"),
        ([5] * 13, "short_history"),
        ([3, *[0] * 40], "few_sales"),
        ([1, *[0] * 12, 1], None),
    ],
)
def test_what_is_too_short_to_fit(values, reason):
    assert too_short(series(*values)) == reason


def test_a_short_series_is_answered_by_its_mean():
    """(2 + 4 + 0) / 3 = 2; the deviation is at least that of counts."""
    answer = moving_average(series(2, 4, 0), 3, "short_history")

    assert answer.mean == [2, 2, 2]
    assert answer.std == pytest.approx([(8 / 3) ** 0.5] * 3)
    assert answer.fallback


def test_after_one_sale_its_size_comes_at_the_rate_of_a_quarter_sale_in_four_weeks():
    """4 units three days ago: 0.25 sales in 28 + 4 days, 4 × 0.25 / 32 a day."""
    answer = baseline(series(4, 0, 0, 0), 28, "short_history")

    assert answer.mean == pytest.approx([1 / 32] * 28)
    assert answer.cumulative_std[27] ** 2 == pytest.approx(
        16 * (28 * 0.25 / 32 + (28 * 0.5 / 32) ** 2)
    )


def test_an_only_sale_of_the_year_that_does_not_begin_the_series_counts_in_full():
    """In 365 days one sale of 9: 9 × 1.25 / (365 + 28) a day."""
    answer = baseline(series(*[3] * 30, *[0] * 370, 9, 0), 7, "few_sales")

    assert answer.mean == pytest.approx([9 * 1.25 / 393] * 7)


def test_only_the_last_28_days_count_for_the_mean():
    answer = moving_average(series(*[100] * 50, *[1] * 28), 1, "few_sales")

    assert answer.mean == [1]


def test_before_any_sale_nothing_is_expected_with_some_doubt():
    answer = moving_average(series(), 2, "no_history")

    assert (answer.mean, answer.std) == ([0, 0], [1, 1])


def test_a_weekday_index_is_drawn_towards_1_by_three_days():
    """Two weeks of 7 on Mondays and 0 else: mean 1; Monday (14 + 3) / 5 = 3.4,
    the others (0 + 3) / 5 = 0.6, since two weeks do not show that they are closed."""
    week = [7, 0, 0, 0, 0, 0, 0]

    assert weekday_index(week * 2, list(range(7)) * 2) == pytest.approx(
        [3.4, *[0.6] * 6]
    )


def test_a_weekday_without_sales_for_months_is_closed():
    week = [5, 5, 5, 5, 5, 5, 0]

    index = weekday_index(week * 12, list(range(7)) * 12)

    assert index[6] == 0
    assert all(share > 1 for share in index[:6])


def test_a_product_that_seldom_sells_has_no_closed_weekdays():
    values = [0] * 105
    values[::20] = [1] * 6

    assert all(weekday_index(values, [n % 7 for n in range(105)]))


def test_the_fallback_follows_the_week():
    week = [10, 10, 10, 10, 20, 40, 0]

    answer = smoothed_weekdays(series(*week * 20, last=MONDAYS), 14, "fit_failed")

    assert answer.mean[6] == answer.mean[13] == 0
    assert answer.mean[:6] == pytest.approx(week[:6], rel=0.15)
    assert answer.model.closed_weekdays == (6,)


def test_the_fallback_of_a_steady_series_is_its_level():
    answer = smoothed_weekdays(series(*[5] * 100), 7, "fit_failed")

    assert answer.mean == pytest.approx([5] * 7)


def test_the_fallback_of_seldom_sales_is_their_rate():
    values = [0] * 120
    values[9::10] = [4] * 12

    answer = smoothed_weekdays(series(*values), 28, "fit_failed")

    assert fmean(answer.mean) == pytest.approx(0.4, rel=0.1)


@given(st.lists(st.integers(0, 10**9), min_size=0, max_size=60))
def test_no_simple_answer_is_negative_or_without_a_number(values):
    made = series(*values)

    for answer in (
        moving_average(made, 14, "few_sales"),
        smoothed_weekdays(made, 14, "fit_failed"),
    ):
        assert len(answer.mean) == len(answer.std) == 14
        assert all(0 <= value < 1e12 for value in answer.mean)
        assert all(0 <= value < 1e12 for value in answer.std)


def test_what_has_not_sold_for_a_year_has_too_few_sales():
    assert too_short(series(*[5] * 60, *[0] * 366)) == "few_sales"
    assert too_short(series(*[5] * 60, *[0] * 300)) is None


def peers(*levels):
    """Twelve weeks with twice as much on Saturdays."""
    return [
        CategoryPeer([12 * k * day for day in (1, 1, 1, 1, 1, 2, 0)], 84)
        for k in levels
    ]


def test_a_new_product_takes_week_and_level_of_its_category():
    made = category_analogue(series(), peers(2, 4, 6), 7, "no_history")

    assert made is not None
    assert made.mean == pytest.approx([4, 4, 4, 4, 4, 8, 0])
    assert made.std[6] == 0
    assert made.cumulative_std[6] > max(made.std)


def test_its_own_days_count_more_and_more():
    own = series(*[10] * 7)
    made = category_analogue(own, peers(2, 4, 6), 7, "short_history")
    nothing = category_analogue(series(), peers(2, 4, 6), 7, "no_history")

    assert made is not None
    assert nothing is not None
    assert sum(made.mean) == pytest.approx((70 + 28) / 2)
    assert made.std[0] ** 2 - made.mean[0] < nothing.std[0] ** 2 - nothing.mean[0]


def test_one_sale_of_its_own_is_no_daily_rate():
    made = category_analogue(series(35, 0), peers(2, 4, 6), 7, "short_history")

    assert made is not None
    assert sum(made.mean) == pytest.approx((7 * 4 + 2 * 35 * 0.25 / 30) * 7 / 9)


def test_two_others_are_no_category():
    assert category_analogue(series(), peers(2, 4), 7, "no_history") is None
