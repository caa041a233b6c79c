"""The global model's features of a product, an origin and a day to come.

Pure, on numpy. Quantities are in units of the product's own mean day, so that
one model serves products of any size. Nothing after the origin is looked at.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from forecast_svc.engine.ensemble import SHORTEST_SHARED
from forecast_svc.engine.panel import Panel
from forecast_svc.engine.seasonality import Days, Floats, weekdays

WINDOW = 365
TRAIN_HORIZON = 28
"""Days ahead that the model is trained for; later ones are told apart by date."""
LARGEST = 8.0
"""Mean days that one day can count for."""
_LAST_YEAR = 364
"""52 weeks: the same weekday."""
_MEANS = (7, 14, 28, 56, 112, 182)
_LEVEL_DAYS = 56
_WEEKDAY_DAYS = 28
_LONGEST_AGE = 1095
"""Days."""
_LONGEST_PAUSE = 60
"""Days."""
_FASTEST_RISE = 4.0
_CLOSED_BELOW = 0.03
"""Share of a mean day below which a weekday may be closed."""
_BY_CHANCE = 0.001
"""Probability below which so many idle days are no chance."""
_LEAST_INDEX = 0.05
_NEAR = 15


@dataclass(frozen=True)
class FeatureBlock:
    """The days after one origin, for the products that take part.

    ``rows`` are their positions in the shop; ``features`` has one row for each
    product and day, (products × days, features); ``start`` (products, days) is
    where the model begins, in mean days; ``mean`` (products,) what a mean day
    is; ``open`` (products, days) whether anything is ever sold on that weekday.
    """

    rows: NDArray[np.int64]
    features: NDArray[np.float32]
    start: Floats
    mean: Floats
    open: NDArray[np.bool_]


def features_at(panel: Panel, end: int, horizon: int) -> FeatureBlock:
    """Features of the ``horizon`` days from column ``end`` on."""
    origin = _Origin(panel, end)
    days = panel.first_day + end + np.arange(horizon)
    by_day = origin.index[:, weekdays(days)]
    start = by_day * origin.level[:, None]
    shape = start.shape
    columns = [
        *(np.broadcast_to(f[:, None], shape) for f in _of_products(origin)),
        by_day,
        *_same_weekday(origin, horizon),
        *_last_year(origin, horizon),
        *(np.broadcast_to(f[None, :], shape) for f in _of_days(origin, days)),
        *known_days(panel, origin.rows, days),
    ]
    features = np.stack([c.reshape(-1) for c in columns], axis=1)
    return FeatureBlock(
        origin.rows, features.astype(np.float32), start, origin.mean, by_day > 0
    )


@dataclass(frozen=True)
class _Origin:
    """The products that take part as of column ``end``; arrays are of these."""

    panel: Panel
    end: int

    @cached_property
    def rows(self) -> NDArray[np.int64]:
        old_enough = self.panel.age(self.end) >= SHORTEST_SHARED
        return np.flatnonzero(old_enough & (self.panel.mean(self.end, WINDOW) > 0))

    @cached_property
    def mean(self) -> Floats:
        return self.panel.mean(self.end, WINDOW)[self.rows]

    @cached_property
    def index(self) -> Floats:
        return weekday_index(self.panel, self.end)[self.rows]

    @cached_property
    def smoothed(self) -> list[Floats]:
        return [level[self.rows] / self.mean for level in self.panel.levels(self.end)]

    @cached_property
    def level(self) -> Floats:
        """What a day is at present, in mean days."""
        level: Floats = np.mean([*self.smoothed, self.recent(_LEVEL_DAYS)], axis=0)
        return level

    @cached_property
    def age(self) -> NDArray[np.int64]:
        return self.panel.age(self.end)[self.rows]

    def recent(self, days: int) -> Floats:
        """Mean of the last days, in mean days."""
        recent: Floats = self.panel.mean(self.end, days)[self.rows] / self.mean
        return recent

    @cached_property
    def month_a_year_ago(self) -> Floats:
        """Units a day in the four weeks before this day last year; unknown for
        products that are younger."""
        end = self.end - _LAST_YEAR
        if end < TRAIN_HORIZON:
            return np.full(len(self.rows), np.nan)
        then = self.panel.mean(end, TRAIN_HORIZON)[self.rows]
        return np.where(
            (self.age >= _LAST_YEAR + TRAIN_HORIZON) & (then > 0), then, np.nan
        )


def levels_of(panel: Panel) -> Floats:
    """Units a day of each product at present, by its last weeks (``smoothed_level``)."""
    end = panel.width
    level: Floats = (panel.levels(end)[0] + panel.mean(end, _WEEKDAY_DAYS)) / 2
    return level


def weekday_index(panel: Panel, end: int) -> Floats:
    """Sales of each weekday against the mean day, (products, 7); 0 when closed.

    A product's own index is drawn to that of the shop, the more the fewer and
    the wilder its days (empirical Bayes: the variance of its own mean against
    the variance between products).
    """
    sums, counts = panel.by_weekday(end, WINDOW)
    counts = np.maximum(counts, 1)
    mean = np.maximum(panel.mean(end, WINDOW), 1e-9)[:, None]
    own = sums / counts / mean
    idle = 1 - panel.selling_share(end, WINDOW)[:, None]
    # Hardly anything is sold, on so many days that chance does not explain it.
    closed = (own < _CLOSED_BELOW) & (idle**counts < _BY_CHANCE)
    known = (panel.age(end) >= _WEEKDAY_DAYS) & (panel.mean(end, WINDOW) > 0)
    used = known[:, None] & ~closed
    spread = panel.variance(end, WINDOW)[:, None] / mean**2 / counts
    sureness = np.where(used, 1 / np.maximum(spread, 1e-6), 0)
    total = sureness.sum(axis=0)
    pooled = np.divide(
        (own * sureness).sum(axis=0), total, out=np.ones(7), where=total > 0
    )
    apart = np.where(used, (own - pooled) ** 2 - spread, 0).sum(axis=0)
    between = np.maximum(apart / np.maximum(used.sum(axis=0), 1), 1e-4)
    keep = between / (between + spread)
    index = np.maximum(keep * own + (1 - keep) * pooled, _LEAST_INDEX)
    return np.where(closed, 0.0, index)


def _of_products(origin: _Origin) -> list[Floats]:
    """The same for all days ahead: size, age, rhythm, wildness, levels, course."""
    panel, end, rows, mean = origin.panel, origin.end, origin.rows, origin.mean
    means = {days: origin.recent(days) for days in _MEANS}
    weeks = _weekly_means(panel, end, 8)[rows] / mean[:, None]
    return [
        np.log(mean),
        np.minimum(origin.age, _LONGEST_AGE).astype(np.float64),
        panel.selling_share(end, _LEVEL_DAYS)[rows],
        panel.selling_share(end, WINDOW)[rows],
        np.sqrt(panel.variance(end, _LEVEL_DAYS)[rows]) / mean,
        np.sqrt(panel.variance(end, WINDOW)[rows]) / mean,
        *means.values(),
        *origin.smoothed,
        np.median(weeks[:, -4:], axis=1),
        np.median(weeks, axis=1),
        _days_since_sale(panel, end)[rows],
        means[14] - means[28],
        np.minimum(means[28] * mean / origin.month_a_year_ago, _FASTEST_RISE),
    ]


def _weekly_means(panel: Panel, end: int, weeks: int) -> Floats:
    columns = panel.units[:, max(0, end - 7 * weeks) : end]
    count = columns.shape[1] // 7
    whole = columns[:, -7 * count :].reshape(len(columns), count, 7)
    means: Floats = whole.mean(axis=2)
    return means


def _days_since_sale(panel: Panel, end: int) -> Floats:
    sold = panel.units[:, max(0, end - _LONGEST_PAUSE) : end][:, ::-1] > 0
    days = np.where(sold.any(axis=1), sold.argmax(axis=1), _LONGEST_PAUSE)
    return days.astype(np.float64)


def _same_weekday(origin: _Origin, horizon: int) -> list[Floats]:
    """Means of the last 4 and 12 days of the same weekday."""
    position = np.arange(horizon) % 7
    out = []
    for weeks in (4, 12):
        columns = origin.panel.units[origin.rows, origin.end - 7 * weeks : origin.end]
        mean = columns.reshape(-1, weeks, 7).mean(axis=1) / origin.mean[:, None]
        out.append(mean[:, position])
    return out


def _last_year(origin: _Origin, horizon: int) -> list[Floats]:
    """These days a year ago: their week and three weeks around them against the
    mean day, the latter against the month before it then and brought to today's
    level, and how the shop as a whole went on from here."""
    shape = (len(origin.rows), horizon)
    middle = origin.end - _LAST_YEAR + np.arange(horizon)
    if middle[0] < TRAIN_HORIZON:
        return [np.full(shape, np.nan)] * 5
    mean, then = origin.mean[:, None], origin.month_a_year_ago[:, None]
    sold = middle >= origin.panel.first_sale_column[origin.rows][:, None]
    week, season = (_around(origin, middle, reach) for reach in (3, 10))
    rise = np.minimum(season / then, _FASTEST_RISE)
    course = np.full(horizon, np.nan)
    if np.isfinite(rise).any():
        course = np.nanmean(rise, axis=0)
    today = origin.recent(TRAIN_HORIZON)[:, None]
    return [
        np.where(sold, week / mean, np.nan),
        np.where(sold, season / mean, np.nan),
        rise,
        np.minimum(rise * today, LARGEST),
        np.broadcast_to(course, shape),
    ]


def _around(origin: _Origin, middle: Days, reach: int) -> Floats:
    """Mean units a day of the days around some columns, none after the origin."""
    low = np.maximum(middle - reach, 0)
    high = np.minimum(middle + reach + 1, origin.end)
    sold = origin.panel.between(low, high)[origin.rows]
    mean: Floats = sold / np.maximum(high - low, 1)
    return mean


def _of_days(origin: _Origin, days: Days) -> list[Floats]:
    """The same for all products: how far ahead, the calendar, the shop's pace."""
    weekday = weekdays(days)
    shop_index = origin.index.mean(axis=0) if len(origin.rows) else np.ones(7)
    pace = [
        float(origin.recent(k).mean()) if len(origin.rows) else 1.0 for k in (7, 28)
    ]
    return [
        np.minimum(np.arange(1, len(days) + 1), TRAIN_HORIZON).astype(np.float64),
        weekday.astype(np.float64),
        shop_index[weekday],
        *(np.full(len(days), p) for p in pace),
        *calendar(days),
        *near_holidays(origin.panel, days),
    ]


