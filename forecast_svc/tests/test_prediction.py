"""One forecast: its days, its sums, and paths that agree with both."""

from itertools import accumulate
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from forecast_svc.engine.baselines import moving_average, smoothed_weekdays
from forecast_svc.engine.local_model import predict
from forecast_svc.engine.prediction import Prediction
from forecast_svc.tests.factories import series

DRAWN = 20_000


def steady(mean, std, level_std, days=28):
    """Days with noise of their own around a level that is unsure."""
    noise = std**2 - level_std**2
    totals = [sqrt(n * noise + (n * level_std) ** 2) for n in range(1, days + 1)]
    return Prediction("test", [mean] * days, [std] * days, totals)


def fitted():
    chance = np.random.default_rng(3)
    week = np.tile([8, 9, 10, 11, 15, 25, 0], 40)
    return predict(series(*chance.poisson(week)), 28)


def wandering():
    chance = np.random.default_rng(3)
    level = 60 + np.cumsum(chance.normal(0, 2, 200))
    return predict(series(*np.maximum(0, level).round()), 28)


def lost():
    """A random walk that may well end at nothing."""
    step, days = 6.0, range(1, 29)
    return Prediction(
        "test",
        [20.0] * 28,
        [step * sqrt(n) for n in days],
        [step * sqrt(n * (n + 1) * (2 * n + 1) / 6) for n in days],
    )


def overridden():
    """The first week lowered to nearly nothing, the rest as uncertain as before."""
    before = steady(40.0, 12.0, 6.0)
    mean = [1.0] * 7 + list(before.mean[7:])
    return before.with_days(mean, [0.3] * 7 + list(before.std[7:]))


FORECASTS = {
    "independent days": lambda: steady(30.0, 6.0, 0.0),
    "unsure level": lambda: steady(30.0, 8.0, 5.0),
    "wholly unsure level": lambda: steady(30.0, 8.0, 8.0),
    "counts": lambda: steady(0.6, 1.1, 0.2),
    "hardly any chance": lambda: steady(4.0, 0.5, 0.2),
    "fitted, closed on a weekday": fitted,
    "wandering level": wandering,
    "may end at nothing": lost,
    "overridden": overridden,
    "mean of 28 days": lambda: moving_average(series(*[4, 0, 9] * 20), 28, "few_sales"),
    "fallback": lambda: smoothed_weekdays(series(*[4, 6, 9] * 40), 28, "fit_failed"),
}


@pytest.mark.parametrize("name", FORECASTS)
def test_sums_of_paths_have_the_mean_and_the_spread_that_the_forecast_states(name):
    forecast = FORECASTS[name]()
    paths = forecast.paths(DRAWN, seed=1)
    sums = np.cumsum(paths, axis=1)

    assert paths.shape == (DRAWN, 28)
    assert paths.min() >= 0
    means = list(accumulate(forecast.mean))
    for days in (1, 7, 14, 28):
        spread = forecast.cumulative_std[days - 1]
        assert sums[:, days - 1].mean() == pytest.approx(
            means[days - 1], abs=0.04 * spread + 1e-9
        )
        assert sums[:, days - 1].std() == pytest.approx(spread, rel=0.05, abs=1e-9)


@pytest.mark.parametrize(
    "name", ["independent days", "unsure level", "counts", "may end at nothing"]
)
def test_days_of_paths_vary_as_the_days_of_the_forecast(name):
    forecast = FORECASTS[name]()
    paths = forecast.paths(DRAWN, seed=2)

    assert paths.mean(axis=0) == pytest.approx(forecast.mean, rel=0.05)
    assert paths.std(axis=0) == pytest.approx(forecast.std, rel=0.07)


def test_a_path_that_begins_high_stays_high_where_the_level_is_unsure():
    def related(forecast):
        paths = forecast.paths(DRAWN, seed=3)
        first, second = paths[:, :14].sum(axis=1), paths[:, 14:].sum(axis=1)
        return np.corrcoef(first, second)[0, 1]

    assert related(FORECASTS["unsure level"]()) > 0.7
    assert abs(related(FORECASTS["independent days"]())) < 0.1


