"""What to order, to the edge: each sum of the computation by hand."""

from dataclasses import replace

import numpy as np
import pytest

from forecast_svc.replenishment.calculation import (
    Arrival,
    Closure,
    Costs,
    LeadTime,
    Margin,
    ServiceLevel,
    SupplierCalendar,
    cycle_dates,
    days_needed,
)
from forecast_svc.replenishment.calculation.buying import BuyingLine
from forecast_svc.replenishment.calculation.cycle import delays
from forecast_svc.replenishment.calculation.money import Aim, Shortfall, Worth
from forecast_svc.replenishment.calculation.transfers import Place, shared_out
from forecast_svc.replenishment.sentences import sentences
from forecast_svc.replenishment.words import WHY_NOT
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


def test_what_is_ordered_too_early_is_held_in_every_cycle_that_it_waits():
    """Seven a cycle, a missing unit costs 1 and one held a cycle 0.1."""
    needs, *later = (np.full(4, units) for units in (7.0, 14.0, 21.0, 28.0))
    aim = Aim(0.9, 1.0, 0.1, by_money=True)
    worth = Worth(aim, Shortfall(needs), lambda: later)

    assert worth.of(7) == pytest.approx(7)
    assert worth.of(3) == pytest.approx(3)
    assert worth.of(14) == pytest.approx(7 - 0.7)
    assert worth.of(16) == pytest.approx(7 - 0.9 - 0.2)
    # Two beyond all that is known wait a seventh of a cycle on the mean.
    assert worth.of(30) == pytest.approx(7 - 0.1 * (23 + 16 + 9 + 2) - 0.1 * 2 / 7)


@pytest.mark.parametrize(("days", "alpha"), [(10, 0.5), (20, 0.5), (21, 0.995)])
def test_what_expires_before_it_sells_makes_one_less_sure(days, alpha):
    """Half of the paths need 7, the others 21; in 21 days 21 sell on all of them."""
    known = state(
        unit_cost=5.0, price=10.0, target=Margin(), shelf_life_days=days, **NOW
    )
    advice = advised(known, two_demands(1.0, 3.0))

    assert advice.terms.alpha == pytest.approx(alpha, abs=0.005)


@pytest.mark.parametrize("target", [Margin(), ServiceLevel(0.9)])
def test_a_small_margin_is_one(target):
    known = state(
        unit_cost=5.0, price=5.5, capital_rate_per_day=0.0, target=target, **NOW
    )
    advice = advised(known, steady(2.0), quantity=10.0)

    assert advice.quantity == 14
    assert advice.worth == pytest.approx(0.5 * 14)
    assert advice.units_at_risk_per_day == pytest.approx(2)
    assert advice.money_at_risk_per_day == pytest.approx(1)
    told = advice.consequences
    assert (told.missing, told.left, told.cost) == (4, 0, 50)
    assert told.worth == pytest.approx(5)
    more = advised(known, steady(2.0), quantity=20.0).consequences
    assert (more.missing, more.left, more.cost) == (0, 6, 100)


def test_a_case_less_is_ordered_where_the_rest_is_hardly_missed():
    """Seven of ten need 10, the others 12: two missing at 1 are less than eight held."""
    demand = two_demands(10 / 7, 12 / 7, 0.3)
    known = state(order_multiple=10.0, target=Costs(1.0, 0.3 / 7), **NOW)
    advice = advised(known, demand)

    assert advice.terms.need == 12
    assert advice.quantity == 10


def test_what_is_on_its_way_counts_for_the_level_and_the_minimum_stock():
    known = state(
        on_hand=3.0,
        arrivals=(Arrival(4.0, after(4)),),
        minimum_stock=20.0,
        **NOW,
    )
    advice = advised(known, steady(2.0))

    assert advice.terms.arrivals_a_b == 4
    assert advice.terms.to_minimum_stock == 20 - 3 - 4
    assert (advice.quantity, advice.order_up_to) == (13, 20)


def test_the_shelf_is_filled_up_at_once_though_the_next_order_would_do():
    """Twenty last until the order of next week comes, to the day."""
    known = state(on_hand=20.0, lead_time=LeadTime(3), review_days=7)
    assert advised(known, steady(2.0)).order_by == after(7)
    assert advised(known, steady(2.0)).quantity == 0
    filled = advised(replace(known, minimum_stock=30.0), steady(2.0))
    assert filled.quantity > 0
    assert filled.order_by == TODAY


def test_what_is_covered_orders_nothing_in_the_next_cycles_either():
    """Fifty last 25 days, the third of the next cycles reaches to the thirtieth."""
    known = state(on_hand=50.0, lead_time=LeadTime(2), review_days=7)
    cycles = advised(known, steady(2.0)).cycles
    assert [each.quantity for each in cycles] == [0, 0, 10]


