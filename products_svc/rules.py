"""Decisions about products and stock that need no computer."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """A product that somebody wants to have; ``stock`` is what it starts with."""

    sku: str
    name: str
    price: Decimal
    stock: int
    category: str | None


@dataclass(frozen=True, slots=True)
class StockTarget:
    """Where stock should go: to ``wanted`` units.

    With ``expected``, what the caller saw before, only the difference counts,
    so that sales in between are not lost.
    """

    wanted: int
    expected: int | None = None

    def delta(self, on_hand: int) -> int:
        return self.wanted - (on_hand if self.expected is None else self.expected)


def etag(version: int) -> str:
    return f'"{version}"'


def precondition_holds(if_match: str | None, version: int) -> bool:
    """Whether an ``If-Match`` header, if any, names this version (RFC 9110 §13.1.1)."""
    if if_match is None:
        return True
    wanted = [part.strip() for part in if_match.split(",")]
    return "*" in wanted or etag(version) in wanted
