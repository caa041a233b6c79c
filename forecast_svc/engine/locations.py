"""Locations: a product's forecast shared out among the shops that sell it. Pure; no numpy.

There is one forecast of a product, and each location has a part of every day: by its own
recent level and weekdays or, where its own smoothed weekdays did better on past days, by
those. All parts together are the product's forecast.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from math import sqrt

from forecast_svc.engine.baselines import smoothed_weekdays
from forecast_svc.engine.prediction import Prediction
from forecast_svc.engine.series import Series

_WINDOW = 182
"""Days that levels and weekdays are from."""
_HALF_LIFE = 28
"""Days after which a day counts for half."""
_LONG_ENOUGH = 180
"""Days since its first sale with which a location may go by itself."""
_ORIGINS = 3
_STEP = 28
_WINS = 0.95
"""Of the error of the shared forecast, at most."""
_DOUBT = 8
"""Weeks that sharing out by chance counts for."""
_WEEK = 7


@dataclass(frozen=True, slots=True)
class LocationPart:
    """``share`` of each day ahead; ``own`` when it is from the location's own days.
    ``dispersion`` is how much more parts vary than if each unit chose its location by
    chance."""

    share: Sequence[float]
    own: bool
    dispersion: float

    def of(self, product: Prediction) -> Prediction:
        """What the location sells: the product's doubt, and that of its part."""
        days = list(zip(self.share, product.mean, product.std, strict=True))
        chance = [s * (1 - s) * mean * self.dispersion for s, mean, _ in days]
        part = [
            sum_of_part / sum_of_all if sum_of_all else 0.0
            for sum_of_part, sum_of_all in zip(
                accumulate(s * mean for s, mean, _ in days),
                accumulate(product.mean),
                strict=True,
            )
        ]
        spread = zip(part, product.cumulative_std, accumulate(chance), strict=True)
        found = product.calibration
        if found is not None:
            of_sums = [
                part[min(n, len(part)) - 1] * of
                + (1 - part[min(n, len(part)) - 1]) * self.dispersion
                for n, of in zip((7, 14, 28), found.dispersion, strict=True)
            ]
            found = replace(found, dispersion=of_sums)
        return replace(
            product,
            mean=[s * mean for s, mean, _ in days],
            std=[
                sqrt((s * std) ** 2 + c)
                for (s, _, std), c in zip(days, chance, strict=True)
            ],
            cumulative_std=[sqrt((p * std) ** 2 + c) for p, std, c in spread],
            calibration=found,
        )


def location_parts(sold: Mapping[int, Series], days: int) -> dict[int, LocationPart]:
    """Of each location that has ever sold the product, for the ``days`` after their
    series, which all end on the same day."""
    if not sold:
        return {}
    shares = _shares(sold)
    every = _together(sold)
    ahead = smoothed_weekdays(every, days, "short_history").mean
    first = every.next_day
    raw: dict[int, list[float]] = {}
    own: set[int] = set()
    for location, series in sold.items():
        raw[location] = [
            shares[location][(first + timedelta(days=n)).weekday()] for n in range(days)
        ]
        if len(sold) > 1 and _wins(location, sold):
            own.add(location)
            alone = smoothed_weekdays(series, days, "short_history").mean
            raw[location] = [
                units / of_all if of_all else share
                for units, of_all, share in zip(
                    alone, ahead, raw[location], strict=True
                )
            ]
    totals = [sum(of_day) for of_day in zip(*raw.values(), strict=True)]
    dispersion = _dispersion(sold)
    return {
        location: LocationPart(
            [
                s / total if total else 1 / len(raw)
                for s, total in zip(of, totals, strict=True)
            ],
            location in own,
            dispersion,
        )
        for location, of in raw.items()
    }


def _shares(sold: Mapping[int, Series]) -> dict[int, list[float]]:
    """By weekday, Monday first; together 1 on each. A weekday is drawn to the level of
    the location by as much as a mean weekday sells."""
    weights: dict[int, list[float]] = {}
    for location, series in sold.items():
        by_weekday = [0.0] * _WEEK
        last = series.last_day
        for age, units in enumerate(reversed(series.values[-_WINDOW:])):
            weekday = (last - timedelta(days=age)).weekday()
            by_weekday[weekday] += units * 0.5 ** (age / _HALF_LIFE)
        weights[location] = by_weekday
    all_together = sum(map(sum, weights.values()))
    if not all_together:
        return {location: [1 / len(sold)] * _WEEK for location in sold}
    drawn = all_together / _WEEK
    by_weekday = [sum(of) for of in zip(*weights.values(), strict=True)]
    return {
        location: [
            (units + drawn * sum(of) / all_together) / (every + drawn)
            for units, every in zip(of, by_weekday, strict=True)
        ]
        for location, of in weights.items()
    }


def _wins(location: int, sold: Mapping[int, Series]) -> bool:
    """Whether the location's own weekdays were closer than its share, on past days."""
    if len(sold[location].values) < _LONG_ENOUGH:
        return False
    own = shared = 0.0
    for n in range(1, _ORIGINS + 1):
        end = sold[location].last_day - timedelta(days=n * _STEP)
        then = {key: _until(series, end) for key, series in sold.items()}
        came = sold[location].values[-n * _STEP :][:_STEP]
        every = smoothed_weekdays(_together(then), _STEP, "short_history").mean
        alone = smoothed_weekdays(then[location], _STEP, "short_history").mean
        shares = _shares(then)[location]
        for day, (units, of_all, of_own) in enumerate(
            zip(came, every, alone, strict=True)
        ):
            weekday = (end + timedelta(days=day + 1)).weekday()
            shared += abs(units - shares[weekday] * of_all)
            own += abs(units - of_own)
    return own < _WINS * shared


def _dispersion(sold: Mapping[int, Series]) -> float:
    """Squared errors of shares of weeks against those of chance alone; at least that."""
    weeks = [
        {
            key: sum(series.values[len(series.values) - start :][:_WEEK])
            for key, series in sold.items()
            if len(series.values) >= start
        }
        for start in range(_WEEK, _WINDOW + 1, _WEEK)
    ]
    every = sum(sum(week.values()) for week in weeks)
    errors, by_chance = float(_DOUBT), float(_DOUBT)
    for key in sold if every else ():
        share = sum(week.get(key, 0.0) for week in weeks) / every
        for week in weeks:
            together = sum(week.values())
            errors += (week.get(key, 0.0) - share * together) ** 2
            by_chance += share * (1 - share) * together
    return max(1.0, errors / by_chance)


def _together(sold: Mapping[int, Series]) -> Series:
    first = min(series.first_day for series in sold.values())
    last = max(series.last_day for series in sold.values())
    values = [0.0] * ((last - first).days + 1)
    for series in sold.values():
        start = (series.first_day - first).days
        for n, units in enumerate(series.values, start=start):
            values[n] += units
    return Series(first, tuple(values))


def _until(series: Series, end: date) -> Series:
    return replace(
        series, values=series.values[: max(0, (end - series.first_day).days + 1)]
    )
