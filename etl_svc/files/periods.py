"""The total of a week or a month as sales of its days."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from etl_svc.rules import SourceRow
from shared.clock import as_utc, business_day, business_zone


def rows_of_period(
    row: SourceRow, days: int, now: datetime
) -> tuple[list[SourceRow], list[SourceRow]]:
    """One row for each day with units; and of nothing for each other day, so that what
    an earlier file told of it can be taken back."""
    parts = [part for part in spread_evenly(row, days, now) if part.quantity]
    told = {part.row_key for part in parts}
    keys = (f"{row.row_key}/{day}" for day in range(days))
    others = [row._replace(row_key=key, quantity=0) for key in keys if key not in told]
    return parts, others


def spread_evenly(row: SourceRow, days: int, now: datetime) -> Iterator[SourceRow]:
    """One row a day from the first day on, at its hour; none without units. The days of
    a period that is not over are those until today."""
    local = row.sold_at.astimezone(business_zone()).replace(tzinfo=None)
    gone = (business_day(now) - business_day(row.sold_at)).days + 1
    days = max(1, min(days, gone))
    total = row.price * row.quantity if row.price is not None else Decimal(0)
    rest = None if row.amount is None else row.amount - total
    if not row.quantity:
        yield row
    given = 0
    for day in range(days):
        units = row.quantity * (day + 1) // days - given
        given += units
        if not units:
            continue
        last = given == row.quantity
        yield row._replace(
            row_key=f"{row.row_key}/{day}",
            quantity=units,
            # What the days' prices do not come to stands on the last of them.
            amount=_amount(row, units, rest) if last else None,
            sold_at=as_utc(local + timedelta(days=day)),
            further=not last,
        )


def _amount(row: SourceRow, units: int, rest: Decimal | None) -> Decimal | None:
    if rest is None or row.price is None:
        return None
    return max(Decimal(0), row.price * units + rest)
