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


def etag(version: int) -> str:
    return f'"{version}"'


def precondition_holds(if_match: str | None, version: int) -> bool:
    """Whether an ``If-Match`` header, if any, names this version (RFC 9110 §13.1.1)."""
    if if_match is None:
        return True
    named = [part.strip() for part in if_match.split(",")]
    return "*" in named or etag(version) in named
