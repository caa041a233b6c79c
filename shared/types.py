"""Field types that carry units and limits; used by bodies and events alike."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from math import ceil
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import (
    CoreSchema,
    PydanticCustomError,
    PydanticKnownError,
    core_schema,
)

from shared.clock import as_utc, end_of_day, start_of_day
from shared.quantities import MAX_DECIMALS, Units, as_json, exact, fits

MAX_ID = 2**63 - 1
FIRST_TYPED_ID = 10**12
END_OF_TYPED_IDS = 10**13
"""Ids in lines typed by hand: from the first to just below the end."""
MAX_VERSION = 10**9
MIN_QUANTITY = Decimal("0.001")
MAX_QUANTITY = 1_000_000
MAX_STOCK = 10**12
"""Far beyond what a shop has, and a double holds it to the thousandth."""
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(9000, 1, 1, tzinfo=UTC)

_numeral = re.compile(r"\s*[-+]?[\d._]+([eE][-+]?\d+)?\s*")


def _no_number(value: Any) -> Any:
    # pydantic would read 1700000000, also as text, as seconds since 1970: a
    # caller who sends a number has made a mistake that should be seen.
    if isinstance(value, int | float | Decimal) or (
        isinstance(value, str) and _numeral.fullmatch(value)
    ):
        raise ValueError(
            "a date is a string such as 2026-01-31 or 2026-01-31T09:30:00Z"
        )
    return value


def _within_calendar(instant: datetime) -> datetime:
    try:
        instant = as_utc(instant)
    except OverflowError as error:
        raise ValueError("the date-time is outside the calendar") from error
    if not EARLIEST <= instant <= LATEST:
        raise ValueError("a date-time lies between the years 1970 and 9000")
    return instant


def _first_instant(value: Any) -> Any:
    day = _whole_day(value)
    return _no_number(value) if day is None else start_of_day(day)


def _instant_after(value: Any) -> Any:
    day = _whole_day(value)
    return _no_number(value) if day is None else end_of_day(day)


def _whole_day(value: Any) -> date | None:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    # The shop's zone may move a day beyond what a date-time can hold.
    return day if day and EARLIEST.date() <= day <= LATEST.date() else None


def no_bool(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("a number is expected, not true or false")
    return value


def _z(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


# PostgreSQL has no text with NUL in it, and a control character in a name is
# always a mistake.
PRINTABLE = r"^[^\x00-\x1f\x7f]*$"


def text_of(length: int) -> StringConstraints:
    return StringConstraints(
        strip_whitespace=True, min_length=1, max_length=length, pattern=PRINTABLE
    )


Category = Annotated[str, text_of(100)]
"""What kind of product it is: one level, in the shop's own words."""

# A validator named after the limits leaves them where JSON Schema finds them.
Id = Annotated[int, Field(ge=1, le=MAX_ID), BeforeValidator(no_bool)]
"""A row's id: fits PostgreSQL's bigint."""

OwnId = Annotated[int, Field(ge=1, lt=FIRST_TYPED_ID), BeforeValidator(no_bool)]
"""An id in an event that only its service gives, out of a sequence."""

EventId = Annotated[int, Field(ge=1, lt=END_OF_TYPED_IDS), BeforeValidator(no_bool)]
"""An id in an event: from a sequence, or from 10^12 on in a line typed by hand, so
that the two never meet. Beyond 10^13 it is a mistake."""

Version = Annotated[int, Field(ge=1, le=MAX_VERSION), BeforeValidator(no_bool)]
"""How often something was changed; the highest is the newest, so none may be absurd."""


def _number(value: Any) -> Decimal:
    # JSON read without a detour gives ints and Decimals. The parser for events gives
    # floats, whose shortest form is what was written.
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise PydanticCustomError("number_type", "a number is expected")
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise PydanticKnownError("finite_number")
    return number


def _reads(least: Units, most: int) -> Callable[[Any], Units]:
    first = ceil(least)

    def read(value: Any) -> Units:
        # Whole ones are nearly all, and cost no more than an int does.
        if type(value) is int and first <= value <= most:
            return value
        number = _number(value)
        if number < least:
            raise PydanticKnownError("greater_than_equal", {"ge": as_json(least)})
        if number > most:
            raise PydanticKnownError("less_than_equal", {"le": most})
        if not fits(number, MAX_DECIMALS):
            raise PydanticCustomError(
                "quantity_precision",
                "at most {decimal_places} decimals",
                {"decimal_places": MAX_DECIMALS},
            )
        return exact(number)

    return read


