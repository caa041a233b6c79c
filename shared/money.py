"""Amounts of money that are divided without a cent being lost."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def share(amount: Decimal, units: int, of_units: int) -> Decimal:
    """What so many of the units of a line come to, to the cent. The share of all of them
    is the whole amount; PostgreSQL's ``round`` gives the same."""
    return (amount * units / of_units).quantize(CENT, ROUND_HALF_UP)
