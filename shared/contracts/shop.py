"""The shop's own settings: who it is, and by which clock and money it goes."""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    PlainSerializer,
    StrictBool,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from shared.clock import known_zone
from shared.contracts.base import Event
from shared.types import Instant, Version, no_bool, text_of


def _zone(name: str) -> str:
    try:
        return known_zone(name)
    except ValueError as error:
        raise PydanticCustomError(
            "unknown_time_zone", "{reason}", {"reason": str(error)}
        ) from None


def _each_once(days: list[int]) -> list[int]:
    if len(set(days)) != len(days):
        raise PydanticCustomError("repeated", "each weekday is named once")
    return sorted(days)


ShopName = Annotated[str, text_of(200)]

Address = Annotated[
    str,
    # Lines are kept as they are typed; other control characters are mistakes.
    StringConstraints(
        strip_whitespace=True,
        max_length=500,
        pattern=r"^(?:[^\x00-\x1f\x7f]|\r?\n)*$",
    ),
]

Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
"""ISO 4217, such as EUR."""

TimeZone = Annotated[str, Field(max_length=64), AfterValidator(_zone)]
"""By its IANA name, such as Europe/Paris."""

Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2, such as FR."""

ServiceLevel = Annotated[
    Decimal,
    Field(gt=0, lt=1, decimal_places=4, allow_inf_nan=False),
    BeforeValidator(no_bool),
    PlainSerializer(float, return_type=float, when_used="json"),
]
"""The share of replenishment cycles that shall pass without a stock-out."""

Weekday = Annotated[int, Field(ge=1, le=7), BeforeValidator(no_bool)]
"""ISO 8601: Monday is 1, Sunday 7."""

OpeningDays = Annotated[
    list[Weekday], Field(min_length=1, max_length=7), AfterValidator(_each_once)
]

WeightCodeLayout = Annotated[
    str,
    StringConstraints(min_length=13, max_length=13, pattern=r"^[02][0-9]I+V?(W+|P+)C$"),
]
"""How the shop's scales print an EAN-13: its two leading digits, then I for the
item, V for the check of the value, W for grams or P for a price in hundredths, C
for the check digit, as 21IIIIIWWWWWC."""


class ShopFields(BaseModel):
    """What an admin decides about the shop."""

    name: ShopName
    address: Address
    """As it stands on documents; empty while nobody has said it."""
    currency: Currency
    time_zone: TimeZone
    """Which day a sale falls on."""
    country: Country | None
    """Whose public holidays matter; null while nobody has said it."""
    prices_include_tax: StrictBool
    default_target: ServiceLevel
    """Of products that have no service level of their own, nor their class."""
    opening_days: OpeningDays
    """The weekdays on which the shop is open."""
    short_stock: Literal["refuse", "correct"]
    """What becomes of a sale of more than the ledger has."""
    open_role: Literal["user", "viewer"]
    """What an open registration gives."""
    weight_code_layout: WeightCodeLayout | None


class ShopChanged(ShopFields, Event):
    """The shop's settings changed; the highest version wins.

    All of them, each time: the topic is compacted, so its last event is the shop.
    """

    topic: ClassVar[str] = "shop.changed"
    identity: ClassVar[tuple[str, ...]] = ("version",)
    routing: ClassVar[tuple[str, ...]] = ()

    country: Country | None = None
    weight_code_layout: WeightCodeLayout | None = None
    version: Version
    ts: Instant

    @classmethod
    def key(cls, _values: dict[str, object]) -> bytes:
        """There is one shop."""
        return b"shop"
