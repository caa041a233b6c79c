"""How many to order, and by which terms: what all else that is said goes by. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from forecast_svc.replenishment.calculation.cycle import cycle_dates
from forecast_svc.replenishment.calculation.money import (
    Aim,
    Shortfall,
    Worth,
    aim_of,
    quantile,
)
from forecast_svc.replenishment.calculation.quantity import sized
from forecast_svc.replenishment.calculation.roll import Rolled, roll_forward
from forecast_svc.replenishment.calculation.state import (
    DEFAULT_LEVEL,
    StockState,
    WhyNot,
)
from forecast_svc.replenishment.calculation.terms import (
    Step,
    Terms,
    rounded_down,
    terms_of,
)

Floats = NDArray[np.float64]


def order_quantity(state: StockState, paths: Floats, *, seed: int = 0) -> float:
    """``advise(…).quantity`` alone, for who asks thousands of times."""
    decided = decide(state, paths, seed)
    return decided.ordered if isinstance(decided, Decision) else 0.0


@dataclass(frozen=True, slots=True)
class Decision:
    """``wanted``: what would be ordered if nothing were ``blocked``."""

    rolled: Rolled
    aim: Aim
    blocked: WhyNot | None
    worth: Worth
    terms: Terms
    wanted: float

    @property
    def ordered(self) -> float:
        return 0.0 if self.blocked else self.wanted


def decide(state: StockState, paths: Floats, seed: int) -> Decision | WhyNot:
    """The reason where nothing can be computed."""
    if state.on_hand is None:
        return "stock_unknown"
    dates = cycle_dates(state)
    if (dates.next_arrives_on - state.today).days > paths.shape[1]:
        return "beyond_horizon"
    rolled = roll_forward(state, dates, paths, seed)
    aim = aim_of(state, rolled)
    blocked = state.blocked or ("no_margin" if aim is None else None)
    if aim is None:
        # Nothing is bought at a loss; what happens without is told all the same.
        aim = Aim(DEFAULT_LEVEL, None, None, by_money=False)
    needs = Shortfall(rolled.shortfall(rolled.next_arrives))
    worth = Worth(aim, needs, partial(_later_shortfalls, state, rolled))
    terms = _terms(state, rolled, aim, needs)
    caps = [*_caps(state, rolled, terms)]
    terms, wanted = sized(state, terms, worth, caps)
    return Decision(rolled, aim, blocked, worth, terms, wanted)


def _later_shortfalls(state: StockState, rolled: Rolled) -> Iterator[Floats]:
    """From A until each arrival after B that the paths reach."""
    spread = rolled.next_arrives - (rolled.dates.next_arrives_on - state.today).days
    for _, arrives in rolled.dates.later:
        until = (arrives - state.today).days
        if until <= rolled.days:
            yield rolled.shortfall(np.maximum(until + spread, rolled.arrives + 1))


def _terms(state: StockState, rolled: Rolled, aim: Aim, needs: Shortfall) -> Terms:
    demand, arrivals, lost = (
        float(rolled.before(of, rolled.arrives).mean())
        for of in (rolled.demand, rolled.arrivals, rolled.lost)
    )
    on_hand = max(state.on_hand or 0.0, 0.0)
    wanted = float(rolled.before(rolled.demand, rolled.next_arrives).mean()) - demand
    stock = on_hand + arrivals - demand + lost
    return terms_of(
        on_hand=on_hand,
        arrivals_to_a=arrivals,
        demand_to_a=demand,
        lost_to_a=lost,
        demand_a_b=wanted,
        arrivals_a_b=wanted - stock - needs.mean,
        need=needs.quantile(aim.alpha),
        alpha=aim.alpha,
        decimals=state.decimals,
        multiple=state.multiple,
        minimum=state.minimum_quantity,
        minimum_stock=state.minimum_stock,
    )


def _caps(
    state: StockState, rolled: Rolled, terms: Terms
) -> Iterator[tuple[Step, float]]:
    """The most that sells, as surely as is asked for, before what arrives on A expires;
    and what the storage has room for on A."""
    kept = state.shelf_life_days
    if kept is not None and int(rolled.arrives.max()) + kept <= rolled.days:
        sells = rolled.shortfall(rolled.arrives + max(1, kept))
        yield "shelf_life", max(0.0, quantile(sells, terms.alpha))
    if state.storage is not None:
        room = state.storage - terms.stock_at_a
        yield "storage", rounded_down(max(0.0, room), state.unit)
