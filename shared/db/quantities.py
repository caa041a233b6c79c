"""Columns of quantities: what comes out of them is what was put in."""

from decimal import Decimal

from sqlalchemy import Dialect, Numeric
from sqlalchemy.types import TypeDecorator

from shared.quantities import MAX_DECIMALS, Units, exact


class QuantityColumn(TypeDecorator[Units]):
    """``numeric`` with three decimals, read as an int where it is whole.

    ``digits`` in all: twelve are enough for everything but the ledger of stock, which
    held PostgreSQL's integers before and keeps each of them.
    """

    impl = Numeric
    cache_ok = True

    def __init__(self, digits: int = 12) -> None:
        super().__init__(digits, MAX_DECIMALS)

    def process_result_value(
        self, value: Decimal | None, _dialect: Dialect
    ) -> Units | None:
        return None if value is None else exact(value)


QUANTITY = QuantityColumn()
STOCK = QuantityColumn(13)
