"""What products sold by day, as models see it: read, and what was mistyped, could not be
sold, was promoted or stands out cleaned out of it."""

from collections.abc import Iterable, Sequence, Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import starmap
from typing import NamedTuple

from sqlalchemy import TextClause, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.engine.baselines import CategoryPeer
from forecast_svc.engine.corrections import CorrectionKind, Corrections
from forecast_svc.engine.outliers import OutlierCap
from forecast_svc.engine.promotions import CalendarDays, PromotedDays, PromotionLift
from forecast_svc.engine.reach import Period, Reach
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
EVENTS = """(
    SELECT jsonb_agg(
        jsonb_build_array(e.kind, e.first_day, e.last_day, e.lift, e.discount_percent) ORDER BY e.id)
    FROM calendar_events e
    WHERE (e.product_id IS NULL OR e.product_id = p.product_id)
        AND (e.category IS NULL OR e.category = p.category)
        AND e.last_day >= :since AND e.first_day <= CAST(:as_of AS date) + 365
        AND CASE WHEN e.first_day <= :as_of THEN e.withdrawn_on IS NULL
            ELSE e.created_on <= CAST(:as_of AS date) + 1
                AND coalesce(e.withdrawn_on > CAST(:as_of AS date) + 1, true) END
) AS events"""
# What is said of a day counts whenever it was said: the day is history.
CORRECTIONS = """(
    SELECT jsonb_agg(jsonb_build_array(c.kind, c.day, c.units)) FROM corrections c
    WHERE c.product_id = {product} AND c.day BETWEEN :since AND :as_of
        AND c.withdrawn_on IS NULL
) AS corrections"""

# Of a source that has sales of the product, what any of its imports tells of counts: it
# would be in the later ones too. An import of which nothing is told has no end.
REACHED = """
    SELECT (SELECT jsonb_agg(jsonb_build_array(r.first_day, r.last_day)) FROM live_reaches r
        WHERE NOT r.withdrawn AND r.source IN (
            SELECT o.source FROM live_product_imports m JOIN live_reaches o USING (import_id)
            WHERE m.product_id = {product} AND NOT o.withdrawn
        )) AS imported,
    EXISTS (SELECT FROM live_product_imports m WHERE m.product_id = {product} AND NOT EXISTS (
        SELECT FROM live_reaches r WHERE r.import_id = m.import_id)) AS open_ended
"""
# Stretches of days on which the shop sold something, each with at least two days of the
# 28 before its last one.
TRADED = """
    SELECT jsonb_agg(jsonb_build_array(first_day, last_day)) AS traded FROM (
        SELECT min(day) AS first_day, max(day) AS last_day FROM (
            SELECT day, sum(gap) OVER (ORDER BY day) AS stretch FROM (
                SELECT day, CAST(day - lag(day) OVER (ORDER BY day) > 28 AS integer) AS gap
                FROM live_trading_days WHERE day <= :as_of
            ) d
        ) s GROUP BY stretch HAVING (array_agg(day ORDER BY day DESC))[3] >= max(day) - 28
    ) y
"""

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
    s.days, s.thousandths, t.change_days, t.change_empty, t.change_locations, {events},
    {corrections}, r.imported, r.open_ended, a.traded
