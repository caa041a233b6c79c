"""Sums of days vary as backtests have shown: learned, told, and drawn as paths."""

from itertools import pairwise

import numpy as np
import pytest

from forecast_svc.engine.backtests import (
    Sums,
    backtest,
    calibrate,
    demand_classes,
    learned,
    own_dispersion,
    probabilities,
)
from forecast_svc.engine.calibration import HORIZONS, LEVELS, SumCalibration
from forecast_svc.engine.demand_class import demand_class
from forecast_svc.engine.intervals import sum_quantile
from forecast_svc.engine.panel import Panel
from forecast_svc.engine.prediction import Prediction

LAST = 739_000
EXACT = [list(LEVELS)] * 3
# Sums stayed below the 0.9 quantile as often as they should have below that of 0.8.
HEAVY = [[*LEVELS[:10], 0.9, 0.93, 0.96, 0.985, 0.995, 0.998]] * 3


def forecast(mean=4.0, days=28, *, nominal=EXACT, dispersion=(3.0, 5.0, 8.0)):
    calibration = SumCalibration(dispersion, nominal)
    sums = [mean * n for n in range(1, days + 1)]
    std = (2 * mean) ** 0.5
    stated = [std * n**0.5 for n in range(1, days + 1)]
    return Prediction(
        "test",
        [mean] * days,
        [std] * days,
        calibration.cumulative_std(sums, stated),
        calibration=calibration,
    )


@pytest.mark.parametrize("mean", [0.2, 4.0, 60.0])
def test_sums_have_the_variance_that_was_found(mean):
    made = forecast(mean)

    for days, dispersion in zip(HORIZONS, (3.0, 5.0, 8.0), strict=True):
        variance = made.cumulative_std[days - 1] ** 2
        assert variance == pytest.approx(dispersion * mean * days)
    assert made.cumulative_std[0] == made.std[0]


def test_where_sums_went_beyond_their_quantile_a_higher_one_is_told():
    usual, heavy = forecast(60.0), forecast(60.0, nominal=HEAVY)

    for days in HORIZONS:
        assert heavy.quantile(0.8, days) == pytest.approx(usual.quantile(0.9, days))
        assert heavy.quantile(0.95, days) == pytest.approx(usual.quantile(0.985, days))
        assert heavy.interval(0.6, days)[1] == heavy.quantile(0.8, days)


@pytest.mark.parametrize("nominal", [EXACT, HEAVY])
@pytest.mark.parametrize("mean", [0.2, 4.0, 60.0])
def test_paths_and_quantiles_agree_over_every_horizon(mean, nominal):
    made = forecast(mean, nominal=nominal)
    sums = np.cumsum(made.paths(8_000, seed=1), axis=1)

    for days in HORIZONS:
        for q in (0.5, 0.8, 0.9, 0.95):
            told = made.quantile(q, days)
            reached = [(sums[:, days - 1] <= told + step).mean() for step in (-1, 0, 1)]
            assert reached[0] - 0.03 <= q <= reached[2] + 0.03


def test_paths_of_a_slow_mover_stay_whole_units_and_the_same_for_a_seed():
    made = forecast(0.6, nominal=HEAVY)
    paths = made.paths(300, seed=4)

    assert paths.shape == (300, 28)
    assert np.array_equal(paths, paths.round())
    assert np.array_equal(paths, made.paths(300, seed=4))


@pytest.mark.parametrize("n", [200, 1_000])
def test_hardly_any_path_is_drawn_twice(n):
    paths = forecast(60.0, nominal=HEAVY).paths(n, seed=5)

    assert len(np.unique(paths, axis=0)) > 0.9 * n


def test_quantiles_grow_with_probability_and_with_days():
    made = forecast(nominal=HEAVY)
    by_level = [made.quantile(q, 28) for q in (0.002, *LEVELS, 0.998)]
    by_days = [made.quantile(0.9, days) for days in range(1, 29)]

    assert by_level == sorted(by_level)
    assert by_days == sorted(by_days)
    assert max(made.quantile(0.9)) <= by_days[0]


def test_sums_are_skewed_as_sales_are():
    near, far = (sum_quantile(100, 60, q) for q in (0.5, 0.95))

    assert near < 100 < far
    assert far - 100 > 1.7 * 60
    assert sum_quantile(100, 0, 0.95) == 100
    assert sum_quantile(0, 0, 0.95) == 0


@pytest.mark.parametrize("mean", [3.0, 200.0])
def test_what_is_told_is_what_is_learned_from(mean):
    """The probability of a quantile is the one that it was asked for."""
    variance = np.array([4 * mean])
    for q in (0.2, 0.8, 0.95):
        told = np.array([sum_quantile(mean, float(variance[0]) ** 0.5, q)])
        below, up_to = probabilities(np.array([mean]), variance, told)
        assert below[0] - 0.06 <= q <= up_to[0] + 0.06


