"""What several products will sell together: the sum of what was answered about each.

Kept forecasts are added up, by the database, or those that were issued on a past day;
nothing is fitted.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby, starmap
from math import sqrt
from typing import Any, NamedTuple

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.engine.calibration import SumCalibration
from forecast_svc.engine.locations import LocationPart, location_parts
from forecast_svc.engine.prediction import Prediction
from forecast_svc.engine.series import Series
from forecast_svc.engine.totals import NAME, calibrated, together
from shared.http.pages import Page
from shared.types import Unit

LOCATION_DAYS = 126
"""Of which locations' parts of a total are: too few for one to go by itself."""
LATEST_KEPT = 7
"""Days after which a forecast that was not renewed counts no more: its product has sold
nothing for a year."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which products: of all categories when ``category`` is ``None``, "" for those of
    none; in which unit, that of most of them when it is ``None``."""

    category: str | None
    unit: Unit | None = None


class UnitCount(NamedTuple):
    """``products`` with a forecast, the oldest of which is as of ``as_of``, ``stale`` of
    them waiting to be renewed; ``missing`` others that have sold something in a year."""

    unit: Unit
    products: int
    stale: int
    missing: int
    as_of: date | None


class Part(NamedTuple):
    """A category of the shop, or a product of a category."""

    category: str
    product_id: int | None
    products: int
    expected: float


@dataclass(frozen=True, slots=True)
class Total:
    """``prediction`` begins on the day after the last complete one."""

    unit: Unit
    counts: list[UnitCount]
    """By unit, most products first: what is counted otherwise is not in the sum."""
    prediction: Prediction
    parts: list[Part]
    parts_in_all: int

    @property
    def count(self) -> UnitCount:
        return next(count for count in self.counts if count.unit == self.unit)


# What bundles take is part of their components' demand: it is not counted twice.
_OF_SCOPE = """
    p.archived IS NOT TRUE AND p.kind IS DISTINCT FROM 'bundle' AND (CAST(:category AS text) IS NULL
        OR coalesce(p.category, '') = CAST(:category AS text))
"""
# Of each table of forecasts the statements are the same.
_KEPT = """
    {table} k LEFT JOIN live_products p USING (product_id)
    WHERE k.as_of {lately} AND {of_scope}
"""
_OF_UNIT = _KEPT + " AND coalesce(p.unit, 'piece') = :unit"
_NOT_KEPT = """
    live_products p LEFT JOIN {table} k ON k.product_id = p.product_id AND k.as_of {lately}
    WHERE k.product_id IS NULL AND {of_scope} AND (SELECT true FROM live_daily d
        WHERE d.product_id = p.product_id AND d.quantity > 0
            AND d.day BETWEEN CAST(:last AS date) - 364 AND :last LIMIT 1)
"""
_COUNTS = """
SELECT unit, CAST(sum(products) AS bigint) AS products, CAST(sum(stale) AS bigint) AS stale,
    CAST(sum(missing) AS bigint) AS missing, min(as_of) AS as_of
FROM (
    SELECT coalesce(p.unit, 'piece') AS unit, count(*) AS products, min(k.as_of) AS as_of,
        count(*) FILTER (WHERE {stale}) AS stale, 0 AS missing
    FROM {kept} GROUP BY 1
    UNION ALL
    SELECT coalesce(p.unit, 'piece'), 0, NULL, 0, count(*) FROM {not_kept} GROUP BY 1
) c GROUP BY unit ORDER BY sum(products) DESC, sum(missing) DESC, unit
"""
_MISSING = "SELECT p.product_id FROM {not_kept} ORDER BY 1"
_SUMS = """
SELECT k.as_of, u.day, sum(CAST(u.mean AS double precision)) AS mean,
    sum(CAST(u.std AS double precision) ^ 2) AS variance,
    sum(CAST(u.sums AS double precision) ^ 2) AS variance_of_sums
FROM (SELECT k.as_of, k.mean, k.std, k.cumulative_std FROM {of_unit}) k
CROSS JOIN LATERAL unnest(
    k.mean[1:CAST(:days AS integer) + CAST(:last AS date) - k.as_of],
    k.std[1:CAST(:days AS integer) + CAST(:last AS date) - k.as_of],
    k.cumulative_std[1:CAST(:days AS integer) + CAST(:last AS date) - k.as_of]
) WITH ORDINALITY AS u (mean, std, sums, day)
GROUP BY k.as_of, u.day ORDER BY k.as_of, u.day
"""
_PARTS = """
SELECT coalesce(p.category, '') AS category, {product} AS product_id,
    count(*) AS products, sum((
        SELECT sum(CAST(units AS double precision)) FROM unnest(k.mean[
            1 + CAST(:last AS date) - k.as_of : CAST(:days AS integer) + CAST(:last AS date) - k.as_of
        ]) AS units
    )) AS expected, count(*) OVER () AS in_all
FROM {of_unit} GROUP BY 1, 2 ORDER BY expected DESC, 1, 2 LIMIT :most OFFSET :skipped
"""


class _Statements(NamedTuple):
    counts: TextClause
    missing: TextClause
    sums: TextClause
    categories: TextClause
    products: TextClause

    @classmethod
    def of(cls, table: str, *, lately: str, stale: str) -> "_Statements":
        def filled(statement: str, product: str = "") -> TextClause:
            return text(
                statement.replace("{kept}", _KEPT)
                .replace("{of_unit}", _OF_UNIT)
                .replace("{not_kept}", _NOT_KEPT)
                .replace("{product}", product)
                .replace("{stale}", stale)
                .replace("{table}", table)
                .replace("{lately}", lately)
                .replace("{of_scope}", _OF_SCOPE)
            )

        return cls(
            filled(_COUNTS),
            filled(_MISSING),
            filled(_SUMS),
            filled(_PARTS, "CAST(NULL AS bigint)"),
            filled(_PARTS, "k.product_id"),
        )


