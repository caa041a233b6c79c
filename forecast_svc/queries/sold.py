"""What was sold by day, and all that an answer about a product needs."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import starmap
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.blend import ShopShare
from forecast_svc.censoring import Turn, empty_days, without_stockouts
from forecast_svc.rules import (
    MAX_SERIES_DAYS,
    Details,
    Prediction,
    last_complete_day,
)
from forecast_svc.series import Series
from forecast_svc.simple import Relative


@dataclass(frozen=True, slots=True)
class StoredFit:
    """A prediction that was made, and of which series (``fingerprint``)."""

    prediction: Prediction
    fingerprint: bytes
    retry_at: datetime | None

    def answers(self, fingerprint: bytes, now: datetime) -> bool:
        """It is of this very series, and not a failure to try again by now."""
        fresh = self.retry_at is None or now < self.retry_at
        return fresh and self.fingerprint == fingerprint


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of a product as of a day."""

    archived: bool
    first_day: date | None
    """The first day with a sale, up to that day."""
    series: Series
    """At most the last ``MAX_SERIES_DAYS`` days."""
    fit: StoredFit | None
    shop_trained: bool
    """Whether the shop's model of that day is there, with or without this product."""
    shop: ShopShare | None
    beaten_by_naive: bool | None
    """Over the last scored windows; null when none has been scored."""


# One round trip for a warm answer. The product may be unknown while its sales are
# not: topics have no order between them.
_KNOWN = text("""
SELECT p.product_id IS NOT NULL OR EXISTS (
        SELECT FROM daily d WHERE d.generation = g.generation AND d.product_id = :product
    ) AS known,
    coalesce(p.archived_version > 0 AND p.archived_version >= p.version, false) AS archived,
    (SELECT day FROM daily d WHERE d.generation = g.generation AND d.product_id = :product
        AND quantity > 0 AND day <= :as_of ORDER BY day LIMIT 1) AS first_day,
    s.days, s.quantities, t.turn_days, t.turn_empty,
    f.fingerprint, f.model, f.reason, f.details, f.made_at, f.retry_at,
    f.mean[1:CAST(:horizon AS integer)] AS mean, f.deviation[1:CAST(:horizon AS integer)] AS deviation,
    f.together[1:CAST(:horizon AS integer)] AS together,
    m.as_of IS NOT NULL AS shop_trained, m.weight, m.width, m.shut, m.products, m.made_at AS shop_made_at,
    e.mean[1:CAST(:horizon AS integer)] AS shop_mean, c.beaten
FROM generations g
LEFT JOIN products p ON p.generation = g.generation AND p.product_id = :product
CROSS JOIN LATERAL (
    SELECT array_agg(day ORDER BY day) AS days, array_agg(quantity ORDER BY day) AS quantities
    FROM daily d WHERE d.generation = g.generation AND d.product_id = :product
        AND day BETWEEN :since AND :as_of
) s
CROSS JOIN LATERAL (
    SELECT array_agg(CAST(t.at AT TIME ZONE g.business_tz AS date) ORDER BY t.movement_id)
            AS turn_days, array_agg(t.empty ORDER BY t.movement_id) AS turn_empty
    FROM stock_turns t WHERE t.product_id = :product
        AND CAST(t.at AT TIME ZONE g.business_tz AS date) <= :as_of
) t
LEFT JOIN fits f ON f.product_id = :product AND f.as_of = :as_of
CROSS JOIN LATERAL (
    SELECT avg(l.rmsse) > avg(l.naive_rmsse) AS beaten FROM (
        SELECT rmsse, naive_rmsse FROM scores
        WHERE product_id = :product AND as_of < CAST(:as_of AS date) - 27 AND days > 0
        ORDER BY as_of DESC LIMIT 3
    ) l
) c
LEFT JOIN shop_models m ON m.as_of = :as_of AND m.imported = (
    SELECT coalesce(sum(i.rows), 0) FROM imports i WHERE i.generation = g.generation)
LEFT JOIN shop_forecasts e ON e.as_of = m.as_of AND e.product_id = :product
WHERE g.state = 'live'
""")


