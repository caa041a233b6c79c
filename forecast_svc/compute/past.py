"""What would have been forecast on past days, many at once: runs in a worker process.

A model of its own for every day would take minutes each. The trees of the shop are
trained on the first of some days and forecast after all of them; a product's model is
fitted on the first and only goes through what was sold since. Nothing after a day is
used for it.
"""

from collections.abc import Sequence

from forecast_svc.compute import tasks
from forecast_svc.engine.baselines import baseline, smoothed_weekdays, too_short
from forecast_svc.engine.fitted import SIMPLEST, FittedModel
from forecast_svc.engine.prediction import Prediction
from forecast_svc.engine.series import Series

Packed = Sequence[tuple[int, bytes]]


def shop_forecasts(
    days: Sequence[tuple[int, Packed]], place: str, horizon: int
) -> list[tasks.TrainedGlobalModel] | None:
    """After each of ``days``, ordinals with the products as they were known then: the
    same ones, those not yet sold being empty. Trained on the first; ``None`` where
    there is too little to train on, or LightGBM cannot be loaded."""
    try:
        from forecast_svc.engine.features import levels_of
        from forecast_svc.engine.global_model import panel_of
        from forecast_svc.engine.panel_forecast import ShopModel
    except (ImportError, OSError):
        return None

    panels = [panel_of(packed, day, place) for day, packed in days]
    starts = {panel.first_day for panel in panels}
    if len(starts) > 1:
        raise ValueError(f"Panels from different first days: {starts}.")
    model = ShopModel.train(panels[0])
    if model is None:
        return None
    return [
        tasks.trained_model(model.forecast(panel, horizon), levels_of(panel))
        for panel in panels
    ]


def product_forecasts(known: Sequence[Series], horizon: int) -> list[Prediction]:
    """By the product's own model after each of some days, the oldest first: of the
    simplest order, for which nothing has to be searched."""
    made: list[Prediction] = []
    model: FittedModel | None = None
    for series in known:
        prediction = _fitted(series, model, horizon)
        made.append(prediction.head(horizon))
        model = prediction.model
    return made


def _fitted(series: Series, model: FittedModel | None, horizon: int) -> Prediction:
    reason = too_short(series)
    if reason is not None:
        return baseline(series, horizon, reason)
    from forecast_svc.engine.local_model import apply, predict

    try:
        applied = model and apply(series, horizon, model)
        return applied or predict(series, horizon, order=SIMPLEST)
    except Exception:
        return smoothed_weekdays(series, horizon, "fit_failed")
