from datetime import UTC, datetime
from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.types import Day, Id, Instant, Money, PeriodEnd, PeriodStart

instant: TypeAdapter[datetime] = TypeAdapter(Instant)
money: TypeAdapter[Decimal] = TypeAdapter(Money)


def test_an_instant_without_an_offset_is_read_in_the_shops_zone():
    assert instant.validate_python("2026-07-01T12:00:00") == datetime(
        2026, 7, 1, 12, tzinfo=UTC
    )


def test_an_instant_with_an_offset_leaves_as_utc_with_z():
    read = instant.validate_python("2026-07-01T12:00:00+02:00")

    assert instant.dump_json(read) == b'"2026-07-01T10:00:00Z"'


@pytest.mark.parametrize(
    "value",
    [
        1_700_000_000,
        1.5,
        "1700000000",
        "1969-12-31T23:59:59Z",
        "9999-12-31T23:59:59-12:00",
        "31/02/2026",
    ],
)
def test_what_is_no_usable_date_time_is_refused(value):
    with pytest.raises(ValidationError):
        instant.validate_python(value)


@pytest.mark.parametrize(
    "value",
    [0, "0", 20_480, "20260131", "31/02/2026", "1969-12-31", "5.4e-28", "1E5", "1_000"],
)
def test_what_is_no_usable_day_is_refused(value):
    with pytest.raises(ValidationError):
        TypeAdapter(Day).validate_python(value)


@pytest.mark.parametrize(
    "value",
    [
        Decimal("19.999"),
        Decimal("1e400"),
        Decimal("NaN"),
        Decimal("-0.01"),
        True,
        Decimal("12345678901.00"),
    ],
)
def test_an_amount_that_is_not_exact_money_is_refused(value):
    with pytest.raises(ValidationError):
        money.validate_python(value)


def test_money_leaves_as_a_json_number():
    assert money.dump_json(Decimal("9999999999.99")) == b"9999999999.99"


@pytest.mark.parametrize("value", [0, -1, 2**63, True, "abc"])
def test_ids_fit_the_database(value):
    with pytest.raises(ValidationError):
        TypeAdapter(Id).validate_python(value)


def test_a_period_of_days_covers_both_whole_and_one_of_instants_ends_before_its_end():
    start = TypeAdapter(PeriodStart).validate_python
    end = TypeAdapter(PeriodEnd).validate_python

    assert start("2026-07-01") == datetime(2026, 7, 1, tzinfo=UTC)
    assert end("2026-07-01") == datetime(2026, 7, 2, tzinfo=UTC)
    assert end("2026-07-01T12:00:00+02:00") == datetime(2026, 7, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "value", ["2026-02-30", "9999-12-31", "0001-01-01", "2026", "now", ""]
)
def test_a_period_needs_days_that_exist(value):
    with pytest.raises(ValidationError):
        TypeAdapter(PeriodEnd).validate_python(value)
