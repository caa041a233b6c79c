"""Decisions about stock that need no computer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StockTarget:
    """Where stock should go: to ``units`` units.

    With ``expected``, what the caller saw before, only the difference counts,
    so that sales in between are not lost.
    """

    units: int
    expected: int | None = None

    def delta(self, on_hand: int) -> int:
        return self.units - (on_hand if self.expected is None else self.expected)
