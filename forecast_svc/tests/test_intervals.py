from itertools import pairwise
from math import exp, factorial

import pytest
from hypothesis import given, strategies as st

from forecast_svc.engine.intervals import interval, quantile, widening

LEVELS = (0.5, 0.6, 0.8, 0.9, 0.95, 0.99)
means = st.floats(0, 1e6)
stds = st.floats(0, 1e6)


@given(mean=means, std=stds)
def test_bounds_hold_the_mean_are_never_negative_and_widen_with_the_level(mean, std):
    found = [interval(mean, std, level) for level in LEVELS]

    for low, high in found:
        assert 0 <= low <= mean <= high
    for (low, high), (lower, higher) in pairwise(found):
        assert lower <= low
        assert higher >= high


def test_a_fast_mover_has_the_bell_curves_bounds_widened_at_95_percent():
    low, high = interval(100, 10, 0.95)

    assert low == pytest.approx(100 - 1.959964 * 1.3 * 10, abs=1e-3)
    assert high == pytest.approx(100 + 1.959964 * 1.3 * 10, abs=1e-3)
    assert interval(100, 10, 0.8)[1] == pytest.approx(112.8155, abs=1e-3)


def test_a_slow_mover_has_quantiles_of_counts():
    """With no more variance than its mean, those of the Poisson distribution."""
    mean = 3.0
    share = [exp(-mean) * mean**n / factorial(n) for n in range(30)]
    low = next(n for n in range(30) if sum(share[: n + 1]) >= 0.1)
    high = next(n for n in range(30) if sum(share[: n + 1]) >= 0.9)

    assert interval(mean, 0, 0.8) == (low, high) == (1, 5)


def test_a_closed_day_has_no_spread():
    assert interval(0, 0, 0.95) == (0, 0)
    assert quantile(0, 0, 0.95) == 0


def test_more_variance_means_wider_counts():
    assert interval(3, 6, 0.95)[1] > interval(3, 2, 0.95)[1]


def test_bounds_widen_steadily_between_80_and_95_percent():
    assert widening(0.5) == widening(0.8) == 1
    assert widening(0.875) == pytest.approx(1.15)
    assert widening(0.95) == widening(0.99) == pytest.approx(1.3)


@given(mean=means, std=stds)
def test_quantiles_are_never_negative_and_grow_with_their_probability(mean, std):
    found = [quantile(mean, std, q) for q in (0.01, 0.1, 0.4, 0.5, 0.6, 0.9, 0.99)]

    assert found[0] >= 0
    assert found == sorted(found)


def test_an_upper_bound_is_the_quantile_that_leaves_half_of_the_rest_above_it():
    for mean, std in ((100, 20), (4, 3), (0.4, 1)):
        for level in (0.8, 0.95):
            upper = interval(mean, std, level)[1]

            assert quantile(mean, std, (1 + level) / 2) == pytest.approx(upper)


def test_a_slow_movers_quantile_is_the_count_whose_probability_comes_nearest():
    """Poisson with mean 3: at most 4 with 0.815, at most 5 with 0.916."""
    assert [quantile(3, 0, q) for q in (0.8, 0.86, 0.87, 0.9)] == [4, 4, 5, 5]
