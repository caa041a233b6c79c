"""Promotions and closures: what the past ones tell, and what planned ones change."""

import pytest
from hypothesis import given, strategies as st

from forecast_svc.engine.prediction import Prediction
from forecast_svc.engine.promotions import NO_LIFT, CalendarDays, Lift, PromotionLift
from forecast_svc.engine.series import days_after
from forecast_svc.engine.stockouts import StockoutImputer
from forecast_svc.tests.factories import series

WEEK = (10, 10, 10, 10, 10, 30, 4)
STEADY = series(*WEEK * 20)


def promoted(made, *offsets):
    days = made.days()
    return frozenset(days[n] for n in offsets)


def without_promotions(observed, days):
    step = PromotionLift(days)
    return step.fit_transform(observed), step.lift


def with_peaks(factor, *offsets):
    values = [
        units * factor if n in offsets else units
        for n, units in enumerate(STEADY.values)
    ]
    return series(*values)


def test_what_promoted_days_sold_more_is_their_lift():
    weeks = [*range(40, 54), *range(90, 104)]
    observed = with_peaks(3, *weeks)
    even, lift = without_promotions(observed, promoted(observed, *weeks))

    # Drawn to no lift by three days of 28.
    assert lift.factor == pytest.approx(3, rel=0.1)
    assert lift.days == 28
    assert even.values == pytest.approx(STEADY.values, rel=0.15)


def test_one_promoted_day_tells_little():
    observed = with_peaks(9, 70)
    _, lift = without_promotions(observed, promoted(observed, 70))

    assert lift.factor == pytest.approx((9 + 3) / 4, rel=0.05)


def test_without_promotions_the_series_stays_what_it_is():
    assert without_promotions(STEADY, frozenset()) == (STEADY, NO_LIFT)


def test_a_product_that_was_always_promoted_has_nothing_to_compare_with():
    always = promoted(STEADY, *range(len(STEADY.values)))

    assert without_promotions(STEADY, always) == (STEADY, NO_LIFT)


@given(
    values=st.lists(st.integers(0, 60), min_size=1, max_size=120),
    offsets=st.sets(st.integers(0, 119)),
)
def test_only_promoted_days_change_and_none_below_zero(values, offsets):
    known = series(*values)
    offsets = {n for n in offsets if n < len(values)}
    even, lift = without_promotions(known, promoted(known, *offsets))

    assert 0.5 <= lift.factor <= 10
    for n, (before, after) in enumerate(zip(known.values, even.values, strict=True)):
        assert after >= 0
        assert after == before or n in offsets


def test_promoted_days_to_come_are_lifted_and_closed_ones_empty():
    observed = with_peaks(3, *range(40, 68))
    days = days_after(observed.last_day, 4)
    calendar = CalendarDays.of(
        [
            ("promotion", observed.days()[40], observed.days()[67], None, None),
            ("promotion", days[1], days[2], 9.0, None),
            ("closure", days[2], days[2], None, None),
        ]
    )
    promotions = PromotionLift(calendar.promoted, calendar.planned_lifts)
    promotions.fit_transform(observed)
    stockouts = StockoutImputer(frozenset(), calendar.closed)
    flat = Prediction("auto_arima", [10.0] * 4, [2.0] * 4, [2.0, 3.0, 4.0, 5.0])
    made = stockouts.inverse_transform(promotions.inverse_transform(flat, days), days)

    factor = promotions.lift.factor
    assert factor > 2
    assert made.mean == pytest.approx([10, 10 * factor, 0, 10])
    assert made.std == pytest.approx([2, 2 * factor, 0, 2])
    # Sums stay as uncertain against their days as they were.
    independent = (4 + (2 * factor) ** 2 + 4) ** 0.5
    assert made.cumulative_std[-1] == pytest.approx(5 / 4 * independent)


def test_without_a_past_the_planned_lift_is_put_on_and_said_to_be_one():
    days = days_after(STEADY.last_day, 4)
    calendar = CalendarDays.of(
        [
            ("promotion", days[1], days[3], 3.0, None),
            ("promotion", days[3], days[3], 2.0, None),
        ]
    )
    promotions = PromotionLift(calendar.promoted, calendar.planned_lifts)
    promotions.fit_transform(STEADY)
    flat = Prediction("auto_arima", [10.0] * 4, [2.0] * 4, [2.0, 3.0, 4.0, 5.0])

    # The newest of a day counts.
    assert promotions.inverse_transform(flat, days).mean == [10, 30, 30, 20]
    assert promotions.of_days(days[1:]) == Lift(8 / 3, 0, "planned")
    assert promotions.of_days(days[:1]) is None


def test_the_price_of_a_promotion_is_what_is_left_of_the_usual_one():
    first, last = days_after(STEADY.last_day, 2)
    calendar = CalendarDays.of(
        [("promotion", first, last, None, 20), ("promotion", last, last, 2.0, None)]
    )

    assert calendar.promotions == (
        (first.toordinal(), last.toordinal(), 0.8),
        (last.toordinal(), last.toordinal(), None),
    )
