"""An answer, put together from all that was found: one's own model, the shop's, what
is planned, and what planners say. No input or output."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from forecast_svc.blend import ShopShare, blend
from forecast_svc.bounds import bounds
from forecast_svc.details import Backtest, Made, Order, Window
from forecast_svc.overrides import Override, override
from forecast_svc.planned import Lift, as_planned
from forecast_svc.queries.sold import Known
from forecast_svc.rules import Prediction, Reason, days_after

DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question; ``as_of`` is the last day that may be used."""

    product_id: int
    horizon_days: int
    level: float
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Model:
    """How the numbers of an answer were made."""

    name: str
    fallback: bool
    reason: Reason | None
    fitted_at: datetime | None
    first_day: date | None
    history_days: int
    selling_days: int
    made: Made | None
    searched_on: date | None
    window: Window | None
    order: Order | None
    weekday_effect: str
    closed_weekdays: tuple[int, ...]
    yearly_effect: bool
    capped_days: int
    censored_days: int
    promotion: Lift | None
    backtest: Backtest | None
    parameters: dict[str, Any]
    beaten_by_naive: bool | None
    shop: ShopShare | None


@dataclass(frozen=True, slots=True)
class Total:
    """All days together."""

    expected: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Forecast:
    product_id: int
    horizon_days: int
    forecast: list[float]
    lower: list[float]
    upper: list[float]
    total: Total
    dates: list[date]
    level: float
    as_of: date
    archived: bool
    baseline: list[float] | None
    overrides: list[Override]
    model: Model


def answer(
    wanted: Wanted,
    as_of: date,
    known: Known,
    own: Prediction,
    shop: ShopShare | None,
) -> Forecast:
    dates = days_after(as_of, wanted.horizon_days)
    baseline = as_planned(
        blend(own, shop).first(wanted.horizon_days), dates, known.planned, known.lift
    )
    prediction, overrides = override(baseline, dates, known.overrides)
    lower, upper = bounds(prediction.mean, prediction.deviation, wanted.level)
    return Forecast(
        product_id=wanted.product_id,
        horizon_days=wanted.horizon_days,
        forecast=_rounded(prediction.mean),
        lower=_rounded(lower),
        upper=_rounded(upper),
        total=_total(prediction, wanted.level),
        dates=dates,
        level=wanted.level,
        as_of=as_of,
        archived=known.archived,
        baseline=_rounded(baseline.mean) if overrides else None,
        overrides=overrides,
        model=_model(known, as_of, prediction, shop),
    )


def _rounded(units: Sequence[float]) -> list[float]:
    return [round(value, DECIMALS) for value in units]


def _total(prediction: Prediction, level: float) -> Total:
    expected = sum(prediction.mean)
    (least,), (most,) = bounds([expected], [prediction.together[-1]], level)
    return Total(*_rounded([expected, least, most]))


def _model(
    known: Known, as_of: date, prediction: Prediction, shop: ShopShare | None
) -> Model:
    first, details = known.first_day, prediction.details
    return Model(
        name=prediction.name,
        fallback=prediction.fallback,
        reason=prediction.reason,
        fitted_at=prediction.fitted_at,
        first_day=first,
        history_days=(as_of - first).days + 1 if first else 0,
        selling_days=known.series.selling_days,
        made=details.made,
        searched_on=details.searched_on,
        window=details.window,
        order=details.order,
        weekday_effect=details.weekday_effect,
        closed_weekdays=details.closed_weekdays,
        yearly_effect=details.yearly_effect,
        capped_days=details.capped_days,
        censored_days=len(known.series.censored),
        promotion=known.lift if known.lift.days else None,
        backtest=details.backtest,
        parameters=details.parameters,
        beaten_by_naive=known.beaten_by_naive,
        shop=shop,
    )
