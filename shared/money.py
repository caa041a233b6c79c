"""Amounts of money that are divided without a cent being lost."""

from decimal import ROUND_HALF_UP, Decimal

from shared.quantities import Units

CENT = Decimal("0.01")


def to_cents(amount: Decimal) -> Decimal:
    """PostgreSQL's ``round`` gives the same."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def line_total(price: Decimal, units: Units) -> Decimal:
    """What so many units come to, to the cent."""
    return to_cents(price * units)


def share(amount: Decimal, units: Units, of_units: Units) -> Decimal:
    """What so many of the units of a line come to, to the cent. The share of all of them
    is the whole amount."""
    return to_cents(amount * units / of_units)
