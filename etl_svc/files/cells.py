"""What single cells of a file say: product codes and amounts. Days are in ``dates``.

Pure, and cached, because a file says the same again and again. A failure is a
``BadCell`` with the column's name, a stable code and what stood there.
"""

import re
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2b
from typing import Literal

from shared.types import MAX_QUANTITY

MAX_SKU = 64

DecimalMark = Literal[".", ","]

CACHED = 65_536
"""Texts of which each reader remembers what they say."""

_MAX_PRICE = Decimal("9999999999.99")
_CENT = Decimal("0.01")

_GROUP_MARKS = " \u00a0\u202f'\u2019"
_SIGNS = "$€£¥₹₽₺₩₴₦฿₫₱"
_plain = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,6})?", re.ASCII)
_decimal_comma = re.compile(r"[+-]?\d*,\d+", re.ASCII)
_grouped = re.compile(
    rf"(?P<sign>[+-]?)(?P<whole>[1-9]\d{{0,2}}(?P<group>[{_GROUP_MARKS}.,])\d{{3}}"
    r"(?:(?P=group)\d{3})*)(?:(?P<mark>[.,])(?P<rest>\d+))?",
    re.ASCII,
)
_money = re.compile(
    rf"(?P<sign>[+-]?)\s*(?:[A-Z]{{0,3}}[{_SIGNS}]|[A-Z]{{3}})?\s*(?P<again>[+-]?)"
    rf"(?P<number>[\d.,{_GROUP_MARKS}]*\d)\s*(?:[{_SIGNS}]|[A-Z]{{3}}|kr|zł|Kč|Ft|lei)?",
    re.ASCII,
)
_excel_text = re.compile(r'="([^"]*)"')
_reference = re.compile(r"\[(?P<sku>[^\]]{1,64})\]\s*(?P<name>.*)")
_unprintable = re.compile(r"[\x00-\x1f\x7f]")