""".replace("{events}", EVENTS).replace(
    "{corrections}", CORRECTIONS.replace("{product}", ":product")
)
HISTORY_TABLES = """
LEFT JOIN live_products p ON p.product_id = :product
CROSS JOIN LATERAL (
    SELECT array_agg(day ORDER BY day) AS days, array_agg(CAST(quantity * 1000 AS bigint) ORDER BY day) AS thousandths
    FROM live_daily WHERE product_id = :product AND day BETWEEN :since AND :as_of
) s
CROSS JOIN LATERAL (
    SELECT array_agg(day ORDER BY movement_id) AS change_days,
        array_agg(empty ORDER BY movement_id) AS change_empty,
        array_agg(location_id ORDER BY movement_id) AS change_locations
    FROM live_availability WHERE product_id = :product
) t
CROSS JOIN LATERAL ({reached}) r
CROSS JOIN ({traded}) a
""".replace("{reached}", REACHED.replace("{product}", ":product")).replace(
    "{traded}", TRADED
)
_HISTORY = select(text(HISTORY_COLUMNS)).select_from(text(ALWAYS + HISTORY_TABLES))


@dataclass(frozen=True, kw_only=True)
class CleaningRow:
    """Stock-out changes in the ledger's order, events of the calendar, corrections, and
    the periods that the data tells of."""

    change_days: Sequence[date] | None
    change_empty: Sequence[bool] | None
    change_locations: Sequence[int] | None
    events: Sequence[tuple[str, str, str, float | None, float | None]] | None
    corrections: Sequence[tuple[CorrectionKind, str, float | None]] | None
    imported: Sequence[tuple[str, str]] | None
    open_ended: bool
    traded: Sequence[tuple[str, str]] | None

    def cleaned(self, sold: Series, as_of: date) -> "Cleaned":
        """What models see of the units that were sold up to a day."""
        changes: Iterable[StockoutChange] = map(
            StockoutChange,
            self.change_days or (),
            self.change_empty or (),
            self.change_locations or (),
        )
        calendar = CalendarDays.of(
            (kind, date.fromisoformat(first), date.fromisoformat(last), lift, discount)
            for kind, first, last, lift, discount in self.events or ()
        )
        corrections = Corrections.of(
            (kind, date.fromisoformat(day), units)
            for kind, day, units in self.corrections or ()
        )
        reach = self._reach(calendar.closed, as_of)
        stockouts = StockoutImputer(
            stockout_days(changes, as_of),
            calendar.closed,
            reach.unsold(sold) | corrections.bulk_orders,
        )
        promotions = PromotionLift(calendar.promoted, calendar.planned_lifts)
        outliers = OutlierCap(corrections.confirmed, calendar.promoted)
        demand = stockouts.fit_transform(corrections.transform(reach.cut(sold)))
        series = outliers.fit_transform(promotions.fit_transform(demand))
        return Cleaned(
            demand, series, stockouts, promotions, outliers, calendar.promotions
        )

    def _reach(self, closed: AbstractSet[date], as_of: date) -> Reach:
        if self.open_ended:
            return Reach(as_of)
        return Reach.of(
            imported=_periods(self.imported),
            traded=_periods(self.traded),
            closed=closed,
            as_of=as_of,
        )


def _periods(stored: Sequence[tuple[str, str]] | None) -> list[Period]:
    return [
        (date.fromisoformat(first), date.fromisoformat(last))
        for first, last in stored or ()
    ]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """``demand`` is corrected and without stock-outs, ``series`` without promotions and
    outliers too: it is what models see. The steps put back what they took out, the last
    one first, but for outliers."""

    demand: Series
    series: Series
    stockouts: StockoutImputer
    promotions: PromotionLift
    outliers: OutlierCap
    promoted: Sequence[PromotedDays]
    """Promotions, past and planned."""


@dataclass(frozen=True, kw_only=True)
class HistoryRow(CleaningRow):
    """What ``HISTORY_COLUMNS`` are."""

    known: bool
    first_day: date | None
    days: Sequence[date] | None
    thousandths: Sequence[int] | None
    """Of units: integers, so that locations add up exactly, in any order."""

    def series(self, as_of: date) -> Series:
        """Units as sold; at most the last ``MAX_SERIES_DAYS`` days."""
        return Series.of(
            zip(self.days or (), self.thousandths or (), strict=True),
            first_day=self.first_day and max(self.first_day, first_usable(as_of)),
            last_day=as_of,
            parts=1000,
        )


def first_usable(as_of: date) -> date:
    return as_of - timedelta(days=MAX_SERIES_DAYS - 1)


async def load_series(db: AsyncSession, product_id: int, as_of: date) -> Series | None:
    """A product's demand up to a day, as far as the data reaches: days on which the
    shelf was empty or the shop closed are estimates. ``None`` when nothing has been
    heard of it."""
    found = await load_sold_and_cleaned(db, product_id, as_of)
    return found and found[1].demand


async def load_sold_and_cleaned(
    db: AsyncSession, product_id: int, as_of: date
) -> tuple[Series, Cleaned] | None:
    """What was sold up to a day, and what models make of it."""
    found = await db.execute(
        _HISTORY,
        {"product": product_id, "as_of": as_of, "since": first_usable(as_of)},
    )
    row = found.one_or_none()
    if row is None or not row.known:
        return None
    history = HistoryRow(**row._mapping)
    sold = history.series(as_of)
    return sold, history.cleaned(sold, as_of)


PEER_DAYS = 84
"""Twelve weeks: enough to see the week, few enough to be of this season."""

_PEERS = """
SELECT CAST(array_agg(w.units ORDER BY w.weekday) AS double precision[]) AS by_weekday
FROM (
    SELECT o.product_id FROM live_products o JOIN live_products p ON p.product_id = :product
    WHERE o.{alike} = p.{alike} AND o.product_id <> p.product_id
    ORDER BY o.product_id LIMIT 200
) d CROSS JOIN LATERAL (
    SELECT weekday, coalesce(sum(greatest(q.quantity, 0)), 0) AS units
    FROM generate_series(1, 7) AS weekday LEFT JOIN live_daily q
        ON q.product_id = d.product_id AND extract(isodow FROM q.day) = weekday
        AND q.day BETWEEN :since AND :as_of
    GROUP BY weekday
) w GROUP BY d.product_id HAVING {sold} ORDER BY d.product_id
"""
_OF_CATEGORY = text(_PEERS.format(alike="category", sold="sum(w.units) > 0"))
# A variant that sells nothing has its share all the same.
_OF_PARENT = text(_PEERS.format(alike="parent_id", sold="true"))


class _PeerRow(NamedTuple):
    """Units sold on each day of the week, Monday first."""

    by_weekday: Sequence[float]


async def category_peers(
    db: AsyncSession, product_id: int, as_of: date
) -> list[CategoryPeer]:
    """Other products of the same category that have sold something lately."""
    return await _peers(db, _OF_CATEGORY, product_id, as_of)


async def siblings(
    db: AsyncSession, product_id: int, as_of: date
) -> list[CategoryPeer]:
    """Other variants of the same parent, with what they sold lately."""
    return await _peers(db, _OF_PARENT, product_id, as_of)


async def _peers(
    db: AsyncSession, query: TextClause, product_id: int, as_of: date
) -> list[CategoryPeer]:
    since = as_of - timedelta(days=PEER_DAYS - 1)
    rows = await db.execute(
        query, {"product": product_id, "since": since, "as_of": as_of}
    )
    return [CategoryPeer(row.by_weekday, PEER_DAYS) for row in starmap(_PeerRow, rows)]
