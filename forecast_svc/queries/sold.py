"""What was sold, and all that an answer about a product needs."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.blend import ShopShare
from forecast_svc.censoring import Turn, empty_days, without_stockouts
from forecast_svc.details import Details
from forecast_svc.overrides import Override
from forecast_svc.planned import Lift, Planned, without_promotions
from forecast_svc.rules import (
    MAX_SERIES_DAYS,
    Prediction,
)
from forecast_svc.series import Series
from forecast_svc.simple import Relative


@dataclass(frozen=True, slots=True)
class StoredFit:
    """A prediction that was made, as of which day and of which series
    (``fingerprint``)."""

    prediction: Prediction
    as_of: date
    fingerprint: bytes
    retry_at: datetime | None

    def answers(
        self, as_of: date, fingerprint: bytes, now: datetime, *, refit: bool
    ) -> bool:
        """It is of this very series, and not a failure to try again by now; to a
        refit, only when it was fitted to these days."""
        fresh = self.retry_at is None or now < self.retry_at
        fitted = self.prediction.details.made != "filter" or not refit
        same = self.as_of == as_of and self.fingerprint == fingerprint
        return fresh and fitted and same


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of a product as of a day."""

    archived: bool
    first_day: date | None
    """The first day with a sale, up to that day."""
    demand: Series
    """At most the last ``MAX_SERIES_DAYS`` days; those without stock are estimates."""
    series: Series
    """The same without the lift of promotions: what models see."""
    lift: Lift
    planned: Planned
    overrides: list[Override]
    """What planners have said by then of days to come, the newest last."""
    fit: StoredFit | None
    """Of that day, or else the newest of the week before it."""
    shop_trained: bool
    """Whether the shop's model of that day is there, with or without this product."""
    shop: ShopShare | None
    beaten_by_naive: bool | None
    """Over the last scored windows; null when none has been scored."""


# What was entered later about days that had come counts, what was withdrawn
# since does not; of days to come, what was planned at the time.
_EVENT = """
    (e.product_id IS NULL OR e.product_id = p.product_id)
        AND (e.category IS NULL OR e.category = p.category)
        AND e.last_day >= :since AND e.first_day <= CAST(:as_of AS date) + 365
        AND CASE WHEN e.first_day <= :as_of THEN e.withdrawn_on IS NULL
            ELSE e.created_on <= CAST(:as_of AS date) + 1
                AND coalesce(e.withdrawn_on > CAST(:as_of AS date) + 1, true) END
"""

# One round trip for a warm answer. The product may be unknown while its sales are
# not: topics have no order between them.
_KNOWN = text(f"""
SELECT p.product_id IS NOT NULL OR EXISTS (
        SELECT FROM daily d WHERE d.generation = g.generation AND d.product_id = :product
    ) AS known,
    coalesce(p.archived_version > 0 AND p.archived_version >= p.version, false) AS archived,
    (SELECT day FROM daily d WHERE d.generation = g.generation AND d.product_id = :product
        AND quantity > 0 AND day <= :as_of ORDER BY day LIMIT 1) AS first_day,
    s.days, s.quantities, t.turn_days, t.turn_empty, v.events, o.overrides,
    f.as_of AS fit_as_of, f.fingerprint, f.model, f.reason, f.details, f.made_at, f.retry_at,
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
CROSS JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_array(e.kind, e.first_day, e.last_day)) AS events
    FROM calendar_events e WHERE {_EVENT}
) v
CROSS JOIN LATERAL (
    SELECT jsonb_agg(to_jsonb(v) ORDER BY id) AS overrides FROM (
        SELECT id, first_day, last_day, percentage, units FROM overrides
        WHERE product_id = :product AND last_day > :as_of
            AND created_on <= CAST(:as_of AS date) + 1
            AND coalesce(withdrawn_on > CAST(:as_of AS date) + 1, true)
            AND coalesce(expires_on > :as_of, true)
    ) v
) o
LEFT JOIN LATERAL (
    SELECT * FROM fits WHERE product_id = :product
        AND as_of BETWEEN CAST(:as_of AS date) - 7 AND :as_of
        AND (as_of = :as_of OR reason IS NULL)
    ORDER BY as_of DESC LIMIT 1
) f ON true
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
""")  # noqa: S608 - put together from constants


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
    planned = _planned(row)
    demand = _demand(series, row, as_of, planned)
    even, lift = without_promotions(demand, planned)
    return Known(
        archived=row.archived,
        first_day=row.first_day,
        demand=demand,
        series=even,
        lift=lift,
        planned=planned,
        overrides=[_override(stored) for stored in row.overrides or ()],
        fit=_stored(row),
        shop_trained=row.shop_trained,
        shop=_shop_share(row),
        beaten_by_naive=row.beaten,
    )


def _planned(row: Any) -> Planned:
    return Planned.of(
        (kind, date.fromisoformat(first), date.fromisoformat(last))
        for kind, first, last in row.events or ()
    )


def _override(stored: dict[str, Any]) -> Override:
    first, last = (date.fromisoformat(stored[k]) for k in ("first_day", "last_day"))
    return Override(**stored | {"first_day": first, "last_day": last})


def _demand(series: Series, row: Any, as_of: date, planned: Planned) -> Series:
    """Days on which the shelf was empty or the shop closed are estimated."""
    turns = map(Turn, row.turn_days or (), row.turn_empty or ())
    empty = empty_days(turns, as_of) | planned.closed
    return without_stockouts(series, empty) if empty else series


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
    return StoredFit(prediction, row.fit_as_of, row.fingerprint, row.retry_at)


_SOLD = text(f"""
SELECT p.product_id, s.days, s.quantities, t.turn_days, t.turn_empty, v.events FROM (
    SELECT sold.product_id, c.category FROM (
        SELECT DISTINCT d.generation, d.product_id FROM daily d JOIN generations g USING (generation)
        WHERE g.state = 'live' AND d.product_id > :after AND d.quantity > 0
            AND d.day BETWEEN :since AND :as_of
        ORDER BY d.product_id LIMIT :most
    ) sold LEFT JOIN products c USING (generation, product_id)
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
) t CROSS JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_array(e.kind, e.first_day, e.last_day)) AS events
    FROM calendar_events e WHERE {_EVENT}
) v ORDER BY p.product_id
""")  # noqa: S608 - put together from constants


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
    planned = _planned(row)
    series = Series(date.fromordinal(first), tuple(units))
    return without_promotions(_demand(series, row, as_of, planned), planned)[0]


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
