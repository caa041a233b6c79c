"""Day by day: what the days just before tell, and no further than that goes."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from forecast_svc.engine.features import features_at
from forecast_svc.engine.global_model import train
from forecast_svc.engine.panel import Panel
from forecast_svc.engine.recursive_model import REACH, RecursiveModel

LAST = date(2026, 5, 31).toordinal()
EVERY = 10
"""Days from one delivery to the next: nothing that a weekday tells."""


@pytest.fixture(scope="module")
def delivered() -> Panel:
    """Six products that sell out on the day they come in, each on days of its own."""
    chance = np.random.default_rng(1)
    days = np.arange(500)
    products = [
        np.where((days + k) % EVERY == 0, 24.0, chance.poisson(2, 500))
        for k in range(6)
    ]
    return Panel.of([(LAST - 499, units) for units in products], LAST)


def on_delivery(panel: Panel, mean: np.ndarray) -> tuple[float, float]:
    """Units of a day of delivery, and of another, of 30 days ahead."""
    days = panel.width + np.arange(30)
    comes = np.array([(days + k) % EVERY == 0 for k in range(6)])
    return float(mean[:, :30][comes].mean()), float(mean[:, :30][~comes].mean())


def test_what_comes_back_every_ten_days_is_seen_a_month_ahead(delivered):
    model = RecursiveModel.train(delivered)
    assert model is not None
    on_it, others = on_delivery(delivered, model.forecast(delivered, np.arange(6), 30))

    assert on_it > 15
    assert others < 4


def test_the_global_model_has_a_share_of_it(delivered):
    model = train(delivered)
    assert model is not None
    coming = features_at(delivered, delivered.width, 30)
    on_it, others = on_delivery(delivered, model.forecast(delivered, coming))

    assert on_it > 1.5 * others


def test_its_share_fades_and_ends_where_it_ends(delivered):
    model = train(delivered)
    assert model is not None
    coming = features_at(delivered, delivered.width, 2 * REACH)
    both, straight = (
        m.forecast(delivered, coming) for m in (model, replace(model, recursive=None))
    )
    apart = np.abs(both - straight).mean(axis=0)

    assert apart[:28].mean() > 3 * apart[REACH - 14 : REACH].mean() > 0
    assert not apart[REACH:].any()


def test_nothing_that_is_sold_later_changes_it(delivered):
    then = delivered.until(400)
    wild = Panel.of(
        [
            (LAST - 499, np.r_[row[:400], np.full(100, 999.0)])
            for row in delivered.units
        ],
        LAST,
    )
    first, second = (RecursiveModel.train(p) for p in (then, wild.until(400)))
    assert first is not None
    assert second is not None

    np.testing.assert_array_equal(
        first.forecast(then, np.arange(6), 28),
        second.forecast(wild.until(400), np.arange(6), 28),
    )


@pytest.mark.parametrize("days", [30, 60])
def test_of_a_few_weeks_nothing_is_learned(days):
    units = np.random.default_rng(2).poisson(5, days) + 1.0

    assert RecursiveModel.train(Panel.of([(LAST - days + 1, units)] * 4, LAST)) is None
