"""By what name a row is known again within its source."""

import hashlib
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from shared.clock import business_day
from shared.quantities import Units, exact
from shared.types import Unit


class RowNames(NamedTuple):
    """``former`` is the name that versions before gave, if that was another: they knew
    no till or shop, and of a ticket's number no day. A name that ``is_lasting`` stays
    the same whatever becomes of the sale."""

    content: str
    former: str
    is_lasting: bool


def name_of_day(sku: str, day: str, place: str) -> RowNames:
    """Of a file with a row for each product and day."""
    name = f"{sku}/{day}"
    if not place:
        return RowNames(name, "", is_lasting=True)
    return RowNames(f"{name}@{fingerprint(place)[:12]}", name, is_lasting=True)


def name_in_order(
    order: str, sku: str, sold_at: datetime, quantity: Units, place: str
) -> RowNames:
    """By the source's own number, which may begin again each day and at each till."""
    side = "return" if quantity < 0 else ""
    day = f"{business_day(sold_at)}"
    name = fingerprint("", order, day, place, sku, side)
    return RowNames(name, fingerprint(order, sku, side), is_lasting=True)


def name_of_sale(
    sku: str,
    told: str,
    quantity: Units,
    price: Decimal | None,
    place: str,
    unit: Unit | None = None,
) -> RowNames:
    """Where the source has no number: what was sold, when and for how much."""
    units = str(quantity) if isinstance(quantity, int) else f"{exact(quantity):f}"
    if unit is not None and unit != "piece":
        units = f"{units} {unit}"
    content = (sku, told, units, "" if price is None else str(price))
    if not place:
        return RowNames(fingerprint(*content), "", is_lasting=False)
    former = fingerprint(*content)
    return RowNames(fingerprint(*content, place), former, is_lasting=False)


def name_of_own(sale_id: int, created_at: datetime) -> str:
    """Of a download of sales: the same whatever the download is called a source of."""
    return f"sale/{sale_id}@{created_at.isoformat()}"


def name_of_period(
    sku: str, told: str, quantity: Units, price: Decimal | None, place: str
) -> RowNames:
    """Of a week or a month: whatever its total, it is the product's of that time.
    Versions before named it as one sale."""
    former = name_of_sale(sku, told, quantity, price, place).content
    return RowNames(fingerprint("period", sku, told, place), former, is_lasting=True)


def fingerprint(*parts: str) -> str:
    content = "\x1f".join(parts).encode()
    return hashlib.blake2b(content, digest_size=16).hexdigest()
