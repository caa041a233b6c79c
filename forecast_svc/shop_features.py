"""What a shop's shared model is told of a product, an origin and a day to come.

Pure, on numpy. Quantities are in units of the product's own mean day, so that
one model serves products of any size. Nothing after the origin is looked at.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from forecast_svc.effects import Days, Floats, weekdays
from forecast_svc.rules import SHORTEST_SHARED
from forecast_svc.shop import Shop

WINDOW = 365
REACH = 28
"""Days ahead that the model is trained for; later ones are told apart by date."""
LARGEST = 8.0
"""Mean days that one day can count for."""
_WEEKS_IN_YEAR_DAYS = 364
_MEANS = (7, 14, 28, 56, 112, 182)
_LEVEL_DAYS = 56
_CLOSED_BELOW = 0.03
_LONGEST_AGE = 1095


@dataclass(frozen=True)
class Ahead:
    """The days after one origin, for the products that take part.

    ``rows`` are their positions in the shop; ``features`` has one row for each
    product and day, (products × days, features); ``start`` (products, days) is
    where the model begins, in mean days, ``mean`` (products,) what a mean day is.
    """

    rows: NDArray[np.int64]
    features: NDArray[np.float32]
    start: Floats
    mean: Floats
    open: NDArray[np.bool_]


def ahead(shop: Shop, end: int, horizon: int) -> Ahead:
    """Features of the ``horizon`` days from column ``end`` on."""
    everyone = shop.mean(end, WINDOW)
    rows = np.flatnonzero((shop.age(end) >= SHORTEST_SHARED) & (everyone > 0))
    mean = everyone[rows]
    days = shop.first_day + end + np.arange(horizon)
    index = weekday_index(shop, end)[rows]
    by_day = index[:, weekdays(days)]
    steps = [level[rows] / mean for level in shop.levels(end)]
    level = (sum(steps) + shop.mean(end, _LEVEL_DAYS)[rows] / mean) / 3
    start = by_day * level[:, None]
    of_product = _of_products(shop, end, rows, mean, steps)
    of_both = [
        by_day,
        *_same_weekday(shop, end, rows, mean, days),
        *_last_year(shop, end, rows, mean, horizon),
    ]
    of_day = _of_days(shop, end, days, index)
    shape = (len(rows), horizon)
    columns = [np.broadcast_to(f[:, None], shape) for f in of_product]
    columns += of_both
    columns += [np.broadcast_to(f[None, :], shape) for f in of_day]
    features = np.stack([c.reshape(-1) for c in columns], axis=1).astype(np.float32)
    return Ahead(rows, features, start, mean, by_day > 0)


def weekday_index(shop: Shop, end: int) -> Floats:
    """Sales of each weekday against the mean day, (products, 7); 0 when closed.

    A product's own index is drawn to that of the shop, the more the fewer and
    the wilder its days (empirical Bayes: own variance against the variance
    between products).
    """
    sums, counts = shop.by_weekday(end, WINDOW)
    mean = np.maximum(shop.mean(end, WINDOW), 1e-9)[:, None]
    counts = np.maximum(counts, 1)
    own = sums / counts / mean
    closed = (own < _CLOSED_BELOW) & (counts >= 4)
    known = (shop.age(end) >= 28) & (shop.mean(end, WINDOW) > 0)
    if not known.any():
        return np.where(closed, 0.0, 1.0)
    spread = shop.variance(end, WINDOW)[:, None] / mean**2 / counts
    sure = np.where(known[:, None] & ~closed, 1 / np.maximum(spread, 1e-6), 0)
    weight = sure.sum(axis=0)
    pooled = np.where(
        weight > 0, (own * sure).sum(axis=0) / np.maximum(weight, 1e-9), 1.0
    )
    apart = (own - pooled) ** 2 - spread
    used = known[:, None] & ~closed
    between = np.where(used, apart, 0).sum(axis=0) / np.maximum(used.sum(axis=0), 1)
    between = np.maximum(between, 1e-4)
    keep = between / (between + spread)
    index = keep * own + (1 - keep) * pooled
    return np.where(closed, 0.0, np.maximum(index, 0.05))


def _of_products(
    shop: Shop, end: int, rows: NDArray[np.int64], mean: Floats, steps: list[Floats]
) -> list[Floats]:
    def level(days: int) -> Floats:
        value: Floats = shop.mean(end, days)[rows] / mean
        return value

    means = {days: level(days) for days in _MEANS}
    weeks = _week_means(shop, end, 8)[rows] / mean[:, None]
    before = 2 * means[28] - means[14]
    year_ago = end - _WEEKS_IN_YEAR_DAYS
    then = shop.mean(year_ago, 28)[rows] if year_ago > 28 else np.zeros(len(rows))
    old_enough = shop.age(end)[rows] >= _WEEKS_IN_YEAR_DAYS + 28
    course = np.where(
        old_enough & (then > 0), means[28] * mean / np.maximum(then, 1e-9), np.nan
    )
    deviation = np.sqrt(shop.variance(end, 56)[rows]) / mean
    return [
        np.log(mean),
        np.minimum(shop.age(end)[rows], _LONGEST_AGE).astype(np.float64),
        shop.selling_share(end, 56)[rows],
        shop.selling_share(end, WINDOW)[rows],
        deviation,
        np.sqrt(shop.variance(end, WINDOW)[rows]) / mean,
        *means.values(),
        *steps,
        np.median(weeks[:, -4:], axis=1),
        np.median(weeks, axis=1),
        _days_since_sale(shop, end)[rows],
        means[28] - before,
        np.minimum(course, 4),
    ]


def _week_means(shop: Shop, end: int, weeks: int) -> Floats:
    columns = shop.units[:, max(0, end - 7 * weeks) : end]
    count = columns.shape[1] // 7
    means: Floats = (
        columns[:, -7 * count :].reshape(len(columns), count, 7).mean(axis=2)
    )
    return means


def _days_since_sale(shop: Shop, end: int) -> Floats:
    recent = shop.units[:, max(0, end - 60) : end][:, ::-1] > 0
    days = np.where(recent.any(axis=1), recent.argmax(axis=1), 60)
    return days.astype(np.float64)


def _same_weekday(
    shop: Shop, end: int, rows: NDArray[np.int64], mean: Floats, days: Days
) -> list[Floats]:
    """Means of the last 4 and 12 days of the same weekday."""
    out = []
    position = np.arange(len(days)) % 7
    for weeks in (4, 12):
        first = end - 7 * weeks
        past = shop.units[rows, first:end].reshape(len(rows), weeks, 7).mean(axis=1)
        out.append(past[:, position] / mean[:, None])
    return out


def _last_year(
    shop: Shop, end: int, rows: NDArray[np.int64], mean: Floats, horizon: int
) -> list[Floats]:
    """The same days a year ago: the week and three weeks around them, against
    the mean day and against the month before the origin then."""
    shape = (len(rows), horizon)
    middle = end - _WEEKS_IN_YEAR_DAYS + np.arange(horizon)
    if end - _WEEKS_IN_YEAR_DAYS - 28 < 0:
        return [np.full(shape, np.nan)] * 5
    sums = shop._sums

    def around(reach: int) -> Floats:
        low = np.maximum(middle - reach, 0)
        high = np.minimum(middle + reach + 1, end)
        value: Floats = (sums[:, high] - sums[:, low]) / (high - low)
        return value

    week, season = around(3), around(10)
    then = shop.mean(end - _WEEKS_IN_YEAR_DAYS, 28)
    old = (shop.age(end) >= _WEEKS_IN_YEAR_DAYS + 28)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        rise = np.where(old & (then > 0)[:, None], season / then[:, None], np.nan)
        recent = shop.mean(end, 28)
        grown = np.where(
            old & (then > 0)[:, None],
            season * (recent / np.maximum(then, 1e-9))[:, None],
            np.nan,
        )
    many = np.isfinite(rise).sum(axis=0) > 0
    course = np.full(horizon, np.nan)
    if many.any():
        course = (
            np.nanmean(np.minimum(rise, 4), axis=0)
            if np.isfinite(rise).any()
            else course
        )
    known = middle[None, :] >= shop.born[rows][:, None]
    return [
        np.where(known, week[rows] / mean[:, None], np.nan),
        np.where(known, season[rows] / mean[:, None], np.nan),
        np.minimum(rise[rows], 6),
        np.minimum(grown[rows] / mean[:, None], 8),
        np.broadcast_to(course[None, :], shape),
    ]


def _of_days(shop: Shop, end: int, days: Days, index: Floats) -> list[Floats]:
    calendar = np.array([_calendar(int(day)) for day in days])
    horizon = np.minimum(np.arange(1, len(days) + 1), REACH).astype(np.float64)
    together = index.mean(axis=0) if len(index) else np.ones(7)
    taking_part = (shop.age(end) >= SHORTEST_SHARED) & (shop.mean(end, WINDOW) > 0)
    mean = shop.mean(end, WINDOW)[taking_part]
    pace = [
        float((shop.mean(end, k)[taking_part] / mean).mean()) if len(mean) else 1.0
        for k in (7, 28)
    ]
    return [
        horizon,
        weekdays(days).astype(np.float64),
        together[weekdays(days)],
        *(np.full(len(days), p) for p in pace),
        *calendar.T,
    ]


@lru_cache(maxsize=8192)
def _calendar(ordinal: int) -> tuple[float, ...]:
    """Sine and cosine of the day of the year, day of the month, days to Christmas."""
    day = date.fromordinal(ordinal)
    angle = 2 * np.pi * day.timetuple().tm_yday / 365.25
    christmas = min(
        (date(year, 12, 25) - day for year in (day.year - 1, day.year)), key=abs
    )
    away = christmas / timedelta(days=1)
    return (
        float(np.sin(angle)), float(np.cos(angle)), float(day.day),
        float(away) if -7 <= away <= 60 else np.nan,
    )  # fmt: skip
