"""What to order of one product at one location. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from math import ceil

import numpy as np
from numpy.typing import NDArray

from forecast_svc.replenishment.calculation.advice import (
    Advice,
    Chances,
    Consequences,
    Cycle,
    StockOutDates,
)
from forecast_svc.replenishment.calculation.cycle import cycle_dates
from forecast_svc.replenishment.calculation.deciding import Decision, decide
from forecast_svc.replenishment.calculation.money import Aim, Worth, enough, quantile
from forecast_svc.replenishment.calculation.quantity import unit_cost_of
from forecast_svc.replenishment.calculation.roll import NOTHING, Rolled
from forecast_svc.replenishment.calculation.state import Note, StockState, WhyNot
from forecast_svc.replenishment.calculation.terms import Terms, rounded_up

Floats = NDArray[np.float64]
_PACKS = 12
"""In a quantity, at the most, of which the worth is told; as many again lie beyond it."""
_DAY = timedelta(days=1)


def advise(
    state: StockState,
    paths: Floats,
    *,
    seed: int = 0,
    quantity: float | None = None,
) -> Advice:
    """What to order, from joint sample paths of daily demand, (n, days), whose first day
    is ``state.today``; ``days_needed(state)`` of them make a whole answer.

    The same ``state``, ``paths`` and ``seed`` have the same answer; ``seed`` is only used
    where the lead time has a spread, and belongs to product, location and ``as_of``
    (``seed_of``). With ``quantity`` also the consequences of ordering so many. Nothing is
    raised: what stands in the way is ``why_not``.
    """
    decided = decide(state, paths, seed)
    if not isinstance(decided, Decision):
        dates = cycle_dates(state)
        notes = _notes(state) if decided == "beyond_horizon" else ()
        return Advice(0.0, state.blocked or decided, dates, notes=notes)
    return _advised(state, decided, quantity)


def _advised(state: StockState, decided: Decision, asked: float | None) -> Advice:
    rolled, aim, terms = decided.rolled, decided.aim, decided.terms
    blocked, worth = decided.blocked, decided.worth
    ordered, needs = decided.ordered, worth.needs
    why_not = None
    if ordered == 0:
        why_not = blocked or _why_not(state, rolled, terms, aim)
    order_by, late = _order_by(state, rolled, aim)
    if why_not == "waiting_costs_less" and order_by is not None:
        order_by, late = max(order_by, rolled.dates.next_order_on), False
    soon = order_by is not None and order_by < rolled.dates.next_order_on
    if ordered > 0 and not soon and terms.to_minimum_stock > 0:
        # The shelf is to be filled now, whatever the demand.
        order_by = rolled.dates.order_on
    before = float((rolled.before(rolled.lost, rolled.arrives) > NOTHING).mean())
    at_risk = needs.missing / rolled.dates.protected_days
    known = aim.shortage_cost is not None and aim.holding_cost is not None
    margin = aim.shortage_cost if aim.by_money else state.margin
    demand = rolled.before(rolled.demand, rolled.next_arrives)
    point = rounded_up(quantile(demand, aim.alpha), state.unit)
    position = max(state.on_hand or 0.0, 0.0) + sum(a.quantity for a in state.arrivals)
    return Advice(
        quantity=ordered,
        why_not=why_not,
        dates=rolled.dates,
        terms=terms,
        order_by=order_by,
        late=late,
        covered_until=_covered_until(state, rolled, aim),
        stock_out=_stock_out(state, rolled),
        chances=Chances(before, needs.chance(0.0), needs.chance(ordered)),
        days_of_cover=_days_of_cover(state, rolled),
        units_at_risk_per_day=at_risk,
        money_at_risk_per_day=None if margin is None else at_risk * max(margin, 0.0),
        worth=worth.of(ordered) if known else None,
        worth_of_last_unit=_last_unit(state, worth, ordered) if known else None,
        pack=_pack(state, decided.wanted),
        pack_worths=_pack_worths(state, worth, decided.wanted) if known else (),
        cycles=() if blocked else tuple(_outlook(state, rolled, worth, ordered)),
        reorder_point=point,
        order_up_to=position + ordered
        if ordered
        else max(point, position, state.minimum_stock),
        safety_stock=point - float(demand.mean()),
        unit_cost=unit_cost_of(state, ordered),
        notes=_notes(state, aim, terms),
        consequences=None
        if asked is None
        else _consequences(state, worth, asked, known=known),
    )


def _why_not(state: StockState, rolled: Rolled, terms: Terms, aim: Aim) -> WhyNot:
    """Of a product of which nothing is ordered."""
    for each in reversed(terms.adjustments):
        if each.step == "least_cost":
            return "waiting_costs_less"
        if each.step in {"shelf_life", "storage"}:
            return "shelf_life" if each.step == "shelf_life" else "storage"
    if not rolled.demand[:, -1].any():
        return "no_demand"
    if state.arrivals:
        alone = replace(
            rolled, position=rolled.position - rolled.arrivals, lost=rolled.lost * 0
        )
        lost = np.maximum(0.0, -np.minimum.accumulate(alone.position, axis=1))
        alone = replace(alone, lost=lost)
        if quantile(alone.shortfall(alone.next_arrives), aim.alpha) > NOTHING:
            return "on_order"
    return "covered_until"


def _order_by(state: StockState, rolled: Rolled, aim: Aim) -> tuple[date | None, bool]:
    """The last order day that leaves demand from A on met as surely as is asked for, and
    whether even today's order comes too late for what is sold before A."""
    unmet = rolled.first_unmet(rolled.arrives)
    spread = rolled.next_arrives - (rolled.dates.next_arrives_on - state.today).days
    needed = enough(len(unmet), aim.alpha)
    if (unmet >= rolled.days).sum() >= needed:
        return None, False
    calendar, first = state.calendar, rolled.dates.order_on
    found = first
    next_day = first + _DAY
    while True:
        day = calendar.first_order_day(next_day)
        arrives = (calendar.arrival(day, state.lead_time.days) - state.today).days
        if day == rolled.dates.next_order_on:
            # By the same days as the need, so that both say the same.
            arrives_each = rolled.next_arrives
        else:
            arrives_each = np.maximum(arrives + spread, rolled.arrives + 1)
        if (unmet >= arrives_each).sum() < needed:
            break
        found, next_day = day, day + _DAY
    before = rolled.before(rolled.lost, rolled.arrives) <= NOTHING
    return found, found == first and int(before.sum()) < needed


