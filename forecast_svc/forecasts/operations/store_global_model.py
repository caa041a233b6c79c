"""Store the global model's forecast of every product after a day."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, repeat

from sqlalchemy import TextClause, text
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
_EXPECT = """
INSERT INTO {table} (as_of, product_id, mean, level, dispersion, nominal)
VALUES (:as_of, :product, CAST(:mean AS real[]), :level, CAST(:dispersion AS real[]),
    CAST(:nominal AS real[]))
ON CONFLICT DO NOTHING
"""
_EXPECT_NOW = text(_EXPECT.replace("{table}", "global_forecasts"))
_EXPECT_LATER = text(_EXPECT.replace("{table}", "unfinished_forecasts"))
_EMPTY = text("DELETE FROM unfinished_forecasts WHERE as_of = :as_of")
_FINISH = text("""
WITH finished AS (
    DELETE FROM unfinished_forecasts WHERE as_of = :as_of AND product_id IN (
        SELECT product_id FROM unfinished_forecasts WHERE as_of = :as_of
        ORDER BY product_id LIMIT :most
    ) RETURNING as_of, product_id, mean, level, dispersion, nominal
)
INSERT INTO global_forecasts (as_of, product_id, mean, level, dispersion, nominal)
SELECT * FROM finished ON CONFLICT DO NOTHING
""")


@dataclass(frozen=True, slots=True)
class Trained:
    """``model`` is null when there is too little to train on: that is kept too, so
    that it is not tried with every question. ``imported`` is the number of
    imported sales that the series held; ``outdated`` whether one of their days has been
    corrected since."""

    as_of: date
    data_end: date
    product_ids: list[int]
    model: TrainedGlobalModel | None
    imported: int = 0
    outdated: bool = False
    unfinished: int = 0
    """Products of which the forecasts have been set aside (``set_aside``); ``model`` is
    of some of them, for what all have in common."""

    @property
    def products(self) -> int:
        return self.unfinished or (len(self.model.positions) if self.model else 0)


async def store_global_model(db: AsyncSession, trained: Trained) -> None:
    now = utc_now()
    model = trained.model
    await db.execute(_DELETE_OLD, {"as_of": trained.as_of, "before": now - RETENTION})
    await db.execute(
        _UPSERT,
        {
            "as_of": trained.as_of,
            "imported": trained.imported,
            "products": trained.products,
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
    if trained.unfinished:
        asked = {"as_of": trained.as_of, "most": _BATCH}
        # No single statement for all: it would take longer than one may.
        for _ in range(0, trained.unfinished, _BATCH):
            await db.execute(_FINISH, asked)
    elif model is not None:
        await _expect(db, trained.as_of, trained.product_ids, model, _EXPECT_NOW)


async def forget_unfinished(db: AsyncSession, as_of: date) -> None:
    """What a training that was never finished has left."""
    await db.execute(_EMPTY, {"as_of": as_of})


async def set_aside(
    db: AsyncSession, as_of: date, product_ids: Sequence[int], model: TrainedGlobalModel
) -> None:
    """Forecasts of some products of a shop, until there are those of all."""
    await _expect(db, as_of, product_ids, model, _EXPECT_LATER)


async def _expect(
    db: AsyncSession,
    as_of: date,
    product_ids: Sequence[int],
    model: TrainedGlobalModel,
    statement: TextClause,
) -> None:
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
                "as_of": as_of,
                "product": product_ids[position],
                "mean": array("f", mean).tolist(),
                "level": level,
                "dispersion": calibration.dispersion
                if calibration is not None
                else None,
                "nominal": calibration.nominal if calibration is not None else None,
            }
            for position, mean, level, calibration in batch
        ]
        await db.execute(statement, rows)
