"""Decisions about products that need no computer."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from biip.checksums import gs1_standard_check_digit

from shared.quantities import Units, fits
from shared.types import Kind, Unit

GTIN_LENGTHS = (8, 12, 13, 14)


def gtin_of(code: str) -> str | None:
    """A barcode in the form in which all lengths are comparable: 14 digits. None when it
    is no GTIN, or its check digit is another one."""
    if len(code) not in GTIN_LENGTHS or not (code.isascii() and code.isdigit()):
        return None
    if gs1_standard_check_digit(code[:-1]) != int(code[-1]) or not int(code):
        return None
    return code.zfill(GTIN_LENGTHS[-1])


@dataclass(frozen=True, slots=True)
class Component:
    """How much of a product is in one bundle."""

    product_id: int
    quantity: Units


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
    barcodes: list[str] = field(default_factory=list)
    kind: Kind = "product"
    parent_id: int | None = None
    options: dict[str, str] = field(default_factory=dict)
    components: list[Component] = field(default_factory=list)
    tax_rate: Decimal | None = None
    shelf_life_days: int | None = None
    min_stock: list[dict[str, Any]] = field(default_factory=list)
    supplier_id: int | None = None
    unit_cost: Decimal | None = None

    @property
    def stock_fits(self) -> bool:
        """Whether its stock has no more decimals than it allows."""
        return fits(self.stock, self.quantity_decimals)


def in_json(floors: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Least stocks as the database keeps them. Three decimals survive a float."""
    return [
        {
            "location_id": floor["location_id"],
            "quantity": int(quantity) if quantity == int(quantity) else float(quantity),
        }
        for floor in floors
        for quantity in (floor["quantity"],)
    ]


def variant_sku(parent: str, values: Sequence[str]) -> str:
    """The parent's code and what tells this variant from others, as ``SHIRT-M-RED``."""
    parts = [re.sub(r"[^\w.]+", "-", value.strip()).strip("-") for value in values]
    return "-".join([parent, *(part.upper() for part in parts)])
