"""Paths that are kept between questions about the same demand."""

from dataclasses import replace

import numpy as np
import pytest

from forecast_svc.engine.prediction import Prediction
from forecast_svc.replenishment.calculation.path_cache import PathCache

WHOLE = Prediction("flat", [2.0] * 30, [2.0] * 30, [2.0 * n**0.5 for n in range(1, 31)])
PARTS = replace(WHOLE, mean=[50.5] * 30, measured=True)


@pytest.fixture
def drawn(monkeypatch):
    """Seeds of paths that were drawn anew."""
    seeds = []
    draw = Prediction.paths

    def counted(self, n, seed):
        seeds.append(seed)
        return draw(self, n, seed)

    monkeypatch.setattr(Prediction, "paths", counted)
    return seeds


@pytest.mark.parametrize("prediction", [WHOLE, PARTS])
def test_the_same_demand_is_drawn_once_and_is_the_same_each_time(prediction, drawn):
    kept = PathCache()
    first, again = (kept.draw(prediction, 200, 7) for _ in range(2))

    assert drawn == [7]
    assert first.dtype == again.dtype == np.float64
    assert np.array_equal(first, again)
    assert np.allclose(first, prediction.paths(200, 7), rtol=1e-6)


def test_another_demand_or_another_seed_is_another(drawn):
    kept = PathCache()
    other = replace(WHOLE, mean=[3.0] * 30)
    paths = [
        kept.draw(p, 200, seed) for p, seed in ((WHOLE, 7), (other, 7), (WHOLE, 8))
    ]

    assert drawn == [7, 7, 8]
    assert not np.array_equal(paths[0], paths[1])
    assert not np.array_equal(paths[0], paths[2])


def test_what_was_used_longest_ago_makes_room(drawn):
    # Whole units below 256 take a byte: two of these fit.
    kept = PathCache(most=2 * 200 * 30)
    for seed in (1, 2, 1, 3, 1, 2):
        kept.draw(WHOLE, 200, seed)

    assert drawn == [1, 2, 3, 2]
