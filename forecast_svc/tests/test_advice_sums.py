"""What is shown beside a quantity, and the edges of each sum, done by hand."""

from dataclasses import replace
from math import isfinite

import numpy as np

from forecast_svc.replenishment.calculation import (
    Arrival,
    Costs,
    LeadTime,
    Margin,
    ServiceLevel,
    cycle_dates,
    days_needed,
)
from forecast_svc.replenishment.calculation.cycle import delays
from forecast_svc.replenishment.calculation.money import enough
from forecast_svc.replenishment.calculation.terms import (
    recomputed,
    rounded_down,
    rounded_up,
)
from forecast_svc.tests.advising import (
    NOW,
    TODAY,
    advised,
    after,
    paths,
    state,
    steady,
    two_demands,
)

LATER = {"lead_time": LeadTime(4), "review_days": 7}
CERTAIN = ServiceLevel(0.95)


def test_reorder_point_and_level_are_of_the_same_paths():
    """Half of the paths need 7 within a week, the others 21."""
    demand = two_demands(1.0, 3.0, 0.5)
    empty = advised(state(target=CERTAIN, **NOW), demand)
    assert (empty.reorder_point, empty.safety_stock) == (21, 21 - 14)
    assert empty.order_up_to == empty.quantity == 21

    plenty = advised(state(40.0, target=CERTAIN, **NOW), demand)
    assert (plenty.quantity, plenty.order_up_to) == (0, 40)
    coming = (Arrival(30.0, TODAY),)
    enough_soon = advised(state(arrivals=coming, target=CERTAIN, **NOW), demand)
    assert (enough_soon.quantity, enough_soon.order_up_to) == (0, 30)


def test_an_order_that_is_not_needed_fills_up_to_the_reorder_point():
    """Seven in stock are enough for the half that needs no more."""
    held = state(9.0, blocked="snoozed", target=CERTAIN, **NOW)
    advice = advised(held, two_demands(1.0, 3.0, 0.5))
    assert (advice.quantity, advice.order_up_to) == (0, 21)
    least = advised(replace(held, minimum_stock=25.0), two_demands(1.0, 3.0, 0.5))
    assert least.order_up_to == 25


def test_what_is_blocked_changes_no_chance_and_has_no_next_orders():
    blocked = advised(state(blocked="no_supplier", **NOW), steady(2.0))
    assert (blocked.chances.without, blocked.chances.with_order) == (1, 1)
    assert blocked.cycles == ()
    # The nearest reason is told: without a supplier no margin matters.
    poor = {"price": 5.0, "unit_cost": 6.0, "target": Margin()}
    advice = advised(state(blocked="no_supplier", **poor), steady(2.0))
    assert advice.why_not == "no_supplier"


def test_stock_below_zero_counts_as_none():
    known, nothing = (
        advised(state(on_hand, **LATER), steady(2.0)) for on_hand in (-2.0, 0.0)
    )
    assert known.terms == nothing.terms
    assert (known.quantity, known.terms.on_hand) == (14, 0)


def test_what_nobody_has_on_order_is_not_among_the_arrivals():
    advice = advised(state(**LATER), steady(2.0))
    assert (advice.terms.lost_to_a, advice.terms.arrivals_a_b) == (8, 0)


def test_an_arrival_of_today_is_sold_today():
    known = state(arrivals=(Arrival(6.0, TODAY),), **LATER)
    assert advised(known, steady(2.0)).stock_out.p50 == after(3)


def test_an_order_is_late_only_where_less_is_served_than_was_asked_for():
    """Eight last for four days on nine paths of ten, and on all of two a day."""
    demand = steady(2.0)
    demand[0] = 3.0
    enough_for_most = state(8.0, target=ServiceLevel(0.9), **LATER)
    advice = advised(enough_for_most, demand)
    assert (advice.order_by, advice.late) == (TODAY, False)
    assert advice.chances.before_arrival == 0.1
    assert advised(replace(enough_for_most, target=CERTAIN), demand).late


def test_a_later_order_day_is_not_late_whatever_came_before():
    """Nothing for four days, then sixty: the order of next week serves."""
    known = state(arrivals=(Arrival(60.0, after(4)),), **LATER)
    advice = advised(known, steady(2.0))
    assert advice.chances.before_arrival == 1
    assert advice.order_by > TODAY
    assert not advice.late


