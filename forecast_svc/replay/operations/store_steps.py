"""What a step came to, in the transaction that moves the replay on."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.engine.prediction import Prediction
from forecast_svc.replay.operations.claim_replay import write_claimed
from forecast_svc.tables import Replay, ReplayForecast, ReplayProduct

_BATCH = 200

Made = tuple[int, date, Prediction]
"""A product, the last day that was known, and what was forecast."""


async def store_block(
    db: AsyncSession, replay: Replay, block: int, steps: int, made: Iterable[Made]
) -> None:
    """The forecasts of some weeks."""
    await write_claimed(
        db, replay, forecast_blocks=block + 1, steps_done=Replay.steps_done + steps
    )
    rows = [_row(replay.id, *each) for each in made]
    for n in range(0, len(rows), _BATCH):
        await db.execute(
            insert(ReplayForecast).on_conflict_do_nothing(), rows[n : n + _BATCH]
        )


def _row(
    replay_id: int, product_id: int, as_of: date, prediction: Prediction
) -> dict[str, Any]:
    calibration = prediction.calibration
    return {
        "replay_id": replay_id,
        "product_id": product_id,
        "as_of": as_of,
        "mean": list(prediction.mean),
        "std": list(prediction.std),
        "cumulative_std": list(prediction.cumulative_std),
        "dispersion": None if calibration is None else list(calibration.dispersion),
        "nominal": None
        if calibration is None
        else [list(of) for of in calibration.nominal],
        "measured": prediction.measured,
    }


async def store_products(
    db: AsyncSession, replay: Replay, results: Sequence[dict[str, Any]]
) -> None:
    await write_claimed(db, replay, steps_done=Replay.steps_done + 1)
    rows = [
        {"replay_id": replay.id, "product_id": result["product_id"], "result": result}
        for result in results
    ]
    if rows:
        await db.execute(insert(ReplayProduct).on_conflict_do_nothing(), rows)
