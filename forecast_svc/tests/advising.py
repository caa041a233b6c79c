"""States of stock and paths of demand, made up for tests of what is advised."""

from datetime import date, timedelta
from typing import Any

import numpy as np
from hypothesis import strategies as st

from forecast_svc.replenishment.calculation import (
    Arrival,
    Closure,
    Costs,
    LeadTime,
    Margin,
    PriceBreak,
    ServiceLevel,
    StockState,
    SupplierCalendar,
    advise,
)

AS_OF = date(2026, 3, 1)
"""A Sunday."""
TODAY = AS_OF + timedelta(days=1)

NOW: dict[str, Any] = {"lead_time": LeadTime(0), "review_days": 7}
"""Whoever orders has it, and orders again in a week."""


def advised(*given, **more):
    return advise(*given, **more)


def paths(mean: float, days: int = 90, n: int = 400, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).poisson(mean, (n, days)).astype(np.float64)


def steady(units: float, days: int = 90) -> np.ndarray:
    return np.full((10, days), units)


def two_demands(
    low: float, high: float, share: float = 0.5, n: int = 100
) -> np.ndarray:
    """So large a share of the paths has the high one."""
    demand = np.full((n, 90), low)
    demand[: round(n * share)] = high
    return demand


def after(days: int) -> date:
    return TODAY + timedelta(days=days)


def state(on_hand=0.0, **given):
    return StockState(as_of=AS_OF, on_hand=on_hand, **given)


targets = st.one_of(
    st.floats(0.5, 0.999).map(ServiceLevel),
    st.builds(Costs, st.floats(0.01, 50), st.floats(0.0001, 1)),
    st.builds(Margin, st.floats(0.5, 3)),
)
open_orders = st.lists(
    st.builds(
        Arrival,
        st.integers(1, 60).map(float),
        st.integers(-5, 40).map(after),
        st.sampled_from(["purchase", "transfer"]),
    ),
    max_size=3,
).map(tuple)
calendars = st.builds(
    SupplierCalendar,
    st.frozensets(st.integers(1, 7), max_size=3),
    st.none() | st.integers(1, 20),
    st.lists(
        st.integers(0, 30).map(lambda n: Closure(after(n), after(n + 6))), max_size=1
    ).map(tuple),
)
lead_times = st.builds(
    lambda days, more: LeadTime(days, None if more is None else days + more),
    st.integers(0, 20),
    st.none() | st.integers(1, 10),
)
states = st.builds(
    StockState,
    as_of=st.just(AS_OF),
    on_hand=st.integers(-2, 80).map(float),
    arrivals=open_orders,
    lead_time=lead_times,
    calendar=calendars,
    review_days=st.none() | st.integers(1, 20),
    order_multiple=st.sampled_from([0.0, 1.0, 6.0, 24.0]),
    minimum_quantity=st.sampled_from([0.0, 10.0]),
    minimum_stock=st.sampled_from([0.0, 0.0, 15.0, 90.0]),
    unit_cost=st.none() | st.floats(0.1, 20),
    price=st.none() | st.floats(0.1, 40),
    price_breaks=st.sampled_from([(), (PriceBreak(48.0, 0.05),)]),
    shelf_life_days=st.none() | st.integers(1, 60),
    storage=st.none() | st.integers(1, 100).map(float),
    target=targets,
)
demands = st.sampled_from([0.0, 0.02, 0.4, 3.0, 12.0])
