from itertools import pairwise
from math import exp, factorial

import pytest
from hypothesis import given, strategies as st

from forecast_svc.bounds import bounds, widening

LEVELS = (0.5, 0.6, 0.8, 0.9, 0.95, 0.99)
means = st.floats(0, 1e6)
deviations = st.floats(0, 1e6)


@given(mean=means, deviation=deviations)
def test_bounds_hold_the_mean_are_never_negative_and_widen_with_the_level(
    mean, deviation
):
    found = [bounds([mean], [deviation], level) for level in LEVELS]

    for (low,), (high,) in found:
        assert 0 <= low <= mean <= high
    for ((low,), (high,)), ((lower,), (higher,)) in pairwise(found):
        assert lower <= low
        assert higher >= high


def test_a_fast_mover_has_the_bell_curves_bounds_widened_at_95_percent():
    low, high = bounds([100.0], [10.0], 0.95)

    assert low == [pytest.approx(100 - 1.959964 * 1.3 * 10, abs=1e-3)]
    assert high == [pytest.approx(100 + 1.959964 * 1.3 * 10, abs=1e-3)]
    assert bounds([100.0], [10.0], 0.8)[1] == [pytest.approx(112.8155, abs=1e-3)]


def test_a_slow_mover_has_quantiles_of_counts():
    """With no more variance than its mean, those of the Poisson distribution."""
    mean = 3.0
    share = [exp(-mean) * mean**n / factorial(n) for n in range(30)]
    low = next(n for n in range(30) if sum(share[: n + 1]) >= 0.1)
    high = next(n for n in range(30) if sum(share[: n + 1]) >= 0.9)

    assert bounds([mean], [0.0], 0.8) == ([low], [high]) == ([1.0], [5.0])


def test_a_closed_day_has_no_spread():
    assert bounds([0.0, 4.0], [0.0, 2.0], 0.95)[1][0] == 0


def test_more_variance_means_wider_counts():
    assert bounds([3.0], [6.0], 0.95)[1][0] > bounds([3.0], [2.0], 0.95)[1][0]


def test_bounds_widen_steadily_between_80_and_95_percent():
    assert widening(0.5) == widening(0.8) == 1
    assert widening(0.875) == pytest.approx(1.15)
    assert widening(0.95) == widening(0.99) == pytest.approx(1.3)
