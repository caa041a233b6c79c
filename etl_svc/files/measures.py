"""Words of units in files, and which unit of a product each of them is.

Those of weight, volume and length that are a part of one a shop sells by are read in
it: ``250 ml`` is a quarter of a litre. Grams stay grams, since a product may be counted
in them. Pounds, feet or square metres are none that a shop here sells by.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from etl_svc.files.cells import CACHED, BadCell
from etl_svc.rules import Note
from shared.quantities import MAX_DECIMALS, Units, exact
from shared.types import Unit

_THOUSANDTH = Decimal(1).scaleb(-MAX_DECIMALS)
OTHER_UNIT = "is told in a unit that is none of kg, g, l, m and pieces"
_ROUNDING = Decimal("1e-7")
"""Of a number: what a weight that was kept in 32 bits is off by."""


class Measure(NamedTuple):
    """``factor`` is what one of the word's units makes of the product's."""

    unit: Unit
    factor: Decimal


_pieces = re.compile(
    r"(?:x|×|pcs?|pces?|pieces?|pièces?|units?|unités?|un?|uds?|unid|unidad(?:es)?"
    r"|unità|stk|stck|st|stück|stueck|pz|pezz[oi]|ea|each|ex|items?|articles?|art|nos?"
    r"|ct|count|szt|ks|db|kpl|шт|pairs?|paires?|paar|bottles?|bouteilles?|btl"
    r"|flaschen?|botellas?|bottigli[ae])\.?"
)
_WORDS: tuple[tuple[Unit, str, str], ...] = (
    ("kg", "1", "kg kgs kilo kilos kilogram kilograms kilogramm kilogramme kilogrammes"
     " kilogramo kilogramos chilo chili chilogrammo chilogrammi"),
    ("g", "1", "g gr grs gram grams gramm gramme grammes gramo gramos grammo grammi"),
    ("g", "0.001", "mg"),
    ("l", "1", "l lt ltr ltrs liter liters litre litres litro litros litri"),
    ("l", "0.1", "dl"),
    ("l", "0.01", "cl"),
    ("l", "0.001", "ml"),
    ("m", "1", "m mt mtr mtrs meter meters metre metres mètre mètres metro metros metri"),
    ("m", "0.01", "cm"),
    ("m", "0.001", "mm"),
)  # fmt: skip
_MEASURES = {
    word: Measure(unit, Decimal(factor))
    for unit, factor, words in _WORDS
    for word in words.split()
}
_other = re.compile(
    r"(?:lbs?|pounds?|oz|ounces?|stones?|t|tons?|tonnes?|m2|m²|qm|sqm|m3|m³|ft|feet"
    r"|foot|in|inch(?:es)?|yds?|yards?|gal(?:lons?)?|pints?|pt|qt)\.?"
)


@lru_cache(CACHED)
def measure_of(word: str) -> Measure | Literal["other"] | None:
    """What a word behind a number, or of a column of units, measures in; ``other`` is
    a unit that is known but none of ours, None no unit at all."""
    bare = word.strip().casefold()
    if _pieces.fullmatch(bare):
        return Measure("piece", Decimal(1))
    if (found := _MEASURES.get(bare.removesuffix("."))) is not None:
        return found
    return "other" if _other.fullmatch(bare) else None


def to_the_thousandth(number: Decimal, field: str, text: str) -> Units:
    """A quantity in its form: whole ones are ints, others keep the zeros that were
    written behind them. What is off by no more than binary fractions are is that noise;
    ``BadCell`` for what is finer."""
    whole = int(number)
    if whole == number:
        return whole
    rounded = number.quantize(_THOUSANDTH)
    if rounded == number:
        return number if -_exponent(number) <= MAX_DECIMALS else rounded
    if abs(rounded - number) > _ROUNDING * abs(number):
        raise too_fine(field, text, MAX_DECIMALS)
    whole = int(rounded)
    return whole if whole == rounded else rounded


def decimals_of(units: Units) -> int:
    """How many were written."""
    return 0 if isinstance(units, int) else max(0, -_exponent(units))


def size(units: Units) -> Units:
    """Without the sign of what came back."""
    return -units if units < 0 else units


def converted_note(field: str, text: str, units: Units, unit: Unit) -> Note:
    """Nobody says of which unit a price beside the quantity is that of one."""
    said = f"is read as {exact(size(units)):f} {unit}; a price beside it as that of one {unit}"
    return Note("changed", "unit_converted", field, text.strip(), said)


def unknown_unit_note(field: str, word: str) -> Note:
    said = "is no unit that is known: the quantity counts as it stands there"
    return Note("warning", "unknown_unit", field, word, said)


def too_fine(field: str, text: str, decimals: int) -> BadCell:
    kept = f"{decimals} decimals" if decimals else "whole units"
    return BadCell(field, "quantity_precision", text, f"is finer than {kept}")


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
