"""Across products and locations: transfers, budgets, and orders that are too small."""

import pytest
from hypothesis import given, strategies as st

from forecast_svc.replenishment.calculation import (
    LeadTime,
    Margin,
    recomputed,
)
from forecast_svc.replenishment.calculation.advice import Transfer
from forecast_svc.replenishment.calculation.buying import (
    BuyingLine,
    large_enough,
    within,
)
from forecast_svc.replenishment.calculation.transfers import (
    Place,
    counting,
    shared_out,
    surplus,
    told,
)
from forecast_svc.replenishment.sentences import sentences
from forecast_svc.tests.advising import advised, after, paths, state, steady

WEEKLY = {"lead_time": LeadTime(2), "review_days": 7}


def place(on_hand, units=2.0, transfer_days=1, **given):
    known = state(on_hand, **WEEKLY | given)
    return Place(known, advised(known, steady(units)), transfer_days)


def line(product_id=1, **given):
    usual = {"quantity": 30.0, "unit_cost": 2.0, "pack": 10.0}
    worths = (50.0, 30.0, 10.0, -1.0, -4.0, -9.0)
    return BuyingLine(product_id, 1, **usual | {"pack_worths": worths} | given)


def test_a_location_that_is_short_is_sent_what_another_has_to_spare():
    # Two a day for nine days are 18: of 30, twelve can be spared.
    places = {1: place(4.0), 2: place(30.0)}
    assert surplus(places[2]) == 12
    assert shared_out(places) == {1: (Transfer(2, 12.0),)}


def test_nothing_is_sent_that_comes_later_than_an_order_or_that_nobody_can_spare():
    assert shared_out({1: place(4.0, transfer_days=3), 2: place(30.0)}) == {}
    assert shared_out({1: place(4.0), 2: place(18.0)}) == {}
    assert shared_out({1: place(4.0), 2: place(30.0, blocked="snoozed")}) == {}


def test_surplus_goes_first_to_where_most_is_lost():
    places = {1: place(4.0), 2: place(32.0), 3: place(4.0, units=6.0)}
    assert shared_out(places) == {3: (Transfer(2, 14.0),)}


def test_who_has_most_to_spare_sends_first_and_others_the_rest():
    # Fourteen are wanted, and two that would be missing before an order comes.
    short, some, most = place(2.0), place(26.0), place(30.0)
    assert shared_out({1: short, 2: some, 3: place(60.0)}) == {1: (Transfer(3, 16.0),)}
    both = shared_out({1: short, 2: some, 3: most})
    assert both == {1: (Transfer(3, 12.0), Transfer(2, 4.0))}


def test_what_comes_when_an_order_would_is_in_time():
    places = {1: place(4.0, transfer_days=2), 2: place(30.0)}
    assert shared_out(places) == {1: (Transfer(2, 12.0),)}
    [coming] = counting(places[1], [Transfer(2, 12.0)]).arrivals
    assert (coming.expected_on, coming.kind) == (after(2), "transfer")


@pytest.mark.parametrize(
    "giver",
    [
        place(50.0, units=0.0),
        place(68.0, blocked="no_supplier"),
        place(68.0, price=5.0, unit_cost=6.0, target=Margin()),
    ],
    ids=["no_demand", "no_supplier", "no_margin"],
)
def test_what_is_not_bought_there_is_there_to_be_sent(giver):
    assert surplus(giver) == 50


def test_the_minimum_stock_of_a_location_stays_there_and_is_sent_elsewhere():
    giver = place(30.0, minimum_stock=25.0)
    assert surplus(giver) == 5
    # Twenty-two last long enough; eighteen of them are left on A.
    shelf = place(22.0, minimum_stock=30.0)
    assert shared_out({1: shelf, 2: place(60.0)}) == {1: (Transfer(2, 12.0),)}
    sent = (Transfer(2, 12.0),)
    filled = told(advised(counting(shelf, sent), steady(2.0)), sent)
    assert (filled.quantity, filled.why_not) == (0, "transfer")


def test_what_is_sent_is_not_bought():
    short = place(4.0)
    alone = short.advice
    sent = (Transfer(2, 12.0),)
    helped = told(advised(counting(short, sent), steady(2.0)), sent)
    most = (Transfer(2, 14.0),)
    enough = told(advised(counting(short, most), steady(2.0)), most)

    assert (alone.quantity, helped.quantity) == (14, 2)
    assert helped.terms is not None
    assert helped.terms.arrivals_to_a == 12
    assert recomputed(helped.terms) == 2
    assert (enough.quantity, enough.why_not) == (0, "transfer")
    assert "12 still have to be sent" in str(sentences(helped, "en").quantity)


def test_what_would_be_missing_before_an_order_comes_is_sent_too():
    [transfer] = shared_out({1: place(0.0), 2: place(60.0)})[1]
    # Two days of two before the order, seven days after it.
    assert transfer.quantity == 18


def test_a_budget_buys_what_returns_most_for_its_money():
    cheap = line(1, unit_cost=1.0)
    dear = line(2, unit_cost=5.0)
    bought = within([cheap, dear], 60.0)
    # Packs return 5, 3, 1 for their money against 1, 0.6, 0.2.
    assert [each.quantity for each in bought] == [30, 0]
    assert [each.quantity for each in within([cheap, dear], 80.0)] == [30, 10]
    assert [each.quantity for each in within([cheap, dear], 1e6)] == [30, 30]
    assert [each.quantity for each in within([cheap, dear], 0.0)] == [0, 0]


