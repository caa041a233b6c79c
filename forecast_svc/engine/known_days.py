"""What is planned of days, past and to come, whatever is sold on them: promotions and
their price. Pure, on numpy.

The global model's trees have it as columns, beside the calendar and the holidays. A
promotion's mean lift is taken out of the series before they see them: what is left to
learn is how it differs with the price, and what comes before and after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from forecast_svc.engine.promotions import PromotedDays
from forecast_svc.engine.seasonality import Days, Floats

NEAR = 15
"""Days beyond which nothing is near."""


@dataclass(frozen=True)
class KnownDays:
    """``columns`` (features, patterns, days) from ``first_day`` on, and beyond the last as on
    the last one; ``pattern_of`` each product. Most products share theirs with others."""

    first_day: int
    columns: NDArray[np.float32]
    pattern_of: NDArray[np.int64]

    @classmethod
    def of(
        cls,
        first_day: int,
        last_day: int,
        promoted: Sequence[Sequence[PromotedDays]],
        *,
        promotes: bool | None = None,
    ) -> Self | None:
        """From the promotions of each product, of which the last counts where several are of
        a day; ``None`` where there are none at all, or where it is told that the shop that
        they are of ``promotes`` nothing."""
        kinds = dict.fromkeys(map(tuple, promoted))
        if not (any(kinds) if promotes is None else promotes):
            return None
        ends = [last_day, *(last for of in kinds for _, last, _ in of)]
        # On the last column nothing is near.
        days = np.arange(first_day, max(ends) + NEAR + 2)
        columns = zip(*(_of_promotions(of, days) for of in kinds), strict=True)
        position = {of: n for n, of in enumerate(kinds)}
        return cls(
            first_day,
            np.stack([*map(np.stack, columns)]).astype(np.float32),
            np.array([position[tuple(of)] for of in promoted], np.int64),
        )

    def near(self, rows: NDArray[np.int64], days: Days) -> list[Floats]:
        """By feature, (rows, days)."""
        at = np.minimum(days - self.first_day, self.columns.shape[2] - 1)
        patterns = self.pattern_of[rows]
        return [column[patterns][:, at].astype(np.float64) for column in self.columns]


def _of_promotions(promotions: Sequence[PromotedDays], days: Days) -> list[Floats]:
    """Whether a day is promoted, its price relative to the usual one, days to the next
    promotion and since the last one."""
    price = np.ones(len(days))
    promoted = np.zeros(len(days), bool)
    for first, last, of in promotions:
        period = (days >= first) & (days <= last)
        promoted |= period
        price[period] = np.nan if of is None else of
    return [promoted.astype(np.float64), price, *_away(days[promoted], days)]


def _away(known: Days, days: Days) -> tuple[Floats, Floats]:
    """Days from each of ``days`` to the next of the ``known`` ones, and since the last; at
    most ``NEAR``."""
    if not len(known):
        far = np.full(len(days), float(NEAR))
        return far, far
    following = known[np.minimum(np.searchsorted(known, days), len(known) - 1)]
    before = known[np.maximum(np.searchsorted(known, days, "right") - 1, 0)]
    to, since = following - days, days - before
    near = [np.where(of < 0, NEAR, np.minimum(of, NEAR)) for of in (to, since)]
    return near[0].astype(np.float64), near[1].astype(np.float64)
