"""Answer what a product will sell: from a kept fit, or by fitting now."""

import asyncio
from datetime import date

from forecast_svc.answer import Forecast, Wanted, answer
from forecast_svc.blend import ShopShare
from forecast_svc.details import basis
from forecast_svc.errors import DayNotComplete, ProductNotFound
from forecast_svc.fits import Fits
from forecast_svc.operations.keep_fit import keep_fit
from forecast_svc.queries.sold import Known, relatives, what_is_known
from forecast_svc.rules import (
    SHORTEST_SHARED,
    Prediction,
    Reason,
    last_complete_day,
)
from forecast_svc.series import Series
from forecast_svc.simple import like_its_category, recent_mean, too_short
from forecast_svc.training import ShopTraining
from shared.clock import utc_now
from shared.database import Database

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.05, 0.5


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
    return answer(wanted, as_of, known, own, shop)


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
