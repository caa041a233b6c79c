"""The one number of a rival, set on the eight weeks before, so that it serves as well."""

from collections.abc import Callable

from bench.replenish_shop import (
    FIRST_CONTROLLED,
    PROTECTED_DAYS,
    Product,
    ShopWindow,
    by_levels,
)
from forecast_svc.replenishment.simulation import (
    Course,
    Measures,
    Rule,
    min_max,
    reorder_point,
)

NEAR = 0.005
"""Of a fill rate: half a point."""
_STEPS = 8


def measures(courses: list[tuple[Product, Course]]) -> Measures:
    return Measures.total(Measures.of(c, FIRST_CONTROLLED) for _, c in courses)


def fill_rate(window: ShopWindow, rule: Callable[[Product], Rule]) -> float:
    return measures(window.run(rule)).fill_rate or 1.0


def tuned(
    window: ShopWindow,
    wanted: float,
    rival: Callable[[float], Callable[[Product], Rule]],
    least: float,
    most: float,
) -> float:
    """The least between ``least`` and ``most`` that serves as well but for half a point,
    by halves, since more stock never serves less: no rival holds more than it has to."""
    for _ in range(_STEPS):
        middle = (least + most) / 2
        if fill_rate(window, rival(middle)) >= wanted - NEAR:
            most = middle
        else:
            least = middle
    return most


def by_min_max(k: float) -> Callable[[Product], Rule]:
    return by_levels(min_max(PROTECTED_DAYS, k))


def by_reorder_point(z: float) -> Callable[[Product], Rule]:
    return by_levels(reorder_point(PROTECTED_DAYS, z))


RIVALS = {
    "min/max": (by_min_max, 0.0, 4.0),
    "(s, S)": (by_reorder_point, -4.0, 6.0),
}
"""By name: the rule of one number, and between what it lies."""
