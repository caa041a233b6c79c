"""The blend of the local forecast and the global one."""

from datetime import UTC, datetime
from typing import Any

import pytest

from forecast_svc.engine.ensemble import GlobalForecast, blend
from forecast_svc.engine.prediction import Prediction

OWN = Prediction("auto_arima", [10.0, 0.0, 20.0], [3.0, 0.0, 4.0], [3.0, 3.0, 5.0])


def share(**changes: Any) -> GlobalForecast:
    usual: dict[str, Any] = {
        "mean": [20.0, 8.0, 20.0],
        "weight": 0.75,
        "width": 0.9,
        "closed_days": frozenset(),
        "products": 24,
        "made_at": datetime(2026, 6, 1, tzinfo=UTC),
    }
    return GlobalForecast(**usual | changes)


def test_the_mean_is_shared_and_the_spread_narrowed():
    made = blend(OWN, share())

    assert made.mean == pytest.approx([17.5, 0, 20])
    assert made.std == pytest.approx([2.7, 0, 3.6])
    assert made.cumulative_std == pytest.approx([2.7, 2.7, 4.5])


def test_a_day_on_which_the_shop_is_shut_has_nothing():
    made = blend(OWN, share(closed_days=frozenset({2})))

    assert (made.mean[2], made.std[2]) == (0, 0)
    assert made.mean[0] > 0


def test_without_a_shop_it_stays_as_it_is():
    assert blend(OWN, None) is OWN
