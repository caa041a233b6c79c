"""What ordering by the advice comes to, beside what rivals do in the same shops."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bench.replenish_shop import (
    FIRST_CONTROLLED,
    TARGET,
    Product,
    ShopWindow,
    advised,
    cost,
    cover_weeks,
    seasonal_index,
)
from bench.replenish_tuning import RIVALS, measures, tuned
from forecast_svc.replenishment.simulation import Course

WINDOWS = 6
Courses = list[tuple[Product, Course]]
OURS, COVER, COVER_MORE = "advice", "cover 4 weeks", "cover 4 weeks beyond arrival"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rule in one window of one shop: ``cost`` as the contest counts it; ``value`` of
    the mean stock; units."""

    shop: str
    window: int
    seed: int
    rule: str
    cost: float
    value: float
    demand: float
    lost: float
    setting: float | None = None

    @property
    def fill_rate(self) -> float:
        return 1 - self.lost / self.demand if self.demand else 1.0


def outcomes(windows: Sequence[ShopWindow]) -> list[Outcome]:
    """Of the first six ``windows``, the newest first; the one after each is that before
    it, on which the rivals are set."""
    index = seasonal_index(windows[0].histories)
    ours = [window.run(advised(TARGET)) for window in windows]
    found = []
    for n, window in enumerate(windows[:WINDOWS]):
        served = measures(ours[n + 1]).fill_rate or 1.0
        runs: list[tuple[str, Courses, float | None]] = [
            (OURS, ours[n], None),
            (COVER, window.run(cover_weeks(4, index)), None),
            (COVER_MORE, window.run(cover_weeks(6, index)), None),
        ]
        for name, (rival, least, most) in RIVALS.items():
            setting = tuned(windows[n + 1], served, rival, least, most)
            runs.append((name, window.run(rival(setting)), setting))
        found += [_outcome(window, n, *run) for run in runs]
    return found


def _outcome(
    window: ShopWindow, n: int, rule: str, courses: Courses, setting: float | None
) -> Outcome:
    total = measures(courses)
    return Outcome(
        window.shop,
        n,
        window.seed,
        rule,
        sum(cost(course) for _, course in courses),
        sum(
            product.unit_cost * float(course.stock[FIRST_CONTROLLED:].mean())
            for product, course in courses
        ),
        total.demand,
        total.lost,
        setting,
    )


def ratios(
    found: Sequence[Outcome], against: str, of: str = "cost", shop: str | None = None
) -> dict[tuple[int, int], float]:
    """Ours to another rule's, by seed and window; shops together, or one."""
    sums: dict[tuple[int, int], dict[str, float]] = defaultdict(
        lambda: defaultdict(float)
    )
    for each in found:
        if shop in {None, each.shop}:
            sums[each.seed, each.window][each.rule] += getattr(each, of)
    return {key: s[OURS] / s[against] for key, s in sums.items()}
