"""Advice as it is answered."""

from datetime import date
from typing import Self

from pydantic import BaseModel

from forecast_svc.projection.schemas import UnitsOut
from forecast_svc.replenishment.calculation.advice import (
    Advice,
    Consequences,
    StockOutDates,
)
from forecast_svc.replenishment.calculation.state import Note, WhyNot
from forecast_svc.replenishment.calculation.terms import Step, Terms
from forecast_svc.replenishment.sentences import sentences
from forecast_svc.replenishment.words import Language
from shared.types import Id

_CENTS, _SHARE, _UNITS = 2, 4, 3
"""Decimals of money, of probabilities and of units."""


def _money(value: float | None, *, shown: bool) -> float | None:
    """Money of cost is for managers."""
    return round(value, _CENTS) if shown and value is not None else None


class AdjustmentOut(BaseModel):
    """From the need to the quantity. ``limit``: the least that is asked for, the multiple, the most that
    is allowed, or the quantity chosen instead; ``quantity``: what came out."""

    step: Step
    limit: UnitsOut
    quantity: UnitsOut


class TermsOut(BaseModel):
    """Units, means but for ``need``, the quantile ``alpha``. Rounded, and computed with
    as they stand here:

    stock_at_a = on_hand + arrivals_to_a − demand_to_a + lost_to_a ·
    need_mean = demand_a_b − arrivals_a_b − stock_at_a · need = need_mean + safety ·
    quantity = max(0, need), rounded up to ``unit``, then each of ``adjustments``; the
    limit of ``minimum_stock`` is what fills up to it: minimum_stock − stock_at_a −
    arrivals_a_b, rounded up to ``unit``.
    """

    on_hand: UnitsOut
    arrivals_to_a: UnitsOut
    demand_to_a: UnitsOut
    lost_to_a: UnitsOut
    stock_at_a: UnitsOut
    demand_a_b: UnitsOut
    arrivals_a_b: UnitsOut
    need_mean: UnitsOut
    safety: UnitsOut
    need: UnitsOut
    alpha: float
    unit: UnitsOut
    multiple: UnitsOut
    minimum: UnitsOut
    minimum_stock: UnitsOut
    adjustments: list[AdjustmentOut]

    @classmethod
    def of(cls, terms: Terms) -> Self:
        steps = [
            AdjustmentOut(step=a.step, limit=a.limit, quantity=a.quantity)
            for a in terms.adjustments
        ]
        numbers = {
            name: getattr(terms, name)
            for name in cls.model_fields
            if name not in {"adjustments", "alpha"}
        }
        alpha = round(terms.alpha, _SHARE)
        return cls(**numbers, alpha=alpha, adjustments=steps)


class StockOutOut(BaseModel):
    """The first day with unmet demand, with open orders and no other: in one of ten
    cases it comes by ``p10``. Null lies beyond the horizon."""

    p10: date | None
    p50: date | None
    p90: date | None
    beyond_horizon: bool

    @classmethod
    def of(cls, dates: StockOutDates) -> Self:
        return cls(
            p10=dates.p10,
            p50=dates.p50,
            p90=dates.p90,
            beyond_horizon=dates.beyond_horizon,
        )


class ChancesOut(BaseModel):
    """Of running out: before the order arrives, which no order changes; then until the
    next one arrives, without the order and with it."""

    before_arrival: float
    without: float
    with_order: float


class CycleOut(BaseModel):
    """What may be ordered next."""

    order_on: date
    arrives_on: date
    quantity: UnitsOut


class TransferOut(BaseModel):
    """Units that another location can spare, to be sent before anything is bought."""

    from_location_id: Id
    quantity: UnitsOut


class ConsequencesOut(BaseModel):
    """Of the quantity that was asked about: the chance of running out between the two
    arrivals, units expected to be missing then and to be left over, and money, which is
    null below manager and where costs are not known."""

    quantity: UnitsOut
    chance: float
    missing: UnitsOut
    left: UnitsOut
    worth: float | None
    worth_of_last_unit: float | None
    cost: float | None

    @classmethod
    def of(cls, found: Consequences, *, money: bool) -> Self:
        return cls(
            quantity=found.quantity,
            chance=round(found.chance, _SHARE),
            missing=round(found.missing, _UNITS),
            left=round(found.left, _UNITS),
            worth=_money(found.worth, shown=money),
            worth_of_last_unit=_money(found.worth_of_last_unit, shown=money),
            cost=_money(found.cost, shown=money),
        )


