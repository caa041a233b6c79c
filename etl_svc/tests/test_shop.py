"""The shop's settings, as auth_svc says them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from etl_svc.files.csv_source import _shifted
from etl_svc.files.dates import read_day, read_instant
from etl_svc.jobs.run import month_of
from etl_svc.synthetic.shop import _noon
from shared import clock
from tests.support import eventually, move_shop, running

NIGHT = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)
SATURDAY = datetime(2026, 3, 7, 20, tzinfo=UTC)


async def test_another_time_zone_of_the_shop_moves_the_day_without_a_restart(app):
    """A date without an hour is noon in the shop, also one that was read before."""

    async def noon():
        return read_day("2026-03-01", "date")[1].hour

    async with running(app):
        assert await noon() == 12
        await move_shop(app, time_zone="Asia/Tokyo")
        await eventually(noon, until=lambda hour: hour == 3)


@pytest.mark.parametrize(
    ("read", "zone", "before", "after"),
    [
        (
            lambda: read_instant("2026-03-01 09:00", "date")[1].hour,
            "Asia/Tokyo", 9, 0,
        ),
        (lambda: month_of(NIGHT), "Asia/Tokyo", "2026-03", "2026-04"),
        (lambda: _noon(date(2026, 3, 1)).hour, "Asia/Tokyo", 12, 3),
        # A day later by the shop's clock, which New York puts forward that night.
        (lambda: _shifted(SATURDAY, timedelta(days=1)).hour, "America/New_York", 20, 19),
    ],
    ids=["instant", "month", "made-up noon", "shifted"],
)  # fmt: skip
def test_what_was_read_once_is_not_taken_for_another_zones(read, zone, before, after):
    try:
        clock.follow_zone("UTC")
        assert read() == before
        clock.follow_zone(zone)
        assert read() == after
    finally:
        clock.forget_zone()