def test_nothing_has_to_be_ordered_where_nearly_all_paths_reach_the_horizon():
    demand = two_demands(0.0, 1.0, 0.05)
    advice = advised(state(10.0, target=CERTAIN, **NOW), demand)
    assert (advice.quantity, advice.order_by, advice.covered_until) == (0, None, None)


def test_what_is_covered_is_so_as_surely_as_is_asked_for():
    """Forty last twenty days on nine paths of ten, ten on the others."""
    demand = two_demands(2.0, 4.0, 0.1)
    known = state(40.0, target=ServiceLevel(0.9), **NOW)
    assert advised(known, demand).covered_until == after(19)
    assert advised(replace(known, target=CERTAIN), demand).covered_until == after(9)


def test_days_of_running_out_are_tenths_of_the_paths():
    demand = np.repeat(np.arange(1.0, 11.0)[:, None], 90, axis=1)
    found = advised(state(72.0), demand).stock_out
    # 72 last for 7 days at 10 a day, 12 at 6 and 36 at 2.
    assert (found.p10, found.p50, found.p90) == (after(7), after(12), after(36))


def test_a_day_that_is_met_to_the_last_unit_is_covered():
    assert advised(state(10.0), steady(2.0)).days_of_cover == 5


def test_the_reason_is_what_was_ordered_where_stock_alone_is_not_sure_enough():
    """Ten are more than the mean need of a week, and less than one of five paths needs."""
    demand = two_demands(1.0, 3.0, 0.2)
    ordered = (Arrival(20.0, TODAY),)
    advice = advised(state(10.0, arrivals=ordered, target=CERTAIN, **NOW), demand)
    assert (advice.quantity, advice.why_not) == (0, "on_order")
    sure = advised(state(30.0, arrivals=ordered, target=CERTAIN, **NOW), demand)
    assert sure.why_not == "covered_until"


def test_demand_that_begins_later_is_demand():
    demand = steady(0.0)
    demand[:, 60:] = 2.0
    assert advised(state(**NOW), demand).why_not == "covered_until"


def test_a_level_of_paths_is_whole_paths():
    assert [enough(100, level) for level in (0.55, 0.551, 0.999)] == [55, 56, 100]


def test_so_few_as_expire_are_not_sold_below_the_minimum_quantity():
    known = state(shelf_life_days=3, minimum_quantity=10.0, **NOW)
    advice = advised(known, steady(2.0))
    assert (advice.quantity, advice.why_not) == (0, "shelf_life")
    assert recomputed(advice.terms) == 0


def test_the_last_step_is_the_reason():
    """What money would wait with is another thing than what there is no room for."""
    known = state(order_multiple=12.0, storage=10.0, target=Costs(1.0, 0.001), **NOW)
    advice = advised(known, steady(2.0))
    assert (advice.quantity, advice.why_not) == (0, "storage")


def test_no_more_expires_than_was_asked_to_be_risked():
    """In three days half of the paths sell three, the others nine."""
    known = state(shelf_life_days=3, target=CERTAIN, **NOW)
    assert advised(known, two_demands(1.0, 3.0, 0.5)).quantity == 9


def test_shelf_life_to_the_last_day_of_the_paths_counts():
    known = state(shelf_life_days=30, order_multiple=80.0, **NOW)
    advice = advised(known, steady(2.0, days=30))
    assert (advice.quantity, advice.why_not) == (0, "shelf_life")


def test_a_shelf_life_as_long_as_the_review_outlasts_it():
    known = state(shelf_life_days=7, **NOW)
    assert "review_beyond_shelf_life" not in advised(known, steady(2.0)).notes


def test_next_orders_have_the_multiple_and_the_minimum_too():
    tens = advised(state(order_multiple=10.0, **NOW), steady(2.0)).cycles
    assert [each.quantity for each in tens] == [10, 20, 10]
    least = advised(state(minimum_quantity=20.0, **NOW), steady(2.0)).cycles
    assert [each.quantity for each in least] == [20, 20, 0]


def test_next_orders_are_as_unsure_as_this_one():
    """What covers a delay is there once: after it a week needs a week."""
    known = state(lead_time=LeadTime(5, 20.0), review_days=7)
    advice = advised(known, np.full((400, 120), 2.0), seed=1)
    assert advice.quantity > 14 + 2 * 14
    assert all(10 <= each.quantity <= 18 for each in advice.cycles)


def test_the_shelf_is_filled_now_but_demand_says_until_when_it_can_wait():
    known = state(10.0, arrivals=(Arrival(5.0, after(2)),), minimum_stock=9.0, **LATER)
    advice = advised(known, steady(2.0))
    assert advice.terms.to_minimum_stock == 2
    assert (advice.quantity, advice.order_by) == (7, after(3))


