"""Quantities of goods: pieces, or kilos, litres and metres to the thousandth.

Nearly all are whole, and stay ints; the others are Decimals. Nothing is ever reckoned
in binary fractions, so that a stock is exactly the sum of its movements.
"""

from decimal import Decimal
from typing import TypeAlias

Units: TypeAlias = int | Decimal

MAX_DECIMALS = 3
"""What a column of quantities keeps: grams of a kilo."""
_THOUSANDTH = Decimal("0.001")


def exact(number: int | Decimal) -> Units:
    """A quantity in its one form: an int when it is whole, else a Decimal without zeros
    at its end. ``number`` is finite and of a sane size."""
    if isinstance(number, int):
        return number
    whole = int(number)
    return whole if whole == number else number.normalize()


def fits(units: Units, decimals: int) -> bool:
    """Whether so many decimals are enough to write a quantity down."""
    return isinstance(units, int) or units == round(units, decimals)


def as_json(units: Units) -> int | float:
    """As JSON has it: ``2``, never ``2.0``; ten digits survive a double exactly."""
    units = exact(units)
    return units if isinstance(units, int) else float(units)
