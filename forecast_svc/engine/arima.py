"""Three models of residuals: of a centred series without week and year; their mean.

pmdarima's bounded auto_arima, an ARIMA(1, 0, 1) with a constant, and a smoothed
level. Fitted, they are a few numbers, with which the same models are applied to
newer days in milliseconds. Never imported by the service itself, only by its
worker processes; the only import of pmdarima.
"""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pmdarima

from forecast_svc.engine import arma
from forecast_svc.engine.arma import Arma
from forecast_svc.engine.fitted import SIMPLEST, ArimaOrder, Order
from forecast_svc.engine.seasonality import Floats

_SHORTEST_SEARCH = 63
_STEADY = ArimaOrder((1, 0, 1), constant=True)
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
    """``found`` is what the search chose. It and ``steady`` are ``None`` for a series that
    never changes. ``alpha`` smooths the level.
    """

    found: Arma | None
    steady: Arma | None
    alpha: float

    @property
    def order(self) -> Order:
        return (0, 0, 0) if self.found is None else self.found.order.order

    def parameters(self) -> dict[str, Any]:
        """A few dozen numbers, from which ``applied`` makes the same models."""
        if self.found is None or self.steady is None:
            return {}
        return {
            "weights": self.found.weights,
            "constant": self.found.order.constant,
            "steady": self.steady.weights,
            "alpha": self.alpha,
        }


@dataclass(frozen=True, slots=True)
class ArimaForecast:
    """Mean and standard deviation of each day ahead; ``growth`` is how many times
    more the sum up to it varies than independent days would make it."""

    mean: Floats
    std: Floats
    growth: Floats


def fit(
    residuals: Floats,
    order: ArimaOrder | None = None,
    earlier: Mapping[str, Any] | None = None,
) -> Fitted:
    """Without an ``order`` the best one is searched for. ``earlier`` are the parameters
    that a model of this order had, from which better ones are not far.

    Residuals are centred, because the search may leave the constant out and would
    then forecast zero for a steady series.
    """
    alpha = min(_LEVEL_ALPHAS, key=lambda rate: _smooth(residuals, rate)[0])
    if float(residuals.std()) < _CONSTANT_STD:
        return Fitted(None, None, alpha)
    if order is None and not searches(residuals):
        order = SIMPLEST
    start, steady = (earlier["weights"], earlier["steady"]) if earlier else (None, None)
    if order is None:
        order, start = _search(residuals)
    found = arma.fit(order, residuals, start)
    return Fitted(found, arma.fit(_STEADY, residuals, steady), alpha)


def searches(residuals: Floats) -> bool:
    """Whether there are days enough to tell orders apart."""
    return len(residuals) >= _SHORTEST_SEARCH


def applied(order: ArimaOrder, parameters: Mapping[str, Any]) -> Fitted:
    """A model that was fitted earlier."""
    found = Arma.of(order, parameters["weights"])
    return Fitted(found, Arma.of(_STEADY, parameters["steady"]), parameters["alpha"])


def forecast(fitted: Fitted, residuals: Floats, horizon: int) -> ArimaForecast:
    if fitted.found is None or fitted.steady is None or horizon == 0:
        flat = np.zeros(horizon)
        return ArimaForecast(flat, flat, np.ones(horizon))
    # A drift goes on for ever; sales do not.
    spread = float(residuals.std())
    least, most = residuals.min() - spread, residuals.max() + spread
    found, steady = (
        np.clip(model.ahead(residuals, horizon), least, most)
        for model in (fitted.found, fitted.steady)
    )
    _, level = _smooth(residuals, fitted.alpha)
    psi = fitted.found.impulse_responses(horizon)
    variance = np.cumsum(psi**2)
    return ArimaForecast(
        mean=(found + steady + level) / 3,
        std=np.sqrt(fitted.found.variance * variance),
        growth=np.sqrt(np.cumsum(np.cumsum(psi) ** 2) / np.cumsum(variance)),
    )


def drifted(fitted: Fitted, residuals: Floats) -> bool:
    """Whether the last four weeks were one-sided surprises to these models.

    The sum of standardised errors one day ahead has the root of their number as
    standard deviation while the models hold.
    """
    if fitted.found is None:
        return True
    errors = fitted.found.errors(residuals)[-_DRIFT_DAYS:]
    return bool(abs(np.sum(errors)) > _DRIFTED * np.sqrt(len(errors)))


def _search(residuals: Floats) -> tuple[ArimaOrder, list[float]]:
    """The best order, and its weights as far as the search has brought them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
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
    results = best.arima_res_
    return ArimaOrder(best.order, results.model.trend == "c"), results.params.tolist()


def _smooth(residuals: Floats, alpha: float) -> tuple[float, float]:
    """Squared error one day ahead, and the level at the end."""
    level, error = 0.0, 0.0
    for value in residuals.tolist():
        error += (value - level) ** 2
        level += alpha * (value - level)
    return error, level
