"""What to order: the computation, against arithmetic done by hand."""

from dataclasses import replace

import pytest

from forecast_svc.replenishment.calculation import (
    Advice,
    Arrival,
    Closure,
    Costs,
    LeadTime,
    Margin,
    PriceBreak,
    ServiceLevel,
    SupplierCalendar,
    cycle_dates,
    days_needed,
    recomputed,
    seed_of,
)
from forecast_svc.replenishment.sentences import sentences
from forecast_svc.tests.advising import (
    AS_OF,
    TODAY,
    advised,
    after,
    paths,
    state,
    steady,
)


def test_the_same_question_has_the_same_answer():
    known = state(on_hand=3.0, lead_time=LeadTime(5, 9.0))
    seed = seed_of(7, 1, AS_OF)
    assert advised(known, paths(2.0), seed=seed) == advised(
        known, paths(2.0), seed=seed
    )
    assert seed != seed_of(7, 2, AS_OF)
    assert seed != seed_of(7, 1, TODAY)


def test_demand_of_every_day_by_hand():
    """2 a day, 10 on hand, 5 more on the third day, arrival after 4 days, a week on."""
    advice = advised(
        state(
            on_hand=10.0,
            arrivals=(Arrival(5.0, after(2)),),
            lead_time=LeadTime(4),
            review_days=7,
        ),
        steady(2.0),
    )
    terms = advice.terms
    assert (terms.on_hand, terms.arrivals_to_a, terms.demand_to_a) == (10, 5, 8)
    assert (terms.stock_at_a, terms.demand_a_b, terms.need) == (7, 14, 7)
    assert advice.quantity == 7
    assert advice.dates.arrives_on == after(4)
    assert advice.dates.next_arrives_on == after(11)
    # 15 units last seven days, and half of the eighth.
    assert advice.stock_out.p10 == advice.stock_out.p90 == after(7)
    assert advice.order_by == after(3)
    assert not advice.late
    assert advice.covered_until == after(6)
    assert advice.days_of_cover == 5
    assert advice.chances.without == 1
    assert advice.chances.with_order == advice.chances.before_arrival == 0


def test_unmet_demand_is_lost_and_not_owed():
    advice = advised(state(lead_time=LeadTime(4), review_days=7), steady(2.0))
    assert advice.terms.lost_to_a == 8
    assert advice.terms.stock_at_a == 0
    assert advice.quantity == 14
    assert advice.late
    assert advice.order_by == TODAY
    assert advice.chances.before_arrival == 1


def test_what_comes_after_the_shelf_was_empty_helps_no_earlier_day():
    """The maximum over days: 20 units on the last day of the week do not make up for
    the six days before it."""
    late = Arrival(20.0, after(6))
    advice = advised(
        state(arrivals=(late,), lead_time=LeadTime(0), review_days=7), steady(2.0)
    )
    assert advice.terms.need == 12
    assert advice.terms.demand_a_b - advice.terms.arrivals_a_b == 12


def test_the_next_arrival_waits_for_order_days_and_closures():
    calendar = SupplierCalendar(
        frozenset({2, 5}), None, (Closure(after(4), after(10)),)
    )
    dates = cycle_dates(state(lead_time=LeadTime(2), calendar=calendar))
    # Monday is no order day; Friday lies in the closure, the next Tuesday too.
    assert dates.order_on == after(1)
    assert dates.arrives_on == after(3)
    assert dates.next_order_on == after(11)
    assert dates.next_arrives_on == after(13)


def test_order_days_come_before_the_suppliers_review_days():
    calendar = SupplierCalendar(frozenset({1, 4}), review_days=14)
    dates = cycle_dates(state(lead_time=LeadTime(2), calendar=calendar))
    assert (dates.order_on, dates.next_order_on) == (TODAY, after(3))
    asked = state(lead_time=LeadTime(2), calendar=calendar, review_days=7)
    assert cycle_dates(asked).next_order_on == after(7)


def test_a_need_of_less_than_is_shown_is_still_one():
    advice = advised(state(lead_time=LeadTime(0), review_days=7), steady(0.004))
    assert (advice.terms.need, advice.quantity) == (0.1, 1)
    assert advice.order_by == TODAY


def test_as_sure_as_asked_for_is_no_less():
    """One path of ten needs more than the others: nine are not 95 of a hundred."""
    demand = steady(2.0)
    demand[0] *= 3
    known = state(lead_time=LeadTime(0), review_days=7)
    assert advised(known, demand).quantity == 42
    assert advised(replace(known, target=ServiceLevel(0.9)), demand).quantity == 14


