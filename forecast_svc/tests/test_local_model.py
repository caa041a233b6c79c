"""The engine itself, in this process; series are made by fixed seeds."""

from datetime import date, timedelta
from math import exp, pi, sin

import numpy as np
import orjson
import pytest
from statsmodels.tsa.statespace.sarimax import SARIMAX

from forecast_svc.engine import arima
from forecast_svc.engine.fitted import SIMPLEST, ArimaOrder, FittedModel
from forecast_svc.engine.local_model import apply, predict
from forecast_svc.engine.seasonality import WeekdayEffect, YearlyEffect, weekdays
from forecast_svc.tests.factories import series

SUNDAY = date(2026, 5, 31)
WEEK = (8, 9, 10, 11, 15, 25, 4)


def sold(mean, seed=1):
    """Counts around the means given."""
    return np.random.default_rng(seed).poisson(mean).tolist()


def test_a_constant_series_is_forecast_at_its_level():
    answer = predict(series(*[5] * 200), 28)

    assert answer.mean == pytest.approx([5] * 28)
    assert not answer.fallback


def test_a_closed_weekday_is_forecast_as_zero():
    values = sold([*[12] * 6, 0] * 30)

    answer = predict(series(*values, last=SUNDAY), 14)

    assert answer.mean[6] == answer.mean[13] == 0
    assert answer.std[6] == 0
    assert np.mean(answer.mean[:6]) == pytest.approx(12, rel=0.1)
    assert answer.model.closed_weekdays == (6,)


def test_the_week_is_found():
    answer = predict(series(*sold(WEEK * 40), last=SUNDAY), 7)

    assert answer.mean == pytest.approx(WEEK, rel=0.2, abs=1)
    assert answer.model.weekday_effect == "additive"


def test_seldom_sales_keep_their_rate():
    values = [1 if n % 15 == 0 else 0 for n in range(300)]

    answer = predict(series(*values), 28)

    assert np.mean(answer.mean) == pytest.approx(1 / 15, rel=0.3)


def test_two_weeks_are_enough_for_an_answer():
    answer = predict(series(*sold([10] * 14)), 28)

    assert answer.mean == pytest.approx([10] * 28, rel=0.4)
    assert answer.model.order == (0, 1, 1)


def test_the_same_series_gets_the_same_answer():
    made = series(*sold(WEEK * 30))

    assert predict(made, 90) == predict(made, 90)


def yearly(day):
    """Twice the mean in spring, half of it in autumn."""
    return exp(0.7 * sin(2 * pi * day / 365.25))


def test_week_and_year_are_followed_better_than_by_repeating_last_week():
    """Two years and three weeks; the last 28 days are kept apart, at four origins."""
    days = 2 * 365 + 21 * 7
    means = [WEEK[n % 7] * 3 * yearly(n) for n in range(days)]
    values = sold(means, seed=3)
    ours, naive = 0.0, 0.0
    for end in range(days - 28 * 4, days, 28):
        known, actual = values[:end], np.array(values[end : end + 28])
        answer = predict(series(*known), 28)
        ours += float(np.mean((np.array(answer.mean) - actual) ** 2)) ** 0.5
        naive += float(np.mean((np.resize(known[-7:], 28) - actual) ** 2)) ** 0.5

        assert answer.model.yearly_effect

    assert ours < 0.8 * naive


def test_bounds_cover_as_often_as_they_say():
    covered = {0.8: 0, 0.95: 0}
    for seed in range(8):
        values = sold(WEEK * 44, seed=seed)
        answer = predict(series(*values[:-28], last=SUNDAY), 28)
        for level in covered:
            said = answer.interval(level)
            actual = values[-28:]
            covered[level] += sum(
                a <= v <= b
                for a, v, b in zip(said.lower, actual, said.upper, strict=True)
            )

    assert 0.72 <= covered[0.8] / (8 * 28) <= 0.92
    assert covered[0.95] / (8 * 28) >= 0.93


@pytest.mark.parametrize(
    "values",
    [
        [1, *[0] * 300, 1],
        [0, 0, 1_000_000_000] * 40,
        [10**9] + [0] * 50 + [10**9] * 50,
        list(range(300)),
        list(range(300, 0, -1)),
        [2**n for n in range(30)],
        [n % 2 * 50 for n in range(400)],
    ],
    ids=["two sales", "bursts", "gap", "growth", "decline", "doubling", "every other"],
)
def test_whatever_the_series_the_answer_is_finite_and_not_negative(values):
    answer = predict(series(*values), 365)

    assert len(answer.mean) == len(answer.std) == 365
    assert np.isfinite(answer.mean).all()
    assert min(answer.mean) >= 0
    assert np.isfinite(answer.std).all()
    assert min(answer.std) >= 0


def test_a_weekday_effect_is_the_difference_from_the_mean_drawn_in_by_three_days():
    """Four weeks of 17 on Mondays, 10 else: mean 11; Monday 4 x 6 / 7."""
    days = np.arange(SUNDAY.toordinal() - 27, SUNDAY.toordinal() + 1)
    values = np.where(weekdays(days) == 0, 17.0, 10.0)

    effect = WeekdayEffect.fit(values, days)

    assert effect.kind == "additive"
    assert effect.by_weekday[0] == pytest.approx(4 * 6 / 7)
    assert effect.by_weekday[1] == pytest.approx(-4 / 7)


