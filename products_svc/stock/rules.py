"""Decisions about stock that need no computer."""

from dataclasses import dataclass
from datetime import date

from shared.quantities import Units, exact


@dataclass(frozen=True, slots=True)
class LotPart:
    """Units of one lot, which its code and its date name together."""

    code: str | None
    expires_on: date | None
    units: Units


@dataclass(frozen=True, slots=True)
class StockTarget:
    """Where stock should go: to ``units`` units.

    With ``expected``, what the caller saw before, only the difference counts,
    so that sales in between are not lost.
    """

    units: Units
    expected: Units | None = None

    def delta(self, on_hand: Units) -> Units:
        before = on_hand if self.expected is None else self.expected
        return exact(self.units - before)
