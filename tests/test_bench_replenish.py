"""The simulated shop of the bench: it must not know what comes, nor favour anybody."""

from datetime import date, timedelta

import numpy as np
import pytest

from bench.replenish_forecasts import together
from bench.replenish_shop import (
    TARGET,
    ShopWindow,
    advised,
    by_levels,
    cost,
    cover_weeks,
    seasonal_index,
)
from bench.replenish_tuning import by_min_max, fill_rate, tuned
from bench.windows import Floats, History
from forecast_svc.engine.prediction import Prediction
from forecast_svc.replenishment.simulation import cover

FIRST = date(2024, 1, 1)
KNOWN = 294
AS_OF = FIRST + timedelta(days=KNOWN - 1)


def histories(later: float = 1.0) -> list[History]:
    """Three products, ``later`` times as much after ``AS_OF``."""
    random = np.random.default_rng(7)
    made = []
    for n, mean in enumerate((4.0, 9.0, 15.0)):
        units: Floats = random.poisson(mean, KNOWN + 56).astype(float)
        units[KNOWN:] *= later
        made.append(History(f"product {n}", FIRST, units))
    return made


DAYS = [AS_OF, AS_OF + timedelta(weeks=3)]


@pytest.fixture(scope="module")
def shops() -> tuple[ShopWindow, ShopWindow]:
    """Of the same past; in the second forty times as much is sold later."""
    calm, wild = (
        ShopWindow("shop", of, AS_OF, dict(together(of, "", DAYS)), 1)
        for of in (histories(), histories(later=40))
    )
    return calm, wild


def flat(of: list[History], mean: float = 5.0) -> ShopWindow:
    """With a forecast that costs nothing to make."""
    prediction = Prediction(
        "flat", [mean] * 63, [2.0] * 63, [2.0 * n**0.5 for n in range(1, 64)]
    )
    days = [AS_OF + timedelta(weeks=n) for n in range(6)]
    made = {(h.name, day): prediction for h in of for day in days}
    return ShopWindow("shop", of, AS_OF, made, 1)


def test_what_is_sold_later_changes_no_decision(
    shops: tuple[ShopWindow, ShopWindow],
) -> None:
    for rule in (advised(TARGET), by_min_max(3.0)):
        calm, wild = ([c.ordered[0] for _, c in shop.run(rule)] for shop in shops)
        assert calm == wild
        assert sum(calm) > 0


def test_a_forecast_of_a_later_day_knows_what_was_sold_by_then(
    shops: tuple[ShopWindow, ShopWindow],
) -> None:
    calm, wild = (s.forecasts["product 1", DAYS[1]].expected(28) for s in shops)

    assert wild > 1.5 * calm


def test_the_index_of_a_shop_is_of_the_past() -> None:
    of = [History("tea", FIRST, np.tile(np.arange(1.0, 365.0), 2))]
    last = of[0].first + timedelta(days=500)
    later = [
        History("tea", FIRST, np.concatenate([of[0].units[:501], np.full(99, 1e4)]))
    ]

    assert seasonal_index(of)(last).tolist() == seasonal_index(later)(last).tolist()
    assert len(seasonal_index(of)(last)) == 21


def test_cover_orders_up_to_so_many_mean_weeks() -> None:
    of = [History("tea", FIRST, np.full(KNOWN + 56, 2.0))]
    shop = flat(of)
    (product, course), *_ = shop.run(cover_weeks(4, seasonal_index(of)))
    had = product.opening.on_hand + sum(u for _, u in product.opening.incoming)

    assert had + course.ordered[0] == pytest.approx(max(had, 56))


def test_costs_are_of_missing_units_and_of_what_is_held_over_a_week_s_end() -> None:
    of = [History("tea", FIRST, np.full(KNOWN + 56, 1.0))]
    (_, course), *_ = flat(of).run(by_levels(cover(0)))

    held = course.stock[[20, 27, 34, 41, 48, 55]].sum()
    assert cost(course) == pytest.approx(course.lost[14:].sum() + 0.2 * held)


def test_the_seed_makes_the_shop_and_nothing_else_does() -> None:
    of = histories()
    first, again, other = (
        [
            p.opening
            for p in ShopWindow("shop", of, AS_OF, flat(of).forecasts, s).products
        ]
        for s in (1, 1, 2)
    )

    assert first == again
    assert first != other


def test_a_rival_is_set_to_serve_as_well_on_the_weeks_before() -> None:
    shop = flat(histories())
    k = tuned(shop, 0.9, by_min_max, 0.0, 4.0)

    assert fill_rate(shop, by_min_max(k)) == pytest.approx(0.9, abs=0.02)
