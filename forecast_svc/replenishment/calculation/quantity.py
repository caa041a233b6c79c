"""From a need to a quantity that can be ordered, step by step. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from forecast_svc.replenishment.calculation.money import Worth
from forecast_svc.replenishment.calculation.roll import NOTHING
from forecast_svc.replenishment.calculation.state import PriceBreak, StockState
from forecast_svc.replenishment.calculation.terms import (
    Adjustment,
    Step,
    Terms,
    adjusted,
    rounded_down,
    rounded_up,
)


@dataclass
class Steps:
    """What is done to a need; a step that changes nothing is none."""

    quantity: float
    multiple: float
    taken: list[Adjustment] = field(default_factory=list)

    def take(self, step: Step, limit: float) -> None:
        quantity = adjusted(self.quantity, step, limit, self.multiple)
        if abs(quantity - self.quantity) > NOTHING:
            self.quantity = quantity
            self.taken.append(Adjustment(step, limit, quantity))


def sized(
    state: StockState,
    terms: Terms,
    worth: Worth,
    caps: Sequence[tuple[Step, float]],
) -> tuple[Terms, float]:
    """The terms with the steps taken, and the quantity.

    ``caps``: the most that shelf life and storage allow.
    """
    steps = Steps(rounded_up(max(0.0, terms.need), terms.unit), state.multiple)
    floor = terms.to_minimum_stock
    steps.take("minimum_stock", floor)
    if steps.quantity > 0 and worth.aim.by_money:
        steps.take("least_cost", _cheapest(state, steps.quantity, worth, floor))
    elif steps.quantity > 0:
        steps.take("minimum_quantity", state.minimum_quantity)
        steps.take("order_multiple", state.multiple)
    for step, most in caps:
        steps.take(step, most)
        if 0 < steps.quantity < state.minimum_quantity - NOTHING:
            # So few are not sold.
            steps.take(step, 0.0)
    if steps.quantity > 0:
        most = min((most for _, most in caps), default=float("inf"))
        better = _price_break(state, steps.quantity, worth, most)
        if better is not None:
            steps.take("price_break", better)
    return replace(terms, adjustments=tuple(steps.taken)), steps.quantity


def _cheapest(state: StockState, need: float, worth: Worth, floor: float) -> float:
    """The quantity with the least expected cost until the order is used up: the multiples
    about the need, or nothing, of those that reach the minimum stock. The least one of those
    that cost the same."""
    least = rounded_up(
        max(state.minimum_quantity, state.multiple, floor), state.multiple
    )
    about = {rounded_down(need, state.multiple), rounded_up(need, state.multiple)}
    candidates = {max(least, quantity) for quantity in about}
    if floor <= 0:
        candidates.add(0.0)
    return min(
        candidates, key=lambda quantity: (-round(worth.of(quantity), 9), quantity)
    )


def unit_cost_of(state: StockState, quantity: float) -> float | None:
    """What a unit costs when so many are ordered."""
    reached = [b for b in state.price_breaks if b.from_quantity <= quantity + NOTHING]
    if not reached:
        return state.unit_cost
    return max(reached, key=lambda b: b.from_quantity).unit_cost


def _price_break(
    state: StockState, quantity: float, worth: Worth, most: float
) -> float | None:
    """A larger quantity whose lower price saves more than holding it costs."""
    cost = unit_cost_of(state, quantity)
    if cost is None or worth.aim.holding_cost is None:
        return None
    best, best_gain = None, NOTHING
    for each in state.price_breaks:
        larger = rounded_up(max(each.from_quantity, quantity), state.multiple)
        if larger <= quantity + NOTHING or larger > most + NOTHING:
            continue
        gain = _gain(each, cost, larger) + worth.of(larger) - worth.of(quantity)
        if gain > best_gain:
            best, best_gain = larger, gain
    return best


def _gain(price_break: PriceBreak, cost: float, quantity: float) -> float:
    """Money saved on the whole order: all of it would be bought sooner or later."""
    return quantity * (cost - price_break.unit_cost)
