"""What cells say of numbers: quantities, and amounts of money with their currency.

Pure, and cached, because a file says the same again and again. A failure is a
``BadCell``. A *mark* is the decimal mark of a column, None while nothing decides it:
then a cell that could be read in two ways is refused, never guessed.
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from unicodedata import decimal

from etl_svc.files.cells import CACHED, BadCell, DecimalMark
from etl_svc.files.currencies import currency_of
from etl_svc.files.measures import (
    OTHER_UNIT,
    Measure,
    measure_of,
    to_the_thousandth,
)
from shared.codes import visible
from shared.quantities import Units
from shared.types import MAX_QUANTITY

MAX_PRICE = Decimal("9999999999.99")
CENT = Decimal("0.01")
# What a spreadsheet shows of a number: the digits beyond are noise of its binary form.
_AS_SHOWN = Context(prec=15)

_GROUPS = " \u00a0\u202f\u2007\u2009'\u2019\u02bc`\u00b4"
_plain = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,6})?", re.ASCII)
_decimal_comma = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d{1,6})?", re.ASCII)
_grouped = re.compile(
    rf"(?P<sign>[+-]?)(?P<whole>[1-9]\d{{0,2}}(?P<group>[{_GROUPS}.,])\d{{3}}"
    r"(?:(?P=group)\d{3})*)(?:(?P<mark>[.,])(?P<rest>\d+))?",
    re.ASCII,
)
# 1,23,456.78: lakhs and crores.
_indian = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>[1-9]\d?(?:,\d\d)+,\d{3})(?:\.(?P<rest>\d+))?", re.ASCII
)
_either = re.compile(r"[^\d]*[1-9]\d{0,2}[.,]\d{3}[^\d]*", re.ASCII)
_MARKS = {"\u066b": ".", "\u066c": "'", "\uff0e": ".", "\uff0c": ","}
"""Decimal and thousands marks of Arabic, and those of full width."""
_dashes = re.compile("[\u2212\u2010-\u2015\ufe63\uff0d]")
_no_cents = re.compile(r"[.,]-{1,2}(?=\D*$)")
_split_by_sign = re.compile(r"(?P<a>\d+)\s?(?P<sign>[€£$])\s?(?P<b>\d{2})", re.ASCII)
_money = re.compile(
    # A point belongs to the word before it: "Rs.450", but "$.50".
    r"(?P<lead>[^\d.,]*(?:[^\W\d_]|/)\.\s*|[^\d.,]*)"
    rf"(?P<number>[.,]?\d(?:[\d.,{_GROUPS}]*\d)?(?:[eE][+-]?\d+)?[.,]?)(?P<tail>\D*)",
    re.ASCII,
)
# Whether there is tax in it, and what it is the price of.
_beside_price = re.compile(
    r"\(?\b(?:ttc|ht|tvac|htva|incl|excl|inkl|exkl|brutto|netto|mwst|ust|vat|iva|tva)\b\.?\)?"
    r"|(?:/|per |par |pro |je |por |al )\s*[^\W\d]+\.?$",
    re.IGNORECASE,
)


@lru_cache(CACHED)
def read_quantity(text: str, field: str, mark: DecimalMark | None = ".") -> Units:
    """Units, at most 1 000 000 either way and with at most three decimals; those of
    ``12.0``, ``2 pcs`` and ``x 2`` are whole, ``250 ml`` is a quarter of the unit that
    ``measure_behind`` tells. Those below zero, ``(2)`` and ``2-`` too, are for the caller
    to judge."""
    bare, measure = _bare_count(text, field)
    number = read_number(bare, field, mark, text)
    # First the size: a huge exponent would take minutes as an integer.
    if abs(number) > MAX_QUANTITY:
        raise BadCell(field, "too_large", text, f"is above {MAX_QUANTITY}")
    if measure is not None:
        number *= measure.factor
    return to_the_thousandth(number, field, text)


@lru_cache(CACHED)
def measure_behind(text: str) -> Measure | None:
    """The unit that a quantity says it is told in, where it does."""
    _, word = _split_unit(_signed(_tidy(text))[0])
    measure = measure_of(word) if word else None
    return measure if isinstance(measure, Measure) else None


def _bare_count(text: str, field: str) -> tuple[str, Measure | None]:
    """Without a sign of times and the word of its unit."""
    plain, below = _signed(_tidy(text))
    if plain[:1] in {"x", "X", "×"}:
        plain = plain[1:].strip()
    number, unit = _split_unit(plain)
    measure = measure_of(unit) if unit else None
    if measure == "other":
        raise BadCell(
            field,
            "measured",
            text,
            OTHER_UNIT,
        )
    if measure is None:
        number = plain
    return f"-{number}" if below else number, measure


def _split_unit(plain: str) -> tuple[str, str]:
    number = plain.rstrip("".join(c for c in plain if not c.isdigit()))
    return number, plain[len(number) :].strip()


@lru_cache(CACHED)
def read_money(
    text: str, field: str, mark: DecimalMark | None = "."
) -> tuple[Decimal, str | None]:
    """An amount to whatever precision it is told, and its currency where the cell says
    it; below zero it is for the caller to judge."""
    plain = _split_by_sign.sub(r"\g<sign>\g<a>.\g<b>", _tidy(text), count=1)
    if (dash := _no_cents.search(plain)) is not None:
        # "1.234,-": no cents, behind the mark of decimals.
        mark = "," if dash[0].startswith(",") else "."
        plain = _no_cents.sub("", plain)
    plain, below = _signed(plain)
    found = _money.fullmatch(plain)
    if found is None:
        raise BadCell(field, "not_a_number", text, "is no amount of money")
    lead, tail = found["lead"].strip(), found["tail"].strip()
    if lead[:1] in {"+", "-"} or lead[-1:] in {"+", "-"}:
        below ^= "-" in lead
        lead = lead.strip("+- ")
    tail = _beside_price.sub("", tail).strip()
    currencies = {currency_of(word) for word in (lead, tail) if word}
    if None in currencies:
        raise BadCell(field, "not_a_number", text, "is no amount of money")
    number = read_number(found["number"], field, mark, text)
    if number > MAX_PRICE:
        raise BadCell(field, "too_large", text, f"is above {MAX_PRICE}")
    # "$12.00 CAD": what is told last is the more exact.
    currency = currency_of(tail or lead) if currencies else None
    return -number if below else number, currency


def to_the_cent(amount: Decimal) -> Decimal:
    """As people round: half a cent goes up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