def test_minimum_then_multiple():
    advice = advised(
        state(
            lead_time=LeadTime(0),
            review_days=7,
            order_multiple=6.0,
            minimum_quantity=20.0,
        ),
        steady(2.0),
    )
    assert advice.terms.need == 14
    assert [(a.step, a.quantity) for a in advice.terms.adjustments] == [
        ("minimum_quantity", 20.0),
        ("order_multiple", 24.0),
    ]
    assert advice.quantity == 24


@pytest.mark.parametrize(
    ("target", "multiple", "quantity", "steps"),
    [
        (ServiceLevel(0.9), 0.0, 23, ["minimum_stock"]),
        (ServiceLevel(0.9), 6.0, 24, ["minimum_stock", "order_multiple"]),
        # Money alone would let a case of 24 wait.
        (Costs(1.0, 1.0), 24.0, 24, ["minimum_stock", "least_cost"]),
    ],
)
def test_minimum_stock_is_filled_up_to_whatever_the_demand(
    target, multiple, quantity, steps
):
    known = state(
        on_hand=20.0, lead_time=LeadTime(3), target=target, order_multiple=multiple
    )
    assert advised(known, steady(1.0)).quantity == 0
    # Seventeen are left on A.
    advice = advised(replace(known, minimum_stock=40.0), steady(1.0))

    assert advice.quantity == quantity == recomputed(advice.terms)
    assert [each.step for each in advice.terms.adjustments] == steps
    assert advice.terms.adjustments[0].limit == 23
    assert (advice.order_by, advice.late) == (TODAY, False)
    assert advice.order_up_to == 20 + quantity
    text = str(sentences(advice, "en").quantity)
    assert "23 short of the minimum stock of 40: 23." in text
    assert "stock minimal de 40" in str(sentences(advice, "fr").quantity)


def test_no_more_than_sells_before_it_expires():
    known = state(lead_time=LeadTime(0), review_days=7, shelf_life_days=3)
    advice = advised(known, steady(2.0))
    assert advice.quantity == 6
    assert advice.terms.adjustments[-1].step == "shelf_life"
    assert "review_beyond_shelf_life" in advice.notes
    crates = advised(replace(known, order_multiple=10.0), steady(2.0))
    assert crates.quantity == 0
    assert crates.why_not == "shelf_life"


def test_no_more_than_there_is_room_for():
    known = state(on_hand=4.0, lead_time=LeadTime(0), review_days=7, storage=10.0)
    advice = advised(known, steady(2.0))
    assert advice.terms.need == 10
    assert advice.quantity == 6


def test_a_lower_price_is_taken_when_it_pays():
    known = state(lead_time=LeadTime(0), review_days=7, unit_cost=10.0)
    pays = replace(known, price_breaks=(PriceBreak(20.0, 9.0),))
    advice = advised(pays, steady(2.0))
    assert (advice.quantity, advice.unit_cost, advice.cost) == (20, 9.0, 180.0)
    assert "price_break_taken" in advice.notes
    cent = replace(known, price_breaks=(PriceBreak(700.0, 9.99),))
    assert advised(cent, steady(2.0)).quantity == 14


def test_costs_decide_how_sure_it_has_to_be():
    weekly = {"lead_time": LeadTime(14), "review_days": 7}
    told = advised(state(target=Costs(1.0, 0.2 / 7), **weekly), paths(3.0))
    assert told.terms.alpha == pytest.approx(1 / 1.2)
    dear = advised(state(target=Costs(9.0, 0.2 / 7), **weekly), paths(3.0))
    assert dear.quantity > told.quantity
    assert (
        advised(state(target=Costs(1.0, 0.0), **weekly), paths(3.0)).terms.alpha
        == 0.999
    )


def test_a_case_that_is_hardly_needed_waits():
    known = state(
        on_hand=20.0,
        lead_time=LeadTime(0),
        review_days=7,
        order_multiple=200.0,
        target=Costs(1.0, 0.2 / 7),
    )
    advice = advised(known, paths(3.0))
    assert advice.terms.need > 0
    assert advice.quantity == 0
    assert advice.why_not == "waiting_costs_less"
    assert advice.order_by >= advice.dates.next_order_on
    sure = advised(replace(known, target=ServiceLevel(0.8)), paths(3.0))
    assert sure.quantity == 200


