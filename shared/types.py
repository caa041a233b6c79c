"""Field types that carry units and limits; used by bodies and events alike."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer

from shared.clock import as_utc

MAX_ID = 2**63 - 1
MAX_QUANTITY = 1_000_000
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(9000, 1, 1, tzinfo=UTC)


def _no_number(value: Any) -> Any:
    # pydantic would read 1700000000 as seconds since 1970: a caller who sends
    # a number has made a mistake that should be seen.
    if isinstance(value, int | float | Decimal):
        raise ValueError("a date-time is a string such as 2026-01-31T09:30:00Z")
    return value


def _within_calendar(instant: datetime) -> datetime:
    try:
        instant = as_utc(instant)
    except OverflowError as error:
        raise ValueError("the date-time is outside the calendar") from error
    if not EARLIEST <= instant <= LATEST:
        raise ValueError("a date-time lies between the years 1970 and 9000")
    return instant


def _no_bool(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("a number is expected, not true or false")
    return value


def _z(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


Id = Annotated[int, BeforeValidator(_no_bool), Field(ge=1, le=MAX_ID)]
"""A row's id: fits PostgreSQL's bigint."""

Quantity = Annotated[int, BeforeValidator(_no_bool), Field(ge=1, le=MAX_QUANTITY)]
"""Whole units, 1 to 1 000 000."""

Money = Annotated[
    Decimal,
    BeforeValidator(_no_bool),
    Field(ge=0, max_digits=12, decimal_places=2, allow_inf_nan=False),
    # 12 digits survive a double exactly, so the wire carries a JSON number.
    PlainSerializer(float, return_type=float, when_used="json"),
]
"""An amount with at most two decimals; numeric(12,2) at rest."""

Instant = Annotated[
    datetime,
    BeforeValidator(_no_number),
    AfterValidator(_within_calendar),
    PlainSerializer(_z, return_type=str, when_used="json"),
]
"""In with any offset (without one: the shop's zone), out always UTC with ``Z``."""
