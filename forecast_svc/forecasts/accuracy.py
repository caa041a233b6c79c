"""How issued forecasts did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import starmap
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.engine.bias_alarm import Direction
from forecast_svc.engine.demand_class import DemandClass
from forecast_svc.engine.metrics import ORDER_QUANTILES
from shared.http.pages import Page

MOST_CATEGORIES = 100


@dataclass(frozen=True, kw_only=True)
class Measures:
    """As ``MeasuresOut`` tells them; all null but ``windows`` where there is none."""

    windows: int
    days: int | None
    rmsse: float | None
    naive_rmsse: float | None
    mase: float | None
    pinball: float | None
    wape: float | None
    naive_wape: float | None
    bias: float | None
    coverage_80: float | None
    coverage_95: float | None
    sum_error: float | None
    naive_sum_error: float | None
    better_than_naive: float | None
    mae_and_bias: float | None
    sum_pinball: Sequence[float | None]
    naive_sum_pinball: Sequence[float | None]
    sum_coverage: Sequence[float | None]
    first_as_of: date | None
    last_as_of: date | None


@dataclass(frozen=True, kw_only=True)
class CategoryMeasures(Measures):
    category: str


@dataclass(frozen=True, kw_only=True)
class ClassMeasures(Measures):
    demand_class: DemandClass


@dataclass(frozen=True, kw_only=True)
class ProductMeasures(Measures):
    product_id: int
    alarm_since: date | None
    alarm_direction: Direction | None


# Of a window of 28 days, ``error`` is what all of them together were off by.
_SUM_ERROR = "sum(abs(error)) FILTER (WHERE naive_error IS NOT NULL)"
_NAIVE_SUM_ERROR = "sum(abs(naive_error))"
_COMPARED = "sum(sold) FILTER (WHERE naive_error IS NOT NULL)"
_SOLD_OF_SUMS = "sum(sold) FILTER (WHERE sum_pinball IS NOT NULL)"
_OF_QUANTILES = ", ".join(
    f"sum(sum_pinball[{n}]) / nullif({_SOLD_OF_SUMS}, 0)"
    for n in range(1, len(ORDER_QUANTILES) + 1)
)
# The loss of a repeated week, which says the same for every quantile.
_OF_NAIVE = ", ".join(
    f"sum(greatest({1 - q:.2f} * naive_error, -{q} * naive_error))"
    f" FILTER (WHERE sum_pinball IS NOT NULL) / nullif({_SOLD_OF_SUMS}, 0)"
    for q in ORDER_QUANTILES
)
_BELOW = ", ".join(
    f"CAST(avg(sum_below[{n}]) AS double precision)"
    for n in range(1, len(ORDER_QUANTILES) + 1)
)
_MEASURES = f"""
    count(*) AS windows, CAST(sum(days) AS bigint) AS days,
    avg(rmsse) AS rmsse, avg(naive_rmsse) AS naive_rmsse, avg(mase) AS mase,
    avg(pinball) AS pinball,
    sum(absolute_error) / nullif(sum(sold), 0) AS wape,
    sum(naive_absolute_error) / nullif(sum(sold), 0) AS naive_wape,
    sum(error) / nullif(sum(sold), 0) AS bias,
    CAST(sum(covered_80) AS double precision) / sum(days) AS coverage_80,
    CAST(sum(covered_95) AS double precision) / sum(days) AS coverage_95,
    {_SUM_ERROR} / nullif({_COMPARED}, 0) AS sum_error,
    {_NAIVE_SUM_ERROR} / nullif({_COMPARED}, 0) AS naive_sum_error,
    1 - {_SUM_ERROR} / nullif({_NAIVE_SUM_ERROR}, 0) AS better_than_naive,
    (sum(absolute_error) + abs(sum(error))) / nullif(sum(sold), 0) AS mae_and_bias,
    ARRAY[{_OF_QUANTILES}] AS sum_pinball, ARRAY[{_OF_NAIVE}] AS naive_sum_pinball,
    ARRAY[{_BELOW}] AS sum_coverage,
    min(s.as_of) AS first_as_of, max(s.as_of) AS last_as_of