class BadRow(Exception):
    """Why a line is no sale: ``field`` is a column, empty for the whole line."""

    def __init__(self, field: str, code: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.code = code
        self.value = ""


class LeftOut(BadRow):
    """A row that is no sale and no fault either, such as one of totals: it is left
    out and counted by its ``code``."""

    def __init__(self, code: str) -> None:
        super().__init__("", code, "is left out")


class BadCell(BadRow):
    """A row whose ``field`` holds ``text``, which is not what it should be."""

    def __init__(self, field: str, code: str, text: str, why: str) -> None:
        super().__init__(field, code, f"{shown(text)!r} {why}")
        self.value = shown(text)


def shown(text: str) -> str:
    """A cell as a report shows it: short, and without what could not be stored."""
    plain = _unprintable.sub("?", text)
    return plain if len(plain) <= 40 else plain[:40] + "…"


@lru_cache(CACHED)
def read_sku(text: str, field: str) -> str:
    """A product's code. Spreadsheets protect the zeros of one as ``="0012"``."""
    sku = text.strip()
    told = _excel_text.fullmatch(sku)
    if told is not None:
        sku = told[1].strip()
    elif sku.startswith(("=", "@")):
        raise BadCell(field, "formula", text, "is a formula, not a product's code")
    if not 1 <= len(sku) <= MAX_SKU or _unprintable.search(sku):
        raise BadCell(field, "invalid_sku", text, "is not 1 to 64 printable characters")
    return sku


@lru_cache(CACHED)
def sku_of_name(name: str) -> tuple[str, str]:
    """The code and the name of a product that is told by its name only. A code
    in brackets in front is taken; a long name keeps what tells it from others."""
    told = _reference.match(name)
    if told is not None and told["name"]:
        return told["sku"].strip(), told["name"].strip()
    if len(name) <= MAX_SKU:
        return name, name
    mark = blake2b(name.encode(), digest_size=4).hexdigest()
    return f"{name[: MAX_SKU - 9]}~{mark}", name


@lru_cache(CACHED)
def read_quantity(text: str, field: str, mark: DecimalMark = ".") -> int:
    """Whole units, at most 1 000 000 either way; ``12.0`` is whole. Those below
    zero are for the caller to judge."""
    number = read_number(text, field, mark)
    # First the size: a huge exponent would take minutes as an integer.
    if abs(number) > MAX_QUANTITY:
        raise BadCell(field, "too_large", text, f"is above {MAX_QUANTITY}")
    if number != number.to_integral_value():
        raise BadCell(field, "fraction", text, "is not a whole number")
    return int(number)


@lru_cache(CACHED)
def read_price(text: str, field: str, mark: DecimalMark = ".") -> Decimal | None:
    """An amount with at most two decimals, with or without a currency; None for
    an empty cell."""
    if not text.strip():
        return None
    number = _read_money(text, field, mark)
    if number < 0:
        raise BadCell(field, "negative", text, "is below zero")
    if number > _MAX_PRICE:
        raise BadCell(field, "too_large", text, f"is above {_MAX_PRICE}")
    amount = number.quantize(_CENT)
    if amount != number:
        raise BadCell(field, "too_precise", text, "has more than 2 decimals")
    return amount


@lru_cache(CACHED)
def read_unit_price(
    text: str, field: str, mark: DecimalMark, quantity: int
) -> Decimal | None:
    """The price of one unit, to the cent, off what a whole line came to."""
    if not text.strip() or not quantity:
        return None
    price = abs(_read_money(text, field, mark) / quantity)
    if price > _MAX_PRICE:
        raise BadCell(field, "too_large", text, f"is above {_MAX_PRICE}")
    return price.quantize(_CENT)


def _read_money(text: str, field: str, mark: DecimalMark) -> Decimal:
    plain = text.strip().replace("\u2212", "-")
    # Accountants write what is below zero in brackets.
    below = plain.startswith("(") and plain.endswith(")")
    plain = plain[1:-1].strip() if below else plain
    found = _money.fullmatch(plain)
    if found is None or (found["sign"] and found["again"]):
        return read_number(text, field, mark)
    sign = found["sign"] or found["again"]
    number = read_number(sign + found["number"], field, mark, text)
    return -number if below else number


@lru_cache(CACHED)
def read_number(
    text: str, field: str, mark: DecimalMark = ".", told: str | None = None
) -> Decimal:
    """``1234.5``, ``1 234,5``, ``1.234,5`` or ``1,234.5``. The file's ``mark``
    decides only where a cell by itself could be read both ways, as ``1,234``.
    ``told`` is what the cell said when ``text`` is a part of it."""
    plain = text.strip().replace("\u2212", "-")
    grouped = _grouped.fullmatch(plain)
    if grouped is not None and _is_grouped(grouped, mark):
        digits = re.sub(r"\D", "", grouped["whole"])
        return Decimal(f"{grouped['sign']}{digits}.{grouped['rest'] or 0}")
    if _decimal_comma.fullmatch(plain):
        plain = plain.replace(",", ".")
    if not _plain.fullmatch(plain):
        raise BadCell(
            field, "not_a_number", text if told is None else told, "is not a number"
        )
    return Decimal(plain)


def _is_grouped(found: re.Match[str], mark: DecimalMark) -> bool:
    group, decimal = found["group"], found["mark"]
    if decimal is not None:
        return group != decimal
    # Two groups, or a mark that no decimals follow, can only be thousands.
    return group != mark or found["whole"].count(group) > 1


def mark_evidence(text: str) -> DecimalMark | None:
    """The decimal mark of a cell that can be read in one way only."""
    # A currency may stand apart from its number.
    digits = re.sub(rf"[^\d.,{_GROUP_MARKS}]", "", text).strip(_GROUP_MARKS)
    grouped = _grouped.fullmatch(digits)
    if grouped is not None:
        if grouped["mark"] in (".", ",") and grouped["mark"] != grouped["group"]:
            return "." if grouped["mark"] == "." else ","
        if grouped["whole"].count(grouped["group"]) > 1:
            return "." if grouped["group"] == "," else None
        return None
    if re.fullmatch(r"\d*,\d+", digits):
        return ","
    return "." if re.fullmatch(r"\d*\.\d+", digits) else None
