"""Days and moments as people write them."""

from datetime import datetime

import pytest

from etl_svc.files.cells import BadCell
from etl_svc.files.dates import read_instant


@pytest.mark.parametrize(
    ("text", "order", "told"),
    [
        ("31/01/2026", "dmy", "2026-01-31T12:00:00"),
        ("1/31/2026", "mdy", "2026-01-31T12:00:00"),
        ("31.01.26", "dmy", "2026-01-31T12:00:00"),
        ("2026/1/31", "dmy", "2026-01-31T12:00:00"),
        ("01/02/2026 9:05", "dmy", "2026-02-01T09:05:00"),
        ("01/02/2026 9:05 PM", "mdy", "2026-01-02T21:05:00"),
        ("2026-03-02 10:14:00 +0100", "ymd", "2026-03-02T09:14:00"),
        ("2026-03-02T10:14:00.250Z", "ymd", "2026-03-02T10:14:00.250000"),
        ("2026-03-02 12:30:00 UTC", "ymd", "2026-03-02T12:30:00"),
        ("31 janv. 2026", "ymd", "2026-01-31T12:00:00"),
        ("1er août 2026 9:05", "ymd", "2026-08-01T09:05:00"),
        ("5-Jul-26", "mdy", "2026-07-05T12:00:00"),
        ("Feb 3rd, 2026, 9:05 PM", "dmy", "2026-02-03T21:05:00"),
    ],
)
def test_dates_are_read_in_the_order_of_their_file(text, order, told):
    assert read_instant(text, "date", order)[1] == datetime.fromisoformat(f"{told}Z")


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("31/02/2026", "dmy"),
        ("31/01/2026", "mdy"),
        ("31/01/2026", "ymd"),
        ("2026-02-30", "ymd"),
        ("2026-01-31 25:00", "ymd"),
        ("2026-01-31 13:00 PM", "ymd"),
        ("yesterday", "ymd"),
        ("31 juin 2026", "ymd"),
        ("3 jui 2026", "ymd"),
        ("3 marble 2026", "ymd"),
        ("March 2026", "ymd"),
        ("", "ymd"),
    ],
)
def test_a_day_that_is_not_in_the_calendar_is_refused(text, order):
    with pytest.raises(BadCell) as bad:
        read_instant(text, "date", order)

    assert bad.value.code == "not_a_date"