"""
_SCORED = "FROM scores s {join} WHERE s.days > 0 AND s.as_of >= :since"
_OF_PRODUCT = " AND (CAST(:product AS bigint) IS NULL OR s.product_id = :product)"
_WITH_ALARM = " AND (NOT CAST(:alarms AS boolean) OR b.since IS NOT NULL)"
_ALARMS = _SCORED.format(join="LEFT JOIN bias_alarms b USING (product_id)")
_ACCURACY = text(f"SELECT {_MEASURES} {_SCORED.format(join='')}" + _OF_PRODUCT)
_BY_CATEGORY = text(
    f"SELECT coalesce(p.category, '') AS category, {_MEASURES}"
    + _SCORED.format(join="LEFT JOIN live_products p USING (product_id)")
    + " GROUP BY 1 ORDER BY sum(sold) DESC, 1 LIMIT :most"
)
_BY_CLASS = text(
    f"SELECT demand_class, {_MEASURES} {_SCORED.format(join='')}"
    " AND demand_class IS NOT NULL GROUP BY 1 ORDER BY sum(sold) DESC, 1"
)
_BY_PRODUCT = text(
    f"SELECT s.product_id, b.since AS alarm_since, b.direction AS alarm_direction, {_MEASURES}"
    + _ALARMS
    + _WITH_ALARM
    + " GROUP BY s.product_id, b.since, b.direction"
    " ORDER BY avg(rmsse) / nullif(avg(naive_rmsse), 0) DESC NULLS LAST, s.product_id"
    " LIMIT :most OFFSET :skipped"
)
_SCORED_PRODUCTS = text("SELECT count(DISTINCT s.product_id) " + _ALARMS + _WITH_ALARM)
_ALARM = text("SELECT since, direction FROM bias_alarms WHERE product_id = :product")
_COUNT_ALARMS = text("SELECT count(*) FROM bias_alarms")


async def overall(
    db: AsyncSession, *, since: date, product_id: int | None = None
) -> Measures:
    """Over all windows since a day; all null but the counts when there is none."""
    found = await db.execute(_ACCURACY, {"since": since, "product": product_id})
    return Measures(**found.one()._mapping)


async def by_category(db: AsyncSession, *, since: date) -> list[CategoryMeasures]:
    """Those that sell most first; "" is of products of none."""
    asked = {"since": since, "most": MOST_CATEGORIES}
    rows = await db.execute(_BY_CATEGORY, asked)
    return [CategoryMeasures(**row._mapping) for row in rows]


async def by_class(db: AsyncSession, *, since: date) -> list[ClassMeasures]:
    rows = await db.execute(_BY_CLASS, {"since": since})
    return [ClassMeasures(**row._mapping) for row in rows]


async def by_product(
    db: AsyncSession, page: Page, *, since: date, alarms: bool = False
) -> list[ProductMeasures]:
    """The products that do worst against seasonal naive come first; with ``alarms``
    only those with a bias alarm."""
    asked = {"since": since, "most": page.limit, "skipped": page.offset}
    rows = await db.execute(_BY_PRODUCT, asked | {"alarms": alarms})
    return [ProductMeasures(**row._mapping) for row in rows]


async def count_scored(db: AsyncSession, *, since: date, alarms: bool = False) -> int:
    asked = {"since": since, "alarms": alarms}
    return int(await db.scalar(_SCORED_PRODUCTS, asked) or 0)


async def count_alarms(db: AsyncSession) -> int:
    return int(await db.scalar(_COUNT_ALARMS) or 0)


class Alarm(NamedTuple):
    since: date
    direction: Direction


async def alarm_of(db: AsyncSession, product_id: int) -> Alarm | None:
    rows = await db.execute(_ALARM, {"product": product_id})
    return next(starmap(Alarm, rows), None)
