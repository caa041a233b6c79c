"""The smallest models' own likelihood, against statsmodels' state space."""

import numpy as np
import pytest
from statsmodels.tsa.statespace.sarimax import SARIMAX

from forecast_svc.engine.arma import Arma, fit
from forecast_svc.engine.fitted import ArimaOrder

WEIGHTS = {
    ArimaOrder((2, 0, 2), constant=True): [0.4, 0.5, 0.2, -0.3, 0.1, 2.0],
    ArimaOrder((1, 0, 1), constant=True): [0.1, 0.9, -0.7, 1.0],
    ArimaOrder((2, 0, 0)): [0.5, 0.2, 1.0],
    ArimaOrder((0, 0, 2)): [-0.3, 0.2, 1.0],
    ArimaOrder((0, 0, 0), constant=True): [0.2, 1.0],
    ArimaOrder((0, 1, 1)): [-0.97, 1.5],
    ArimaOrder((1, 1, 2), constant=True): [0.02, 0.3, -0.6, 0.2, 1.0],
    ArimaOrder((0, 1, 0)): [1.0],
}


def noisy(days=60):
    rng = np.random.default_rng(2)
    return rng.normal(size=days).cumsum() * 0.2 + rng.normal(size=days)


def in_state_space(order, values):
    trend = "c" if order.constant else None
    return SARIMAX(values, order=order.order, trend=trend)


@pytest.mark.parametrize(("order", "weights"), WEIGHTS.items(), ids=str)
def test_a_model_says_what_its_state_space_says(order, weights):
    values = noisy()
    theirs = in_state_space(order, values).filter(weights, cov_type="none")
    errors = theirs.filter_results.standardized_forecasts_error[0]

    ours = Arma.of(order, weights)

    assert ours.weights == pytest.approx(weights)
    assert ours.ahead(values, 20) == pytest.approx(theirs.forecast(20), abs=1e-8)
    assert ours.errors(values)[-28:] == pytest.approx(errors[-28:], abs=1e-6)
    assert ours.impulse_responses(20) == pytest.approx(
        np.ravel(theirs.impulse_responses(19))
    )


@pytest.mark.parametrize("order", WEIGHTS, ids=str)
def test_no_likelier_weights_are_found_by_a_long_search(order):
    values = noisy()
    model = in_state_space(order, values)

    ours = fit(order, values)

    best = model.fit(disp=0, maxiter=200).llf
    assert model.loglike(ours.weights) >= best - 1e-3


def test_a_fit_that_begins_at_earlier_weights_ends_where_any_other_does():
    order, values = ArimaOrder((1, 0, 1), constant=True), noisy(200)
    model = in_state_space(order, values)

    earlier = fit(order, values[:-7])
    ours = fit(order, values, earlier.weights)

    assert model.loglike(ours.weights) == pytest.approx(
        model.loglike(fit(order, values).weights), abs=1e-3
    )


@pytest.mark.parametrize("horizon", [0, 1, 2, 3])
def test_as_many_days_are_forecast_as_are_asked_for(horizon):
    model = Arma.of(ArimaOrder((2, 0, 2)), [0.5, 0.2, -0.3, 0.1, 2.0])

    assert len(model.ahead(noisy(), horizon)) == horizon
