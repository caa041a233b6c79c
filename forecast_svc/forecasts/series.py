"""What products sold by day, as models see it: read, and what could not be sold or
was promoted cleaned out of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import starmap
from typing import NamedTuple

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.engine.baselines import CategoryPeer
from forecast_svc.engine.promotions import CalendarDays, PromotionLift
from forecast_svc.engine.series import MAX_SERIES_DAYS, Series
from forecast_svc.engine.stockouts import (
    StockoutChange,
    StockoutImputer,
    stockout_days,
)

# Every statement of these parts gives one row, whether or not anything is found.
ALWAYS = "(VALUES (1)) AS always"
# What was entered later about days that had come counts, what was withdrawn
# since does not; of days to come, what was planned at the time.
_EVENTS = """(
    SELECT jsonb_agg(jsonb_build_array(e.kind, e.first_day, e.last_day))
    FROM calendar_events e
    WHERE (e.product_id IS NULL OR e.product_id = p.product_id)
        AND (e.category IS NULL OR e.category = p.category)
        AND e.last_day >= :since AND e.first_day <= CAST(:as_of AS date) + 365
        AND CASE WHEN e.first_day <= :as_of THEN e.withdrawn_on IS NULL
            ELSE e.created_on <= CAST(:as_of AS date) + 1
                AND coalesce(e.withdrawn_on > CAST(:as_of AS date) + 1, true) END
) AS events"""

# Days may be there once for each location: whoever makes a series of them adds them up,
# which costs less than doing so here.
#
# The product may be unknown while its sales are not: topics have no order between
# them.
HISTORY_COLUMNS = """
    p.product_id IS NOT NULL OR EXISTS (
        SELECT FROM live_daily d WHERE d.product_id = :product
    ) AS known,
    (SELECT day FROM live_daily d WHERE d.product_id = :product
        AND quantity > 0 AND day <= :as_of ORDER BY day LIMIT 1) AS first_day,
    s.days, s.quantities, t.change_days, t.change_empty, t.change_locations, {events}
""".replace("{events}", _EVENTS)
HISTORY_TABLES = """
LEFT JOIN live_products p ON p.product_id = :product
CROSS JOIN LATERAL (
    SELECT array_agg(day ORDER BY day) AS days, array_agg(quantity ORDER BY day) AS quantities
    FROM live_daily WHERE product_id = :product AND day BETWEEN :since AND :as_of
) s
CROSS JOIN LATERAL (
    SELECT array_agg(day ORDER BY movement_id) AS change_days,
        array_agg(empty ORDER BY movement_id) AS change_empty,
        array_agg(location_id ORDER BY movement_id) AS change_locations
    FROM live_availability WHERE product_id = :product
) t
"""
_HISTORY = select(text(HISTORY_COLUMNS)).select_from(text(ALWAYS + HISTORY_TABLES))


@dataclass(frozen=True, kw_only=True)
class CleaningRow:
    """Stock-out changes in the ledger's order, and events of the calendar."""

    change_days: Sequence[date] | None
    change_empty: Sequence[bool] | None
    change_locations: Sequence[int] | None
    events: Sequence[tuple[str, str, str]] | None

    def steps(self, as_of: date) -> tuple[StockoutImputer, PromotionLift]:
        """In the order in which they transform a series."""
        changes: Iterable[StockoutChange] = map(
            StockoutChange,
            self.change_days or (),
            self.change_empty or (),
            self.change_locations or (),
        )
        calendar = CalendarDays.of(
            (kind, date.fromisoformat(first), date.fromisoformat(last))
            for kind, first, last in self.events or ()
        )
        return (
            StockoutImputer(stockout_days(changes, as_of), calendar.closed),
            PromotionLift(calendar.promoted),
        )


@dataclass(frozen=True, kw_only=True)
class HistoryRow(CleaningRow):
    """What ``HISTORY_COLUMNS`` are."""

    known: bool
    first_day: date | None
    days: Sequence[date] | None
    quantities: Sequence[int] | None

    def series(self, as_of: date) -> Series:
        """Units as sold; at most the last ``MAX_SERIES_DAYS`` days."""
        return Series.of(
            zip(self.days or (), self.quantities or (), strict=True),
            first_day=self.first_day and max(self.first_day, first_usable(as_of)),
            last_day=as_of,
        )


def first_usable(as_of: date) -> date:
    return as_of - timedelta(days=MAX_SERIES_DAYS - 1)


