"""What the digits and letters of a scanned code say.

A code is a GTIN; or one of the shop's own scales, whose digits say an item and what it
weighs or costs, by the layout in the shop's settings; or a GS1 message, as in a
DataMatrix or GS1-128, also as people write it, (01)…(17)…, or as a web address.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from biip import ParseError
from biip.checksums import gs1_price_weight_check_digit, gs1_standard_check_digit
from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from biip.gs1_element_strings import GS1ElementString
from biip.gs1_messages import GS1Message

from products_svc.catalogue.rules import gtin_of
from shared.money import CENT
from shared.quantities import Units, exact
from shared.types import Unit

SEPARATOR = "\x1d"
"""What scanners send for FNC1, which ends a field of no fixed length."""
_SHOWN_SEPARATOR = "\u241d"
_MEASURES: dict[str, Unit] = {"310": "kg", "311": "m", "315": "l"}
_GRAMS = Decimal(1000)
_VERIFIED_DIGITS = (4, 5)


@dataclass(frozen=True, slots=True)
class Scan:
    """``gtins`` are the 14 digits by which its product may be known, ``item`` the number
    of a scale's label. ``measure`` is in ``unit``; None is a piece."""

    gtins: Sequence[str]
    item: str | None = None
    measure: Decimal | None = None
    unit: Unit | None = None
    amount: Decimal | None = None
    """What was weighed costs."""
    lot: str | None = None
    expires_on: date | None = None


def read_scan(text: str, weight_code_layout: str | None) -> Scan | None:
    """None when nothing can be made of it, or a check digit is another one."""
    code = text.strip().replace(_SHOWN_SEPARATOR, SEPARATOR)
    symbology = code[:3] if code.startswith("]") else ""
    # Some scanners send an FNC1 in front too.
    body = code.removeprefix(symbology).removeprefix(SEPARATOR)
    gtin = gtin_of(body)
    if gtin is not None:
        return _scale_label(gtin[1:], weight_code_layout) or Scan([gtin])
    try:
        return _of_elements(_elements(body))
    except (ParseError, ValueError):
        return None


def _scale_label(ean: str, layout: str | None) -> Scan | None:
    """What an EAN-13 says by a layout as 21IIIIIWWWWWC; None when it is another one.

    A product is known by its label that weighs nothing, or by the item's number.
    """
    if layout is None or not ean.startswith(layout[:2]):
        return None
    said = {mark: _part(ean, layout, mark) for mark in "IVWP"}
    value = said["W"] or said["P"]
    if said["V"] and not _verified(value, int(said["V"])):
        return Scan([])
    blank = "".join(
        digit if mark not in "VWPC" else "0"
        for digit, mark in zip(ean, layout, strict=True)
    )[:-1]
    blank += str(gs1_standard_check_digit(blank))
    return Scan(
        [blank.zfill(14)],
        item=said["I"],
        measure=int(said["W"]) / _GRAMS if int(said["W"] or 0) else None,
        unit="kg",
        amount=int(said["P"]) * CENT if int(said["P"] or 0) else None,
    )


def _verified(value: str, check_digit: int) -> bool:
    """GS1 defines it for values of four and of five digits; others are believed."""
    if len(value) not in _VERIFIED_DIGITS:
        return True
    return gs1_price_weight_check_digit(value) == check_digit


def _part(ean: str, layout: str, mark: str) -> str:
    return "".join(digit for digit, of in zip(ean, layout, strict=True) if of == mark)


def _elements(body: str) -> Sequence[GS1ElementString]:
    """Raises ``ParseError``, and ``ValueError`` for what is no web address."""
    if body.startswith(("http:", "https:")):
        return GS1DigitalLinkURI.parse(body).element_strings
    if body.startswith("("):
        return GS1Message.parse_hri(body).element_strings
    return GS1Message.parse(body).element_strings


def _of_elements(elements: Sequence[GS1ElementString]) -> Scan | None:
    by_ai = {element.ai.ai: element for element in elements}
    named = by_ai.get("01") or by_ai.get("02")
    gtin = named and gtin_of(named.value)
    if not gtin:
        return None
    lot = by_ai.get("10")
    expires = by_ai.get("17") or by_ai.get("15")
    measure, unit = _measure(by_ai)
    return Scan(
        [gtin],
        measure=measure,
        unit=unit,
        amount=_amount(elements),
        lot=lot.value if lot else None,
        expires_on=expires.date if expires else None,
    )


def _measure(
    by_ai: dict[str, GS1ElementString],
) -> tuple[Decimal | None, Unit | None]:
    """Net weight, length or volume; else a count."""
    for ai, element in by_ai.items():
        unit = _MEASURES.get(ai[:3])
        if unit is not None and element.decimal:
            return element.decimal, unit
    count = by_ai.get("30") or by_ai.get("37")
    return (Decimal(count.value) or None, None) if count else (None, None)


def _amount(elements: Sequence[GS1ElementString]) -> Decimal | None:
    """In the shop's money; one in parts of a cent is none that a till could take."""
    for element in elements:
        if element.ai.ai[:3] == "392" and element.decimal:
            amount = element.decimal
            return amount if amount == amount.quantize(CENT) else None
    return None


def units_of(scan: Scan, unit: Unit) -> Units | None:
    """How many units of a product that is counted in ``unit`` it says; None when it says
    nothing that is counted so."""
    if scan.measure is None:
        return None
    if scan.unit == "kg" and unit == "g":
        return exact(scan.measure * _GRAMS)
    counted_in = scan.unit or "piece"
    return exact(scan.measure) if counted_in == unit else None


def units_for(amount: Decimal, price: Decimal, decimals: int) -> Units | None:
    """How many units come to an amount, as near as the product is counted."""
    if not price:
        return None
    return exact(round(amount / price, decimals)) or None