_NOW = _Statements.of(
    "kept_forecasts",
    lately="BETWEEN CAST(:last AS date) - CAST(:latest AS integer) AND :last",
    stale="EXISTS (SELECT FROM stale_forecasts s WHERE s.product_id = k.product_id)",
)
_THEN = _Statements.of(
    "issued", lately="= :last AND k.cumulative_std IS NOT NULL", stale="false"
)
_SOLD_AT = text(
    """
SELECT d.location_id, d.day, CAST(sum(d.quantity) * 1000 AS bigint) AS thousandths
FROM live_daily d LEFT JOIN live_products p USING (product_id)
WHERE d.day BETWEEN :since AND :until AND coalesce(p.unit, 'piece') = :unit AND {of_scope}
GROUP BY d.location_id, d.day HAVING sum(d.quantity) > 0
""".replace("{of_scope}", _OF_SCOPE)
)
_CALIBRATION = text("""
SELECT dispersion, nominal FROM total_calibrations
WHERE unit = :unit AND whole = (CAST(:category AS text) IS NULL)
    AND category = coalesce(CAST(:category AS text), '') AND as_of <= :last
ORDER BY as_of DESC LIMIT 1
""")


class _SumRow(NamedTuple):
    as_of: date
    day: int
    mean: float
    variance: float
    variance_of_sums: float


class _PartRow(NamedTuple):
    category: str
    product_id: int | None
    products: int
    expected: float
    in_all: int


class _LocationRow(NamedTuple):
    location_id: int
    day: date
    thousandths: int


class _CalibrationRow(NamedTuple):
    dispersion: Sequence[float]
    nominal: Sequence[Sequence[float]]


async def load_total_at(
    db: AsyncSession, scope: Scope, total: Total, last: date, location_id: int
) -> Total:
    """The location's part of a total, by what all its products together sold there.
    ``parts`` stay those of all locations."""
    since = last - timedelta(days=LOCATION_DAYS - 1)
    asked = {
        "category": scope.category,
        "unit": total.unit,
        "since": since,
        "until": last,
    }
    days: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for row in starmap(_LocationRow, await db.execute(_SOLD_AT, asked)):
        days[row.location_id].append((row.day, row.thousandths))
    sold = {
        location: Series.of(of_days, first_day=since, last_day=last, parts=1000)
        for location, of_days in days.items()
    }
    reach = len(total.prediction.mean)
    part = location_parts(sold, reach).get(location_id)
    if part is None:
        part = LocationPart([0.0] * reach, own=False, dispersion=1.0)
    return replace(total, prediction=part.of(total.prediction))


async def missing_products(db: AsyncSession, scope: Scope, last: date) -> list[int]:
    """Those that have sold something in a year, and have no forecast to be added."""
    asked = {"category": scope.category, "last": last, "latest": LATEST_KEPT}
    return [int(product) for product in await db.scalars(_NOW.missing, asked)]


async def load_total(
    db: AsyncSession,
    scope: Scope,
    last: date,
    *,
    horizon_days: int,
    reach: int,
    page: Page,
    then: bool = False,
) -> Total | None:
    """``None`` where nothing was sold in a year. Of ``reach`` days after the last complete one; parts of the first
    ``horizon_days``, those that sell most first. What was issued ``then``, as of that day, or
    what is known by now."""
    of = _THEN if then else _NOW
    asked: dict[str, Any] = {
        "category": scope.category,
        "last": last,
        "latest": LATEST_KEPT,
    }
    counts = [*starmap(UnitCount, await db.execute(of.counts, asked))]
    units = [count.unit for count in counts]
    if not units or scope.unit not in {None, *units}:
        return None
    unit = scope.unit or units[0]
    asked["unit"] = unit
    rows = starmap(_SumRow, await db.execute(of.sums, asked | {"days": reach}))
    calibration = next(
        starmap(_CalibrationRow, await db.execute(_CALIBRATION, asked)), None
    )
    of_parts = of.categories if scope.category is None else of.products
    paged = {"days": horizon_days, "most": page.limit, "skipped": page.offset}
    parts = [*starmap(_PartRow, await db.execute(of_parts, asked | paged))]
    alone = _summed(list(rows), last, reach, measured=unit != "piece")
    found = None if calibration is None else SumCalibration(*calibration)
    return Total(
        unit=unit,
        counts=counts,
        prediction=calibrated(alone, found),
        parts=[Part(*row[:-1]) for row in parts],
        parts_in_all=parts[0].in_all if parts else 0,
    )


def _summed(
    rows: Sequence[_SumRow], last: date, reach: int, *, measured: bool
) -> Prediction:
    """What was forecast some days ago begins that much later."""
    made = []
    for as_of, days in groupby(rows, key=lambda row: row.as_of):
        of_days = list(days)
        told = Prediction(
            NAME,
            [row.mean for row in of_days],
            [sqrt(row.variance) for row in of_days],
            [sqrt(row.variance_of_sums) for row in of_days],
        )
        gap = (last - as_of).days
        made.append(told.extended(gap + reach).after(gap).head(reach))
    if not made:
        made = [Prediction(NAME, [0.0] * reach, [0.0] * reach, [0.0] * reach)]
    return together(made, measured=measured)
