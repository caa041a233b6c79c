"""Products that are sold in a season only; units and days are made up here."""

import random
from datetime import date, timedelta

import pytest
from dateutil.easter import easter

from forecast_svc.engine.ensemble import GlobalForecast, blend
from forecast_svc.engine.prediction import Prediction
from forecast_svc.engine.season_model import season_forecast
from forecast_svc.engine.series import MAX_SERIES_DAYS, Series
from shared.clock import utc_now


def run(first, days, units):
    """Units of each day from ``first`` on."""
    return {first + timedelta(n): units(n) for n in range(days)}


def every_year(month, day, days, units=lambda n: 8 + n % 5, years=range(2022, 2027)):
    return {
        when: sold
        for year in years
        for when, sold in run(date(year, month, day), days, units).items()
    }


def series_of(sold, as_of):
    first = min(day for day, units in sold.items() if units > 0)
    first = max(first, as_of - timedelta(MAX_SERIES_DAYS - 1))
    known = [day for day in sold if first <= day <= as_of]
    return Series.of(
        [(d, sold[d]) for d in known], first_day=min(known), last_day=as_of
    )


def ask(sold, as_of, horizon=60):
    return season_forecast(series_of(sold, as_of), horizon)


def units_of(forecast, as_of, first, last):
    start = (first - as_of).days - 1
    return sum(forecast.prediction.mean[start : (last - as_of).days])


DECEMBERS = every_year(12, 1, 24, lambda n: 21 + n)
"""780 units in each."""
LATE_NOVEMBER = date(2026, 11, 25)


def test_what_is_sold_in_december_only_is_due_in_december():
    made = ask(DECEMBERS, LATE_NOVEMBER)
    season = (date(2026, 12, 1), date(2026, 12, 24))

    # Three times it has come back; the fourth time is not quite sure.
    assert made.comes == pytest.approx(0.9)
    assert units_of(made, LATE_NOVEMBER, *season) == pytest.approx(702, abs=1)
    assert made.prediction.expected(60) == pytest.approx(702, abs=1)
    # Within December it is as it was then: more towards Christmas.
    assert made.prediction.mean[28] > 1.7 * made.prediction.mean[5]


def test_a_season_to_come_is_as_uncertain_as_it_is():
    prediction = ask(DECEMBERS, LATE_NOVEMBER).prediction
    low, high = prediction.interval(0.95, 60)

    assert low < 200
    assert high > 1000
    assert high >= max(prediction.interval(0.95).upper)


def test_a_season_that_has_begun_comes_and_goes_on_as_strong_as_it_is():
    as_of = date(2026, 12, 14)
    usual = ask(DECEMBERS, as_of)
    double = ask(
        {d: 2 * n if d.year == 2026 else n for d, n in DECEMBERS.items()}, as_of
    )

    assert usual.comes == double.comes == 1
    left = sum(DECEMBERS[date(2026, 12, k)] for k in range(15, 25))
    assert usual.prediction.expected(30) == pytest.approx(left, rel=0.05)
    ratio = double.prediction.expected(30) / usual.prediction.expected(30)
    assert 1.4 < ratio < 2


def test_a_season_that_does_not_begin_is_doubted_day_by_day():
    none_this_year = {d: n for d, n in DECEMBERS.items() if d.year < 2026}
    days = [date(2026, 12, k) for k in (2, 6, 10, 20)]
    comes = [ask(none_this_year, as_of).comes for as_of in days]

    assert comes == sorted(comes, reverse=True)
    assert comes[0] > 0.8
    assert comes[-1] < 0.2


def test_a_season_that_was_missed_last_year_is_unlikely_now():
    missed = {d: n for d, n in DECEMBERS.items() if d.year != 2025}

    assert ask(missed, LATE_NOVEMBER).comes < 0.4