@lru_cache(CACHED)
def read_number(
    text: str, field: str, mark: DecimalMark | None = ".", told: str | None = None
) -> Decimal:
    """``1234.5``, ``1 234,5``, ``1.234,5`` or ``1,234.5``. The column's ``mark``
    decides only where a cell by itself could be read both ways, as ``1,234``.
    ``told`` is what the cell said when ``text`` is a part of it."""
    plain = _tidy(text)
    if mark is None and _either.fullmatch(plain):
        one, other = readings(plain)
        raise BadCell(
            field,
            "ambiguous_number",
            text if told is None else told,
            f"may be {one} or {other}: say which mark stands before decimals",
        )
    if indian := _indian.fullmatch(plain):
        digits = indian["whole"].replace(",", "")
        return Decimal(f"{indian['sign']}{digits}.{indian['rest'] or 0}")
    grouped = _grouped.fullmatch(plain)
    if grouped is not None and _is_grouped(grouped, mark):
        digits = re.sub(r"\D", "", grouped["whole"])
        return _as_shown(Decimal(f"{grouped['sign']}{digits}.{grouped['rest'] or 0}"))
    if _decimal_comma.fullmatch(plain):
        plain = plain.replace(",", ".")
    if not _plain.fullmatch(plain):
        raise BadCell(
            field, "not_a_number", text if told is None else told, "is not a number"
        )
    return _as_shown(Decimal(plain))


def readings(text: str) -> tuple[str, str]:
    """What a cell says with a point, and with a comma, before its decimals."""
    bare = re.sub(r"[^\d.,]", "", text).strip(".,")
    one, other = (read_number(bare, "", mark) for mark in (".", ","))
    return f"{one.normalize():f}", f"{other.normalize():f}"


def could_be_two(text: str) -> bool:
    """Whether a cell by itself can be read in two ways, as ``1.234``."""
    plain = _tidy(text)
    return _either.fullmatch(plain) is not None and not _no_cents.search(plain)


def mark_evidence(text: str) -> DecimalMark | None:
    """The decimal mark of a cell that can be read in one way only."""
    plain = _tidy(text)
    if (dash := _no_cents.search(plain)) is not None:
        return "," if dash[0].startswith(",") else "."
    # A currency may stand apart from its number.
    digits = re.sub(rf"[^\d.,{_GROUPS}]", "", plain)
    digits = digits.strip(_GROUPS)
    if _indian.fullmatch(digits):
        return "."
    grouped = _grouped.fullmatch(digits)
    if grouped is not None:
        if grouped["mark"] in (".", ",") and grouped["mark"] != grouped["group"]:
            return "." if grouped["mark"] == "." else ","
        if grouped["whole"].count(grouped["group"]) > 1:
            others: dict[str, DecimalMark] = {",": ".", ".": ","}
            return others.get(grouped["group"])
        return None
    if re.fullmatch(r"\d*,\d+", digits):
        return ","
    return "." if re.fullmatch(r"\d*\.\d+", digits) else None


def _tidy(text: str) -> str:
    """Digits and signs as a keyboard writes them."""
    text = text.strip()
    if text.isascii():
        return text
    text = _dashes.sub("-", visible(text)).strip()
    return "".join(str(decimal(c)) if c.isdecimal() else _MARKS.get(c, c) for c in text)


def _signed(plain: str) -> tuple[str, bool]:
    """Without the brackets, or the minus behind, of what is below zero."""
    if plain.startswith("(") and plain.endswith(")"):
        return plain[1:-1].strip(), True
    if plain.endswith("-") and plain[:-1].strip()[-1:].isdigit():
        return plain[:-1].strip(), True
    return plain, False


def _is_grouped(found: re.Match[str], mark: DecimalMark | None) -> bool:
    group, decimal = str(found["group"]), found["mark"]
    if decimal is not None:
        return group != decimal
    # Two groups, or a mark that no decimals follow, can only be thousands.
    return group != mark or found["whole"].count(group) > 1


def _as_shown(number: Decimal) -> Decimal:
    exact = number.as_tuple()
    if len(exact.digits) <= 15 or exact.exponent == 0:
        return number
    return _AS_SHOWN.plus(number)
