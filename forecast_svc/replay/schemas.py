"""Bodies of replays."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, Field, model_validator

from forecast_svc.projection.schemas import UnitsOut
from forecast_svc.replay.rules import COVER_DAYS, RuleName
from forecast_svc.tables import Replay
from forecast_svc.targets.schemas import AimIn
from shared.http.bodies import Body
from shared.types import Category, Id, Instant, Stock, no_bool

MOST_DAYS = 365
MOST_PRODUCTS = 1_000
Status = Literal["queued", "running", "done", "failed", "cancelled"]


class OpeningIn(Body):
    """Units of a product on hand before the first day."""

    product_id: Id
    on_hand: Stock


class ReplayIn(Body):
    """``days`` up to the last complete one; of ``products``, of a ``category``, or of
    ``all`` products, at most 1,000. Without a ``target`` the advice aims at what it does
    today. ``cover_days`` is what that rule orders beyond lead time and review. ``opening``
    is what every rule begins with, of the products that it names: of the others what the
    ledger tells of that day."""

    days: Annotated[int, Field(ge=28, le=MOST_DAYS)] = 90
    products: (
        Annotated[list[Id], Field(min_length=1, max_length=MOST_PRODUCTS)] | None
    ) = None
    category: Category | None = None
    all: bool = False
    rule: RuleName = "advice"
    target: AimIn | None = None
    cover_days: Annotated[int, Field(ge=1, le=365), BeforeValidator(no_bool)] = (
        COVER_DAYS
    )
    opening: Annotated[tuple[OpeningIn, ...], Field(max_length=MOST_PRODUCTS)] = ()

    @model_validator(mode="after")
    def _of_something(self) -> Self:
        said = [self.products is not None, self.category is not None, self.all]
        if sum(said) != 1:
            raise ValueError("name products, or a category, or all")
        return self

    @model_validator(mode="after")
    def _one_opening_each(self) -> Self:
        if len(self.opened) < len(self.opening):
            raise ValueError("a product has one opening")
        return self

    @property
    def opened(self) -> dict[int, float]:
        return {each.product_id: float(each.on_hand) for each in self.opening}


class ReplayOut(BaseModel):
    """``progress`` between 0 and 1."""

    id: int
    status: Status
    rule: RuleName
    days: int
    first_day: date
    last_day: date
    products: int
    progress: float
    error: str | None
    created_at: Instant
    finished_at: Instant | None

    @classmethod
    def of(cls, replay: Replay) -> Self:
        done = replay.status == "done"
        return cls.model_validate(
            {
                "id": replay.id,
                "status": replay.status,
                "rule": replay.rule,
                "days": replay.days,
                "first_day": first_day_of(replay),
                "last_day": replay.as_of,
                "products": len(replay.product_ids),
                "progress": 1.0
                if done
                else round(replay.steps_done / max(1, replay.steps), 3),
                "error": replay.error,
                "created_at": replay.created_at,
                "finished_at": replay.finished_at,
            }
        )


def first_day_of(replay: Replay) -> date:
    return date.fromordinal(replay.as_of.toordinal() - replay.days + 1)


class CourseOut(BaseModel):
    """Units and money under one rule. ``stock_days`` are units times days; ``stock_outs``
    spells with unmet demand; ``cycles`` go from the arrival of one order day to that of
    the next, ``served`` ones have none. Money is null where cost or price is unknown, and
    of a shop that of the products whose money is known."""

    days: int
    demand: UnitsOut
    lost: UnitsOut
    fill_rate: float | None
    cycle_service: float | None
    stock_days: float
    orders: int
    ordered: UnitsOut
    stock_outs: int
    stock_out_days: int
    cycles: int
    served: int
    lost_margin: float | None
    holding_cost: float | None
    stock_value: float | None

    @classmethod
    def of(cls, told: dict[str, Any]) -> Self:
        demand, cycles = told["demand"], told["cycles"]
        return cls(
            fill_rate=round(1 - told["lost"] / demand, 4) if demand else None,
            cycle_service=round(told["served"] / cycles, 4) if cycles else None,
            **told,
        )


class Stored(BaseModel):
    """A part of what came out; null is what no replay told yet when it was stored."""

    @classmethod
    def of(cls, told: dict[str, Any]) -> Self:
        return cls(**(dict.fromkeys(cls.model_fields) | told))


class HappenedOut(Stored):
    """As it was: sales that were lost on days with an empty shelf are estimated. Stock and
    its money are of the products whose ``ledger`` reaches back to the first day, null
    where that is none; money is at today's cost and price."""

    demand: UnitsOut
    lost: UnitsOut
    stock_out_days: int
    stock_days: float | None
    lost_margin: float | None
    holding_cost: float | None
    stock_value: float | None