class SentencesOut(BaseModel):
    """In the language that was asked for; built from the terms alone."""

    quantity: str | None
    date: str | None
    why_not: str | None


class AdviceOut(BaseModel):
    """What to order of a product at a location, or of all locations together (null).

    The order is placed on ``order_on`` and arrives on ``arrives_on``; the next one
    arrives on ``next_arrives_on``. ``order_by`` is the last day that serves as asked for,
    null beyond the horizon; ``late`` when even an order of today is too late for that.
    ``terms`` and what follows from them are null where nothing could be computed:
    ``why_not`` says why. Money is null below manager.
    """

    product_id: Id
    location_id: Id | None
    as_of: date
    quantity: UnitsOut
    why_not: WhyNot | None
    order_by: date | None
    late: bool
    order_on: date
    arrives_on: date
    next_order_on: date
    next_arrives_on: date
    covered_until: date | None
    stock_out: StockOutOut | None
    chances: ChancesOut | None
    days_of_cover: int | None
    units_at_risk_per_day: UnitsOut
    money_at_risk_per_day: float | None
    worth: float | None
    worth_of_last_unit: float | None
    unit_cost: float | None
    cost: float | None
    reorder_point: UnitsOut | None
    order_up_to: UnitsOut | None
    safety_stock: UnitsOut | None
    terms: TermsOut | None
    cycles: list[CycleOut]
    transfers: list[TransferOut]
    notes: list[Note]
    consequences: ConsequencesOut | None
    sentences: SentencesOut

    @classmethod
    def of(
        cls,
        advice: Advice,
        *,
        product_id: int,
        location_id: int | None,
        as_of: date,
        money: bool,
        language: Language,
    ) -> Self:
        chances, asked, dates = advice.chances, advice.consequences, advice.dates
        safety = advice.safety_stock
        said = sentences(advice, language)
        return cls(
            product_id=product_id,
            location_id=location_id,
            as_of=as_of,
            quantity=advice.quantity,
            why_not=advice.why_not,
            order_by=advice.order_by,
            late=advice.late,
            order_on=dates.order_on,
            arrives_on=dates.arrives_on,
            next_order_on=dates.next_order_on,
            next_arrives_on=dates.next_arrives_on,
            covered_until=advice.covered_until,
            stock_out=advice.stock_out and StockOutOut.of(advice.stock_out),
            chances=chances
            and ChancesOut(
                before_arrival=round(chances.before_arrival, _SHARE),
                without=round(chances.without, _SHARE),
                with_order=round(chances.with_order, _SHARE),
            ),
            days_of_cover=advice.days_of_cover,
            units_at_risk_per_day=round(advice.units_at_risk_per_day, _UNITS),
            money_at_risk_per_day=_money(advice.money_at_risk_per_day, shown=money),
            worth=_money(advice.worth, shown=money),
            worth_of_last_unit=_money(advice.worth_of_last_unit, shown=money),
            unit_cost=advice.unit_cost if money else None,
            cost=_money(advice.cost, shown=money),
            reorder_point=advice.reorder_point,
            order_up_to=advice.order_up_to,
            safety_stock=None if safety is None else round(safety, _UNITS),
            terms=advice.terms and TermsOut.of(advice.terms),
            cycles=[
                CycleOut(
                    order_on=c.order_on, arrives_on=c.arrives_on, quantity=c.quantity
                )
                for c in advice.cycles
            ],
            transfers=[
                TransferOut(from_location_id=t.from_location_id, quantity=t.quantity)
                for t in advice.transfers
            ],
            notes=list(advice.notes),
            consequences=asked and ConsequencesOut.of(asked, money=money),
            sentences=SentencesOut(
                quantity=said.quantity, date=said.date, why_not=said.why_not
            ),
        )