def test_paths_of_a_slow_mover_are_whole_units_and_of_a_closed_day_nothing():
    counts = FORECASTS["counts"]().paths(200, seed=4)
    closed = fitted()
    paths = closed.paths(200, seed=4)

    assert np.array_equal(counts, counts.round())
    assert [n for n in range(28) if not paths[:, n].any()] == [
        n for n in range(28) if closed.mean[n] == 0
    ]


def test_the_same_seed_draws_the_same_paths_and_another_others():
    forecast = FORECASTS["unsure level"]()

    assert np.array_equal(forecast.paths(5, seed=7), forecast.paths(5, seed=7))
    assert not np.array_equal(forecast.paths(5, seed=7), forecast.paths(5, seed=8))
    assert forecast.paths(1, seed=7).shape == (1, 28)


@settings(max_examples=30, deadline=None)
@given(
    days=st.lists(
        st.tuples(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e7)),
        min_size=1,
        max_size=20,
    )
)
def test_whatever_is_stated_paths_are_finite_and_not_negative(days):
    mean, std, totals = map(list, zip(*days, strict=True))
    paths = Prediction("test", mean, std, totals).paths(3, seed=1)

    assert np.isfinite(paths).all()
    assert paths.min() >= 0


def test_few_paths_vary_no_less_than_many():
    forecast = FORECASTS["unsure level"]()
    sums = [forecast.paths(1, seed=seed).sum() for seed in range(400)]

    assert np.mean(sums) == pytest.approx(forecast.expected(28), rel=0.03)
    assert np.std(sums) == pytest.approx(forecast.cumulative_std[-1], rel=0.15)


def test_quantiles_of_sums_are_those_of_paths():
    forecast = FORECASTS["unsure level"]()
    sums = forecast.paths(DRAWN, seed=5)[:, :14].sum(axis=1)

    for q in (0.5, 0.8, 0.9):
        said = forecast.quantile(q, 14)
        assert np.mean(sums <= said) == pytest.approx(q, abs=0.05)


def one_busy_day():
    """Counts on quiet days, a bell curve around the sum that holds a busy one."""
    days = [0.2] * 9 + [9.5] + [0.0] * 18
    spread = [0.5] * 9 + [30.0] + [0.0] * 18
    return Prediction("test", days, spread, [0.5] * 9 + [3.0] * 19)


@pytest.mark.parametrize("made", [*FORECASTS.values(), one_busy_day])
def test_a_sum_is_never_less_than_a_day_or_a_shorter_sum(made):
    forecast = made()

    for q in (0.5, 0.8, 0.975):
        sums = [forecast.quantile(q, days) for days in range(1, 29)]
        assert sums == sorted(sums)
        assert max(forecast.quantile(q)) <= sums[-1]
    for level in (0.5, 0.8, 0.95):
        by_day = forecast.interval(level)
        low, high = forecast.interval(level, 28)
        assert low <= forecast.expected(28) <= high
        assert max(by_day.upper) <= high


@pytest.mark.parametrize("made", [*FORECASTS.values(), one_busy_day])
def test_quantiles_of_sums_grow_with_their_probability(made):
    forecast = made()
    found = [forecast.quantile(q, 28) for q in (0.01, 0.1, 0.5, 0.8, 0.9, 0.975)]

    assert found == sorted(found)


def test_a_sum_of_days_is_surer_than_its_days_together():
    forecast = FORECASTS["independent days"]()
    low, high = forecast.interval(0.8, 28)
    by_day = forecast.interval(0.8)

    assert forecast.expected(28) == pytest.approx(28 * 30)
    assert sum(by_day.lower) < low < forecast.expected(28) < high < sum(by_day.upper)
    assert forecast.quantile(0.9, 28) == pytest.approx(high)
    assert forecast.quantile(0.9) == pytest.approx(by_day.upper)


def test_days_that_made_up_for_each_other_do_not_go_on_for_ever():
    """Sums that vary less than their days: beyond the last day they vary no less."""
    days = [1.0] * 30
    made = Prediction("m", days, days, [1.0] * 30).extended(365)

    assert made.cumulative_std[29] <= min(made.cumulative_std[29:])
