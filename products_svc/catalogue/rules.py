"""Decisions about products that need no computer."""

from dataclasses import dataclass
from decimal import Decimal

from shared.quantities import Units, fits
from shared.types import Unit


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """A product that somebody wants to have; ``stock`` is what it starts with."""

    sku: str
    name: str
    price: Decimal
    stock: Units
    category: str | None
    unit: Unit = "piece"
    quantity_decimals: int = 0

    @property
    def stock_fits(self) -> bool:
        """Whether its stock has no more decimals than it allows."""
        return fits(self.stock, self.quantity_decimals)
