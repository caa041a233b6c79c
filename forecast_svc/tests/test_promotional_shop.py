"""A made-up shop that lives on its promotions: what knowing them is worth.

Ten products, each on promotion for about a third of its days, at 10 to 50 % less; the
cheaper, the more is sold, and the more is missing in the week after.
"""

from array import array
from datetime import date, timedelta

import numpy as np
import pytest

from forecast_svc.compute import tasks
from forecast_svc.engine.ensemble import GlobalForecast, blend
from forecast_svc.engine.fitted import SIMPLEST
from forecast_svc.engine.local_model import predict
from forecast_svc.engine.outliers import OutlierCap
from forecast_svc.engine.promotions import PromotionLift
from forecast_svc.engine.series import Series, days_between
from shared.clock import utc_now

PRODUCTS, KNOWN, AHEAD = 10, 600, 28
FIRST = date(2024, 9, 2)
DAYS = [FIRST + timedelta(days=n) for n in range(KNOWN + AHEAD)]
WEEKDAYS = np.array([0.8, 0.85, 0.9, 1.0, 1.2, 1.5, 0.75])
ELASTICITY = 3.0


class Promoted:
    """A product: its units, and its promotions with their relative prices."""

    def __init__(self, seed: int) -> None:
        chance = np.random.default_rng(seed)
        price, after = np.ones(len(DAYS)), np.ones(len(DAYS))
        self.promotions: list[tuple[date, date, float]] = []
        start = int(chance.integers(0, 20))
        while start < len(DAYS):
            end = start + int(chance.integers(4, 11))
            reduced = 1 - float(chance.choice([0.1, 0.2, 0.3, 0.4, 0.5]))
            price[start:end] = reduced
            after[end : end + 7] = 0.6
            last = min(end, len(DAYS)) - 1
            self.promotions.append((DAYS[start], DAYS[last], reduced))
            start = end + int(chance.integers(8, 22))
        weekday = WEEKDAYS[[day.weekday() for day in DAYS]]
        lifted = np.exp(ELASTICITY * (1 - price)) * np.where(price < 1, 1, after)
        mean = chance.uniform(8, 40) * weekday * lifted
        self.units = chance.negative_binomial(8, 8 / (8 + mean)).astype(float)
        self.units[0] = 1 + mean[0]
        self.known, self.coming = self.units[:KNOWN], self.units[KNOWN:]

    def rmsse(self, expected: np.ndarray) -> float:
        scale = np.mean(np.diff(self.known[-365:]) ** 2)
        return float(np.sqrt(np.mean((expected - self.coming) ** 2) / scale))

    @property
    def naive(self) -> float:
        return self.rmsse(np.tile(self.known[-7:], AHEAD // 7))


@pytest.fixture(scope="module")
def shop() -> list[Promoted]:
    return [Promoted(seed) for seed in range(PRODUCTS)]


def against_naive(
    shop: list[Promoted], *, calendar: bool, prices: bool = True
) -> float:
    """RMSSE against repeating the last week, when the calendar has the promotions or not."""
    lifts, series = [], []
    for product in shop:
        promoted = [
            day
            for first, last, _ in (product.promotions if calendar else ())
            for day in days_between(first, last)
        ]
        lift = PromotionLift(frozenset(promoted))
        cap = OutlierCap(frozenset(), frozenset(promoted))
        sold = Series(FIRST, tuple(product.known))
        series.append(cap.fit_transform(lift.fit_transform(sold)))
        lifts.append(lift)
    model = tasks.train(
        DAYS[KNOWN - 1].toordinal(),
        [(FIRST.toordinal(), array("f", of.values).tobytes()) for of in series],
        "",
        promoted=[
            [
                (first.toordinal(), last.toordinal(), price if prices else None)
                for first, last, price in product.promotions
            ]
            for product in (shop if calendar else ())
        ],
    )
    assert model is not None
    scores = []
    for n, product in enumerate(shop):
        theirs = GlobalForecast(
            np.frombuffer(model.means[n], np.float32)[:AHEAD].tolist(),
            model.weight,
            model.width,
            frozenset(model.closed_days),
            PRODUCTS,
            utc_now(),
        )
        made = blend(predict(series[n], AHEAD, order=SIMPLEST), theirs)
        lifted = lifts[n].inverse_transform(made, DAYS[KNOWN:])
        scores.append(product.rmsse(np.array(lifted.mean)))
    return float(np.mean(scores) / np.mean([product.naive for product in shop]))


@pytest.fixture(scope="module")
def known(shop: list[Promoted]) -> float:
    return against_naive(shop, calendar=True)


def test_where_the_calendar_knows_promotions_half_of_the_error_goes(shop, known):
    assert known <= 0.50
    assert known < 0.75 * against_naive(shop, calendar=False)


def test_their_prices_tell_how_much_more_is_sold(shop, known):
    assert known < 0.95 * against_naive(shop, calendar=True, prices=False)
