"""Store the global model's forecast of every product after a day."""

from array import array
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, repeat

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.compute.tasks import TrainedGlobalModel
from shared.clock import utc_now

RETENTION = timedelta(days=8)
_BATCH = 500

# What was forecast of that day without this model is no longer what would be.
_FORGET = text("DELETE FROM demand_forecasts WHERE as_of = :as_of")

_DELETE_OLD = text(
    "DELETE FROM global_models WHERE as_of = :as_of OR made_at < :before"
)
_UPSERT = text("""
INSERT INTO global_models (as_of, imported, products, examples, weight, width, closed_days,
    data_end, made_at, outdated)
VALUES (:as_of, :imported, :products, :examples, :weight, :width, :closed_days,
    :data_end, :made_at, :outdated)
ON CONFLICT DO NOTHING
""")
_EXPECT = text("""
INSERT INTO global_forecasts (as_of, product_id, mean, level, dispersion, nominal)
VALUES (:as_of, :product, CAST(:mean AS real[]), :level, CAST(:dispersion AS real[]),
    CAST(:nominal AS real[]))
ON CONFLICT DO NOTHING
""")


@dataclass(frozen=True, slots=True)
class Trained:
    """``model`` is null when there is too little to train on: that is kept too, so
    that it is not tried with every question. ``imported`` is the number of
    imported sales that the series held; ``outdated`` whether one of their days has been
    corrected since."""

    as_of: date
    imported: int
    data_end: date
    product_ids: list[int]
    model: TrainedGlobalModel | None
    outdated: bool = False


async def store_global_model(db: AsyncSession, trained: Trained) -> None:
    now = utc_now()
    model = trained.model
    await db.execute(_DELETE_OLD, {"as_of": trained.as_of, "before": now - RETENTION})
    await db.execute(
        _UPSERT,
        {
            "as_of": trained.as_of,
            "imported": trained.imported,
            "products": len(model.positions) if model else 0,
            "examples": model.examples if model else 0,
            "weight": model.weight if model else 0.0,
            "width": model.width if model else 1.0,
            "closed_days": model.closed_days if model else [],
            "data_end": trained.data_end,
            "made_at": now,
            "outdated": trained.outdated,
        },
    )
    await db.execute(_FORGET, {"as_of": trained.as_of})
    if model is None:
        return
    found = zip(
        model.positions,
        model.means,
        model.levels,
        model.calibrations or repeat(None),
        strict=False,
    )
    while batch := list(islice(found, _BATCH)):
        rows = [
            {
                "as_of": trained.as_of,
                "product": trained.product_ids[position],
                "mean": array("f", mean).tolist(),
                "level": level,
                "dispersion": calibration.dispersion
                if calibration is not None
                else None,
                "nominal": calibration.nominal if calibration is not None else None,
            }
            for position, mean, level, calibration in batch
        ]
        await db.execute(_EXPECT, rows)
