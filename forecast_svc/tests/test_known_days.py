"""What is planned of days, as columns of the shop's trees."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from forecast_svc.engine.features import features_at
from forecast_svc.engine.global_model import panel_of
from forecast_svc.engine.known_days import NEAR, KnownDays
from forecast_svc.engine.promotions import PromotedDays

FIRST, LAST = 1_000, 1_099


def near(*promoted, days=None):
    """Flag, price, days to the next and since the last, of the first product."""
    known = KnownDays.of(FIRST, LAST, promoted)
    assert known is not None
    days = np.arange(FIRST, LAST + 40) if days is None else np.array(days)
    return [of[0] for of in known.near(np.array([0]), days)]


def test_of_each_day_is_known_whether_it_is_promoted_at_what_price_and_what_is_near():
    flag, price, to, since = near([(1_010, 1_012, 0.8), (1_030, 1_030, None)])

    assert list(np.flatnonzero(flag)) == [10, 11, 12, 30]
    assert list(price[9:14]) == pytest.approx([1, 0.8, 0.8, 0.8, 1])
    assert np.isnan(price[30])
    assert list(to[7:14]) == [3, 2, 1, 0, 0, 0, NEAR]
    assert list(since[9:16]) == [NEAR, 0, 0, 0, 1, 2, 3]


def test_of_promotions_on_one_day_the_last_counts():
    _, price, *_ = near([(1_010, 1_020, 0.9), (1_015, 1_016, 0.5)])

    assert list(price[14:18]) == pytest.approx([0.9, 0.5, 0.5, 0.9])


def test_far_beyond_what_is_planned_nothing_is_near():
    flag, price, to, since = near([(1_150, 1_151, 0.5)], days=[1_140, 1_151, 9_999])

    assert list(flag) == [0, 1, 0]
    assert list(price) == [1, 0.5, 1]
    assert list(to) == [10, 0, NEAR]
    assert list(since) == [NEAR, 0, NEAR]


def test_each_product_has_its_own():
    known = KnownDays.of(FIRST, LAST, [[], [(1_010, 1_011, 0.5)], []])
    assert known is not None
    flag, *_ = known.near(np.arange(3), np.array([1_010, 1_012]))

    assert flag.tolist() == [[0, 0], [1, 0], [0, 0]]


def test_a_shop_that_promotes_nothing_has_the_columns_that_it_had():
    last = date(2026, 5, 31).toordinal()
    packed = [(last - 299, np.full(300, 5, np.float32).tobytes())] * 3

    def columns(*promoted: Sequence[PromotedDays]) -> int:
        panel = panel_of(packed, last, "", promoted)
        return len(features_at(panel, 300, 28).features.T)

    assert columns() == columns([], [], [])
    assert columns([], [(last, last, None)], []) == columns() + 4
