"""Request and response bodies of suppliers and terms."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from products_svc.lead_times.rules import Source
from products_svc.sheets import FileImportOut
from products_svc.suppliers.facts import price_breaks
from products_svc.suppliers.queries import TermsRow
from products_svc.suppliers.rules import (
    DEFAULT_REVIEW_DAYS,
    SupplierDraft,
    TermsDraft,
    case_cost_of,
    rate_of,
    unit_cost_of,
)
from products_svc.tables import Supplier, SupplierDeliveries
from shared.contracts.purchasing import (
    ClosedPeriod,
    ExchangeRate,
    LeadTimeDays,
    ObservedDays,
    PriceBreak,
)
from shared.contracts.shop import Address, Country, Currency, Weekday
from shared.http.bodies import Body, PutBody
from shared.types import (
    Id,
    Instant,
    Money,
    Quantity,
    QuantityOrZero,
    UnitCost,
    Version,
    no_bool,
    text_of,
)

Archived = Literal["false", "true", "any"]
Language = Literal["en", "fr"]
Line = Annotated[str, text_of(200)]
Note = Annotated[str, text_of(2000)]
ElectronicAddress = Annotated[
    str,
    StringConstraints(max_length=100, pattern=r"^[0-9]{4}:[A-Za-z0-9:_.-]{1,95}$"),
]
"""A scheme and an identifier, as 0088:3400000000007."""
ReviewDays = Annotated[int, Field(ge=1, le=365), BeforeValidator(no_bool)]


def _each_once(days: list[int]) -> list[int]:
    if len(set(days)) != len(days):
        raise PydanticCustomError("repeated", "each weekday is named once")
    return sorted(days)


class PriceBreakIn(PriceBreak, Body):
    """From so many on, a unit costs this."""


def _rising(breaks: list[PriceBreakIn]) -> list[PriceBreakIn]:
    quantities = [each.from_quantity for each in breaks]
    if sorted(set(quantities)) != quantities:
        raise PydanticCustomError(
            "price_breaks_not_rising", "each price break begins above the one before"
        )
    return breaks


OrderDays = Annotated[list[Weekday], Field(max_length=7), AfterValidator(_each_once)]
PriceBreaks = Annotated[
    list[PriceBreakIn], Field(max_length=20), AfterValidator(_rising)
]


class ClosedPeriodIn(ClosedPeriod, Body):
    """First and last day on which it delivers nothing."""


class SupplierIn(Body):
    """A supplier. Amounts are in its currency; ``rate`` is what one unit of that is
    worth in the shop's, and is needed when it is another one."""

    name: Line
    email: Line | None = None
    phone: Line | None = None
    address: Address = ""
    country: Country | None = None
    account_number: Line | None = None
    """The shop's number with this supplier."""
    electronic_address: ElectronicAddress | None = None
    """Where electronic orders go, by a scheme of the Peppol network."""
    language: Language = "en"
    """Of the documents that go there."""
    currency: Currency | None = None
    rate: ExchangeRate | None = None
    minimum_order_value: Money | None = None
    carriage_free_from: Money | None = None
    order_days: OrderDays = Field(default_factory=list)
    """Days of the week on which it takes orders; none: all of them."""
    review_days: ReviewDays = DEFAULT_REVIEW_DAYS
    lead_time_days: LeadTimeDays | None = None
    """Of its products whose terms say nothing else."""
    closed: Annotated[list[ClosedPeriodIn], Field(max_length=100)] = Field(
        default_factory=list
    )
    note: Note | None = None

    def draft(self, shop_currency: str) -> SupplierDraft:
        """Raises ``RateNeeded`` and ``RateOfOwnCurrency``."""
        currency = self.currency or shop_currency
        fields = self.model_dump(exclude={"closed", "currency", "rate"})
        return SupplierDraft(
            **fields,
            currency=currency,
            rate=rate_of(currency, self.rate, shop_currency),
            closed=[period.model_dump(mode="json") for period in self.closed],
        )


class DeliveriesOut(BaseModel):
    """What a supplier's latest orders say, at most thirty of two years."""

    receipts: int
    """Orders of which something came in."""
    lead_time_p50: ObservedDays | None
    """From five receipts on: days after which half of the orders had come in."""
    lead_time_p90: ObservedDays | None
    promised: int
    """Of these, how many were promised for a day."""
    late: int
    """Of those, how many came after it."""
    late_share: float | None
    median_days_late: ObservedDays | None
    """Of the late ones."""
    overdue_orders: int
    """Open orders of which something is late today."""

    @classmethod
    def of(cls, seen: SupplierDeliveries | None, overdue: int) -> "DeliveriesOut":
        promised, late = (seen.promised, seen.late) if seen else (0, 0)
        return cls(
            receipts=seen.receipts if seen else 0,
            lead_time_p50=seen and seen.lead_time_p50,
            lead_time_p90=seen and seen.lead_time_p90,
            promised=promised,
            late=late,
            late_share=round(late / promised, 3) if promised else None,
            median_days_late=seen and seen.median_days_late,
            overdue_orders=overdue,
        )


class SupplierOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: Id
    name: str
    email: str | None
    phone: str | None
    address: str
    country: str | None
    account_number: str | None
    electronic_address: str | None
    language: str
    currency: str
    rate: ExchangeRate
    minimum_order_value: Money | None
    carriage_free_from: Money | None
    order_days: list[int]
    review_days: int
    lead_time_days: int | None
    closed: list[ClosedPeriod]
    note: str | None
    version: int
    """Counts its changes; the ETag."""
    archived: bool
    created_at: Instant
    updated_at: Instant
    deliveries: DeliveriesOut

    @classmethod
    def of(cls, supplier: Supplier, deliveries: DeliveriesOut) -> "SupplierOut":
        fields = {
            name: getattr(supplier, name)
            for name in cls.model_fields
            if name != "deliveries"
        }
        return cls(**fields, deliveries=deliveries)


class SupplierPut(SupplierIn, PutBody):
    """All that people say of a supplier. What an answer has besides is ignored."""

    answer = SupplierOut


class SupplierImportOut(FileImportOut):
    """What a file changed, or in a dry run would change."""


class TermsOut(BaseModel):
    product_id: Id
    product_sku: str
    product_name: str
    sku: str | None
    unit_cost: UnitCost
    price_breaks: list[PriceBreak]
    order_multiple: Quantity
    minimum_quantity: QuantityOrZero
    units_per_case: Quantity | None
    case_cost: UnitCost | None
    """What a case costs, where it is sold by the case."""
    lead_time_days: int | None
    """What was typed for this product."""
    lead_time_p50: ObservedDays | None
    """Days to plan with: seen, or else typed, for the product or the supplier."""
    lead_time_p90: ObservedDays | None
    """Only of what was seen: nobody knows how far from the truth the typed value is."""
    lead_time_source: Source
    lead_time_receipts: int
    """How many were seen; five are enough."""
    preferred: bool
    version: int
    updated_at: Instant

    @classmethod
    def of(cls, row: TermsRow) -> "TermsOut":
        terms = row.terms
        return cls(
            product_id=terms.product_id,
            product_sku=row.product_sku,
            product_name=row.product_name,
            sku=terms.sku,
            unit_cost=terms.unit_cost,
            price_breaks=price_breaks(terms),
            order_multiple=terms.order_multiple,
            minimum_quantity=terms.minimum_quantity,
            units_per_case=terms.units_per_case,
            case_cost=case_cost_of(terms.unit_cost, terms.units_per_case),
            lead_time_days=terms.lead_time_days,
            lead_time_p50=row.typed_days
            if terms.lead_time_p50 is None
            else terms.lead_time_p50,
            lead_time_p90=terms.lead_time_p90,
            lead_time_source=terms.lead_time_source,
            lead_time_receipts=terms.lead_time_receipts,
            preferred=terms.preferred,
            version=terms.version,
            updated_at=terms.updated_at,
        )


class TermsIn(PutBody):
    """A product at this supplier, its costs in the supplier's currency."""

    answer = TermsOut

    product_id: Id
    sku: Annotated[str, text_of(64)] | None = None
    """What the supplier calls it."""
    unit_cost: UnitCost | None = None
    price_breaks: PriceBreaks = Field(default_factory=list)
    order_multiple: Quantity = 1
    """In units; absent of what is sold by the case: one case."""
    minimum_quantity: QuantityOrZero = 0
    units_per_case: Quantity | None = None
    """Units of the product in the supplier's case; null: it is sold by the unit."""
    case_cost: UnitCost | None = None
    """Of a case, instead of ``unit_cost``, which then has six decimals."""
    lead_time_days: LeadTimeDays | None = None
    preferred: bool | None = None
    """The usual supplier of this product. Absent: as it was; of new terms, when no other
    supplier is."""
    removed: bool = False
    version: Version | None = None
    """The version that was seen; another one now is a 409."""

    @model_validator(mode="after")
    def _by_the_case(self) -> "TermsIn":
        if self.units_per_case is None:
            if self.case_cost is not None:
                raise PydanticCustomError("missing", "units_per_case is needed")
            return self
        if "order_multiple" not in self.model_fields_set:
            self.order_multiple = self.units_per_case
        if self.order_multiple % self.units_per_case:
            raise PydanticCustomError(
                "not_whole_cases", "the order multiple is no whole number of cases"
            )
        if self.case_cost is not None:
            cost = unit_cost_of(self.case_cost, self.units_per_case)
            if self.unit_cost not in (None, cost):
                raise PydanticCustomError(
                    "costs_differ", "unit_cost and case_cost say different things"
                )
            self.unit_cost = cost
        return self

    @model_validator(mode="after")
    def _costs_something(self) -> "TermsIn":
        if self.unit_cost is None and not self.removed:
            raise PydanticCustomError("missing", "unit_cost is needed")
        return self

    def draft(self) -> TermsDraft:
        fields = self.model_dump(exclude={"price_breaks", "unit_cost", "case_cost"})
        return TermsDraft(
            **fields,
            unit_cost=self.unit_cost or Decimal(0),
            break_quantities=[each.from_quantity for each in self.price_breaks],
            break_costs=[each.unit_cost for each in self.price_breaks],
        )


class TermsPut(Body):
    """Terms to have; products that are not named keep theirs."""

    items: Annotated[list[TermsIn], Field(min_length=1, max_length=500)]