class LevelOut(BaseModel):
    """What a service level would have cost, ``more_than_least`` with the standard error of
    that over weeks: within two of them nobody knows which is better."""

    level: float
    cost: float
    more_than_least: float
    error: float


class RulesOut(BaseModel):
    advice: CourseOut
    min_max: CourseOut
    cover_days: CourseOut

    @classmethod
    def of(cls, told: dict[str, Any]) -> Self:
        return cls(**{name: CourseOut.of(course) for name, course in told.items()})


class StockOut(Stored):
    """Units at the end of each day, by rule; what ``happened``, of the products whose
    ledger reaches back to the first day, null where that is none."""

    advice: list[float]
    min_max: list[float]
    cover_days: list[float]
    happened: list[float] | None


class SavingOut(BaseModel):
    """What the advice would have ``saved`` against another rule or what happened, below
    zero what it would have cost more, with the standard error of that over weeks: within
    two of them nobody knows which is better. ``lost`` are units fewer that would have been
    missing, ``stock_value`` is how much more in stock on the mean. Of the same ``products``
    on both sides: against what happened of those whose ledger reaches back to the first
    day. Money is of those whose cost and price are known, null where that is none."""

    products: int
    lost: float
    saved: float | None
    error: float | None
    stock_value: float | None


class SavingsOut(Stored):
    """Null where there is nothing to compare with."""

    happened: SavingOut | None
    min_max: SavingOut | None
    cover_days: SavingOut | None


class ReplayResultOut(BaseModel):
    """``ledger`` counts the products whose stock on the first day is known: they begin
    with it, and with what came in before an order of that day could. The others begin
    with what lasts until an order of that day is followed by the next: where it is 0, rules
    are compared with each other only."""

    replay: ReplayOut
    ledger: int
    rules: RulesOut
    happened: HappenedOut
    stock: StockOut
    savings: SavingsOut
    levels: list[LevelOut]

    @classmethod
    def of(cls, replay: Replay) -> Self:
        told = replay.result or {}
        return cls(
            replay=ReplayOut.of(replay),
            ledger=told["ledger"],
            rules=RulesOut.of(told["rules"]),
            happened=HappenedOut.of(told["happened"]),
            stock=StockOut.of(told["stock"]),
            savings=SavingsOut.of(told.get("savings", {})),
            levels=[LevelOut(**level) for level in told["levels"]],
        )


class ProductReplayOut(BaseModel):
    """Of one product; ``opening`` units at first, as it was stated, as the ``ledger`` has
    it, or assumed."""

    product_id: Id
    opening: UnitsOut
    ledger: bool
    rules: RulesOut
    happened: HappenedOut
    stock: StockOut
    savings: SavingsOut

    @classmethod
    def of(cls, told: dict[str, Any]) -> Self:
        return cls(
            product_id=told["product_id"],
            opening=told["opening"],
            ledger=told["ledger"],
            rules=RulesOut.of(told["rules"]),
            happened=HappenedOut.of(told["happened"]),
            stock=StockOut.of(told["stock"]),
            savings=SavingsOut.of(told.get("savings", {})),
        )
