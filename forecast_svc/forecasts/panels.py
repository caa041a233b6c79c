"""The panel of a training: what models see of many products, read side by side and packed
for a worker process."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.engine.promotions import PromotedDays
from forecast_svc.engine.reach import padded
from forecast_svc.engine.series import Series
from forecast_svc.forecasts.series import (
    CORRECTIONS,
    EVENTS,
    REACHED,
    TRADED,
    Cleaned,
    CleaningRow,
    first_usable,
)

PRODUCTS_AT_ONCE = 50
"""Series read in one go: few enough not to hold up the event loop."""
PAGE = 1000
"""Products whose years are looked at by one statement."""

_SELLING = text("""
SELECT product_id, min(day) AS since FROM live_daily
WHERE product_id > :after AND quantity > 0 AND day BETWEEN :since AND :as_of
GROUP BY product_id ORDER BY product_id LIMIT :most
""")


class SellingProducts(NamedTuple):
    """All that have sold something, as far back as models look, and since which day."""

    ids: list[int]
    first_day: date


async def selling_products(db: AsyncSession, as_of: date) -> SellingProducts:
    asked = {"as_of": as_of, "since": first_usable(as_of), "most": PAGE}
    ids, first_day, after = list[int](), as_of, 0
    while page := (await db.execute(_SELLING, asked | {"after": after})).all():
        ids += [product_id for product_id, _ in page]
        first_day = min(first_day, *(since for _, since in page))
        after = ids[-1]
    return SellingProducts(ids, first_day)


@dataclass(frozen=True, slots=True)
class PackedSeries:
    """Products side by side: ``packed`` are first days and units as 32-bit floats without
    gaps, up to ``last_day``, which the data of the shop reaches."""

    ids: list[int]
    last_day: date
    packed: list[tuple[int, bytes]]
    promoted: list[Sequence[PromotedDays]]


async def packed_series(
    db: AsyncSession,
    as_of: date,
    product_ids: Sequence[int],
    last_day: date | None = None,
) -> PackedSeries:
    """The last day is the latest that any of them reaches, unless it is told. What ended
    long before is left out."""
    found: list[_Known] = []
    for start in range(0, len(product_ids), PRODUCTS_AT_ONCE):
        some = product_ids[start : start + PRODUCTS_AT_ONCE]
        # What else belongs to a cleaned series takes ten times the memory.
        found += [
            _Known(product_id, of.series.first_day, _floats(of.series), of.promoted)
            for product_id, of in await _cleaned_series(db, as_of, some)
        ]
    last_day = last_day or max((of.last_day for of in found), default=as_of)
    read = PackedSeries([], last_day, [], [])
    for of in found:
        units = of.units_until(last_day)
        if units is not None:
            read.ids.append(of.product_id)
            read.packed.append((of.first_day.toordinal(), units.tobytes()))
            read.promoted.append(of.promoted)
    return read


class _Known(NamedTuple):
    product_id: int
    first_day: date
    units: "array[float]"
    promoted: Sequence[PromotedDays]

    @property
    def last_day(self) -> date:
        return self.first_day + timedelta(days=len(self.units) - 1)

    def units_until(self, last_day: date) -> "array[float] | None":
        """What goes beyond is cut when it is unpacked."""
        if self.last_day >= last_day:
            return self.units
        whole = padded(Series(self.first_day, tuple(self.units)), last_day)
        return None if whole is None else _floats(whole)


def _floats(series: Series) -> "array[float]":
    return array("f", series.values)


_SOLD = text(
    """
WITH a AS MATERIALIZED ({traded})
SELECT p.product_id, s.days, s.thousandths, t.change_days, t.change_empty,
    t.change_locations, {events}, {corrections}, r.imported, r.open_ended, a.traded
FROM (
    SELECT product_id, c.category
    FROM unnest(CAST(:products AS bigint[])) AS chosen (product_id)
    LEFT JOIN live_products c USING (product_id)
) p CROSS JOIN LATERAL (
    SELECT array_agg(day - date '0001-01-01' + 1 ORDER BY day) AS days,
        array_agg(CAST(quantity * 1000 AS bigint) ORDER BY day) AS thousandths
    FROM live_daily d WHERE d.product_id = p.product_id AND day BETWEEN (
        SELECT min(f.day) FROM live_daily f WHERE f.product_id = p.product_id
            AND f.quantity > 0 AND f.day BETWEEN :since AND :as_of
    ) AND :as_of
) s CROSS JOIN LATERAL (
    SELECT array_agg(day ORDER BY movement_id) AS change_days,
        array_agg(empty ORDER BY movement_id) AS change_empty,
        array_agg(location_id ORDER BY movement_id) AS change_locations
    FROM live_availability v WHERE v.product_id = p.product_id
) t CROSS JOIN LATERAL ({reached}) r CROSS JOIN a
WHERE s.days IS NOT NULL ORDER BY p.product_id
""".replace("{events}", EVENTS)
    .replace("{corrections}", CORRECTIONS.replace("{product}", "p.product_id"))
    .replace("{reached}", REACHED.replace("{product}", "p.product_id"))
    .replace("{traded}", TRADED)
)


@dataclass(frozen=True, kw_only=True)
class _SoldRow(CleaningRow):
    """Days as proleptic ordinals: dates of a whole shop take too long to make."""

    product_id: int
    days: Sequence[int]
    thousandths: Sequence[int]

    def series(self, as_of: date) -> Series:
        first = self.days[0]
        units = [0] * (as_of.toordinal() - first + 1)
        for day, quantity in zip(self.days, self.thousandths, strict=True):
            units[day - first] += quantity
        values = tuple([max(0, sold) / 1000 for sold in units])
        return Series(date.fromordinal(first), values)


async def _cleaned_series(
    db: AsyncSession, as_of: date, product_ids: Sequence[int]
) -> list[tuple[int, Cleaned]]:
    """What models see of some products up to a day."""
    found = await db.execute(
        _SOLD,
        {"as_of": as_of, "since": first_usable(as_of), "products": list(product_ids)},
    )
    cleaned: list[tuple[int, Cleaned]] = []
    for row in found:
        sold = _SoldRow(**row._mapping)
        cleaned.append((sold.product_id, sold.cleaned(sold.series(as_of), as_of)))
    return cleaned