@dataclass(frozen=True)
class UnitsBetween:
    """Marks a quantity from ``least`` to ``most``: an int when it is whole, else a
    Decimal with at most three decimals. On the wire a number, and ``2``, never ``2.0``.
    """

    least: Units
    most: int

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _reads(self.least, self.most),
            serialization=core_schema.plain_serializer_function_ser_schema(
                as_json, when_used="json"
            ),
        )

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        least = as_json(self.least)
        return {"type": "number", "minimum": least, "maximum": self.most}


def number_in_text(value: Any) -> Any:
    """Queries and cursors are texts, also of numbers."""
    try:
        return Decimal(value) if isinstance(value, str) else value
    except InvalidOperation:
        return value


Quantity = Annotated[Units, UnitsBetween(MIN_QUANTITY, MAX_QUANTITY)]
"""Units of a product, 0.001 to 1 000 000."""

QuantityOrZero = Annotated[Units, UnitsBetween(0, MAX_QUANTITY)]
"""The same, or none."""

Stock = Annotated[Units, UnitsBetween(0, MAX_STOCK)]
"""Units that there are."""

Delta = Annotated[Units, UnitsBetween(-MAX_STOCK, MAX_STOCK)]
"""Units more, or fewer when it is negative."""

Kind = Literal["product", "parent", "bundle"]
"""What is sold from its own stock; what variants have in common; what is sold as other
products."""

Unit = Literal["piece", "kg", "g", "l", "m"]
"""What one of a product's units is."""

QuantityDecimals = Annotated[
    int, Field(ge=0, le=MAX_DECIMALS), BeforeValidator(no_bool)
]
"""How many decimals a product's quantities may have."""

ShelfLifeDays = Annotated[int, Field(ge=1, le=36_500), BeforeValidator(no_bool)]
"""For how many days a thing can be sold once it is there."""

Money = Annotated[
    Decimal,
    Field(ge=0, max_digits=12, decimal_places=2, allow_inf_nan=False),
    BeforeValidator(no_bool),
    # 12 digits survive a double exactly, so the wire carries a JSON number.
    PlainSerializer(float, return_type=float, when_used="json"),
]
"""An amount with at most two decimals; numeric(12,2) at rest."""

UnitCost = Annotated[
    Decimal,
    Field(ge=0, max_digits=15, decimal_places=6, allow_inf_nan=False),
    BeforeValidator(no_bool),
    PlainSerializer(float, return_type=float, when_used="json"),
]
"""What one unit costs, with at most six decimals; numeric(18,6) at rest."""

TaxRate = Annotated[
    Decimal,
    Field(ge=0, le=100, max_digits=5, decimal_places=2, allow_inf_nan=False),
    BeforeValidator(no_bool),
    PlainSerializer(float, return_type=float, when_used="json"),
]
"""In per cent, with at most two decimals."""

Total = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
"""A sum of money, which may have more digits than any one amount."""

Instant = Annotated[
    datetime,
    BeforeValidator(_no_number),
    AfterValidator(_within_calendar),
    PlainSerializer(_z, return_type=str, when_used="json"),
]
"""In with any offset (without one: the shop's zone), out always UTC with ``Z``."""

Day = Annotated[
    date,
    Field(ge=EARLIEST.date(), le=LATEST.date()),
    BeforeValidator(_no_number),
]
"""A calendar day of the shop, YYYY-MM-DD."""

PeriodStart = Annotated[
    datetime,
    AfterValidator(_within_calendar),
    BeforeValidator(_first_instant),
    WithJsonSchema({"type": "string", "examples": ["2026-01-31"]}),
]
"""``from`` of a query: a whole day of the shop or an instant, included."""

PeriodEnd = Annotated[
    datetime,
    AfterValidator(_within_calendar),
    BeforeValidator(_instant_after),
    WithJsonSchema({"type": "string", "examples": ["2026-01-31"]}),
]
"""``to`` of a query: a whole day of the shop, included, or an instant, excluded."""


SearchText = Annotated[str, text_of(100)]
