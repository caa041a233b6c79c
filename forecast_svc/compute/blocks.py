"""A large shop, some of its products at a time: runs in a worker process.

All products of a shop at once would need as much memory as there are products. A sample
of them teaches, and what it has taught forecasts all of them, one block after another.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from forecast_svc.compute.tasks import (
    TrainedGlobalModel,
    sum_calibrations,
    trained_model,
)
from forecast_svc.engine.calibration import SumCalibration
from forecast_svc.engine.prediction import MAX_HORIZON
from forecast_svc.engine.promotions import PromotedDays


@dataclass(frozen=True, slots=True)
class Block:
    """Some products of a shop, as ``tasks.train`` has them. Days are ordinals; that of the
    shop's first sale is the first one, whenever these products were first sold."""

    first_day: int
    last_day: int
    packed: Sequence[tuple[int, bytes]]
    promoted: Sequence[Sequence[PromotedDays]]
    place: str


def teach(sample: Block) -> bytes | None:
    """``None`` where there is too little to learn from. Raises ``ImportError`` where LightGBM
    cannot be loaded."""
    try:
        from forecast_svc.engine.global_model import panel_of
        from forecast_svc.engine.panel_forecast import ShopModel
        from forecast_svc.engine.taught import Taught
    except OSError as error:
        raise ImportError(str(error)) from error

    panel = panel_of(
        sample.packed,
        sample.last_day,
        sample.place,
        sample.promoted,
        first_day=sample.first_day,
    )
    model = ShopModel.train(panel)
    if model is None:
        return None
    return Taught(model, panel.known is not None).to_bytes()


def forecast(
    block: Block,
    gap_days: int,
    taught: bytes,
    groups: Sequence[Sequence[int]],
    sums: bytes | None,
) -> tuple[TrainedGlobalModel, bytes | None]:
    """What is expected of the block's products, and how ``groups`` of them (positions) did
    in backtests, added to the ``sums`` of the blocks before."""
    from forecast_svc.engine.features import levels_of
    from forecast_svc.engine.global_model import panel_of
    from forecast_svc.engine.taught import Taught
    from forecast_svc.engine.total_backtests import TotalSums

    told = Taught.from_bytes(taught)
    panel = panel_of(
        block.packed,
        block.last_day,
        block.place,
        block.promoted,
        first_day=block.first_day,
        promotes=told.promotes,
    )
    made = told.model.of_others(panel).forecast(panel, gap_days + MAX_HORIZON)
    if groups and made.calibrated is not None:
        found = TotalSums.of(panel, groups, made.calibrated.tested)
        if sums is not None:
            found += TotalSums.from_bytes(sums)
        sums = found.to_bytes()
    return trained_model(made, levels_of(panel), gap_days), sums


def calibrate_totals(sums: bytes) -> list[SumCalibration] | None:
    """How totals of the groups vary, once the backtests of all blocks are added up."""
    from forecast_svc.engine.total_backtests import TotalSums

    return sum_calibrations(TotalSums.from_bytes(sums).calibrate())
