"""How far the data reaches: periods of imports, of trading, and what lies between."""

from datetime import date, timedelta

import pytest

from forecast_svc.engine.prediction import Prediction
from forecast_svc.engine.reach import Reach, padded
from forecast_svc.engine.series import days_between
from forecast_svc.tests.factories import series

END = date(2026, 5, 31)


def ago(days):
    return END - timedelta(days=days)


def reach(imported=(), traded=(), closed=()):
    return Reach.of(
        imported=[(ago(a), ago(b)) for a, b in imported],
        traded=[(ago(a), ago(b)) for a, b in traded],
        closed=set(closed),
        as_of=END,
    )


def test_an_import_tells_of_its_days_and_no_later_ones():
    assert reach([(300, 26)]) == Reach(ago(26))
    assert reach([(300, 26), (200, 90)]) == Reach(ago(26))
    assert reach([(300, -5)]) == Reach(END)


def test_a_shop_that_trades_tells_of_every_day_for_four_weeks_after_its_last_sale():
    assert reach(traded=[(300, 28)]) == Reach(END)
    assert reach(traded=[(300, 29)]) == Reach(ago(29))


def test_a_longer_closure_comes_from_the_calendar():
    closed = days_between(ago(60), ago(11))

    assert reach(traded=[(300, 61)]) == Reach(ago(61))
    assert reach(traded=[(300, 61)], closed=closed) == Reach(END)


def test_where_nothing_is_told_nothing_suggests_an_end():
    assert reach() == Reach(END)


def test_what_lies_between_two_periods_is_unknown():
    found = reach([(300, 100)], [(20, 1)])

    assert found.last_day == END
    assert found.unknown == set(days_between(ago(99), ago(21)))


def test_a_few_weeks_between_two_files_are_days_without_sales():
    assert reach([(300, 100), (72, 3)]) == Reach(ago(3))


def test_days_beyond_the_reach_are_cut_but_no_sale():
    assert reach([(300, 3)]).cut(series(5, 5, 0, 0, 0)).values == (5, 5)
    assert reach([(300, 3)]).cut(series(5, 5, 0, 4, 0)).values == (5, 5, 0, 4)
    assert reach([(300, 1)]).cut(series(5, 5, 0, 0, 0)).values == (5, 5, 0, 0)


def test_a_day_with_a_sale_is_known():
    found = reach([(300, 100)], [(20, 1)])
    one = series(*[5] * 201, *[0] * 40, 7, *[0] * 38, *[5] * 21)

    unknown = found.unsold(one)
    assert ago(59) not in unknown
    assert len(unknown) == len(found.unknown) - 1


def test_a_series_that_ends_a_few_days_early_goes_on_as_its_weeks():
    week = [1, 2, 3, 4, 5, 6, 0]
    early = series(*week * 6, last=ago(9))

    longer = padded(early, END)
    assert longer is not None
    assert longer.values[-9:] == (1, 2, 3, 4, 5, 6, 0, 1, 2)
    assert padded(early, ago(9)) == early
    assert padded(series(*week * 6, last=ago(29)), END) is None


def steady(days, level=0.0):
    """Independent days of std 2, around a level that is unsure."""
    sums = [(n * (4 - level**2) + (n * level) ** 2) ** 0.5 for n in range(1, days + 1)]
    return Prediction("test", [10.0] * days, [2.0] * days, sums)


@pytest.mark.parametrize("level", [0.0, 1.0, 2.0])
def test_after_a_gap_days_and_sums_are_as_sure_as_they_were(level):
    """Nothing about a level is learned in days that nobody sees."""
    after = steady(40, level).after(26)

    assert after.mean == [10.0] * 14
    assert after.std == [2.0] * 14
    assert after.cumulative_std == pytest.approx(steady(14, level).cumulative_std)


def test_beyond_its_last_day_a_forecast_goes_as_a_year_before():
    year = Prediction("test", [float(n) for n in range(365)], [1.0] * 365, [5.0] * 365)
    longer = year.extended(400)

    assert longer.mean[364:368] == [364.0, 1.0, 2.0, 3.0]
    assert len(longer.std) == len(longer.cumulative_std) == 400
    assert steady(20, 1.0).extended(30).cumulative_std == pytest.approx(
        steady(30, 1.0).cumulative_std
    )
    assert year.extended(10) is year
