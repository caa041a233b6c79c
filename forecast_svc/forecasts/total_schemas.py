"""A total as it is answered."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Self

from pydantic import BaseModel

from forecast_svc.engine.prediction import Prediction
from forecast_svc.engine.series import days_after
from forecast_svc.forecasts.forecast import DECIMALS, rounded
from forecast_svc.forecasts.schemas import DaysTotalOut, IntervalOut, TotalOut
from forecast_svc.forecasts.totals import Part, Total
from forecast_svc.projection.schemas import UnitsOut
from shared.types import Id, Unit


class OtherUnitOut(BaseModel):
    """Products that are counted otherwise, and are not in the sum."""

    unit: Unit
    products: int


class PartOut(BaseModel):
    """A category of the shop, or a product of a category: its units of all days of the
    horizon. Those of all parts together are the total's."""

    category: str
    """"" for products of none."""
    product_id: Id | None
    products: int
    expected: UnitsOut

    @classmethod
    def of(cls, part: Part) -> Self:
        return cls(
            category=part.category,
            product_id=part.product_id,
            products=part.products,
            expected=round(part.expected, DECIMALS),
        )


class TotalForecastOut(BaseModel):
    """Units of all products together, day by day: each day is the sum of what was last
    answered about each product. Bounds and quantiles are no sums: they are narrower, as
    backtests of the total have shown. Other fields as of a product's forecast.
    """

    category: str | None
    """Null for the whole shop; "" for products of no category."""
    location_id: Id | None
    """Null for all together. A location has a part of each day of the total, by what all
    these products sold there lately; ``parts`` are of all locations."""
    unit: Unit
    products: int
    """In the sum."""
    missing: int
    """Products that have sold something in a year and are not in the sum, since they
    are still to be forecast."""
    stale: int
    """Of ``products``, those of which something has changed since, such as a late sale:
    they are forecast anew within seconds."""
    other_units: list[OtherUnitOut]
    horizon_days: int
    forecast: list[float]
    lower: list[float]
    upper: list[float]
    total: TotalOut
    dates: list[date]
    level: float
    levels: dict[str, IntervalOut]
    quantiles: dict[str, list[float]]
    totals: list[DaysTotalOut]
    as_of: date
    """The last day that every product's forecast has used."""
    tested: bool
    """Whether bounds and quantiles are from backtests of the total; without, as if
    products knew nothing of each other."""
    parts: list[PartOut]
    """Categories of the shop, or products of the category, those that sell most first: a
    page of them."""

    @classmethod
    def of(
        cls,
        total: Total,
        category: str | None,
        location_id: int | None,
        last: date,
        *,
        horizon_days: int,
        levels: Sequence[float],
        quantiles: Sequence[float],
        totals: Iterable[int],
    ) -> Self:
        prediction: Prediction = total.prediction.head(horizon_days)
        intervals = {str(level): IntervalOut.of(prediction, level) for level in levels}
        first, count = intervals[str(levels[0])], total.count
        return cls(
            category=category,
            location_id=location_id,
            unit=total.unit,
            products=count.products,
            missing=count.missing,
            stale=count.stale,
            other_units=[
                OtherUnitOut(unit=other.unit, products=other.products + other.missing)
                for other in total.counts
                if other.unit != total.unit
            ],
            horizon_days=horizon_days,
            forecast=rounded(prediction.mean),
            lower=first.lower,
            upper=first.upper,
            total=first.total,
            dates=days_after(last, horizon_days),
            level=levels[0],
            levels=intervals,
            quantiles={str(q): rounded(prediction.quantile(q)) for q in quantiles},
            totals=[
                DaysTotalOut.of(total.prediction, days, quantiles) for days in totals
            ],
            as_of=count.as_of or last,
            tested=prediction.calibration is not None,
            parts=[PartOut.of(part) for part in total.parts],
        )
