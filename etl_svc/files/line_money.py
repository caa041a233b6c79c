"""What a line came to: its unit price to the cent, and the exact amount of the line
where units times price is not that.

Cached, because a file says the same again and again.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from etl_svc.files.cells import CACHED, BadCell, DecimalMark
from etl_svc.files.currencies import same_currency
from etl_svc.files.measures import size
from etl_svc.files.numbers import CENT, read_money, to_the_cent
from etl_svc.files.presets import MONEY, Field
from etl_svc.rules import Note
from shared.quantities import Units


class LineMoney(NamedTuple):
    """``price`` is None when the cell is empty; ``amount`` when price times units is
    what the line came to. ``of_line`` when a column tells that."""

    price: Decimal | None = None
    amount: Decimal | None = None
    unknown: bool = False
    note: Note | None = None
    of_line: bool = False


NOTHING_SAID = LineMoney()


class MoneyReader:
    """Reads what the lines of one file came to, by the columns that it has."""

    def __init__(
        self,
        titles: Mapping[Field, str],
        marks: Mapping[Field, DecimalMark],
        currency: str | None,
    ) -> None:
        self._price, self._amount = (
            (titles[name], marks.get(name)) if name in titles else None
            for name in MONEY
        )
        self._currency = currency

    def read(self, price: str, amount: str, quantity: Units) -> LineMoney:
        money = NOTHING_SAID
        if self._price is not None:
            money = money_of_price(price, *self._price, quantity, self._currency)
        if self._amount is None or (money.price is None and money.unknown):
            return money
        line = money_of_amount(amount, *self._amount, quantity, self._currency)
        if money.price is None:
            return line
        # Another total than that of the line, or one with a discount, says nothing of
        # the price that stands beside it.
        return line if line.price == money.price and not line.unknown else money


@lru_cache(CACHED)
def money_of_price(
    text: str,
    field: str,
    mark: DecimalMark | None,
    quantity: Units,
    currency: str | None,
) -> LineMoney:
    """By the price of one unit. A price that cannot be read costs no sale: it is
    unknown. Raises ``BadCell`` below zero."""
    if not text.strip():
        return NOTHING_SAID
    exact = _read(text, field, mark, currency)
    if isinstance(exact, Note):
        return LineMoney(unknown=True, note=exact)
    if exact < 0:
        raise BadCell(field, "negative", text, "is below zero")
    price = to_the_cent(exact)
    if price == exact:
        return LineMoney(price)
    total = to_the_cent(exact * size(quantity))
    note = Note(
        "changed",
        "price_rounded",
        field,
        text.strip(),
        "is rounded to the cent; the amount of the line is exact",
    )
    return LineMoney(price, _unless_product(total, price, quantity), note=note)


@lru_cache(CACHED)
def money_of_amount(
    text: str,
    field: str,
    mark: DecimalMark | None,
    quantity: Units,
    currency: str | None,
) -> LineMoney:
    """By what the whole line came to; whether it came back is told by the quantity."""
    if not text.strip() or not quantity:
        return NOTHING_SAID
    exact = _read(text, field, mark, currency)
    if isinstance(exact, Note):
        return LineMoney(unknown=True, note=exact)
    price = abs(exact / quantity).quantize(CENT)
    total = _unless_product(to_the_cent(abs(exact)), price, quantity)
    return LineMoney(price, total, of_line=True)


def _unless_product(total: Decimal, price: Decimal, quantity: Units) -> Decimal | None:
    return None if total == price * size(quantity) else total


def _read(
    text: str, field: str, mark: DecimalMark | None, currency: str | None
) -> Decimal | Note:
    try:
        number, told = read_money(text, field, mark)
    except BadCell as bad:
        return Note("guessed", "price_unknown", field, bad.value, f"{bad}")
    if told and currency and not same_currency(told, currency):
        return Note(
            "guessed",
            "other_currency",
            field,
            text.strip(),
            f"is not in {currency} like the others: the price is unknown",
        )
    return number