def test_the_season_after_this_one_is_not_sure_while_this_one_is():
    as_of = date(2026, 12, 20)
    made = ask(DECEMBERS, as_of, 400)
    this_year = units_of(made, as_of, date(2026, 12, 21), date(2026, 12, 24))
    next_year = units_of(made, as_of, date(2027, 12, 1), date(2027, 12, 24))

    assert made.comes == 1
    assert this_year == pytest.approx(41 + 42 + 43 + 44, rel=0.05)
    assert next_year == pytest.approx(3.25 / 3.5 * 780, rel=0.02)
    assert not any(made.local_share[300:])


def test_after_the_season_nothing_is_expected():
    summer = every_year(6, 1, 92)
    made = ask(summer, date(2026, 8, 25), 90)

    assert made.prediction.expected(6) > 30
    assert sum(made.prediction.mean[7:]) == 0
    assert ask(summer, date(2026, 1, 10)).prediction.expected(60) == 0


def test_before_the_summer_the_summer_is_expected():
    as_of = date(2026, 5, 20)
    made = ask(every_year(6, 1, 92), as_of, 110)

    assert made.prediction.expected(11) == 0
    assert made.prediction.expected(110) == pytest.approx(0.9 * 92 * 10, rel=0.03)


def test_a_product_may_have_two_seasons():
    sold = every_year(3, 10, 40) | every_year(11, 10, 45, lambda n: 20)
    spring = ask(sold, date(2026, 2, 20), 90).prediction
    between = ask(sold, date(2026, 7, 1), 90).prediction
    winter = ask(sold, date(2026, 10, 20), 90).prediction

    assert spring.expected(90) == pytest.approx(0.9 * 40 * 10, rel=0.05)
    assert between.expected(90) == 0
    assert winter.expected(90) == pytest.approx(0.9 * 45 * 20, rel=0.05)


def test_a_season_may_lie_across_new_year():
    sold = every_year(11, 20, 55, lambda n: 12)
    before = ask(sold, date(2026, 11, 10), 90).prediction
    within = ask(sold, date(2026, 1, 2), 90).prediction

    assert before.expected(90) == pytest.approx(0.9 * 55 * 12, rel=0.05)
    assert within.expected(90) == pytest.approx(11 * 12, rel=0.1)


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_a_season_before_easter_moves_with_it(year):
    """31 March, 20 April and 5 April."""
    sold = {
        easter(y) - timedelta(n): 20 for y in range(2021, 2027) for n in range(1, 22)
    }
    feast = easter(year)
    as_of = feast - timedelta(30)
    made = ask(sold, as_of)

    assert made.calendar == "easter"
    due = units_of(made, as_of, feast - timedelta(21), feast - timedelta(1))
    assert due == pytest.approx(made.prediction.expected(60))
    assert due == pytest.approx(0.9 * 21 * 20, rel=0.05)


def test_a_season_of_the_moon_moves_back_by_eleven_days():
    first = date(2023, 3, 23)
    sold: dict[date, int] = {}
    for year in range(4):
        sold |= run(first + timedelta(round(354.367 * year)), 30, lambda n: 15)
    as_of = date(2026, 2, 8)
    made = ask(sold, as_of)

    assert made.calendar == "moon"
    # The feast is on 18 February, give or take a day.
    assert sum(made.prediction.mean[:8]) == 0
    assert all(made.prediction.mean[11:38])
    assert sum(made.prediction.mean[41:]) == 0


def test_a_product_first_sold_last_december_may_come_back_or_not():
    one = {d: n for d, n in DECEMBERS.items() if d.year == 2025}
    made = ask(one, LATE_NOVEMBER)
    low, high = made.prediction.interval(0.8, 60)

    assert made.comes == 0.5
    assert made.prediction.expected(60) == pytest.approx(390, abs=1)
    assert low == 0
    assert high > 780


def test_a_season_that_fades_fades_on():
    fading = {d: n * 0.5 ** (d.year - 2023) for d, n in DECEMBERS.items()}
    growing = {d: n * 1.5 ** (d.year - 2023) for d, n in DECEMBERS.items()}

    assert ask(fading, LATE_NOVEMBER).prediction.expected(60) < 780 / 4
    assert ask(growing, LATE_NOVEMBER).prediction.expected(60) > 0.9 * 780 * 2.25 * 0.9


