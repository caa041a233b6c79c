"""ARIMA models of few weights: fitted, applied and forecast by their exact innovations.

What statsmodels' state space does for any model, done for the smallest: its likelihood
by the innovations algorithm, a tenth of the time. Same estimates to what an optimiser
leaves open. Never imported by the service itself, only by its worker processes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.signal import lfilter
from statsmodels.tsa.innovations.arma_innovations import arma_innovations

from forecast_svc.engine.fitted import ArimaOrder

Floats = NDArray[np.float64]

_MAX_ITERATIONS = 20
_STARTS = (-0.8, -0.3, 0.3, 0.6, 0.8, 0.95, 0.995)
_GRID_WEIGHTS = 2
"""As many weights are looked for all over; more of them begin near nothing."""
_LARGEST = 4.0
"""Of a partial autocorrelation as its inverse hyperbolic tangent: 0.9993."""
_LEAST_VARIANCE = 1e-12


@dataclass(frozen=True)
class Arma:
    """``order`` of differences, with the weights of past days and past shocks, the mean of
    what is left, and the variance of shocks."""

    order: ArimaOrder
    ar: Floats
    ma: Floats
    mean: float
    variance: float

    @classmethod
    def of(cls, order: ArimaOrder, weights: Sequence[float]) -> Self:
        """From the weights as SARIMAX has them: its constant, those of past days, those
        of past shocks, the variance."""
        p, _, _ = order.order
        constant, rest = (weights[0], weights[1:]) if order.constant else (0.0, weights)
        ar, ma = np.array(rest[:p]), np.array(rest[p:-1])
        return cls(order, ar, ma, float(constant / (1 - ar.sum())), rest[-1])

    @property
    def weights(self) -> list[float]:
        constant = [self.mean * (1 - self.ar.sum())] if self.order.constant else []
        return [float(w) for w in (*constant, *self.ar, *self.ma, self.variance)]

    def errors(self, values: Floats) -> Floats:
        """Of each day against what was expected the day before, in standard deviations."""
        shocks, scale = arma_innovations(self._centred(values), self.ar, self.ma)
        errors: Floats = shocks / np.sqrt(scale * self.variance)
        return errors

    def ahead(self, values: Floats, horizon: int) -> Floats:
        """The mean of each day to come."""
        known = self._centred(values)
        days = len(known)
        # What is expected of a day is what it would have to be to be no surprise. Shocks
        # that are known weigh on a few days only.
        for _ in range(min(horizon, max(len(self.ar), len(self.ma)))):
            shocks, _scale = arma_innovations(np.append(known, 0.0), self.ar, self.ma)
            known = np.append(known, -shocks[-1])
        expected = known[days:].tolist()
        before = known[::-1][: len(self.ar)].tolist()
        while len(expected) < horizon:
            expected.append(float(self.ar @ before) if before else 0.0)
            before = [expected[-1], *before[:-1]] if before else before
        mean: Floats = np.array(expected[:horizon]) + self.mean
        return values[-1] + np.cumsum(mean) if self._differences else mean

    def impulse_responses(self, horizon: int) -> Floats:
        """How a shock weighs on the day itself and the days after it: the weights psi
        of Box and Jenkins."""
        impulse = np.zeros(horizon)
        impulse[:1] = 1
        psi: Floats = lfilter(np.r_[1, self.ma], np.r_[1, -self.ar], impulse)
        return np.cumsum(psi) if self._differences else psi

    @cached_property
    def _differences(self) -> int:
        return self.order.order[1]

    def _centred(self, values: Floats) -> Floats:
        return np.diff(values, n=self._differences) - self.mean


def fit(
    order: ArimaOrder, values: Floats, start: Sequence[float] | None = None
) -> Arma:
    """Of the greatest likelihood; ``start`` is from where to look, as ``Arma.weights``.

    Raises ``ArithmeticError`` when nothing finite comes out.
    """
    likelihood = _Likelihood(order, values)
    free = min(_starts(order, start), key=likelihood)
    if len(free):
        found = minimize(
            likelihood,
            free,
            method="L-BFGS-B",
            bounds=[(-_LARGEST, _LARGEST)] * len(free),
            options={"maxiter": _MAX_ITERATIONS},
        )
        free = found.x
    model = likelihood.model(free)
    if not np.isfinite(model.weights).all():
        raise ArithmeticError("the weights are not finite")
    return model


class _Likelihood:
    """Minus the logarithm of a series' likelihood, a day, as a function of partial
    autocorrelations: any of them make a model that is stationary and invertible. Mean and
    variance are the best for them."""

    def __init__(self, order: ArimaOrder, values: Floats) -> None:
        self._order = order
        p, d, _ = order.order
        self._p = p
        left = np.diff(values, n=d)
        # With the series goes what a constant would leave of it.
        columns = [left, np.ones(len(left))] if order.constant else [left]
        self._columns = np.column_stack(columns)

    def __call__(self, free: Floats) -> float:
        _, variance, scale = self._best(*self._split(free))
        return float(np.log(variance) + np.log(scale).mean()) / 2

    def model(self, free: Floats) -> Arma:
        ar, ma = self._split(free)
        mean, variance, _ = self._best(ar, ma)
        return Arma(self._order, ar, ma, mean, variance)

    def _split(self, free: Floats) -> tuple[Floats, Floats]:
        return _weights(free[: self._p]), -_weights(free[self._p :])

    def _best(self, ar: Floats, ma: Floats) -> tuple[float, float, Floats]:
        shocks, scale = arma_innovations(self._columns, ar, ma)
        root = np.sqrt(scale)
        ours, mean = shocks[:, 0] / root, 0.0
        if self._order.constant:
            of_ones = shocks[:, 1] / root
            mean = float(ours @ of_ones / (of_ones @ of_ones))
            ours = ours - mean * of_ones
        return mean, max(float(np.mean(ours**2)), _LEAST_VARIANCE), scale


def _starts(order: ArimaOrder, start: Sequence[float] | None) -> list[Floats]:
    p, _, q = order.order
    if start is not None:
        earlier = Arma.of(order, start)
        return [np.r_[_free(earlier.ar), _free(-earlier.ma)]]
    if p + q > _GRID_WEIGHTS:
        return [np.full(p + q, 0.1)]
    return [np.arctanh(np.array(partial)) for partial in product(_STARTS, repeat=p + q)]


def _weights(free: Floats) -> Floats:
    """Weights of past days from partial autocorrelations (Durbin and Levinson)."""
    weights = np.empty(0)
    for partial in np.tanh(free):
        weights = np.append(weights - partial * weights[::-1], partial)
    return weights


def _free(weights: Floats) -> Floats:
    """The inverse of ``_weights``."""
    found: list[float] = []
    while len(weights):
        partial, shorter = weights[-1], weights[:-1]
        found.append(partial)
        weights = (shorter + partial * shorter[::-1]) / max(1 - partial**2, 1e-9)
    free = np.arctanh(np.clip(np.array(found[::-1]), -0.999, 0.999))
    return np.asarray(free, dtype=np.float64)