def test_no_yearly_effect_is_seen_in_noise_or_in_a_year_and_a_half_less_a_day():
    long = np.arange(700_000, 700_000 + 900)
    noise = np.array(sold([20] * 900), dtype=float)
    short = np.array([20 * yearly(n) for n in range(539)])

    assert YearlyEffect.fit(noise, long) is None
    assert YearlyEffect.fit(short, long[:539]) is None


def test_a_sum_varies_more_than_its_days_would_alone():
    """A wandering level is wrong in the same direction day after day."""
    chance = np.random.default_rng(3)
    level = 60 + np.cumsum(chance.normal(0, 2, 200))
    made = predict(series(*np.maximum(0, level).round()), 28)
    alone = np.sqrt(np.cumsum(np.square(made.std)))

    assert made.cumulative_std[0] == pytest.approx(made.std[0])
    assert made.cumulative_std[27] > 1.5 * alone[27]


def test_the_sum_of_unrelated_days_varies_as_they_do():
    chance = np.random.default_rng(4)
    made = predict(series(*chance.poisson(50, 300)), 28)
    alone = np.sqrt(np.cumsum(np.square(made.std)))

    assert made.cumulative_std[27] < 2.5 * alone[27]


def test_a_closed_day_adds_nothing_to_a_sum():
    week = [5.0, 6, 7, 8, 9, 12, 0]
    made = predict(
        series(*(units + n % 3 * (units > 0) for n in range(20) for units in week)), 14
    )
    closed = [n for n in range(14) if made.mean[n] == 0]

    assert len(closed) == 2
    assert all(
        made.cumulative_std[n] == made.cumulative_std[n - 1] for n in closed if n
    )


def test_a_mean_and_a_deviation_are_those_of_statsmodels():
    chance = np.random.default_rng(5)
    wandering = np.cumsum(chance.normal(0, 1, 200)) + chance.normal(0, 2, 200)
    residuals = wandering - wandering.mean()
    for order in (
        ArimaOrder((1, 0, 1), constant=True),
        ArimaOrder((2, 1, 1)),
        ArimaOrder((0, 1, 2)),
    ):
        fitted = arima.fit(residuals, order)
        ahead = arima.forecast(fitted, residuals, 60)
        assert fitted.found
        assert fitted.steady
        expected, of_steady = (
            SARIMAX(
                residuals,
                order=model.order.order,
                trend="c" if model.order.constant else None,
            )
            .filter(model.weights)
            .get_forecast(60)
            for model in (fitted.found, fitted.steady)
        )
        steady = of_steady.predicted_mean
        smooth = 3 * ahead.mean - expected.predicted_mean - steady

        assert ahead.std == pytest.approx(expected.se_mean, rel=1e-5)
        # What is left of the mean of three is the level: the same every day.
        assert smooth == pytest.approx([smooth[0]] * 60, rel=1e-6)


@pytest.fixture(scope="module")
def month():
    """A year of a shop with a week and a year, four weeks more of it."""
    means = [WEEK[n % 7] * 3 * yearly(n) for n in range(700)]
    return sold(means, seed=9)


def test_a_model_applied_to_newer_days_is_nearly_the_one_fitted_to_them(month):
    earlier = predict(series(*month[:-7], last=SUNDAY - timedelta(7)), 28)
    newer = series(*month, last=SUNDAY)
    applied, fitted = apply(newer, 28, earlier.model), predict(newer, 28)

    assert applied is not None
    assert applied.mean == pytest.approx(fitted.mean, rel=0.1)
    assert applied.std == pytest.approx(fitted.std, rel=0.2)
    assert applied.model.method == "filter"
    assert applied.model.order_searched_on == SUNDAY - timedelta(7)


def test_applied_to_the_days_it_was_fitted_to_a_model_says_the_same(month):
    made = series(*month, last=SUNDAY)
    fitted = predict(made, 90)
    stored = FittedModel.from_json(orjson.loads(orjson.dumps(fitted.model.to_json())))
    again = apply(made, 90, stored)

    assert stored == fitted.model
    assert again is not None
    assert again.mean == pytest.approx(fitted.mean, rel=1e-6)
    assert again.cumulative_std == pytest.approx(fitted.cumulative_std, rel=1e-4)


def test_what_is_kept_of_a_model_is_small(month):
    model = predict(series(*month, last=SUNDAY), 28).model

    assert len(orjson.dumps(model.to_json())) < 1_500


def test_sales_that_a_model_would_not_have_expected_are_fitted_anew():
    level = sold([10] * 200)
    earlier = predict(series(*level, last=SUNDAY - timedelta(14)), 28)
    doubled = series(*level, *sold([30] * 14), last=SUNDAY)

    assert apply(doubled, 28, earlier.model) is None


def test_a_model_of_another_past_is_not_applied():
    """A year of history was imported since."""
    known = sold([10] * 200)
    earlier = predict(series(*known, last=SUNDAY), 28)
    longer = series(*sold([10] * 365), *known, last=SUNDAY)

    assert apply(longer, 28, earlier.model) is None


def test_past_forecasts_of_a_model_are_scored_beside_repeating_the_week(month):
    backtest = predict(series(*month, last=SUNDAY), 28).model.backtest

    assert backtest is not None
    assert backtest.windows == 4
    assert backtest.rmsse < 0.85 * backtest.naive_rmsse


def test_the_simplest_form_is_nearly_as_good_as_a_search(month):
    made = series(*month, last=SUNDAY)

    assert predict(made, 28, order=SIMPLEST).mean == pytest.approx(
        predict(made, 28).mean, rel=0.15
    )
