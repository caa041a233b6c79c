"""What holds of every suggestion, whatever is known."""

from dataclasses import replace

from hypothesis import given, settings, strategies as st

from forecast_svc.replenishment.calculation import Arrival, recomputed
from forecast_svc.tests.advising import advised, demands, paths, states


@settings(max_examples=150, deadline=None)
@given(states, demands, st.integers(0, 3))
def test_a_suggestion_recomputes_from_its_terms(known, mean, seed):
    advice = advised(known, paths(mean), seed=seed)
    if advice.terms is not None:
        assert advice.terms.holds()
    if advice.quantity > 0:
        assert recomputed(advice.terms) == advice.quantity
        assert advice.quantity % known.multiple == 0
        assert advice.quantity >= known.minimum_quantity
    else:
        assert advice.why_not is not None


@settings(max_examples=150, deadline=None)
@given(states, demands)
def test_an_order_fills_up_to_the_minimum_stock(known, mean):
    known = replace(known, shelf_life_days=None, storage=None)
    advice = advised(known, paths(mean), seed=3)
    if advice.why_not in {"no_margin", "beyond_horizon"}:
        return
    terms = advice.terms
    filled = terms.stock_at_a + terms.arrivals_a_b + advice.quantity
    assert filled >= known.minimum_stock - 1e-6
    assert terms.minimum_stock == known.minimum_stock


@settings(max_examples=150, deadline=None)
@given(states, demands)
def test_a_drafted_order_adds_nothing_when_asked_again(known, mean):
    known = replace(known, shelf_life_days=None, storage=None, price_breaks=())
    first = advised(known, paths(mean), seed=7)
    drafted = Arrival(first.quantity, first.dates.arrives_on)
    again = advised(
        replace(known, arrivals=(*known.arrivals, drafted)), paths(mean), seed=7
    )
    assert again.quantity == 0


@settings(max_examples=200, deadline=None)
@given(states, demands)
def test_something_is_ordered_exactly_when_the_order_by_day_comes_first(known, mean):
    known = replace(known, shelf_life_days=None, storage=None, minimum_quantity=0.0)
    advice = advised(known, paths(mean), seed=3)
    if advice.why_not in {"no_margin", "beyond_horizon"}:
        return
    soon = advice.order_by is not None and advice.order_by < advice.dates.next_order_on
    assert (advice.quantity > 0) == soon
    assert not advice.late or advice.quantity > 0
