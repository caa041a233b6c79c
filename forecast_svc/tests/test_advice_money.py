"""What quantities are worth and what decides on them, in money: sums done by hand."""

from dataclasses import replace

import numpy as np
import pytest

from forecast_svc.replenishment.calculation import (
    Costs,
    LeadTime,
    Margin,
    PriceBreak,
    ServiceLevel,
)
from forecast_svc.replenishment.calculation.money import Aim, Shortfall, Worth
from forecast_svc.tests.advising import (
    NOW,
    advised,
    paths,
    state,
    steady,
    two_demands,
)

LATER = {"lead_time": LeadTime(4), "review_days": 7}
CERTAIN = ServiceLevel(0.95)


@pytest.mark.parametrize("target", [ServiceLevel(0.9), Margin()])
def test_what_is_sold_at_a_loss_is_not_at_risk(target):
    advice = advised(state(price=5.0, unit_cost=6.0, target=target, **NOW), steady(2.0))
    assert advice.units_at_risk_per_day == 2
    assert advice.money_at_risk_per_day == 0


def test_money_at_risk_is_what_a_missing_unit_was_said_to_cost():
    costs = state(target=Costs(3.0, 0.01), price=5.0, unit_cost=4.0, **NOW)
    assert advised(costs, steady(2.0)).money_at_risk_per_day == pytest.approx(6)
    doubled = replace(costs, target=Margin(factor=2.0))
    assert advised(doubled, steady(2.0)).money_at_risk_per_day == pytest.approx(4)


def test_a_service_level_implies_what_a_missing_unit_costs():
    """One held for a cycle costs 1: nine times that makes nine of ten the best."""
    known = state(
        unit_cost=1.0, capital_rate_per_day=1 / 7, target=ServiceLevel(0.9), **NOW
    )
    advice = advised(known, steady(2.0))
    assert advice.worth == pytest.approx(9 * 14)
    at_a_loss = advised(replace(known, price=0.5), steady(2.0))
    assert at_a_loss.worth == pytest.approx(9 * 14)
    # Nobody knows what holding one costs: nothing is said of its worth.
    assert advised(replace(known, unit_cost=None), steady(2.0)).worth is None


def test_space_and_days_count_for_what_holding_costs():
    """A unit: 0.1 a day of its cost, 0.1 of space, for ten days; its margin is 6."""
    known = state(
        unit_cost=1.0, price=7.0, capital_rate_per_day=0.1, space_cost_per_day=0.1,
        lead_time=LeadTime(0), review_days=10, target=Margin(),
    )  # fmt: skip
    assert advised(known, paths(3.0)).terms.alpha == pytest.approx(6 / (6 + 2))
    thrice = replace(known, target=Margin(factor=3.0))
    assert advised(thrice, paths(3.0)).terms.alpha == pytest.approx(18 / (18 + 2))


def test_what_is_written_off_comes_on_top_of_what_holding_costs():
    """Half of the paths sell only ten of twenty-one before they expire."""
    known = state(
        unit_cost=1.0, price=21.0, capital_rate_per_day=1.0, shelf_life_days=10,
        target=Margin(), **NOW,
    )  # fmt: skip
    advice = advised(known, two_demands(1.0, 3.0, 0.5))
    assert advice.terms.alpha == pytest.approx(20 / (20 + 7 + 1))


@pytest.mark.parametrize(
    ("shortage", "holding", "alpha"), [(1.0, 10.0, 0.5), (1e6, 1e-6, 0.999)]
)
def test_costs_never_ask_for_less_than_half_or_for_certainty(shortage, holding, alpha):
    known = state(target=Costs(shortage, holding), **NOW)
    assert advised(known, paths(3.0)).terms.alpha == alpha


@pytest.mark.parametrize(
    "given",
    [
        {"target": Margin(), "price": 5.0, "unit_cost": 5.0},
        {"target": Costs(0.0, 1.0)},
    ],
)
def test_nothing_is_bought_where_nothing_is_lost_without_it(given):
    assert advised(state(**given, **NOW), steady(2.0)).why_not == "no_margin"


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_a_service_level_is_neither_nothing_nor_everything(level):
    with pytest.raises(ValueError, match="between 0 and 1"):
        ServiceLevel(level)


def test_worth_counts_what_later_cycles_need_and_hold():
    """Seven or twenty-one until B, then twice as much: one more than is needed as surely
    as asked for is held, and met on paths that need it then."""
    needs, later = (np.array([7.0, 21.0, 7.0, 21.0]) * times for times in (1, 2))
    aim = Aim(0.5, 1.0, 0.1, by_money=True)
    worth = Worth(aim, Shortfall(needs), lambda: [later])
    assert worth.levels == [7, 14]
    assert worth.of(14) == pytest.approx((7 + 14) / 2 - 0.1 * 7 / 2)
    # Two beyond the level of the next cycle: half of the paths need them before B, and
    # they are held there, and then until the end, by the others.
    first = (7 + 16) / 2 - 0.1 * 9 / 2
    second = 0 - 0.1 * 2 / 2
    beyond = 0.1 * 2 * 2 / (2 * 14)
    assert worth.of(16) == pytest.approx(first + second - beyond)


