"""The total of a week or a month as sales of its days."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from etl_svc.files.measures import decimals_of
from etl_svc.files.numbers import to_the_cent
from etl_svc.rules import SourceRow
from shared.clock import as_utc, business_day, business_zone
from shared.quantities import Units, exact


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
    if not row.quantity:
        yield row
    given: Units = 0
    paid = Decimal(0)
    for day in range(days):
        units = exact(_part(row.quantity, day + 1, days) - given)
        given += units
        if not units:
            continue
        last = given == row.quantity
        amount = _amount(row, units, paid, last=last)
        paid += (row.price or 0) * units if amount is None else amount
        yield row._replace(
            row_key=f"{row.row_key}/{day}",
            quantity=units,
            amount=amount,
            sold_at=as_utc(local + timedelta(days=day)),
            further=not last,
        )


def _part(total: Units, days: int, of: int) -> Units:
    """What the first days have of a total: whole units of whole ones, and no finer than
    the total is told."""
    if isinstance(total, int):
        return total * days // of
    grain = Decimal(1).scaleb(-decimals_of(total))
    return total * days / of // grain * grain


def _amount(
    row: SourceRow, units: Units, paid: Decimal, *, last: bool
) -> Decimal | None:
    """What the prices of the days before do not come to stands on the last one; part of
    a kilo comes to cents."""
    if row.price is None:
        return None
    total = row.amount
    if total is None and not isinstance(row.quantity, int):
        total = to_the_cent(row.price * row.quantity)
    if last and total is not None:
        return max(Decimal(0), total - paid)
    return None if isinstance(units, int) else to_the_cent(row.price * units)
