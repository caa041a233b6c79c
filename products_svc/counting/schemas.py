"""Request and response bodies of counts."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StrictBool,
    model_validator,
)
from pydantic_core import PydanticCustomError

from products_svc.counting.operations.enter_lines import CountedUnits
from products_svc.counting.operations.open_count import Selection
from products_svc.counting.queries import ShownCount, Status, thresholds_of
from products_svc.counting.rules import (
    Finding,
    Outcome,
    RecountReason,
    Thresholds,
    Variance,
    recount_reason,
)
from products_svc.tables import StockCount, StockCountEntry
from shared.contracts.base import MAIN_LOCATION
from shared.http.bodies import Body
from shared.quantities import Units
from shared.types import (
    Category,
    Delta,
    Id,
    Instant,
    Money,
    QuantityOrZero,
    SearchText,
    Stock,
    UnitCost,
    UnitsBetween,
    no_bool,
    text_of,
)

Note = Annotated[str, text_of(2000)]
Reason = Annotated[str, text_of(500)]
Place = Annotated[str, text_of(100)]
Sku = Annotated[str, text_of(64)]
UnitsCounted = Annotated[Units, UnitsBetween(0, 1_000_000_000)]
Percent = Annotated[
    Decimal,
    Field(ge=0, le=1000, max_digits=6, decimal_places=2, allow_inf_nan=False),
    BeforeValidator(no_bool),
    PlainSerializer(float, return_type=float, when_used="json"),
]
Round = Annotated[int, Field(strict=True, ge=1, le=9)]
Amount = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
"""Of differences: also below zero."""
USUAL_PERCENT = Decimal(20)


NotCountedDays = Annotated[int, Field(ge=1, le=3650), BeforeValidator(no_bool)]


class FilterIn(Body):
    """Which products are on the sheet: those that fit all that is said."""

    category: Category | None = None
    q: SearchText | None = None
    """Words of the sku or the name."""
    product_ids: Annotated[list[Id], Field(max_length=1000)] | None = None
    to_count: StrictBool = False
    """Those of which more was sold than the ledger had."""
    not_counted_days: NotCountedDays | None = None
    """Those that nobody has counted there for so many days."""

    def selection(self) -> Selection:
        return Selection(**self.model_dump())


class RecountIn(Body):
    """Above any of these a difference is to be counted once more; null: never."""

    percent: Percent | None = USUAL_PERCENT
    """Of what was expected."""
    units: QuantityOrZero | None = None
    value: Money | None = None

    def thresholds(self) -> Thresholds:
        return Thresholds(self.percent, self.units, self.value)


class CountIn(Body):
    """A sheet: the live products that a location has had, or some of them."""

    location_id: Id = MAIN_LOCATION
    filter: FilterIn = FilterIn()
    blind: StrictBool = False
    """Who counts does not see what the ledger expects."""
    recount: RecountIn = RecountIn()
    note: Note | None = None


class CountedLineIn(Body):
    """Units that the caller counted at one place. Their earlier word of the same place and
    round is replaced; other people's, and those of other places, are added."""

    product_id: Id | None = None
    sku: Sku | None = None
    units: UnitsCounted | None
    """Null takes back what was said."""
    counted_at: Instant | None = None
    """When; absent: now. What moves after it stays."""
    place: Place | None = None
    """A shelf or a room, in the shop's own words."""
    round: Round = 1
    """2 when the product is counted once more: only the last round holds."""

    @model_validator(mode="after")
    def _names_one(self) -> "CountedLineIn":
        if (self.product_id is None) == (self.sku is None):
            raise PydanticCustomError(
                "one_name", "either product_id or sku is needed, not both"
            )
        return self

    def counted(self) -> CountedUnits:
        return CountedUnits(
            product_id=self.product_id,
            sku=self.sku,
            units=self.units,
            counted_at=self.counted_at,
            place=self.place or "",
            round=self.round,
        )


class CountedLinesIn(Body):
    lines: Annotated[list[CountedLineIn], Field(min_length=1, max_length=1000)]


