from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import text

from shared.money import line_total, share

CENTS = st.integers(0, 10**12 - 1).map(lambda n: Decimal(n).scaleb(-2))
UNITS = st.integers(1, 10**9).map(lambda n: Decimal(n).scaleb(-3))


@pytest.mark.parametrize(
    ("price", "units", "total"),
    [
        ("9.99", 3, "29.97"),
        ("9.99", "0.35", "3.50"),
        ("10.00", "0.35", "3.50"),
        ("0.01", "0.5", "0.01"),
        ("0.01", "0.499", "0.00"),
        ("0.00", "0.35", "0.00"),
    ],
)
def test_a_line_comes_to_whole_cents(price, units, total):
    units = units if isinstance(units, int) else Decimal(units)

    assert line_total(Decimal(price), units) == Decimal(total)


@settings(max_examples=300, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.lists(st.tuples(CENTS, UNITS, UNITS), min_size=1, max_size=20))
async def test_the_database_rounds_as_we_do(database, lines):
    async with database.read() as db:
        for amount, a, b in lines:
            units, of_units = min(a, b), max(a, b)
            rows = await db.execute(
                text(
                    "SELECT round(CAST(:m AS numeric(12,2)) * CAST(:u AS numeric(12,3)), 2),"
                    " round(CAST(:m AS numeric(12,2)) * CAST(:u AS numeric(12,3))"
                    " / CAST(:o AS numeric(12,3)), 2)"
                ),
                {"m": amount, "u": units, "o": of_units},
            )
            total, part = rows.one()
            assert total == line_total(amount, units)
            assert part == share(amount, units, of_units)
