"""Days and moments as people write them."""

from datetime import datetime

import pytest

from etl_svc.files.cells import BadCell
from etl_svc.files.date_periods import read_period
from etl_svc.files.dates import order_evidence, read_instant


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
        # Counted from another day.
        ("46054", "ymd", "2026-02-01T12:00:00"),
        ("46055.4375", "ymd", "2026-02-02T10:30:00"),
        ("46055,4375", "dmy", "2026-02-02T10:30:00"),
        ("1769850000", "ymd", "2026-01-31T09:00:00"),
        ("1769850000000", "dmy", "2026-01-31T09:00:00"),
        ("/Date(1769850000000)/", "ymd", "2026-01-31T09:00:00"),
        # Without marks.
        ("20260131", "dmy", "2026-01-31T12:00:00"),
        ("20260131T101500", "ymd", "2026-01-31T10:15:00"),
        ("20260131101500", "ymd", "2026-01-31T10:15:00"),
        ("202601311015", "ymd", "2026-01-31T10:15:00"),
        ("31012026", "dmy", "2026-01-31T12:00:00"),
        ("03FEB2026", "ymd", "2026-02-03T12:00:00"),
        # With a zone.
        ("2026-01-31 10:15:00 CET", "ymd", "2026-01-31T09:15:00"),
        ("2026-07-31 10:15 Europe/Paris", "ymd", "2026-07-31T08:15:00"),
        ("2026-01-31T10:15+01:00[Europe/Paris]", "ymd", "2026-01-31T09:15:00"),
        ("2026-01-31 10:15 GMT+2", "ymd", "2026-01-31T08:15:00"),
        ("2026-01-31 10:15:00 PST", "ymd", "2026-01-31T18:15:00"),
        # With the day of the week, and months in words.
        ("lundi 2 f\u00e9vrier 2026", "ymd", "2026-02-02T12:00:00"),
        ("Monday, February 2, 2026", "ymd", "2026-02-02T12:00:00"),
        ("Mon, 02 Feb 2026 10:15:00 +0100", "ymd", "2026-02-02T09:15:00"),
        ("Sat Jan 31 10:15:00 2026", "ymd", "2026-01-31T10:15:00"),
        ("Sat Jan 31 2026 10:15:00 GMT+0100 (CET)", "ymd", "2026-01-31T09:15:00"),
        ("Di, 03.02.2026", "dmy", "2026-02-03T12:00:00"),
        ("mar. 3 mars 2026", "ymd", "2026-03-03T12:00:00"),
        ("Mar 3, 2026", "ymd", "2026-03-03T12:00:00"),
        ("3. M\u00e4rz 2026", "ymd", "2026-03-03T12:00:00"),
        ("31 de enero de 2026", "ymd", "2026-01-31T12:00:00"),
        ("5 ago 2026", "ymd", "2026-08-05T12:00:00"),
        ("5 gen. 2026", "ymd", "2026-01-05T12:00:00"),
        ("2026-Feb-03", "ymd", "2026-02-03T12:00:00"),
        ("2026\u5e741\u670831\u65e5", "ymd", "2026-01-31T12:00:00"),
        # Hours of other countries.
        ("13/02/2026 9h05", "dmy", "2026-02-13T09:05:00"),
        ("13/02/2026 9h", "dmy", "2026-02-13T09:00:00"),
        ("13/02/2026 \u00e0 09:05", "dmy", "2026-02-13T09:05:00"),
        ("13/02/2026 - 09:05", "dmy", "2026-02-13T09:05:00"),
        ("13.02.2026 um 9.05 Uhr", "dmy", "2026-02-13T09:05:00"),
        ("31/01/2026 9:05 p. m.", "dmy", "2026-01-31T21:05:00"),
        ("09:05 13/02/2026", "dmy", "2026-02-13T09:05:00"),
        ("2026-02-13 0.4375", "ymd", "2026-02-13T10:30:00"),
        ("2026-02-13 915", "ymd", "2026-02-13T09:15:00"),
        ("2026-02-13 24:00", "ymd", "2026-02-14T00:00:00"),
        ("2026-02-13 23:59:60", "ymd", "2026-02-13T23:59:59"),
        # As Windows copies it.
        ("\u200e31/\u200e01/\u200e2026", "dmy", "2026-01-31T12:00:00"),
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
        ("02.01.2026", "mdy"),
        ("2026-01-31 10:15 Mars/Olympus", "ymd"),
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


@pytest.mark.parametrize(
    ("text", "first", "days"),
    [
        ("2026-W05", "2026-01-26", 7),
        ("W05 2026", "2026-01-26", 7),
        ("2026-KW05", "2026-01-26", 7),
        ("S05-2026", "2026-01-26", 7),
        ("2026-W05-3", "2026-01-28", 1),
        ("2026-W53", "2026-12-28", 7),
        ("2026-02", "2026-02-01", 28),
        ("02/2026", "2026-02-01", 28),
        ("f\u00e9vrier 2026", "2026-02-01", 28),
        ("2026-Q1", "2026-01-01", 90),
        ("T2 2026", "2026-04-01", 91),
        ("26/01/2026 - 01/02/2026", "2026-01-26", 7),
        ("2026-01-26/2026-02-01", "2026-01-26", 7),
    ],
)
def test_weeks_months_and_spans_are_periods(text, first, days):
    period = read_period(text, "dmy")

    assert period is not None
    assert (period.first.isoformat(), period.days) == (first, days)


@pytest.mark.parametrize("text", ["2025-W53", "2026-13", "2026", "31/01/2026", "soon"])
def test_what_is_no_period_is_none(text):
    assert read_period(text, "dmy") is None


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("03/04/2026", {"dmy", "mdy"}),
        ("03.04.2026", {"dmy"}),
        ("Fri 03/04/2026", {"dmy"}),
        ("Wed 03/04/2026", {"mdy"}),
        ("20260131", {"ymd", "dmy", "mdy"}),
        ("31/04/2026", set()),
    ],
)
def test_a_date_tells_the_orders_in_which_it_is_one(text, orders):
    assert order_evidence(text).keys() == orders
