"""In its second year a shop goes as it went from here a year ago, as far as that has
proved right."""

from datetime import date

import numpy as np
import pytest

from forecast_svc.engine.last_year import Backtested, LastYear, believed, factors
from forecast_svc.engine.panel import Panel
from forecast_svc.engine.panel_forecast import forecast_panel

LAST = date(2026, 6, 30).toordinal()
DAYS = 19 * 28
ROWS = np.arange(12)


def shop(*, repeats: bool, ahead: int = 0) -> Panel:
    """Twelve products in their second year, of good and bad months in turn; the same
    ones in both years, or not. ``ahead`` days that have not come yet are among them."""
    chance = np.random.default_rng(3)
    day = np.arange(DAYS + ahead)
    levels = np.where(np.arange(40) % 2, 1.8, 0.6) * chance.uniform(0.8, 1.2, 40)
    month = day // 28 % 13 if repeats else day // 28
    units = [chance.poisson(k * levels[month]).astype(float) for k in range(6, 18)]
    return Panel.of([(LAST - DAYS + 1, u) for u in units], LAST + ahead)


def as_it_was(panel: Panel, end: int) -> Backtested:
    """A forecast that expects four weeks like those before it."""
    level = panel.mean(end, 28)[:, None]
    return Backtested(end, ROWS, np.repeat(level, 28, axis=1))


def test_each_week_goes_as_it_went_on_from_the_same_month():
    panel = shop(repeats=True, ahead=28)
    then = panel.until(DAYS)
    course = LastYear.of(then, DAYS, ROWS, 4)
    assert course is not None
    came = panel.units[:, DAYS:].mean()
    before = then.mean(DAYS, 28).mean()

    assert abs(before - came) > 0.3 * came
    # Where months meet, a week is a mean of both.
    assert course.expected[:, 1:3].mean() == pytest.approx(came, rel=0.2)


@pytest.mark.parametrize(
    ("repeats", "least", "most"), [(True, 0.4, 0.7), (False, 0, 0.15)]
)
def test_it_is_believed_as_far_as_it_has_proved_right(repeats, least, most):
    panel = shop(repeats=repeats)
    backtests = [as_it_was(panel, DAYS - 28 * n) for n in (4, 3, 2, 1)]

    assert least <= believed(panel, backtests) <= most


def test_what_came_after_a_backtest_is_not_asked_for_its_course():
    panel = shop(repeats=True)
    end = DAYS - 28
    known, with_hindsight = (
        LastYear.of(p, end, ROWS, 4) for p in (panel.until(end), panel)
    )
    assert known is not None
    assert with_hindsight is not None

    np.testing.assert_array_equal(known.expected, with_hindsight.expected)


def test_what_is_too_young_to_have_had_a_last_year_keeps_its_forecast():
    old = shop(repeats=True)
    young = Panel.of(
        [*((LAST - DAYS + 1, u) for u in old.units), (LAST - 199, np.full(200, 9.0))],
        LAST,
    )
    rows = np.arange(13)
    found = factors(young, rows, np.full((13, 28), 9.0), 0.5)

    assert (found[12] == 1).all()
    assert not (found[:12] == 1).all()


def test_from_four_weeks_on_it_counts_less_and_less_and_far_ahead_no_longer():
    panel, share, usual = shop(repeats=True), 0.5, 9.0
    found = factors(panel, ROWS, np.full((12, 365), usual), share)
    course = LastYear.of(panel, panel.width, ROWS, 13)
    assert course is not None
    whole = np.clip(share * (course.expected / usual - 1), -0.6, 1.5)
    # Days in the middle of their weeks, of which no other week is a part.
    counted = (found[:, 3:91:7] - 1) / whole

    assert counted[:, :4] == pytest.approx(1)
    assert counted[:, 8] == pytest.approx(32 / 63)
    assert counted[:, 12] == pytest.approx(4 / 63)
    assert (np.diff(counted[:, 4:]) < 0).all()
    assert (found[:, 91:] == 1).all()


def test_a_season_that_was_seen_once_is_expected_of_the_whole_shop():
    panel = shop(repeats=True, ahead=28)
    made = forecast_panel(panel.until(DAYS), 28)
    assert made is not None
    came = panel.units[:, DAYS:].mean()
    before = panel.units[:, DAYS - 28 : DAYS].mean()

    assert abs(made.mean.mean() - came) < 0.5 * abs(before - came)
