"""What the ledger says of a product's stock on the days of a replay. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

_NOTHING = 1e-9


class ClosingRow(NamedTuple):
    """What a location held at the end of a day."""

    product_id: int
    location_id: int
    day: date
    on_hand: float


@dataclass(frozen=True, slots=True)
class Ledger:
    """Of all locations together: units before the first day, and at the end of each."""

    opening: float
    closing: tuple[float, ...]

    def received(self, sold: Sequence[float], days: int) -> list[tuple[int, float]]:
        """Days of the first ones on which more came in than was sold, with how much: what
        was delivered then had been ordered before, whoever orders from then on."""
        before = (self.opening, *self.closing)
        came = [(n, self.closing[n] - before[n] + sold[n]) for n in range(days)]
        return [(n, round(units, 3)) for n, units in came if units > _NOTHING]


def ledger_of(rows: Iterable[ClosingRow], first: date, days: int) -> Ledger | None:
    """Of the days from ``first`` on, each location's rows up to the last of them; ``None``
    where the ledger does not reach back to the day before."""
    told = {(row.location_id, row.day): row.on_hand for row in rows}
    if not any(day < first for _, day in told):
        return None
    held: dict[int, float] = {}
    for (location_id, day), units in sorted(told.items(), key=lambda each: each[0][1]):
        if day < first:
            held[location_id] = units
    opening, closing = sum(held.values()), []
    locations = {location_id for location_id, _ in told}
    for n in range(days):
        for location_id in locations:
            on_hand = told.get((location_id, first + timedelta(days=n)))
            if on_hand is not None:
                held[location_id] = on_hand
        closing.append(sum(held.values()))
    return Ledger(opening, tuple(closing))