def test_nobody_says_how_often_it_is_looked_at_so_every_week():
    assert cycle_dates(state(lead_time=LeadTime(0))).next_order_on == after(7)


def test_late_deliveries_are_waited_for():
    known = state(lead_time=LeadTime(10, 20.0), review_days=7)
    assert days_needed(known) == 10 + 4 * 7 + 2 * 10
    assert days_needed(state(lead_time=LeadTime(0), review_days=1)) == 28


def test_half_of_the_deliveries_come_by_the_median_and_nine_of_ten_by_p90():
    known = state(lead_time=LeadTime(10, 14.0))
    late = delays(known, 4_000, 1)
    assert np.median(late) == 0
    assert late.min() < 0 < late.max() <= 3 * 4
    assert 0.88 < (late <= 4).mean() < 0.95
    assert (delays(known, 4_000, 2) != late).any()
    assert (delays(known, 4_000, 1) == late).all()
    # Rounded days may pass nine of ten by hours.
    assert not delays(state(lead_time=LeadTime(5, 4.8)), 50, 1).any()


def test_what_may_come_after_the_next_order_did_is_still_a_sum():
    """A day between two orders, and a delivery that may take a month longer."""
    known = state(lead_time=LeadTime(5, 60.0), review_days=1)
    advice = advised(known, paths(2.0, days=200))
    assert isfinite(advice.terms.need_mean)
    assert advice.terms.holds()


def test_an_unreliable_supplier_is_ordered_from_earlier():
    """76 last for 38 days; of orders on two days, nine of ten come within some 25 both."""
    demand = np.full((400, 120), 2.0)
    most = ServiceLevel(0.9)
    known = state(76.0, lead_time=LeadTime(5), review_days=30, target=most)
    assert advised(known, demand).order_by == after(38 - 5)
    unsure = replace(known, lead_time=LeadTime(5, 20.0))
    assert after(8) <= advised(unsure, demand, seed=1).order_by <= after(18)


def test_an_empty_shelf_before_an_order_comes_says_nothing_of_after():
    """Nothing for three days; then sixty come, and the order a week or so later."""
    known = state(
        arrivals=(Arrival(60.0, after(3), "transfer"),),
        lead_time=LeadTime(7, 10.0),
        review_days=7,
    )
    advice = advised(known, np.full((400, 120), 2.0), seed=1)
    assert advice.terms.lost_to_a == 6
    assert advice.terms.need < -20


def test_a_delay_of_the_supplier_delays_what_is_ordered_and_no_transfer():
    """Both are expected on the day before the order comes, which may be late."""
    known = state(14.0, lead_time=LeadTime(7, 30.0), review_days=7)
    sent, ordered = (
        advised(replace(known, arrivals=(Arrival(40.0, after(6), kind),)), paths(2.0))
        for kind in ("transfer", "purchase")
    )
    assert sent.terms.lost_to_a < ordered.terms.lost_to_a
    assert sent.chances.before_arrival < ordered.chances.before_arrival
    calm = replace(known, on_hand=200.0)
    assert advised(calm, paths(2.0)).terms.demand_to_a > 14 + 2


def test_parts_in_stock_are_shown_as_parts():
    """A shop sells by the piece what it has once counted by weight."""
    terms = advised(state(2.25, **NOW), steady(1.0)).terms
    assert (terms.on_hand, terms.stock_at_a, terms.need) == (2.25, 2.25, 4.75)


def test_multiples_of_a_tenth_are_no_more_than_was_asked_for():
    assert [rounded_up(n * 0.1, 0.1) for n in (3, 7, 11)] == [0.3, 0.7, 1.1]
    assert [rounded_down(n / 10, 0.1) for n in (3, 7, 11)] == [0.3, 0.7, 1.1]


def test_a_multiple_is_a_unit_at_least():
    assert state(order_multiple=0.5).multiple == 1
    assert state(order_multiple=0.5, decimals=1).multiple == 0.5


def test_terms_are_computed_with_as_they_are_shown():
    """A third of a unit a day: what is shown in tenths adds up in tenths."""
    terms = advised(state(1.0, **LATER), steady(1 / 3)).terms
    assert terms.holds()
    assert terms.demand_a_b == 2.3
    assert round(terms.demand_a_b - terms.arrivals_a_b - terms.stock_at_a, 1) == (
        terms.need_mean
    )
