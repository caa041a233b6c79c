"""The shop side by side: the same numbers as product by product, and no peeking."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from forecast_svc.engine.features import features_at, weekday_index
from forecast_svc.engine.global_model import coming_closures
from forecast_svc.engine.holidays import public_holidays
from forecast_svc.engine.local_model import predict
from forecast_svc.engine.outliers import OutlierCap
from forecast_svc.engine.panel import Panel
from forecast_svc.engine.panel_forecast import forecast_panel
from forecast_svc.engine.series import Series

LAST = date(2026, 5, 31).toordinal()


def panel_of(*products: np.ndarray, last: int = LAST) -> Panel:
    return Panel.of([(last - len(p) + 1, p) for p in products], last)


def wild(days: int, mean: float, seed: int) -> np.ndarray:
    units = np.random.default_rng(seed).poisson(mean, days).astype(float)
    units[0] = 1
    return units


@pytest.fixture(scope="module")
def panel() -> Panel:
    return panel_of(wild(700, 8, 1), wild(500, 3, 2), wild(150, 20, 3), wild(40, 5, 4))


def test_sums_over_the_shop_are_those_of_each_product(panel):
    for row, length in enumerate((700, 500, 150, 40)):
        own = panel.units[row, -length:]
        recent = own[-90:]
        assert panel.age(panel.width)[row] == length
        assert panel.mean(panel.width, 90)[row] == pytest.approx(recent.mean())
        assert panel.variance(panel.width, 90)[row] == pytest.approx(recent.var())
        assert panel.selling_share(panel.width, 90)[row] == (recent > 0).mean()


def test_days_are_counted_by_their_weekday(panel):
    sums, counts = panel.by_weekday(panel.width, 365)
    for row, length in enumerate((700, 500, 150, 40)):
        recent = panel.units[row, -min(length, 365) :]
        for weekday in range(7):
            days = [
                units
                for back, units in enumerate(recent[::-1])
                if date.fromordinal(LAST - back).weekday() == weekday
            ]
            assert counts[row, weekday] == len(days)
            assert sums[row, weekday] == pytest.approx(sum(days))


@pytest.mark.parametrize("end", [300, 430, 671])
def test_nothing_after_the_origin_is_used(panel, end):
    """The shop as it was on that day says the same."""
    known = features_at(panel.until(end), end, 28)
    with_hindsight = features_at(panel, end, 28)

    np.testing.assert_array_equal(known.rows, with_hindsight.rows)
    np.testing.assert_array_equal(known.features, with_hindsight.features)
    np.testing.assert_array_equal(known.start, with_hindsight.start)


def test_a_weekday_without_sales_is_closed_whatever_the_others_do():
    days = np.arange(LAST - 364, LAST + 1)
    closed_on_monday = np.where((days - 1) % 7 == 0, 0.0, 5.0)
    index = weekday_index(panel_of(closed_on_monday, np.full(365, 4.0)), 365)

    assert index[0, 0] == 0
    assert index[0, 1:].min() > 0.9
    assert index[1].min() > 0


def test_few_days_take_the_weekdays_of_the_shop():
    days = np.arange(LAST - 364, LAST + 1)
    busy_saturdays = np.where((days - 1) % 7 == 5, 20.0, 5.0)
    noise = np.random.default_rng(5)
    others = [busy_saturdays + noise.poisson(1, 365) for _ in range(8)]
    young = np.array([9.0, 1, 4, 9, 2, 6, 3] * 5)
    index = weekday_index(panel_of(*others, young), 365)

    assert index[8, 5] > 1.5


def test_products_that_rise_together_teach_each_other():
    """A summer peak, seen once by the older products, is expected of a younger one."""
    days = np.arange(LAST + 28 - 759, LAST + 28 + 1)
    summer = 1 + 2 * np.exp(-(((days % 365.25) - (LAST + 14) % 365.25) ** 2) / 400)
    noise = np.random.default_rng(6)
    units = [noise.poisson(k * summer).astype(float) for k in (9, 12, 15, 18, 20, 30)]
    known = [u[: len(days) - 28] for u in units]
    known[0] = known[0][-300:]
    made = forecast_panel(panel_of(*known), 28)

    assert made is not None
    before, coming = known[0][-28:].mean(), units[0][-28:].mean()
    assert coming > 1.3 * before
    assert made.mean[0].mean() > 1.2 * before
    assert 0 < made.weight < 1


def test_the_same_shop_gets_the_same_forecast(panel):
    first, second = (forecast_panel(panel, 28) for _ in range(2))

    assert first is not None
    assert second is not None
    np.testing.assert_array_equal(first.mean, second.mean)
    assert (first.weight, first.width) == (second.weight, second.width)


@pytest.mark.parametrize("lengths", [(), (400,), (400, 400), (50, 50, 50)])
def test_too_small_a_shop_has_no_model_of_its_own(lengths):
    products = [wild(days, 5, seed) for seed, days in enumerate(lengths)]

    assert forecast_panel(panel_of(*products), 28) is None


def test_a_forecast_is_never_negative_and_always_finite():
    spike = np.zeros(400)
    spike[[0, 390]] = 1, 1_000_000
    falling = np.maximum(0, np.linspace(50, -10, 400))
    made = forecast_panel(panel_of(spike, falling, wild(400, 3, 7), np.ones(400)), 365)

    assert made is not None
    assert np.isfinite(made.mean).all()
    assert made.mean.min() >= 0


def feasts(last: date, products: int, closed: set[date]) -> Panel:
    """A steady shop of a year and a half up to ``last`` that was shut on some days."""
    days = [date.fromordinal(last.toordinal() - 549 + n) for n in range(550)]
    units = np.array([0.0 if day in closed else 4.0 for day in days])
    first = days[0].toordinal()
    return Panel.of([(first, units)] * products, last.toordinal())


def test_a_shop_that_was_shut_at_christmas_will_be_again():
    closed = {date(2025, 12, 25), date(2025, 12, 26), date(2026, 1, 1)}
    panel = feasts(date(2026, 12, 13), 8, closed | {date(2026, 8, 15)})

    closed_days = [date(2026, 12, 14 + n) for n in coming_closures(panel, 17)]
    assert closed_days == [date(2026, 12, 25), date(2026, 12, 26)]
    assert len(coming_closures(panel, 40)) == 3


def test_a_few_products_without_sales_are_no_closed_shop():
    panel = feasts(date(2026, 12, 13), 7, {date(2025, 12, 25)})

    assert coming_closures(panel, 40) == []


def test_a_shop_that_never_sells_on_sundays_was_not_shut_on_one():
    sundays = {date(2026, 1, 4) - timedelta(days=7 * n) for n in range(60)}
    panel = feasts(date(2026, 12, 13), 9, sundays)

    assert coming_closures(panel, 40) == []


def with_holidays(panel: Panel, days: dict[date, str]) -> Panel:
    return replace(panel, holidays={d.toordinal(): name for d, name in days.items()})


def test_a_holiday_on_which_the_shop_was_shut_will_be_again_though_its_date_moves():
    easter, next_easter = date(2026, 4, 6), date(2027, 4, 19)
    panel = with_holidays(
        feasts(date(2027, 4, 11), 8, {easter}),
        {easter: "Easter", next_easter: "Easter", date(2027, 4, 14): "Parade"},
    )

    assert coming_closures(panel, 14) == [7]


def test_what_sells_on_holidays_is_expected_on_the_next():
    """Every 35 days there is one, on which three times as much is sold."""
    start = date.fromordinal(LAST - 699)
    days = [start + timedelta(days=n) for n in range(714)]
    holidays = [day for day in days if (day.toordinal() - LAST) % 35 == 5]
    chance = np.random.default_rng(1)
    products = []
    for _ in range(12):
        units = chance.poisson(8, 700).astype(float)
        units[[day in holidays for day in days[:700]]] *= 3
        products.append(units)
    coming = [n for n in range(14) if days[700 + n] in holidays]
    told = forecast_panel(
        with_holidays(panel_of(*products), dict.fromkeys(holidays, "Fair")), 14
    )

    assert told is not None
    assert len(coming) == 1
    on_it, others = told.mean[:, coming], np.delete(told.mean, coming, axis=1)
    assert on_it.mean() > 1.5 * others.mean()


def test_a_kind_of_day_that_comes_once_a_year_is_no_pattern_of_its_weekday():
    """In France 1, 8 and 29 May 2025 were Thursdays on which the shop was shut; 24
    December, a Tuesday, sold ten times as much."""
    last = date(2025, 5, 30)
    days = [last - timedelta(days=729 - n) for n in range(730)]
    holidays = public_holidays("FR", days[0], last + timedelta(days=400))
    shut = np.array([day in holidays for day in days])
    eve = np.array([(day.month, day.day) == (12, 24) for day in days])
    chance = np.random.default_rng(8)
    series = []
    for level in range(8, 20):
        units = chance.poisson(level, 730) * np.where(shut, 0, np.where(eve, 10, 1))
        series.append(
            OutlierCap().fit_transform(Series(days[0], tuple(units.astype(float))))
        )
    panel = panel_of(*(np.array(of.values) for of in series), last=last.toordinal())
    made = forecast_panel(with_holidays(panel, holidays), 28)
    assert made is not None
    coming = [last + timedelta(days=n + 1) for n in range(28)]
    usual = np.array([day not in holidays for day in coming])
    weekday = np.array([day.weekday() for day in coming])
    local = np.array([predict(of, 28).mean for of in series])
    for expected in (made.mean, local):
        usual_day = expected[:, usual].mean()
        for k in (1, 3):
            on_it = expected[:, usual & (weekday == k)].mean()
            assert on_it == pytest.approx(usual_day, rel=0.06)
