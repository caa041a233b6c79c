"""What a job counts of its rows by month."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from etl_svc.jobs.counts import count_months
from etl_svc.rules import SourceRow
from shared import clock
from shared.quantities import Units


@pytest.fixture
def shop_in_new_york() -> Iterator[None]:
    clock.follow_zone("America/New_York")
    yield
    clock.forget_zone()


def _sold(moment: str, units: int = 1) -> SourceRow:
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return SourceRow("file/x", "A", units, Decimal(1), at)


@pytest.mark.usefixtures("shop_in_new_york")
def test_rows_count_in_the_month_of_the_shop_in_whatever_order_they_stand():
    counted: dict[str, list[Units]] = {"2026-03": [1, 5]}
    last_of_march, first_of_april = "2026-04-01 03:59", "2026-04-01 04:00"
    rows = [
        _sold("2026-03-09"),
        _sold(last_of_march, units=2),
        _sold(first_of_april, units=4),
        _sold(last_of_march),
        _sold("2026-05-01 03:59"),
        _sold("2026-05-01 04:00"),
    ]
    count_months(counted, rows)
    assert counted == {"2026-03": [4, 9], "2026-04": [2, 5], "2026-05": [1, 1]}
