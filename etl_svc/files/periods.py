"""The total of a week or a month as sales of its days."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

from etl_svc.files.numbers import to_the_cent
from etl_svc.rules import SourceRow
from shared.clock import as_utc, business_day, business_zone
from shared.quantities import Units

Weights = Sequence[Fraction]
"""What each day of the week gets of a period, from Monday on, in proportion."""
ALIKE: Weights = (Fraction(1),) * 7
CENT = Decimal("0.01")
THOUSAND = 1000
"""Quantities have three decimals at most."""


def day_key(row_key: str, day: int) -> str:
    """Of a day of a period, which counts from 0."""
    return f"{row_key}/{day}"


def row_of_day(row: SourceRow, day: int, units: Any = 0) -> SourceRow:
    """At the hour at which the period begins."""
    local = row.sold_at.astimezone(business_zone()).replace(tzinfo=None)
    return row._replace(
        row_key=day_key(row.row_key, day),
        former_key=day_key(row.former_key, day) if row.former_key else None,
        quantity=units,
        sold_at=as_utc(local + timedelta(days=day)),
    )


def days_so_far(row: SourceRow, days: int, now: datetime) -> int:
    """Those of a period that is not over are its days until today."""
    gone = (business_day(now) - business_day(row.sold_at)).days + 1
    return max(1, min(days, gone))


def weights_of_days(first: date, days: int, weekdays: Weights) -> Weights:
    """Of so many days; all alike when none of them would get anything."""
    each = [weekdays[(first.weekday() + n) % 7] for n in range(days)]
    return each if any(each) else (Fraction(1),) * days


def divided(quantity: Any, weights: Weights) -> list[Any]:
    """Parts in proportion that come to the whole exactly, by largest remainders; the
    earlier one gets more where these are alike. Whole units stay whole, and decimals
    are no finer than those of the whole."""
    step = THOUSAND
    while quantity * THOUSAND % step:
        step //= 10
    count, total = int(quantity * THOUSAND) // step, sum(weights)
    exact = [count * weight / total for weight in weights]
    parts = [int(part) for part in exact]
    by_rest = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))
    for n in by_rest[: count - sum(parts)]:
        parts[n] += 1
    if step == THOUSAND:
        return parts
    return [_of_thousandths(part * step) for part in parts]


def _of_thousandths(count: int) -> Any:
    whole, rest = divmod(count, THOUSAND)
    return Decimal(count) / THOUSAND if rest else whole


def rows_of_period(
    row: SourceRow, days: int, units: Sequence[Any]
) -> tuple[list[SourceRow], list[SourceRow]]:
    """One row for each day with units; and of nothing for each other day, so that what
    an earlier file told of it can be taken back."""
    parts = list(_parts(row, units))
    told = {part.row_key for part in parts}
    each = (row_of_day(row, day) for day in range(days))
    return parts, [empty for empty in each if empty.row_key not in told]


def _parts(row: SourceRow, units: Sequence[Any]) -> Iterator[SourceRow]:
    """One row a day from the first day on, at its hour; none without units."""
    sold = [day for day, some in enumerate(units) if some]
    amounts = _amounts(row, [units[day] for day in sold])
    for day, amount in zip(sold, amounts, strict=True):
        part = row_of_day(row, day, units[day])
        yield part._replace(amount=amount, further=day != sold[-1])


def _amounts(row: SourceRow, units: Sequence[Any]) -> list[Decimal | None]:
    """What the days' prices do not come to stands on the last of them; on all of them
    where that one is worth less."""
    if row.price is None:
        return [None] * len(units)
    if not isinstance(row.quantity, int):
        return _cents(row.price, units, row.amount or row.price * row.quantity)
    if row.amount is None:
        return [None] * len(units)
    rest = row.amount - row.price * row.quantity
    last = row.price * units[-1] + rest
    if last >= 0:
        return [*[None] * (len(units) - 1), last.quantize(CENT)]
    given = Decimal(0)
    amounts: list[Decimal | None] = []
    sold = 0
    for some in units:
        sold += some
        until_here = (row.amount * sold / row.quantity).quantize(CENT, ROUND_HALF_EVEN)
        amounts.append(until_here - given)
        given = until_here
    return amounts


def _cents(
    price: Decimal, units: Sequence[Units], total: Decimal
) -> list[Decimal | None]:
    """Of parts of a unit, each to the cent; the last has what is left of the total."""
    *each, _ = [to_the_cent(price * some) for some in units]
    return [*each, max(Decimal(0), to_the_cent(total) - sum(each))]
