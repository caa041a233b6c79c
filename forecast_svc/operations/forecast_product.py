"""Answer what a product will sell: from a kept fit, or by fitting now."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from forecast_svc.blend import ShopShare, blend
from forecast_svc.bounds import bounds
from forecast_svc.details import Backtest, Made, Order, Window, basis
from forecast_svc.errors import DayNotComplete, ProductNotFound
from forecast_svc.fits import Fits
from forecast_svc.operations.keep_fit import keep_fit
from forecast_svc.overrides import Override, override
from forecast_svc.planned import Lift, as_planned
from forecast_svc.queries.sold import Known, relatives, what_is_known
from forecast_svc.rules import (
    SHORTEST_SHARED,
    Prediction,
    Reason,
    days_after,
    last_complete_day,
)
from forecast_svc.series import Series
from forecast_svc.simple import like_its_category, recent_mean, too_short
from forecast_svc.training import ShopTraining
from shared.clock import utc_now
from shared.database import Database

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.05, 0.5
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


async def forecast_product(
    database: Database,
    fits: Fits,
    training: ShopTraining | None,
    wanted: Wanted,
    *,
    today: date,
    wait_s: float,
    refit: bool = False,
) -> Forecast:
    """``ProductNotFound`` when nothing is heard of the product within ``wait_s``.

    No connection is held while waiting or fitting. Without ``training`` a
    product's own model answers alone. A ``refit`` is not content with a model of
    an earlier day.
    """
    last = last_complete_day(today)
    as_of = wanted.as_of or last
    if as_of > last:
        raise DayNotComplete(last)
    known = await _heard_of(database, wanted, as_of, wait_s)
    own, shop = await asyncio.gather(
        _prediction(
            database, fits, wanted, as_of, known, of_today=as_of == last, refit=refit
        ),
        _shop_share(database, training, wanted, as_of, known),
    )
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


async def _heard_of(
    database: Database, wanted: Wanted, as_of: date, wait_s: float
) -> Known:
    """What is known of the product, once its first event has come."""
    loop = asyncio.get_running_loop()
    deadline, pause = loop.time() + wait_s, FIRST_PAUSE_S
    while True:
        async with database.read() as db:
            known = await what_is_known(
                db, wanted.product_id, as_of, wanted.horizon_days
            )
        if known is not None:
            return known
        # The event may come to another replica: only the database knows.
        left = deadline - loop.time()
        if left <= 0:
            raise ProductNotFound(wanted.product_id)
        await asyncio.sleep(min(pause, left))
        pause = min(pause * 2, LONGEST_PAUSE_S)


async def _prediction(
    database: Database,
    fits: Fits,
    wanted: Wanted,
    as_of: date,
    known: Known,
    *,
    of_today: bool,
    refit: bool,
) -> Prediction:
    reason = too_short(known.series)
    if reason is not None:
        return await _without_a_fit(database, wanted, as_of, known.series, reason)
    fingerprint = known.series.fingerprint()
    kept = known.fit
    if kept is not None and kept.answers(as_of, fingerprint, utc_now(), refit=refit):
        return kept.prediction

    async def keep(prediction: Prediction) -> None:
        async with database.transaction() as db:
            await keep_fit(db, wanted.product_id, as_of, fingerprint, prediction)

    # What is said of a past day must not depend on what was asked before.
    earlier = kept.prediction.details if kept is not None and of_today else None
    return await fits.predict(
        wanted.product_id,
        known.series,
        keep,
        basis(earlier, wanted.product_id, as_of, refit=refit),
    )


async def _without_a_fit(
    database: Database, wanted: Wanted, as_of: date, series: Series, reason: Reason
) -> Prediction:
    """A new product goes by its category; where that is too small, and for one
    that hardly sells, the mean of its own days must do."""
    if reason != "few_sales":
        async with database.read() as db:
            others = await relatives(db, wanted.product_id, as_of)
        borrowed = like_its_category(series, others, wanted.horizon_days, reason)
        if borrowed is not None:
            return borrowed
    return recent_mean(series, wanted.horizon_days, reason)


async def _shop_share(
    database: Database,
    training: ShopTraining | None,
    wanted: Wanted,
    as_of: date,
    known: Known,
) -> ShopShare | None:
    """A question about a past day waits for the shop's model of that day."""
    if training is None or len(known.series.values) < SHORTEST_SHARED:
        return None
    if known.shop_trained or wanted.as_of is None:
        return known.shop
    await training.wait_for(as_of)
    async with database.read() as db:
        again = await what_is_known(db, wanted.product_id, as_of, wanted.horizon_days)
    return again.shop if again else None


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