def test_a_day_of_the_week_without_sales_in_season_has_none_to_come():
    sold = {d: n for d, n in every_year(6, 1, 92).items() if d.weekday() != 6}
    as_of = date(2026, 5, 31)
    prediction = ask(sold, as_of).prediction

    assert [n for n, m in enumerate(prediction.mean) if m == 0] == [*range(6, 60, 7)]


def test_a_stray_sale_out_of_season_changes_little():
    stray = DECEMBERS | {date(2025, 7, 3): 1, date(2024, 5, 5): 2}
    made, without = (ask(sold, LATE_NOVEMBER) for sold in (stray, DECEMBERS))

    assert made.prediction.expected(60) == pytest.approx(
        without.prediction.expected(60), rel=0.01
    )
    assert 0 < made.prediction.mean[0] < 0.01


chance = random.Random(5)
SLOW = run(date(2024, 1, 1), 1060, lambda n: int(chance.random() < 0.15))


def _lumpy():
    sold, day = {}, date(2024, 1, 1)
    while day < LATE_NOVEMBER:
        for _ in range(chance.randint(2, 9)):
            sold[day] = chance.randint(1, 60)
            day += timedelta(chance.randint(1, 6))
        day += timedelta(chance.randint(30, 140))
    return sold


NO_SEASONS = {
    "every day": run(date(2024, 1, 1), 1000, lambda n: 5),
    "a spike last year": SLOW | {date(2025, 12, 6): 400},
    "nothing but a spike": {date(2025, 12, 6): 400},
    "a spike of four days": run(date(2025, 12, 6), 4, lambda n: 100),
    "bursts at any time": _lumpy(),
    "given up": run(date(2024, 11, 1), 500, lambda n: 20),
    "stronger in summer, never away": run(
        date(2024, 1, 1), 1060, lambda n: 20 if 150 < n % 365 < 240 else 1
    ),
    "hardly ever": {date(2024, 3, 1): 1, date(2025, 3, 5): 1, date(2026, 3, 2): 2},
    "began this autumn": run(date(2026, 9, 20), 60, lambda n: 6),
    "away once for two months": run(date(2024, 1, 1), 400, lambda n: 6)
    | run(date(2025, 4, 10), 590, lambda n: 6),
}


@pytest.mark.parametrize("name", NO_SEASONS)
def test_what_is_no_season_is_taken_for_none(name):
    assert ask(NO_SEASONS[name], LATE_NOVEMBER) is None


def test_what_goes_on_after_its_season_has_none_any_more():
    sold = every_year(6, 1, 92, years=range(2024, 2027))
    sold |= run(date(2026, 9, 1), 20, lambda n: 9)

    assert ask(sold, date(2026, 8, 20)) is not None
    assert ask(sold, date(2026, 9, 20)) is None


LOCAL = Prediction("auto_arima", [6.0] * 60, [2.0] * 60, [2.0] * 60)


def test_in_season_the_local_model_has_a_say_and_none_beyond_its_end():
    made = ask(every_year(6, 1, 92), date(2026, 7, 27))
    mixed = blend(LOCAL, None, made)

    assert made.local_share[0] == pytest.approx(57 / (57 + 56))
    assert 6 < mixed.mean[3] < made.prediction.mean[3]
    assert mixed.mean[36:] == [0] * 24
    assert mixed.std[3] > 2


def test_days_on_which_the_shop_is_closed_are_zero_in_season_too():
    made = ask(DECEMBERS, LATE_NOVEMBER)
    shop = GlobalForecast([99.0] * 60, 0.5, 1.0, frozenset({11}), 9, utc_now())
    mixed = blend(made.prediction, shop, made)

    assert mixed.mean[11] == mixed.std[11] == 0
    assert mixed.mean[12] == made.prediction.mean[12]