def shop(*, products, wild, days=560, seed=5):
    """Each product has months of its own level, 28 days long, up to yesterday: the
    factor of the next month is as unsure as that of those past."""
    chance = np.random.default_rng(seed)
    months = chance.lognormal(-(wild**2) / 2, wild, (products, days // 28))
    level = chance.uniform(2, 12, products)[:, None]
    units = chance.poisson(np.repeat(level * months, 28, axis=1)).astype(float)
    units[:, 0] = 1
    return Panel.of([(LAST - days + 1, row) for row in units], LAST)


@pytest.mark.parametrize("wild", [0.05, 0.8])
def test_what_comes_stays_below_the_quantiles_as_often_as_they_say(wild):
    panel = shop(products=30, wild=wild)
    now = panel.until(panel.width - 28)
    found = calibrate(now, np.arange(30), backtest(now, 0.5))
    assert found is not None
    below: dict[float, list[float]] = {q: [] for q in (0.8, 0.9, 0.95)}
    for row in range(30):
        calibration = SumCalibration(
            found.dispersion[row].tolist(), found.nominal[row].tolist()
        )
        mean = now.mean(now.width, 364)[row]
        made = forecast(
            mean, nominal=calibration.nominal, dispersion=calibration.dispersion
        )
        # Any past month may come.
        months = now.units[row].reshape(-1, 28).sum(axis=1)[1:]
        for q, shares in below.items():
            shares.append((months <= made.quantile(q, 28)).mean())

    for q, shares in below.items():
        assert np.mean(shares) == pytest.approx(q, abs=0.06)


def test_a_shop_without_a_past_has_nothing_to_test_on():
    panel = shop(products=5, wild=0.3, days=56)

    assert calibrate(panel, np.arange(5), backtest(panel, 0.5)) is None


def test_what_comes_later_is_not_known():
    panel = shop(products=6, wild=0.5)
    for end in (140, 333, 532):
        then = panel.until(end)
        for days in HORIZONS:
            assert own_dispersion(panel, end, days) == pytest.approx(
                own_dispersion(then, end, days)
            )


def test_own_dispersion_is_that_of_sums_around_the_level_before_them():
    panel = shop(products=3, wild=0.5, days=420)
    units = panel.units[1]
    errors, levels = 0.0, 0.0
    for then in range(420 - 14, 55, -7):
        level = units[then - 28 : then].mean() * 14
        errors += (units[then : then + 14].sum() - level) ** 2
        levels += level

    assert own_dispersion(panel, 420, 14)[1] == pytest.approx(errors / levels)


def test_classes_of_a_panel_are_those_of_each_product():
    chance = np.random.default_rng(2)
    kinds = [
        chance.poisson(20, 400),
        chance.poisson(20, 400) * chance.choice([1, 9], 400),
        chance.poisson(0.6, 400),
        chance.poisson(0.3, 400) * chance.choice([1, 20], 400),
        (chance.random(400) < 0.01).astype(int),
    ]
    panel = Panel.of([(LAST - 399, row.astype(float)) for row in kinds], LAST)
    for row in panel.units:
        row[0] = 1

    names = demand_classes(panel, panel.width, 28)
    assert names.tolist() == ["smooth", "erratic", "intermittent", "lumpy", "few"]
    assert names.tolist() == [
        demand_class(row[-365:].tolist(), 28) for row in panel.units
    ]


def test_recent_origins_tell_more_of_how_sums_vary():
    rows = np.arange(10)
    sold = np.random.default_rng(1).poisson(4, (10, 730)).astype(float)
    panel = Panel.of([(LAST - 729, units) for units in sold], LAST)

    def sums(end, error, days):
        mean = np.full(10, 4.0 * days)
        sold = mean + error * days * np.where(rows % 2, 1, -1)
        return Sums(end, rows, np.full(10, "smooth"), mean, np.ones(10), sold)

    def dispersion(errors):
        tested = [
            [sums(panel.width - 28 * (13 - n), error, days) for days in HORIZONS]
            for n, error in enumerate(errors)
        ]
        return learned(panel, rows, tested).dispersion[:, -1].mean()

    calm_now, wild_now = [1.0] * 7 + [0.2] * 6, [0.2] * 6 + [1.0] * 7
    assert dispersion(wild_now) > 2 * dispersion(calm_now)


def test_between_the_levels_probabilities_are_in_proportion():
    asked = SumCalibration((1, 1, 1), HEAVY).asked

    for q in (0.001, 0.01, 0.82, 0.99, 0.999):
        assert 0 < asked(q, 7)[-1] < 1
    assert all(a < b for a, b in pairwise(asked(q, 7)[-1] for q in (0.9, 0.99, 0.999)))


@pytest.mark.parametrize("mean", [0.2, 4.0, 60.0])
@pytest.mark.parametrize("told", [0.0, 1.0])
def test_sums_beyond_every_quantile_have_finite_bounds(mean, told):
    made = forecast(mean, nominal=[[told] * len(LEVELS)] * 3)

    for q in (0.001, 0.05, 0.95, 0.999):
        bounds = [made.quantile(q, days) for days in HORIZONS]
        assert all(0 <= bound < 100 * mean * 28 + 1000 for bound in bounds)


def test_history_of_few_units_with_a_giant_sale_has_finite_bounds():
    """One corrected import is enough: the sums after it are beyond any distribution."""
    rows = np.ones((12, 730))
    rows[:, 640:] = 5e8
    panel = Panel.of([(LAST - 729, row) for row in rows], LAST)
    found = calibrate(panel, np.arange(12), backtest(panel, 0.5))

    assert found is not None
    for dispersion, nominal in zip(found.dispersion, found.nominal, strict=True):
        made = forecast(60.0, nominal=nominal.tolist(), dispersion=dispersion.tolist())
        assert all(np.isfinite(made.quantile(q, 28)) for q in LEVELS)
