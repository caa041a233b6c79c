"""What runs in a worker process. Nothing heavy is imported before it is needed:
the service imports this module too, to name its functions."""

import gc
from datetime import date

from forecast_svc.rules import MAX_HORIZON, Prediction
from forecast_svc.series import Series

PRELOADED = "forecast_svc.model"
"""Imported once by the fork server; workers inherit it."""


def warm() -> None:
    """Have numpy and pmdarima in memory before the first fit's clock starts."""
    import forecast_svc.model  # noqa: F401

    # A collection would write into every page shared with the fork server.
    gc.freeze()


def fit(first_day: date, values: tuple[int, ...]) -> Prediction:
    """Raises when no sound prediction comes out."""
    from forecast_svc.model import predict

    return predict(Series(first_day, values), MAX_HORIZON)