def test_a_margin_of_nothing_or_less():
    known = state(price=5.0, unit_cost=6.0, target=Margin())
    advice = advised(known, paths(3.0))
    assert (advice.quantity, advice.why_not) == (0, "no_margin")
    assert advised(replace(known, target=ServiceLevel(0.9)), paths(3.0)).quantity > 0


def test_an_unknown_cost_falls_back_on_a_service_level_and_says_so():
    advice = advised(state(price=5.0, target=Margin(fallback=0.9)), paths(3.0))
    assert advice.terms.alpha == 0.9
    assert "cost_unknown" in advice.notes
    assert advice.money_at_risk_per_day is None
    assert advice.worth is None
    assert advice.quantity > 0


@pytest.mark.parametrize(
    ("given", "why_not"),
    [
        ({"on_hand": None}, "stock_unknown"),
        ({"lead_time": LeadTime(400)}, "beyond_horizon"),
        ({"blocked": "no_supplier"}, "no_supplier"),
        ({"blocked": "archived", "on_hand": None}, "archived"),
        ({"on_hand": 500.0}, "covered_until"),
        ({"arrivals": (Arrival(500.0, after(1)),)}, "on_order"),
    ],
)
def test_why_nothing_is_suggested(given, why_not):
    advice = advised(state(**given), paths(3.0))
    assert (advice.quantity, advice.why_not) == (0, why_not)


def test_what_never_sells_is_not_ordered():
    advice = advised(state(), steady(0.0))
    assert advice.why_not == "no_demand"
    assert advice.order_by is advice.stock_out.p50 is advice.days_of_cover is None
    assert advice.stock_out.beyond_horizon


def test_an_order_that_is_late_is_expected_by_the_suppliers_usual_delay():
    late = Arrival(6.0, after(-3))
    known = state(arrivals=(late,), lead_time=LeadTime(4), review_days=7)
    assert advised(known, steady(2.0)).terms.lost_to_a == 2
    slow = replace(known, delay_days=3)
    assert advised(slow, steady(2.0)).terms.lost_to_a == 6
    assert "late_arrivals_moved" in advised(known, steady(2.0)).notes


def test_an_unreliable_supplier_asks_for_more():
    sure = state(lead_time=LeadTime(7), review_days=7, target=ServiceLevel(0.95))
    unsure = replace(sure, on_hand=14.0, lead_time=LeadTime(7, 14.0))
    held = advised(replace(sure, on_hand=14.0), paths(2.0), seed=1)
    assert advised(unsure, paths(2.0), seed=1).quantity > held.quantity


def test_consequences_of_a_quantity_that_was_asked_about():
    known = state(
        on_hand=0.0, lead_time=LeadTime(0), review_days=7, target=Costs(1.0, 0.02)
    )
    found = [
        advised(known, paths(2.0), quantity=units).consequences
        for units in (0.0, 10.0, 30.0)
    ]
    assert [one.chance for one in found] == sorted(
        (one.chance for one in found), reverse=True
    )
    assert found[0].worth == 0
    assert found[0].missing == pytest.approx(14, abs=0.5)
    assert found[2].left == pytest.approx(16, abs=0.5)
    assert found[1].worth_of_last_unit > 0 > found[2].worth_of_last_unit


def test_next_cycles_are_a_week_of_demand_each():
    advice = advised(state(lead_time=LeadTime(2), review_days=7), steady(2.0))
    assert [cycle.quantity for cycle in advice.cycles] == [14, 14, 14]
    assert [cycle.order_on for cycle in advice.cycles] == [
        after(7),
        after(14),
        after(21),
    ]


def test_weights_have_parts():
    advice = advised(
        state(on_hand=1.25, lead_time=LeadTime(0), review_days=7, decimals=3),
        steady(0.333),
    )
    assert advice.quantity == 1.081
    assert recomputed(advice.terms) == 1.081


def test_a_service_level_of_one_is_none():
    with pytest.raises(ValueError, match="between 0 and 1"):
        ServiceLevel(1.0)


def test_days_that_an_answer_needs():
    known = state(lead_time=LeadTime(10), review_days=7)
    assert days_needed(known) == 10 + 4 * 7
    assert days_needed(replace(known, lead_time=LeadTime(400))) == 365
    assert isinstance(advised(known, paths(1.0, days=38)), Advice)
