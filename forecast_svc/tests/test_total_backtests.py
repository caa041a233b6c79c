"""How totals vary: measured, not reckoned from products that know nothing of each other."""

import numpy as np
import pytest

from forecast_svc.engine.backtests import backtest, calibrate
from forecast_svc.engine.calibration import HORIZONS, LEVELS, SumCalibration
from forecast_svc.engine.panel import Panel
from forecast_svc.engine.prediction import Prediction
from forecast_svc.engine.total_backtests import calibrate_totals
from forecast_svc.engine.totals import calibrated, together

PRODUCTS, DAYS = 12, 700
EVERY = list(range(PRODUCTS))


def shop(common: float) -> Panel:
    """Products around ten a day, whose months have a part in ``common``."""
    chance = np.random.default_rng(1)
    months = 1 + common * chance.standard_normal(DAYS // 28 + 1)
    level = 10 * np.repeat(np.maximum(months, 0.1), 28)[:DAYS]
    units = chance.poisson(level, (PRODUCTS, DAYS)).astype(float)
    return Panel.of([(700_000, row) for row in units], 700_000 + DAYS - 1)


def factor_on_the_std(panel: Panel) -> float:
    """Of four weeks of all products, against the sum of independent ones."""
    rows = np.array(EVERY)
    found = calibrate(panel, rows, backtest(panel, 0.7))
    assert found is not None
    of_all = calibrate_totals(panel, [EVERY], found.tested)
    mean = 28 * 10
    alone = found.dispersion[:, -1].sum() * mean
    return float(np.sqrt(of_all.dispersion[0, -1] * PRODUCTS * mean / alone))


def test_what_products_have_in_common_does_not_cancel_out():
    assert factor_on_the_std(shop(0.3)) > 2 * factor_on_the_std(shop(0.0))


def test_a_group_of_one_varies_as_its_product_does():
    panel = shop(0.1)
    found = calibrate(panel, np.array(EVERY), backtest(panel, 0.7))
    assert found is not None
    alone = calibrate_totals(panel, [[3], EVERY], found.tested)

    assert alone.dispersion[0] == pytest.approx(found.dispersion[3], rel=0.5)
    assert alone.dispersion.shape == (2, len(HORIZONS))


def prediction(mean: float, std: float, days: int = 30) -> Prediction:
    sums = [std * np.sqrt(n) for n in range(1, days + 1)]
    return Prediction("of a test", [mean] * days, [std] * days, sums)


def test_a_total_is_the_sum_of_its_products_and_their_variances():
    total = together([prediction(3, 3), prediction(4, 4)], measured=False)

    assert total.mean == [7] * 30
    assert total.std == pytest.approx([5] * 30)
    assert total.cumulative_std[27] == pytest.approx(5 * np.sqrt(28))


def test_its_sums_vary_as_backtests_have_shown_and_its_days_like_its_weeks():
    total = together([prediction(3, 3), prediction(4, 4)], measured=False)
    found = SumCalibration([16 / 7, 9, 9], [LEVELS] * 3)
    tested = calibrated(total, found)

    assert tested.mean == total.mean
    assert tested.cumulative_std[6] == pytest.approx(np.sqrt(16 * 7))
    assert tested.cumulative_std[27] == pytest.approx(np.sqrt(9 * 7 * 28))
    assert tested.std == pytest.approx([5 * 4 / 5] * 30)
    paths = tested.paths(4000, 1)[:, :28].sum(axis=1)
    assert np.std(paths) == pytest.approx(np.sqrt(9 * 7 * 28), rel=0.1)
    share = np.mean(paths <= tested.quantile(0.9, 28))
    assert share == pytest.approx(0.9, abs=0.02)


def test_nothing_sold_is_nothing_expected():
    found = SumCalibration([2, 2, 2], [LEVELS] * 3)
    total = calibrated(together([prediction(0, 0)], measured=False), found)

    assert total.quantile(0.95, 28) == 0
