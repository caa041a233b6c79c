"""What the bench counts: a measure that errs is worse than none."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from bench.sum_tables import covered
from bench.sums import SumWindow


def window(below, up_to, day=0):
    return SumWindow(
        shop="shop",
        product="tea",
        as_of=date(2026, 1, 5) + timedelta(weeks=day),
        demand_class="smooth",
        few=(False,) * 3,
        mean=np.ones(28),
        coming=np.ones(28),
        scale=1.0,
        below=np.full(3, below),
        up_to=np.full(3, up_to),
        asked=np.ones((3, 3), dtype=bool),
    )


def test_a_sum_just_at_its_quantile_counts_for_the_share_that_makes_the_level_exact():
    at_the_step = window(0.7, 0.9)

    assert at_the_step.covered(0, 0.6) == 0
    assert at_the_step.covered(0, 0.75) == pytest.approx(0.25)
    assert at_the_step.covered(0, 0.95) == 1
    assert window(0.4, 0.4).covered(0, 0.4) == 1


def test_an_exact_forecast_reaches_each_level():
    """Of a die: each face comes as often as it is expected to."""
    cell = [window(n / 6, (n + 1) / 6, n) for n in range(6)]

    for q in (0.1, 0.5, 0.8, 0.95):
        assert covered(cell, 0, q)[0] == pytest.approx(q)


def test_products_that_go_astray_together_are_one_error():
    apart = [window(float(n % 2), float(n % 2), n) for n in range(40)]
    together = [replace(w, as_of=apart[n // 20].as_of) for n, w in enumerate(apart)]
    alike = [
        replace(window(float(n // 20), float(n // 20)), as_of=apart[n // 20].as_of)
        for n in range(40)
    ]

    assert covered(apart, 0, 0.5) == (0.5, pytest.approx(0.5 / 40**0.5))
    assert covered(together, 0, 0.5)[1] == pytest.approx(0, abs=1e-9)
    assert covered(alike, 0, 0.5)[1] == pytest.approx(0.5 / 2**0.5)