def test_stock_that_comes_after_unmet_demand_is_there_for_what_follows():
    """Nothing for four days; then thirty last for fifteen."""
    known = state(
        arrivals=(Arrival(30.0, after(4)),), lead_time=LeadTime(4), review_days=7
    )
    assert advised(known, steady(2.0)).covered_until == after(18)


def test_days_of_running_out_are_shares_of_the_paths():
    demand = np.repeat(np.array([[1.0], [2.0], [4.0], [5.0], [10.0]]), 2, axis=0)
    found = advised(state(on_hand=20.0), np.repeat(demand, 90, axis=1)).stock_out

    assert (found.p10, found.p50, found.p90) == (after(2), after(5), after(20))


def test_as_many_days_as_are_needed_are_enough():
    known = state(on_hand=10.0, lead_time=LeadTime(4), review_days=7)
    assert advised(known, steady(2.0, days=11)).quantity == 12
    assert advised(known, steady(2.0, days=10)).why_not == "beyond_horizon"
    whole = advised(known, steady(2.0, days=days_needed(known)))
    assert len(whole.cycles) == 3
    late = replace(known, arrivals=(Arrival(5.0, after(90)),))
    assert advised(late, steady(2.0)).quantity == 12
    assert days_needed(replace(known, shelf_life_days=60)) == 64


def test_two_orders_that_a_closure_holds_up_arrive_a_day_apart():
    calendar = SupplierCalendar(closed=(Closure(after(8), after(16)),))
    dates = cycle_dates(state(lead_time=LeadTime(8), review_days=7, calendar=calendar))

    assert (dates.order_on, dates.next_order_on) == (TODAY, after(7))
    assert (dates.arrives_on, dates.next_arrives_on) == (after(17), after(18))


def test_what_usually_comes_at_once_comes_late_one_time_in_ten():
    late = delays(state(lead_time=LeadTime(0, 3.0)), 4_000, 1)

    assert late.min() == 0
    # Whole days: three are up to three and a half.
    assert 0.88 < (late <= 3).mean() < 0.96
    assert (late <= 1).mean() < 0.85
    assert np.median(late) == 0
    assert state(lead_time=LeadTime(7, 7.4)).late_days == 1
    assert state(lead_time=LeadTime(7, 11.0)).late_days == 4
    assert state(lead_time=LeadTime(7, 11.0), delay_days=2).late_days == 2


@pytest.mark.parametrize(
    ("given", "note", "said"),
    [
        ({"on_hand": -2.0}, "stock_below_zero", True),
        ({"on_hand": 3.0}, "stock_below_zero", False),
        ({"arrivals": (Arrival(5.0, after(-2)), Arrival(5.0, after(2)))}, "late_arrivals_moved", True),
        ({"arrivals": (Arrival(5.0, None),)}, "late_arrivals_moved", True),
        ({"arrivals": (Arrival(5.0, TODAY),)}, "late_arrivals_moved", False),
        ({"lead_time": LeadTime(400, assumed=True)}, "lead_time_assumed", True),
    ],
)  # fmt: skip
def test_what_was_guessed_or_moved_is_said(given, note, said):
    advice = advised(state(**given), steady(2.0))
    assert (note in advice.notes) is said


def test_who_has_no_supplier_is_sent_what_another_can_spare():
    weekly = {"lead_time": LeadTime(2), "review_days": 7}
    short = state(4.0, blocked="no_supplier", **weekly)
    rich, covered = state(30.0, **weekly), state(18.0, **weekly)
    places = {
        n: Place(known, advised(known, steady(2.0)), 1)
        for n, known in enumerate((short, rich, covered), start=1)
    }
    # Two before an order could come are not missing: four are there.
    (transfer,) = shared_out(places)[1]
    assert (transfer.from_location_id, transfer.quantity) == (2, 12)
    assert shared_out({2: places[2], 3: places[3]}) == {}


def test_packs_beyond_those_that_are_known_are_worth_less_and_less():
    worths = (50.0, 30.0, 10.0, -1.0, -4.0, -9.0)
    line = BuyingLine(1, 1, quantity=15.0, unit_cost=2.0, pack=10.0, pack_worths=worths)

    assert line.worth() == 50 + 30 / 2
    known = replace(line, quantity=60.0)
    assert known.worth_of_more(80.0) == pytest.approx(-14 - 19)
    only = replace(line, quantity=10.0, pack_worths=(5.0,))
    assert only.worth_of_more(20.0) == 0


def test_sentences_say_no_more_than_there_is_to_say():
    never = advised(state(), steady(0.0))
    said = sentences(never, "en")
    assert said.why_not == WHY_NOT["en"]["no_demand"]
    # Without an order there is no chance with it.
    covered = advised(state(on_hand=500.0, **NOW), paths(2.0))
    assert "order" not in str(sentences(covered, "en").date).partition("order by")[2]
    bought = advised(state(**NOW), paths(2.0))
    assert len(str(sentences(bought, "en").date)) > len(
        str(sentences(covered, "en").date)
    )