def test_worth_of_what_later_cycles_may_need():
    """Seven until B on all paths; as many or 42 until the arrival after it."""
    least = Aim(0.25, 1.0, 0.1, by_money=True)
    needs, later = np.full(4, 7.0), np.array([7.0, 42.0, 42.0, 42.0])
    worth = Worth(least, Shortfall(needs), lambda: [later])
    assert worth.levels == [7, 7]
    met, held = 7 + 9 * 3 / 4, 9 + 9 / 4
    beyond = 9 * 9 / (2 * (33.25 - 7))
    assert worth.of(16) == pytest.approx(met - 0.1 * (held + beyond))


def test_only_what_is_beyond_the_level_of_a_cycle_is_held_too_early_in_it():
    most = Aim(0.75, 1.0, 0.1, by_money=True)
    needs, later = np.full(4, 7.0), np.array([7.0, 14.0, 14.0, 42.0])
    worth = Worth(most, Shortfall(needs), lambda: [later])
    assert worth.levels == [7, 14]
    met, held = 7 + 2 / 4, 9 + 2 * 3 / 4
    beyond = 2 * 2 / (2 * (19.25 - 7))
    assert worth.of(16) == pytest.approx(met - 0.1 * (held + beyond))


def test_what_never_sells_is_held_for_a_year_of_cycles():
    nothing = np.zeros(4)
    aim = Aim(0.9, 1.0, 0.1, by_money=True)
    worth = Worth(aim, Shortfall(nothing), lambda: [nothing])
    assert worth.of(2) == pytest.approx(-0.1 * 2 * (1 + 1 + 365))


def test_the_worth_of_one_more_is_of_a_unit_not_of_a_case():
    """Grams, and cases of ten: the last tenth of a kilo is worth what a kilo is, by ten."""
    known = state(decimals=1, order_multiple=1.0, target=Costs(1.0, 1e-6), **NOW)
    advice = advised(known, steady(2.0), quantity=3.0)
    assert advice.worth_of_last_unit == pytest.approx(1, abs=1e-3)
    assert advice.consequences.worth_of_last_unit == pytest.approx(1, abs=1e-3)
    waits = state(13.0, order_multiple=50.0, target=Costs(1.0, 0.5 / 7), **NOW)
    told = advised(waits, steady(2.0))
    # Of fifty one is met and forty-nine are held; of the first unit, one.
    assert (told.quantity, told.worth_of_last_unit) == (0, pytest.approx(1))


def test_packs_are_told_beyond_what_is_ordered():
    known = state(order_multiple=7.0, target=Costs(1.0, 0.01), **NOW)
    advice = advised(known, steady(2.0))
    assert (advice.quantity, advice.pack) == (14, 7)
    assert len(advice.pack_worths) == 2 + 12
    assert advice.pack_worths[:2] == pytest.approx((7, 7))
    assert advice.pack_worths[2] < 0
    many = advised(replace(known, order_multiple=1.0), steady(10.0))
    assert many.pack == 6


def test_money_fills_up_to_the_minimum_stock_in_whole_cases():
    """Seventeen are left on A, forty shall be there: twenty would be three too few."""
    known = state(
        20.0, lead_time=LeadTime(3), target=Costs(1.0, 1.0), order_multiple=10.0,
        minimum_stock=40.0,
    )  # fmt: skip
    assert advised(known, steady(1.0)).quantity == 30


def test_money_buys_the_case_that_is_needed_where_missing_is_dear():
    known = state(order_multiple=10.0, target=Costs(10.0, 0.01), **NOW)
    advice = advised(known, steady(2.0))
    assert (advice.terms.need, advice.quantity) == (14, 20)


def test_money_buys_the_minimum_quantity_or_nothing():
    known = state(minimum_quantity=20.0, target=Costs(1.0, 0.01), **NOW)
    assert advised(known, steady(2.0)).quantity == 20
    dear = advised(replace(known, target=Costs(1.0, 1.0)), steady(0.2))
    assert (dear.quantity, dear.why_not) == (0, "waiting_costs_less")


def test_a_price_break_goes_no_further_than_shelf_life_and_storage():
    breaks = (PriceBreak(30.0, 5.0),)
    known = state(unit_cost=10.0, price_breaks=breaks, **NOW)
    assert advised(known, steady(2.0)).quantity == 30
    assert advised(replace(known, storage=16.0), steady(2.0)).quantity == 14
    assert advised(replace(known, storage=30.0), steady(2.0)).quantity == 30


def test_a_price_break_saves_on_the_whole_order():
    """Six more are held for weeks, at 0.1 a unit and day: a cent a unit does not pay for
    them, a quarter of a euro does."""
    known = state(
        unit_cost=10.0, capital_rate_per_day=0.01, target=Costs(1.0, 0.1), **NOW
    )
    dear, cheap = (
        advised(replace(known, price_breaks=(PriceBreak(20.0, cost),)), steady(2.0))
        for cost in (9.95, 9.75)
    )
    assert (dear.quantity, cheap.quantity) == (14, 20)


def test_the_best_price_that_is_reached_counts():
    breaks = (PriceBreak(10.0, 4.0), PriceBreak(5.0, 4.5))
    known = state(unit_cost=5.0, price_breaks=breaks, **NOW)
    costs = [
        advised(known, steady(2.0), quantity=units).consequences.cost
        for units in (4.0, 5.0, 10.0)
    ]
    assert costs == [20, 22.5, 40]
