"""Surplus of one location for another that is short, before anything is bought. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from forecast_svc.replenishment.calculation.advice import Advice, Transfer
from forecast_svc.replenishment.calculation.state import Arrival, StockState
from forecast_svc.replenishment.calculation.terms import rounded_down, rounded_up

_SPARES = {"covered_until", "no_demand", "no_supplier", "no_margin", "on_order"}


@dataclass(frozen=True, slots=True)
class Place:
    """A location with its state and what was advised without the others;
    ``transfer_days`` until goods from elsewhere get there."""

    state: StockState
    advice: Advice
    transfer_days: int


def shared_out(places: Mapping[int, Place]) -> dict[int, tuple[Transfer, ...]]:
    """Of one product, by location that is short: who sends how many. The one that loses
    most a day comes first, and takes from whom has most to spare."""
    spare = {location: surplus(place) for location, place in places.items()}
    found = {}
    for location in sorted(places, key=lambda at: (-_risk(places[at]), at)):
        place = places[location]
        wanted = _wanted(place)
        taken = []
        for giver in sorted(spare, key=lambda at: (-spare[at], at)):
            units = min(wanted, spare[giver])
            if giver != location and units > 0:
                spare[giver] -= units
                wanted -= units
                taken.append(Transfer(giver, units))
        if taken:
            found[location] = tuple(taken)
    return found


def counting(place: Place, transfers: Sequence[Transfer]) -> StockState:
    """With what is sent on its way."""
    state = place.state
    day = state.today + timedelta(days=place.transfer_days)
    coming = (Arrival(each.quantity, day, "transfer") for each in transfers)
    return replace(state, arrivals=(*state.arrivals, *coming))


def told(advice: Advice, transfers: tuple[Transfer, ...]) -> Advice:
    """What is advised with them, and of them."""
    enough = advice.quantity == 0 and advice.why_not in {"on_order", "covered_until"}
    why_not = "transfer" if enough else advice.why_not
    return replace(advice, transfers=transfers, why_not=why_not)


def surplus(place: Place) -> float:
    """What is on hand beyond the minimum stock, and beyond what is needed until the next
    but one order arrives, as surely as is asked for."""
    terms, on_hand = place.advice.terms, place.state.on_hand
    if terms is None or on_hand is None or place.advice.why_not not in _SPARES:
        return 0.0
    return rounded_down(
        max(0.0, min(on_hand - terms.minimum_stock, -terms.need)), place.state.unit
    )


def _wanted(place: Place) -> float:
    """Units; none where they would come later than an order."""
    terms, dates = place.advice.terms, place.advice.dates
    in_time = place.transfer_days <= (dates.arrives_on - place.state.today).days
    short = place.advice.quantity > 0 or place.advice.why_not == "no_supplier"
    if terms is None or not in_time or not short:
        return 0.0
    # What is not sold for want of stock before an order arrives is wanted, too.
    needed = rounded_up(terms.need + terms.lost_to_a, place.state.unit)
    return max(0.0, needed, terms.to_minimum_stock)


def _risk(place: Place) -> float:
    return place.advice.units_at_risk_per_day
