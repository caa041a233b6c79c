"""Keep what the shop's model expects of every product after a day."""

from array import array
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.worker import TrainedShop
from shared.clock import utc_now

KEPT_FOR = timedelta(days=8)
_BATCH = 500

_FORGET = text("DELETE FROM shop_models WHERE as_of = :as_of OR made_at < :before")
_KEEP = text("""
INSERT INTO shop_models (as_of, imported, products, examples, weight, width, shut,
    made_at)
VALUES (:as_of, :imported, :products, :examples, :weight, :width, :shut, :made_at)
ON CONFLICT DO NOTHING
""")
_EXPECT = text("""
INSERT INTO shop_forecasts (as_of, product_id, mean)
VALUES (:as_of, :product, CAST(:mean AS real[])) ON CONFLICT DO NOTHING
""")
_DOUBT = text("DELETE FROM shop_models")


@dataclass(frozen=True, slots=True)
class Trained:
    """``shop`` is null when there is too little to train on: that is kept too, so
    that it is not tried with every question. ``imported`` is the number of
    imported sales that the series held."""

    as_of: date
    imported: int
    product_ids: list[int]
    shop: TrainedShop | None


async def keep_shop_model(db: AsyncSession, trained: Trained) -> None:
    now = utc_now()
    shop = trained.shop
    await db.execute(_FORGET, {"as_of": trained.as_of, "before": now - KEPT_FOR})
    await db.execute(
        _KEEP,
        {
            "as_of": trained.as_of,
            "imported": trained.imported,
            "products": len(shop.positions) if shop else 0,
            "examples": shop.examples if shop else 0,
            "weight": shop.weight if shop else 0.0,
            "width": shop.width if shop else 1.0,
            "shut": shop.shut if shop else [],
            "made_at": now,
        },
    )
    if shop is None:
        return
    for start in range(0, len(shop.positions), _BATCH):
        rows = [
            {
                "as_of": trained.as_of,
                "product": trained.product_ids[position],
                "mean": array("f", mean).tolist(),
            }
            for position, mean in zip(
                shop.positions[start : start + _BATCH],
                shop.means[start : start + _BATCH],
                strict=True,
            )
        ]
        await db.execute(_EXPECT, rows)


async def doubt_shop_models(db: AsyncSession) -> None:
    """History was taken back: no model learned from it answers any longer."""
    await db.execute(_DOUBT)
