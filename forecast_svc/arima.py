"""Three models of a centred series without week and year, and their mean.

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

from forecast_svc.details import SIMPLEST, Form, Order
from forecast_svc.effects import Floats

_SHORTEST_SEARCH = 63
_STEADY = Form((1, 0, 1), constant=True)
_MAX_ITERATIONS, _SEARCH_ITERATIONS = 20, 7
"""Of the optimiser: enough for a model that is used, and to tell which form is best."""
_LEVEL_ALPHAS = (0.02, 0.05, 0.1, 0.2, 0.3)
_STEADY_SPREAD = 1e-9
_DRIFT_DAYS, _DRIFTED = 28, 4.0


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
class Ahead:
    """Mean and deviation of each day ahead; ``growth`` is how many times more the
    sum up to it varies than independent days would make it."""

    mean: Floats
    deviation: Floats
    growth: Floats


def fit(even: Floats, form: Form | None = None) -> Fitted:
    """Without a ``form`` the best one is searched for.

    Centred, because the search may leave the constant out and would then forecast
    zero for a steady series.
    """
    alpha = min(_LEVEL_ALPHAS, key=lambda rate: _smooth(even, rate)[0])
    if float(even.std()) < _STEADY_SPREAD:
        return Fitted(None, None, alpha)
    if form is None and len(even) < _SHORTEST_SEARCH:
        form = SIMPLEST
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = _arima(form or _search(even), even)
        steady = _arima(_STEADY, even)
    return Fitted(found.arima_res_, steady.arima_res_, alpha)


def applied(even: Floats, form: Form, parameters: Mapping[str, Any]) -> Fitted:
    """The same models on other days, nothing fitted."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Fitted(
            _filtered(form, even, parameters["weights"]),
            _filtered(_STEADY, even, parameters["steady"]),
            parameters["alpha"],
        )


def forecast(fitted: Fitted, even: Floats, horizon: int) -> Ahead:
    if fitted.found is None or horizon == 0:
        flat = np.zeros(horizon)
        return Ahead(flat, flat, np.ones(horizon))
    # A drift goes on for ever; sales do not.
    spread = float(even.std())
    least, most = even.min() - spread, even.max() + spread
    found, steady = (
        np.clip(_mean_ahead(model, horizon), least, most)
        for model in (fitted.found, fitted.steady)
    )
    _, level = _smooth(even, fitted.alpha)
    # How past shocks weigh on days to come (the weights psi of Box and Jenkins).
    psi = np.ravel(fitted.found.impulse_responses(horizon - 1))
    variance = np.cumsum(psi**2)
    return Ahead(
        mean=(found + steady + level) / 3,
        deviation=np.sqrt(fitted.found.params[-1] * variance),
        growth=np.sqrt(np.cumsum(np.cumsum(psi) ** 2) / np.cumsum(variance)),
    )


def drifted(fitted: Fitted) -> bool:
    """Whether the last four weeks were one-sided surprises to these models.

    The sum of standardised errors one day ahead has the deviation of the root of
    their number while the models hold.
    """
    if fitted.found is None:
        return True
    errors = fitted.found.filter_results.standardized_forecasts_error[0][-_DRIFT_DAYS:]
    return bool(abs(np.sum(errors)) > _DRIFTED * np.sqrt(len(errors)))


def _search(even: Floats) -> Form:
    best = pmdarima.auto_arima(
        even,
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
    return Form(best.order, best.arima_res_.model.trend == "c")


def _arima(form: Form, even: Floats) -> Any:
    model = pmdarima.ARIMA(
        form.order, with_intercept=form.constant, maxiter=_MAX_ITERATIONS
    )
    return model.fit(even, cov_type="none")


def _filtered(form: Form, even: Floats, weights: Sequence[float]) -> Any:
    trend = "c" if form.constant else None
    model = SARIMAX(even, order=form.order, trend=trend)
    return model.filter(weights, cov_type="none")


def _smooth(even: Floats, alpha: float) -> tuple[float, float]:
    """Squared error one day ahead, and the level at the end."""
    level, error = 0.0, 0.0
    for value in even.tolist():
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
