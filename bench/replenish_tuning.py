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
_STEPS = 12


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
    """Between ``least`` and ``most``, by halves, since more stock never serves less."""
    middle = (least + most) / 2
    for _ in range(_STEPS):
        middle = (least + most) / 2
        away = fill_rate(window, rival(middle)) - wanted
        if abs(away) <= NEAR:
            break
        if away > 0:
            most = middle
        else:
            least = middle
    return middle


def by_min_max(k: float) -> Callable[[Product], Rule]:
    return by_levels(min_max(PROTECTED_DAYS, k))


def by_reorder_point(z: float) -> Callable[[Product], Rule]:
    return by_levels(reorder_point(PROTECTED_DAYS, z))


RIVALS = {
    "min/max": (by_min_max, 0.0, 4.0),
    "(s, S)": (by_reorder_point, -4.0, 6.0),
}
"""By name: the rule of one number, and between what it lies."""
