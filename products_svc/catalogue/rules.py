"""Decisions about products that need no computer."""

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
