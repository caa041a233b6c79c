from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from shared import clock


@pytest.fixture
def paris(monkeypatch):
    monkeypatch.setattr(clock, "business_zone", lambda: ZoneInfo("Europe/Paris"))


def test_a_sale_before_midnight_utc_can_fall_on_the_next_day_in_the_shop(paris):
    late = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)

    assert clock.business_day(late) == date(2026, 7, 1)


def test_a_day_on_which_the_clocks_change_has_23_hours(paris):
    day = date(2026, 3, 29)

    length = clock.end_of_day(day) - clock.start_of_day(day)

    assert length.total_seconds() == 23 * 3600