async def what_is_known(
    db: AsyncSession, product_id: int, as_of: date, horizon: int
) -> Known | None:
    """``None`` when nothing has been heard of the product."""
    since = as_of - timedelta(days=MAX_SERIES_DAYS - 1)
    found = await db.execute(
        _KNOWN,
        {"product": product_id, "as_of": as_of, "since": since, "horizon": horizon},
    )
    row = found.one_or_none()
    if row is None or not row.known:
        return None
    series = Series.of(
        zip(row.days or (), row.quantities or (), strict=True),
        first_day=row.first_day and max(row.first_day, since),
        last_day=as_of,
    )
    series = _with_stock(series, row, as_of)
    return Known(
        archived=row.archived,
        first_day=row.first_day,
        series=series,
        fit=_stored(row),
        shop_trained=row.shop_trained,
        shop=_shop_share(row),
        beaten_by_naive=row.beaten,
    )


def _shop_share(row: Any) -> ShopShare | None:
    if row.shop_mean is None:
        return None
    return ShopShare(
        row.shop_mean,
        row.weight,
        row.width,
        frozenset(row.shut),
        row.products,
        row.shop_made_at,
    )


def _stored(row: Any) -> StoredFit | None:
    if row.fingerprint is None:
        return None
    prediction = Prediction(
        name=row.model,
        mean=row.mean,
        deviation=row.deviation,
        together=row.together,
        reason=row.reason,
        fitted_at=None if row.reason else row.made_at,
        details=Details.from_json(row.details),
    )
    return StoredFit(prediction, row.fingerprint, row.retry_at)


_SOLD = text("""
SELECT p.product_id, s.days, s.quantities, t.turn_days, t.turn_empty FROM (
    SELECT DISTINCT d.product_id FROM daily d JOIN generations g USING (generation)
    WHERE g.state = 'live' AND d.product_id > :after AND d.quantity > 0
        AND d.day BETWEEN :since AND :as_of
    ORDER BY d.product_id LIMIT :most
) p CROSS JOIN LATERAL (
    SELECT array_agg(d.day - date '0001-01-01' + 1 ORDER BY d.day) AS days,
        array_agg(CAST(least(d.quantity, 2147483647) AS integer) ORDER BY d.day) AS quantities
    FROM daily d JOIN generations g USING (generation)
    WHERE g.state = 'live' AND d.product_id = p.product_id AND d.day BETWEEN (
        SELECT min(f.day) FROM daily f WHERE f.generation = g.generation
            AND f.product_id = p.product_id AND f.quantity > 0
            AND f.day BETWEEN :since AND :as_of
    ) AND :as_of
) s CROSS JOIN LATERAL (
    SELECT array_agg(CAST(t.at AT TIME ZONE g.business_tz AS date) ORDER BY t.movement_id)
            AS turn_days, array_agg(t.empty ORDER BY t.movement_id) AS turn_empty
    FROM stock_turns t JOIN generations g ON g.state = 'live'
    WHERE t.product_id = p.product_id
        AND CAST(t.at AT TIME ZONE g.business_tz AS date) <= :as_of
) t ORDER BY p.product_id
""")


async def next_series(
    db: AsyncSession, as_of: date, after: int, most: int
) -> list[tuple[int, Series]]:
    """The next ``most`` products with sales up to a day, and their series."""
    since = as_of - timedelta(days=MAX_SERIES_DAYS - 1)
    rows = await db.execute(
        _SOLD, {"as_of": as_of, "since": since, "after": after, "most": most}
    )
    return [(row.product_id, _series(row, as_of)) for row in rows]


def _series(row: Any, as_of: date) -> Series:
    first = row.days[0]
    units = [0] * (as_of.toordinal() - first + 1)
    for day, quantity in zip(row.days, row.quantities, strict=True):
        units[day - first] = max(0, quantity)
    return _with_stock(Series(date.fromordinal(first), tuple(units)), row, as_of)


