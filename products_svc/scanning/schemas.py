"""What a scan is answered with."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, StringConstraints

from products_svc.catalogue.schemas import ProductOut
from shared.types import Money, Quantity

ScannedCode = Annotated[
    str,
    # Control characters but for the separator of GS1 messages are mistakes.
    StringConstraints(
        min_length=1, max_length=300, pattern=r"^[^\x00-\x1c\x1e\x1f\x7f]*$"
    ),
]


class ScanOut(BaseModel):
    """A product, and what its label says besides; null where it says nothing."""

    product: ProductOut
    quantity: Quantity | None
    """In the product's unit; where only ``amount`` is known, what it comes to."""
    amount: Money | None
    """What the label asks for all of it."""
    lot: str | None
    expires_on: date | None
