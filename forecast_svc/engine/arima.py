"""Three models of residuals: of a centred series without week and year; their mean.

pmdarima's bounded auto_arima, an ARIMA(1, 0, 1) with a constant, and a smoothed
level. Fitted, they are a few numbers, with which the same models are applied to
newer days in milliseconds. Never imported by the service itself, only by its
worker processes; the only import of pmdarima.
"""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pmdarima
from statsmodels.tsa.statespace.sarimax import SARIMAX

from forecast_svc.engine.fitted import SIMPLEST, ArimaOrder, Order
from forecast_svc.engine.seasonality import Floats

_SHORTEST_SEARCH = 63
_STEADY = ArimaOrder((1, 0, 1), constant=True)
_MAX_ITERATIONS = 20
"""Of the optimiser: enough for a model that is used."""
_SEARCH_ITERATIONS = 7
"""Of the optimiser: enough to compare orders."""
_LEVEL_ALPHAS = (0.02, 0.05, 0.1, 0.2, 0.3)
_CONSTANT_STD = 1e-9
_DRIFT_DAYS = 28
"""Open days whose errors are summed."""
_DRIFTED = 4.0
"""Standard deviations of that sum beyond which a model no longer holds."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """``found`` is what the search chose, as statsmodels' results; so is ``steady``.

    Both are ``None`` for a series that never changes. ``alpha`` smooths the level.
    """

    found: Any
    steady: Any
    alpha: float

    @property
    def order(self) -> Order:
        if self.found is None:
            return (0, 0, 0)
        order: Order = self.found.model.order
        return order

    def parameters(self) -> dict[str, Any]:
        """A few dozen numbers, from which ``applied`` makes the same models."""
        if self.found is None:
            return {}
        return {
            "weights": [float(w) for w in self.found.params],
            "constant": self.found.model.trend == "c",
            "steady": [float(w) for w in self.steady.params],
            "alpha": self.alpha,
        }


@dataclass(frozen=True, slots=True)
class ArimaForecast:
    """Mean and standard deviation of each day ahead; ``growth`` is how many times
    more the sum up to it varies than independent days would make it."""

    mean: Floats
    std: Floats
    growth: Floats


def fit(residuals: Floats, order: ArimaOrder | None = None) -> Fitted:
    """Without an ``order`` the best one is searched for.

    Residuals are centred, because the search may leave the constant out and would
    then forecast zero for a steady series.
    """
    alpha = min(_LEVEL_ALPHAS, key=lambda rate: _smooth(residuals, rate)[0])
    if float(residuals.std()) < _CONSTANT_STD:
        return Fitted(None, None, alpha)
    if order is None and len(residuals) < _SHORTEST_SEARCH:
        order = SIMPLEST
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = _arima(order or _search(residuals), residuals)
        steady = _arima(_STEADY, residuals)
    return Fitted(found.arima_res_, steady.arima_res_, alpha)


def applied(
    residuals: Floats, order: ArimaOrder, parameters: Mapping[str, Any]
) -> Fitted:
    """The same models on other days, nothing fitted."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Fitted(
            _filtered(order, residuals, parameters["weights"]),
            _filtered(_STEADY, residuals, parameters["steady"]),
            parameters["alpha"],
        )


def forecast(fitted: Fitted, residuals: Floats, horizon: int) -> ArimaForecast:
    if fitted.found is None or horizon == 0:
        flat = np.zeros(horizon)
        return ArimaForecast(flat, flat, np.ones(horizon))
    # A drift goes on for ever; sales do not.
    spread = float(residuals.std())
    least, most = residuals.min() - spread, residuals.max() + spread
    found, steady = (
        np.clip(_mean_ahead(model, horizon), least, most)
        for model in (fitted.found, fitted.steady)
    )
    _, level = _smooth(residuals, fitted.alpha)
    # How past shocks weigh on days to come (the weights psi of Box and Jenkins).
    psi = np.ravel(fitted.found.impulse_responses(horizon - 1))
    variance = np.cumsum(psi**2)
    return ArimaForecast(
        mean=(found + steady + level) / 3,
        std=np.sqrt(fitted.found.params[-1] * variance),
        growth=np.sqrt(np.cumsum(np.cumsum(psi) ** 2) / np.cumsum(variance)),
    )


def drifted(fitted: Fitted) -> bool:
    """Whether the last four weeks were one-sided surprises to these models.

    The sum of standardised errors one day ahead has the root of their number as
    standard deviation while the models hold.
    """
    if fitted.found is None:
        return True
    errors = fitted.found.filter_results.standardized_forecasts_error[0][-_DRIFT_DAYS:]
    return bool(abs(np.sum(errors)) > _DRIFTED * np.sqrt(len(errors)))


def _search(residuals: Floats) -> ArimaOrder:
    best = pmdarima.auto_arima(
        residuals,
        seasonal=False,
        start_p=1,
        start_q=1,
        max_p=2,
        max_q=2,
        max_d=1,
        information_criterion="bic",
        maxiter=_SEARCH_ITERATIONS,
        cov_type="none",
        error_action="ignore",
        suppress_warnings=True,
    )
    return ArimaOrder(best.order, best.arima_res_.model.trend == "c")


def _arima(order: ArimaOrder, residuals: Floats) -> Any:
    model = pmdarima.ARIMA(
        order.order, with_intercept=order.constant, maxiter=_MAX_ITERATIONS
    )
    return model.fit(residuals, cov_type="none")


def _filtered(order: ArimaOrder, residuals: Floats, weights: Sequence[float]) -> Any:
    trend = "c" if order.constant else None
    model = SARIMAX(residuals, order=order.order, trend=trend)
    return model.filter(weights, cov_type="none")


def _smooth(residuals: Floats, alpha: float) -> tuple[float, float]:
    """Squared error one day ahead, and the level at the end."""
    level, error = 0.0, 0.0
    for value in residuals.tolist():
        error += (value - level) ** 2
        level += alpha * (value - level)
    return error, level


def _mean_ahead(results: Any, horizon: int) -> Floats:
    """By the state equations themselves: statsmodels filters the whole series again
    for it, and takes ten times as long."""
    ssm = results.model.ssm
    transition = ssm["transition"]
    design = ssm["design"].ravel()
    # A column for each day, or a single one.
    shift = ssm["state_intercept"].reshape(len(design), -1)[:, -1]
    state = results.predicted_state[:, -1]
    mean = np.empty(horizon)
    for n in range(horizon):
        mean[n] = design @ state
        state = transition @ state + shift
    return mean