def near_holidays(panel: Panel, days: Days) -> list[Floats]:
    """Whether it is a public holiday, days to the next and since the last one.

    Nothing at all where no holidays are known, as in a shop that has not said
    where it is.
    """
    if not panel.holidays:
        return []
    known = np.array(sorted(panel.holidays))
    following = known[np.minimum(np.searchsorted(known, days), len(known) - 1)]
    before = known[np.maximum(np.searchsorted(known, days, "right") - 1, 0)]
    to, since = (
        np.minimum(np.abs(away), _NEAR).astype(np.float64)
        for away in (following - days, days - before)
    )
    return [(to == 0).astype(np.float64), to, since]


def known_days(panel: Panel, rows: NDArray[np.int64], days: Days) -> list[Floats]:
    """What is known of them for each product, (products, days); nothing at all in a shop
    that plans nothing."""
    return [] if panel.known is None else panel.known.near(rows, days)


def calendar(days: Days) -> list[Floats]:
    """The day of the year as sine and cosine, day of the month, days to Christmas."""
    return [*np.array([_calendar(int(day)) for day in days]).T]


@lru_cache(maxsize=8192)
def _calendar(ordinal: int) -> tuple[float, float, float, float]:
    """Sine and cosine of the day of the year, day of the month, and days to
    Christmas: from 60 before to 7 after it, unknown elsewhere."""
    day = date.fromordinal(ordinal)
    angle = 2 * np.pi * day.timetuple().tm_yday / 365.25
    years = (day.year - 1, day.year)
    away = min((date(year, 12, 25).toordinal() - ordinal for year in years), key=abs)
    near = -7 <= away <= 60
    return (
        float(np.sin(angle)),
        float(np.cos(angle)),
        float(day.day),
        float(away) if near else np.nan,
    )
