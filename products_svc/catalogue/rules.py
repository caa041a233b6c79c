"""Decisions about products that need no computer."""

from dataclasses import dataclass
from decimal import Decimal

from products_svc.errors import QuantityPrecision
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

    def require_precision(self) -> None:
        """``QuantityPrecision`` when its stock has more decimals than it allows."""
        if not fits(self.stock, self.quantity_decimals):
            raise QuantityPrecision(
                decimal_places=self.quantity_decimals, field="stock"
            )
