"""What a purchase order says on paper, whatever its form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from shared.quantities import Units

Language = Literal["en", "fr"]
NARROW = "\u202f"
_EN_MONTHS = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]


@dataclass(frozen=True, slots=True)
class Party:
    """Who buys, or who sells. ``electronic_address`` by a scheme, as 0088:340…"""

    name: str
    address: str
    country: str | None
    electronic_address: str | None


@dataclass(frozen=True, slots=True)
class DocumentLine:
    sku: str
    supplier_sku: str | None
    name: str
    quantity: Units
    unit: str
    unit_cost: Decimal
    amount: Decimal
    expected_on: date | None
    units_per_case: Units | None = None
    cases: Units | None = None
    """Where it is a whole number of them."""


@dataclass(frozen=True, slots=True)
class OrderDocument:
    number: str
    status: str
    issued_on: date
    buyer: Party
    account_number: str | None
    """The buyer's number with the seller."""
    seller: Party
    seller_email: str | None
    location_name: str
    location_address: str
    currency: str
    expected_on: date | None
    reference: str | None
    note: str | None
    lines: Sequence[DocumentLine]
    total: Decimal


def day(value: date | None, language: Language) -> str:
    if value is None:
        return ""
    if language == "fr":
        return value.strftime("%d/%m/%Y")
    return f"{value.day} {_EN_MONTHS[value.month - 1]} {value.year}"


def number(value: Units | Decimal, language: Language, *, least: int = 0) -> str:
    """With the marks of the language, and at least so many decimals."""
    exact = Decimal(value)
    decimals = max(least, -int(exact.normalize().as_tuple().exponent), 0)
    text = f"{exact:,.{decimals}f}"
    if language == "fr":
        return text.replace(",", NARROW).replace(".", ",")
    return text


TEXTS: dict[Language, dict[str, str]] = {
    "en": {
        "title": "Purchase order",
        "draft": "DRAFT: not an order yet",
        "cancelled": "CANCELLED",
        "date": "Date",
        "from": "From",
        "supplier": "Supplier",
        "deliver_to": "Deliver to",
        "account": "Our number with you",
        "reference": "Reference",
        "expected": "Expected on",
        "sku": "Your code",
        "our_sku": "Our code",
        "name": "Description",
        "quantity": "Quantity",
        "unit_cost": "Unit price",
        "amount": "Amount",
        "total": "Total before tax",
        "page": "Page",
        "piece": "pc",
        "cases": "cases of",
    },
    "fr": {
        "title": "Commande fournisseur",
        "draft": "BROUILLON\N{NO-BREAK SPACE}: pas encore une commande",
        "cancelled": "ANNULÉE",
        "date": "Date",
        "from": "De",
        "supplier": "Fournisseur",
        "deliver_to": "Livraison à",
        "account": "Notre numéro chez vous",
        "reference": "Référence",
        "expected": "Attendue le",
        "sku": "Votre code",
        "our_sku": "Notre code",
        "name": "Désignation",
        "quantity": "Quantité",
        "unit_cost": "Prix unitaire",
        "amount": "Montant",
        "total": "Total hors taxes",
        "page": "Page",
        "piece": "pce",
        "cases": "colis de",
    },
}