def _covered_until(state: StockState, rolled: Rolled, aim: Aim) -> date | None:
    """The last day up to which demand is met as surely as is asked for, beginning at A:
    ``None`` beyond the horizon."""
    unmet = np.sort(rolled.first_unmet(rolled.arrives))
    # The first day on which too many paths have run out.
    day = int(unmet[len(unmet) - enough(len(unmet), aim.alpha)])
    if day >= rolled.days:
        return None
    return state.today + (day - 1) * _DAY


def _stock_out(state: StockState, rolled: Rolled) -> StockOutDates:
    first = rolled.first_unmet().astype(np.float64)
    days = (quantile(first, level) for level in (0.1, 0.5, 0.9))
    dates = [None if d >= rolled.days else state.today + int(d) * _DAY for d in days]
    return StockOutDates(*dates)


def _days_of_cover(state: StockState, rolled: Rolled) -> int | None:
    """Whole days that what is on hand lasts at the expected demand; ``None`` beyond the
    horizon."""
    short = rolled.demand.mean(axis=0) > max(state.on_hand or 0.0, 0.0) + NOTHING
    return int(short.argmax()) if short.any() else None


def _last_unit(state: StockState, worth: Worth, quantity: float) -> float:
    """Of the one more that would be ordered, where nothing is."""
    least = quantity or state.unit
    return (worth.of(least) - worth.of(least - state.unit)) / state.unit


def _pack(state: StockState, quantity: float) -> float:
    """Units: so many multiples that a few packs make the quantity."""
    multiples = ceil(quantity / state.multiple / _PACKS)
    return round(max(1, multiples) * state.multiple, 6)


def _pack_worths(state: StockState, worth: Worth, quantity: float) -> tuple[float, ...]:
    pack = _pack(state, quantity)
    worths = [worth.of(n * pack) for n in range(ceil(quantity / pack) + _PACKS + 1)]
    return tuple(float(step) for step in np.diff(worths))


def _outlook(
    state: StockState, rolled: Rolled, worth: Worth, ordered: float
) -> Iterator[Cycle]:
    """Of the orders after the one in question: what fills up to the level of each."""
    dates = rolled.dates
    placed = [(dates.next_order_on, dates.next_arrives_on), *dates.later]
    total = ordered
    for (order_on, arrives_on), level in zip(placed, worth.levels[1:], strict=False):
        quantity = max(0.0, level - total)
        if quantity > NOTHING:
            least = max(quantity, state.minimum_quantity)
            quantity = rounded_up(least, state.multiple)
        total += quantity
        yield Cycle(order_on, arrives_on, quantity)


def _consequences(
    state: StockState, worth: Worth, quantity: float, *, known: bool
) -> Consequences:
    needs = worth.needs
    missing = needs.missing - needs.met(quantity)
    cost = unit_cost_of(state, quantity)
    return Consequences(
        quantity=quantity,
        chance=needs.chance(quantity),
        missing=missing,
        left=quantity - needs.mean + missing,
        worth=worth.of(quantity) if known else None,
        worth_of_last_unit=_last_unit(state, worth, quantity) if known else None,
        cost=None if cost is None else round(quantity * cost, 2),
    )


def _notes(
    state: StockState, aim: Aim | None = None, terms: Terms | None = None
) -> tuple[Note, ...]:
    steps = {each.step for each in terms.adjustments} if terms else set()
    kept = state.shelf_life_days
    said: list[tuple[Note, bool]] = [
        ("cost_unknown", aim is not None and aim.cost_unknown),
        ("lead_time_assumed", state.lead_time.assumed),
        (
            "late_arrivals_moved",
            any(_late(state, a.expected_on) for a in state.arrivals),
        ),
        (
            "review_beyond_shelf_life",
            kept is not None and cycle_dates(state).protected_days > kept,
        ),
        ("price_break_taken", "price_break" in steps),
        ("stock_below_zero", state.on_hand is not None and state.on_hand < 0),
    ]
    return tuple(note for note, holds in said if holds)


def _late(state: StockState, expected_on: date | None) -> bool:
    return expected_on is None or expected_on < state.today
