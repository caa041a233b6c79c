"""A variant with little history of its own: its share of what its family sells.

The family is all variants of one parent. The week is the family's; the level is the
family's times the variant's share, which begins as an equal one and becomes its own as
its days go by. Pure and without numpy, as all baselines are.
"""

from collections.abc import Sequence
from math import sqrt
from statistics import pvariance

from forecast_svc.engine.baselines import CategoryPeer, too_short, weekly_analogue
from forecast_svc.engine.prediction import Prediction, Reason
from forecast_svc.engine.series import Series

FEWEST_SELLING_DAYS = 28
"""With fewer of them a variant borrows from its family."""
_PSEUDO_DAYS = 14
"""How many days of the family's sales an equal share is worth."""


def borrows(series: Series) -> Reason | None:
    """Why a variant does not go by its own history, if so."""
    selling = sum(1 for value in series.values if value > 0)
    few: Reason | None = "few_sales" if selling < FEWEST_SELLING_DAYS else None
    return too_short(series) or few


def variant_forecast(
    series: Series, siblings: Sequence[CategoryPeer], horizon: int, reason: Reason
) -> Prediction | None:
    """``siblings`` are the other variants, over the same last days each. None when none of
    them has sold anything."""
    theirs = sum(sibling.daily for sibling in siblings)
    if not theirs:
        return None
    window = siblings[0].days
    own = series.values[-window:]
    first = series.next_day.toordinal() - 1 - len(own)
    week = [sum(units) for units in zip(*(s.by_weekday for s in siblings), strict=True)]
    for n, units in enumerate(own):
        week[(first + n) % 7] += units
    # Units of the family on the days that the variant has been there, and as many more
    # as an equal share is worth.
    equal = 1 / (len(siblings) + 1)
    prior = theirs * _PSEUDO_DAYS
    share = (sum(own) + equal * prior) / (sum(own) + theirs * len(own) + prior)
    family = theirs / (1 - share)
    borrowed = prior / (sum(own) + theirs * len(own) + prior)
    doubt = borrowed * sqrt(pvariance([sibling.daily for sibling in siblings]))
    return weekly_analogue(
        "variant", series, week, family * share, doubt, horizon, reason
    )