class PostCountIn(Body):
    """Differences above the sheet's limits are posted when they are confirmed."""

    confirmed: Annotated[list[Id], Field(max_length=1000, default_factory=list)]
    """Products whose difference is believed as it stands."""
    confirm_all: StrictBool = False


class CancelCountIn(Body):
    reason: Reason


class FilterOut(BaseModel):
    model_config = ConfigDict(extra="ignore")

    category: str | None
    q: str | None
    product_ids: list[int] | None
    to_count: bool
    not_counted_days: int | None = None


class RecountOut(BaseModel):
    percent: Percent | None
    units: QuantityOrZero | None
    value: Money | None


class CountOut(BaseModel):
    id: Id
    location_id: Id
    status: Status
    blind: bool
    filter: FilterOut
    recount: RecountOut
    note: str | None
    reason: str | None
    """Why it was cancelled."""
    lines: int
    counted: int
    """Lines of which somebody has counted something."""
    created_by: int
    created_at: Instant
    ended_by: int | None
    ended_at: Instant | None

    @classmethod
    def of(cls, shown: ShownCount) -> "CountOut":
        count = shown.count
        limits = thresholds_of(count)
        return cls(
            id=count.id,
            location_id=count.location_id,
            status=cast(Status, count.status),
            blind=count.blind,
            filter=FilterOut(**count.selection),
            recount=RecountOut(
                percent=limits.percent, units=limits.units, value=limits.value
            ),
            note=count.note,
            reason=count.reason,
            lines=shown.lines,
            counted=shown.counted,
            created_by=count.created_by,
            created_at=count.created_at,
            ended_by=count.ended_by,
            ended_at=count.ended_at,
        )


class EntryOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    counted_by: int
    place: str
    units: Stock
    counted_at: Instant


class CountLineOut(BaseModel):
    """A product of a sheet. What the ledger expects, and so the difference, is null for
    those who count blind; money is for managers."""

    id: Id
    product_id: Id
    sku: str
    name: str
    unit: str
    archived: bool
    round: int
    """0: nobody has counted it yet."""
    counted: Stock | None
    counted_at: Instant | None
    entries: list[EntryOut]
    """What the last round consists of."""
    expected: Stock | None
    difference: Delta | None
    unit_cost: UnitCost | None
    value: Amount | None
    recount: RecountReason | None
    """Why it should be counted once more, or confirmed."""
    outcome: Outcome | None
    """What became of it when the sheet was posted."""
    movement_id: int | None

    @classmethod
    def of(
        cls,
        finding: Finding,
        count: StockCount,
        entries: Sequence[StockCountEntry],
        *,
        manager: bool,
    ) -> "CountLineOut":
        is_open = count.status == "open"
        seen = manager or not (count.blind and is_open)
        counted = bool(finding.round)
        return cls(
            id=finding.line_id,
            product_id=finding.product_id,
            sku=finding.sku,
            name=finding.name,
            unit=finding.unit,
            archived=finding.archived,
            round=finding.round,
            counted=finding.counted if counted else None,
            counted_at=finding.counted_at,
            entries=[EntryOut.model_validate(each) for each in entries],
            expected=finding.expected if seen else None,
            difference=finding.difference if seen and counted else None,
            unit_cost=finding.unit_cost if manager else None,
            value=finding.value if manager and counted else None,
            recount=recount_reason(finding, thresholds_of(count)) if is_open else None,
            outcome=finding.outcome,
            movement_id=finding.movement_id,
        )


class VarianceOut(BaseModel):
    """What a sheet found, so far or as it was posted. Units of several products are
    added up as they stand."""

    count_id: Id
    status: Status
    currency: str
    lines: int
    counted: int
    differences: int
    units_over: Stock
    units_short: Stock
    value_over: Amount
    value_short: Amount
    value: Amount
    """What is over, less what is short."""
    unvalued: int
    """Differences of products whose cost nobody knows."""

    @classmethod
    def of(cls, count: StockCount, found: Variance, currency: str) -> "VarianceOut":
        fields: dict[str, Any] = {
            name: getattr(found, name)
            for name in cls.model_fields
            if hasattr(found, name)
        }
        return cls(
            count_id=count.id,
            status=cast(Status, count.status),
            currency=currency,
            **fields,
        )
