"""Across products: what a budget buys, and what makes an order large enough. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush
from math import ceil
from typing import Literal

_NOTHING = 1e-9
_MOST_GROWTH = 5
"""Times the packs whose worth is known: nobody tops up by more."""

Decision = Literal["order", "topped_up", "wait"]
"""As it is; with more than is needed, since the supplier takes no less; or not now."""


@dataclass(frozen=True, slots=True)
class BuyingLine:
    """A suggestion: ``quantity`` at ``unit_cost``; ``pack_worths`` of each ``pack`` units,
    those beyond the quantity too; ``minimum`` units at least, or none. ``more``: whether
    there may be more of it than was suggested."""

    product_id: int
    location_id: int
    quantity: float
    unit_cost: float
    pack: float
    pack_worths: tuple[float, ...]
    minimum: float = 0.0
    more: bool = True

    @property
    def cost(self) -> float:
        return self.quantity * self.unit_cost

    def worth(self) -> float:
        """Of the quantity: money."""
        return self._worth_of(self.quantity)

    def worth_of_more(self, quantity: float) -> float:
        return self._worth_of(quantity) - self.worth()

    def _worth_of(self, quantity: float) -> float:
        full = int((quantity + _NOTHING) // self.pack)
        part = max(0.0, (quantity - full * self.pack) / self.pack)
        return sum(map(self._pack_worth, range(full))) + part * self._pack_worth(full)

    def _pack_worth(self, n: int) -> float:
        """Packs beyond those that are known are held longer and longer: each is worth as
        much less than the one before as the last one was."""
        known = self.pack_worths
        if n < len(known):
            return known[n]
        if len(known) < 2:
            return 0.0
        return known[-1] + (n - len(known) + 1) * min(0.0, known[-1] - known[-2])


def within(lines: Sequence[BuyingLine], budget: float) -> list[BuyingLine]:
    """The same lines with what the budget buys of each: packs in order of what they are
    expected to return per unit of money, until it is spent. A product is not bought below
    its minimum, and never more than was suggested."""
    bought = [replace(line, quantity=0.0) for line in lines]
    # The next pack of each line, the best one first; of equals the first line.
    waiting = [(-_return(bought[n], line), n) for n, line in enumerate(lines)]
    heapify(waiting)
    left = budget
    while waiting:
        _, n = heappop(waiting)
        step = _step(bought[n], lines[n])
        cost = step * lines[n].unit_cost
        if step <= _NOTHING or cost > left + _NOTHING:
            continue
        left -= cost
        bought[n] = replace(bought[n], quantity=round(bought[n].quantity + step, 6))
        heappush(waiting, (-_return(bought[n], lines[n]), n))
    return bought


def _step(bought: BuyingLine, suggested: BuyingLine) -> float:
    """Units of the next pack; the first is as large as the minimum."""
    least = bought.pack
    if bought.quantity == 0 and bought.minimum:
        least = max(1, ceil(bought.minimum / bought.pack - _NOTHING)) * bought.pack
    return min(least, suggested.quantity - bought.quantity)


def _return(bought: BuyingLine, suggested: BuyingLine) -> float:
    """Money per money of the next pack."""
    step = _step(bought, suggested)
    if step <= _NOTHING:
        return 0.0
    gained = bought.worth_of_more(bought.quantity + step)
    return gained / max(step * bought.unit_cost, _NOTHING)


@dataclass(frozen=True, slots=True)
class SupplierOrder:
    """What is bought of one supplier for one location. ``decision_cost``: what topping up
    costs, or waiting; 0 of an order as it is."""

    lines: list[BuyingLine]
    decision: Decision
    decision_cost: float

    @property
    def value(self) -> float:
        return sum(line.cost for line in self.lines)


def large_enough(
    lines: Sequence[BuyingLine], least_value: float, *, shortage: float | None = None
) -> SupplierOrder:
    """An order below ``least_value`` is topped up with the packs that cost least to hold
    for their money, or waits for the next one, whichever costs less. ``shortage``: what
    not reaching it costs otherwise, as carriage does; ``None``: it is not taken at all,
    and what the order is worth is lost."""
    value = sum(line.cost for line in lines)
    if value >= least_value - _NOTHING:
        return SupplierOrder(list(lines), "order", 0.0)
    more, cost = _topped_up(lines, least_value - value)
    otherwise = shortage
    if otherwise is None:
        otherwise = sum(max(0.0, line.worth()) for line in lines)
    if more is not None and cost <= otherwise:
        return SupplierOrder(more, "topped_up", cost)
    if shortage is not None:
        return SupplierOrder(list(lines), "order", shortage)
    return SupplierOrder(list(lines), "wait", otherwise)


def _topped_up(
    lines: Sequence[BuyingLine], missing: float
) -> tuple[list[BuyingLine] | None, float]:
    """``None`` where there are not packs enough whose worth is known."""
    found, cost = list(lines), 0.0
    while missing > _NOTHING:
        candidates = [n for n, line in enumerate(found) if _can_grow(line)]
        if not candidates:
            return None, cost
        best = max(candidates, key=lambda n: (_growth(found[n]), -n))
        line = found[best]
        cost -= line.worth_of_more(line.quantity + line.pack)
        missing -= line.pack * line.unit_cost
        found[best] = replace(line, quantity=round(line.quantity + line.pack, 6))
    return found, cost


def _can_grow(line: BuyingLine) -> bool:
    return (
        line.more
        and line.unit_cost > 0
        and line.quantity + line.pack
        <= _MOST_GROWTH * len(line.pack_worths) * line.pack + _NOTHING
    )


def _growth(line: BuyingLine) -> float:
    gained = line.worth_of_more(line.quantity + line.pack)
    return gained / (line.pack * line.unit_cost)
