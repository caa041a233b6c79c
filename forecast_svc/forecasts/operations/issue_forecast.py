"""Issue a forecast, to be scored once its days are over."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.engine.metrics import ORDER_QUANTILES, WEEK
from forecast_svc.forecasts.forecast import Forecast, rounded
from shared.clock import utc_now

_ISSUE = text("""
INSERT INTO issued (product_id, as_of, model, mean, lower_80, upper_80, lower_95, upper_95, sum_quantiles, week_std,
    std, cumulative_std, made_at)
VALUES (:product, :as_of, :model, CAST(:mean AS real[]), CAST(:lower_80 AS real[]),
    CAST(:upper_80 AS real[]), CAST(:lower_95 AS real[]), CAST(:upper_95 AS real[]), CAST(:sum_quantiles AS real[]),
    :week_std, CAST(:std AS real[]), CAST(:cumulative_std AS real[]), :made_at)
ON CONFLICT (product_id, as_of) DO UPDATE SET model = excluded.model, mean = excluded.mean,
    lower_80 = excluded.lower_80, upper_80 = excluded.upper_80, lower_95 = excluded.lower_95,
    upper_95 = excluded.upper_95, sum_quantiles = excluded.sum_quantiles,
    week_std = excluded.week_std, std = excluded.std, cumulative_std = excluded.cumulative_std,
    made_at = excluded.made_at
""")
_UNSCORE = text("DELETE FROM scores WHERE product_id = :product AND as_of = :as_of")
_FINISH = text("""
INSERT INTO refit_chunks (refit_id, chunk, products) VALUES (:refit, :chunk, :products)
ON CONFLICT DO NOTHING
""")


async def issue_forecast(db: AsyncSession, forecast: Forecast) -> None:
    """The days of its horizon as they are told, with the intervals that are scored; an
    earlier one of the day goes."""
    prediction = forecast.prediction.head(forecast.request.horizon_days)
    at_80, at_95 = prediction.interval(0.8), prediction.interval(0.95)
    product_id = forecast.request.product_id
    row: dict[str, Any] = {
        "product": product_id,
        "as_of": forecast.as_of,
        "model": prediction.name,
        "mean": rounded(prediction.mean),
        "lower_80": rounded(at_80.lower),
        "upper_80": rounded(at_80.upper),
        "lower_95": rounded(at_95.lower),
        "upper_95": rounded(at_95.upper),
        "sum_quantiles": [
            prediction.quantile(q, len(prediction.mean)) for q in ORDER_QUANTILES
        ],
        "week_std": prediction.cumulative_std[:WEEK][-1],
        "std": prediction.std,
        "cumulative_std": prediction.cumulative_std,
        "made_at": utc_now(),
    }
    await db.execute(_ISSUE, row)
    await db.execute(_UNSCORE, {"product": product_id, "as_of": forecast.as_of})


async def finish_chunk(
    db: AsyncSession, refit_id: int, chunk: int, products: int
) -> None:
    await db.execute(_FINISH, {"refit": refit_id, "chunk": chunk, "products": products})