def test_a_budget_buys_no_less_than_the_minimum():
    bulky = line(1, minimum=25.0, unit_cost=1.0)
    assert within([bulky], 29.0)[0].quantity == 0
    assert within([bulky], 30.0)[0].quantity == 30


def test_beyond_the_minimum_a_budget_buys_by_the_pack():
    bulky = line(1, minimum=25.0, unit_cost=1.0, quantity=60.0)
    assert within([bulky], 40.0)[0].quantity == 40


budgets = st.floats(0, 400)
buying = st.lists(
    st.builds(
        line,
        quantity=st.integers(1, 60).map(float),
        unit_cost=st.floats(0.1, 9),
        minimum=st.sampled_from([0.0, 15.0]),
    ),
    max_size=5,
)


@given(buying, budgets)
def test_a_budget_is_never_overspent_nor_more_bought_than_was_suggested(lines, budget):
    bought = within(lines, budget)
    assert sum(each.cost for each in bought) <= budget + 1e-6
    for before, each in zip(lines, bought, strict=True):
        assert 0 <= each.quantity <= before.quantity
        least = min(before.minimum, before.quantity)
        assert each.quantity == 0 or each.quantity >= least


def test_a_small_order_is_topped_up_with_what_costs_least_to_hold():
    # 60 of 100; the next packs of 20 cost 1 and 4 to hold, of the other product 1.
    found = large_enough([line(1)], 100.0)
    assert (found.decision, found.value, found.decision_cost) == ("topped_up", 100, 5)
    both = large_enough([line(1), line(2)], 160.0)
    assert [each.quantity for each in both.lines] == [40, 40]
    assert both.decision_cost == 2


def test_an_order_is_topped_up_with_what_costs_least_for_its_money():
    # A pack of the one costs 1 for 5, of the other 3 for 50.
    small = line(1, unit_cost=0.5, pack_worths=(9.0, 9.0, 9.0, -1.0, -1.0))
    large = line(2, unit_cost=5.0, pack_worths=(9.0, 9.0, 9.0, -3.0, -3.0))
    found = large_enough([small, large], 200.0)
    assert [each.quantity for each in found.lines] == [30, 40]
    free = line(3, unit_cost=0.0)
    assert large_enough([free, large], 200.0).decision == "topped_up"


def test_an_order_that_is_just_large_enough_is_left_as_it_is():
    assert large_enough([line(1)], 60.0).decision == "order"
    assert large_enough([line(1)], 60.0).decision_cost == 0
    # Topping up costs 5, and so does waiting: what is wanted is there sooner.
    assert large_enough([line()], 100.0, shortage=5.0).decision == "topped_up"


def test_waiting_loses_what_is_worth_something_and_gains_nothing_of_the_rest():
    """A shelf that is only filled for its minimum stock is worth less than nothing."""
    filled = line(2, quantity=10.0, unit_cost=1.0, pack_worths=(-80.0,), more=False)
    kept = line(1, pack_worths=(4.0, 3.0, 2.0, -6.0, -9.0))
    found = large_enough([kept, filled], 90.0)
    assert (found.decision, found.decision_cost) == ("topped_up", 6)


def test_nobody_tops_up_for_years():
    assert large_enough([line()], 600.0, shortage=1e9).decision == "topped_up"
    assert large_enough([line()], 620.0, shortage=1e9).decision == "order"


def test_a_last_pack_that_is_worth_more_says_nothing_of_those_beyond():
    rising = line(quantity=20.0, pack_worths=(1.0, 3.0))
    assert rising.worth_of_more(40.0) == 3 + 3


def test_it_waits_where_that_costs_less():
    poor = line(quantity=10.0, pack_worths=(1.0, -5.0, -5.0, -9.0))
    found = large_enough([poor], 60.0)
    assert (found.decision, found.decision_cost) == ("wait", 1.0)
    unknown = large_enough([line(pack_worths=())], 100.0)
    assert unknown.decision == "wait"


def test_carriage_is_paid_where_more_stock_would_cost_more():
    assert large_enough([line()], 100.0, shortage=4.0).decision == "order"
    assert large_enough([line()], 100.0, shortage=4.0).decision_cost == 4.0
    assert large_enough([line()], 100.0, shortage=6.0).decision == "topped_up"
    assert large_enough([line()], 50.0, shortage=6.0).decision_cost == 0


def test_what_expires_is_not_topped_up():
    kept, capped = line(1), line(2, more=False)
    found = large_enough([capped, kept], 140.0)
    assert [each.quantity for each in found.lines] == [30, 40]


def test_worth_of_packs_is_that_of_the_quantity():
    known = state(0.0, order_multiple=4.0, unit_cost=3.0, price=9.0, **WEEKLY)
    advice = advised(known, paths(6.0))
    told_of = BuyingLine(1, 1, advice.quantity, 3.0, advice.pack, advice.pack_worths)
    assert told_of.worth() == pytest.approx(advice.worth, rel=0.02)
    assert advice.pack % 4 == 0
