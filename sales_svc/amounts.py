"""What lines come to, in SQL; ``shared.money`` rounds in the same way.

A line that its price times its quantity misses by parts of a cent, as 0.35 kg at 9.99,
gets an amount of its own when it is recorded. So whoever adds up amounts, and price
times quantity where there is none, is exact to the cent.
"""

MOST = "1e10"
"""No amount has room for more; nor has a sale of a kilo ever come to so much."""


TAX_INCLUDED = "(SELECT prices_include_tax FROM shop)"
"""Whether the shop's prices have the tax in them now."""


def inexact_total(price: str, quantity: str) -> str:
    """Null where price times quantity is a whole number of cents, as with all whole
    units."""
    exact = f"{price} * {quantity}"
    return (
        f"CASE WHEN {quantity} <> trunc({quantity}) AND {exact} < {MOST} - 1"
        f" THEN nullif(round({exact}, 2), {exact}) END"
    )


def worth(sale: str) -> str:
    """What all units of a sale of this alias came to."""
    return f"coalesce({sale}.amount, {sale}.price * {sale}.quantity)"


def returned_amount(*, before: str, until: str) -> str:
    """What those units of a sale came to that came back after ``before`` others, with
    them ``until`` units: all parts together exactly what the sale did. Null where the
    price times the units says it.

    Of rows with what is ``sold``, the sale's ``price``, ``amount`` and ``worth``.
    """
    part = f"round(worth * {until} / sold, 2) - round(worth * ({before}) / sold, 2)"
    return (
        f"CASE WHEN amount IS NULL THEN nullif({part}, price * ({until} - ({before})))"
        f" ELSE {part} END"
    )


UNITS = "sum(s.quantity) - coalesce(sum(s.returned) FILTER (WHERE s.returned <> 0), 0)"
REVENUE = (
    f"round(sum({worth('s')}) - coalesce(sum(round({worth('s')} * s.returned"
    " / s.quantity, 2)) FILTER (WHERE s.returned <> 0), 0), 2)"
)
"""What sales aliased ``s`` come to, without what came back. So few of them have
anything that did that the others are not asked to divide."""