async def load_series(db: AsyncSession, product_id: int, as_of: date) -> Series | None:
    """A product's demand up to a day: days on which the shelf was empty or the shop
    closed are estimates. ``None`` when nothing has been heard of it."""
    found = await db.execute(
        _HISTORY,
        {"product": product_id, "as_of": as_of, "since": first_usable(as_of)},
    )
    row = found.one_or_none()
    if row is None or not row.known:
        return None
    history = HistoryRow(**row._mapping)
    stockouts, _ = history.steps(as_of)
    return stockouts.fit_transform(history.series(as_of))


_SOLD = text(
    """
SELECT p.product_id, s.days, s.quantities, t.change_days, t.change_empty,
    t.change_locations, {events}
FROM (
    SELECT sold.product_id, c.category FROM (
        SELECT DISTINCT d.product_id FROM live_daily d
        WHERE d.product_id > :after AND d.quantity > 0 AND d.day BETWEEN :since AND :as_of
        ORDER BY d.product_id LIMIT :most
    ) sold LEFT JOIN live_products c USING (product_id)
) p CROSS JOIN LATERAL (
    SELECT array_agg(day - date '0001-01-01' + 1 ORDER BY day) AS days,
        array_agg(CAST(least(quantity, 2147483647) AS integer) ORDER BY day) AS quantities
    FROM live_daily d WHERE d.product_id = p.product_id AND day BETWEEN (
        SELECT min(f.day) FROM live_daily f WHERE f.product_id = p.product_id
            AND f.quantity > 0 AND f.day BETWEEN :since AND :as_of
    ) AND :as_of
) s CROSS JOIN LATERAL (
    SELECT array_agg(day ORDER BY movement_id) AS change_days,
        array_agg(empty ORDER BY movement_id) AS change_empty,
        array_agg(location_id ORDER BY movement_id) AS change_locations
    FROM live_availability a WHERE a.product_id = p.product_id
) t ORDER BY p.product_id
""".replace("{events}", _EVENTS)
)


@dataclass(frozen=True, kw_only=True)
class _SoldRow(CleaningRow):
    """Days as proleptic ordinals: dates of a whole shop take too long to make."""

    product_id: int
    days: Sequence[int]
    quantities: Sequence[int]

    def series(self, as_of: date) -> Series:
        first = self.days[0]
        units = [0] * (as_of.toordinal() - first + 1)
        for day, quantity in zip(self.days, self.quantities, strict=True):
            units[day - first] += quantity
        return Series(date.fromordinal(first), tuple([max(0, sold) for sold in units]))


async def next_series(
    db: AsyncSession, as_of: date, after: int, most: int
) -> list[tuple[int, Series]]:
    """The next ``most`` products with sales up to a day, and their cleaned series."""
    found = await db.execute(
        _SOLD,
        {"as_of": as_of, "since": first_usable(as_of), "after": after, "most": most},
    )
    cleaned: list[tuple[int, Series]] = []
    for row in found:
        sold = _SoldRow(**row._mapping)
        series = sold.series(as_of)
        for step in sold.steps(as_of):
            series = step.fit_transform(series)
        cleaned.append((sold.product_id, series))
    return cleaned


PEER_DAYS = 84
"""Twelve weeks: enough to see the week, few enough to be of this season."""

_PEERS = text("""
SELECT CAST(array_agg(w.units ORDER BY w.weekday) AS double precision[]) AS by_weekday
FROM (
    SELECT o.product_id FROM live_products o JOIN live_products p ON p.product_id = :product
    WHERE o.category = p.category AND o.product_id <> p.product_id
    ORDER BY o.product_id LIMIT 200
) d CROSS JOIN LATERAL (
    SELECT weekday, coalesce(sum(greatest(q.quantity, 0)), 0) AS units
    FROM generate_series(1, 7) AS weekday LEFT JOIN live_daily q
        ON q.product_id = d.product_id AND extract(isodow FROM q.day) = weekday
        AND q.day BETWEEN :since AND :as_of
    GROUP BY weekday
) w GROUP BY d.product_id HAVING sum(w.units) > 0 ORDER BY d.product_id
""")


class _PeerRow(NamedTuple):
    """Units sold on each day of the week, Monday first."""

    by_weekday: Sequence[float]


async def category_peers(
    db: AsyncSession, product_id: int, as_of: date
) -> list[CategoryPeer]:
    """Other products of the same category that have sold something lately."""
    since = as_of - timedelta(days=PEER_DAYS - 1)
    rows = await db.execute(
        _PEERS, {"product": product_id, "since": since, "as_of": as_of}
    )
    return [CategoryPeer(row.by_weekday, PEER_DAYS) for row in starmap(_PeerRow, rows)]