def _with_stock(series: Series, row: Any, as_of: date) -> Series:
    if not row.turn_days:
        return series
    turns = map(Turn, row.turn_days, row.turn_empty)
    return without_stockouts(series, empty_days(turns, as_of))


RELATIVES_DAYS = 84
"""Twelve weeks: enough to see the week, few enough to be of this season."""

_RELATIVES = text("""
SELECT d.product_id, array_agg(w.units ORDER BY w.weekday) AS by_weekday FROM (
    SELECT o.product_id FROM products o JOIN generations g USING (generation)
    JOIN products p ON p.generation = o.generation AND p.product_id = :product
    WHERE g.state = 'live' AND o.category = p.category AND o.product_id <> p.product_id
    ORDER BY o.product_id LIMIT 200
) d CROSS JOIN LATERAL (
    SELECT weekday, coalesce(sum(greatest(q.quantity, 0)), 0) AS units
    FROM generate_series(1, 7) AS weekday
    LEFT JOIN (daily q JOIN generations g ON g.generation = q.generation AND g.state = 'live')
        ON q.product_id = d.product_id AND extract(isodow FROM q.day) = weekday
        AND q.day BETWEEN :since AND :as_of
    GROUP BY weekday
) w GROUP BY d.product_id HAVING sum(w.units) > 0 ORDER BY d.product_id
""")


async def relatives(db: AsyncSession, product_id: int, as_of: date) -> list[Relative]:
    """Other products of the same category that have sold something lately."""
    since = as_of - timedelta(days=RELATIVES_DAYS - 1)
    rows = await db.execute(
        _RELATIVES, {"product": product_id, "since": since, "as_of": as_of}
    )
    return [
        Relative([float(units) for units in row.by_weekday], RELATIVES_DAYS)
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    quantity: int
    revenue: Decimal
    sales: int
    censored: bool


@dataclass(frozen=True, slots=True)
class DailySeries:
    product_id: int
    first_day: date | None
    as_of: date
    points: list[Day]


_FIRST_DAY = text("""
SELECT min(day) FROM daily d JOIN generations g USING (generation)
WHERE g.state = 'live' AND product_id = :product AND quantity > 0 AND day <= :today
""")
_DAYS = text("""
SELECT day, greatest(quantity, 0) AS quantity, greatest(revenue, 0) AS revenue,
    greatest(sales, 0) AS sales
FROM daily d JOIN generations g USING (generation)
WHERE g.state = 'live' AND product_id = :product AND day BETWEEN :since AND :until
""")
_TURNS = text("""
SELECT CAST(t.at AT TIME ZONE g.business_tz AS date), t.empty
FROM stock_turns t JOIN generations g ON g.state = 'live'
WHERE t.product_id = :product AND CAST(t.at AT TIME ZONE g.business_tz AS date) <= :until
ORDER BY t.movement_id
""")
_USUAL_DAYS = 730


async def daily_series(
    db: AsyncSession,
    product_id: int,
    *,
    since: date | None,
    until: date | None,
    today: date,
) -> DailySeries:
    """Days without a gap, from the first sale or ``since``, whichever is later.

    Never later than ``today``, whose sales are not complete yet.
    """
    as_of = last_complete_day(today)
    until = min(until or as_of, today)
    since = since or until - timedelta(days=_USUAL_DAYS - 1)
    first = await db.scalar(_FIRST_DAY, {"product": product_id, "today": today})
    if first is None:
        return DailySeries(product_id, None, as_of, [])
    since = max(since, first)
    rows = await db.execute(
        _DAYS, {"product": product_id, "since": since, "until": until}
    )
    turned = await db.execute(_TURNS, {"product": product_id, "until": until})
    empty = empty_days(starmap(Turn, turned), min(until, as_of))
    sold = {
        row.day: Day(
            row.day, row.quantity, row.revenue, row.sales, censored=row.day in empty
        )
        for row in rows
    }
    points = [
        sold.get(day) or Day(day, 0, Decimal(0), 0, censored=day in empty)
        for n in range((until - since).days + 1)
        if (day := since + timedelta(days=n))
    ]
    return DailySeries(product_id, first, as_of, points)
