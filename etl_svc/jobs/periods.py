"""Spreading the totals of weeks and months over their days.

By the days of the week as sales_svc has recorded them: it has all sales, of the till
and of every source, and knows which are of imports that were themselves spread. What
is recorded of a row that says the same total is kept, so that the same file again
changes nothing when the shop's week has become another one.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from etl_svc import queries
from etl_svc.files.periods import (
    ALIKE,
    Weights,
    day_key,
    days_so_far,
    divided,
    row_of_day,
    rows_of_period,
    weights_of_days,
)
from etl_svc.peers.products import Catalogue
from etl_svc.peers.sales import RecordedSales, WeekdaySums
from etl_svc.rules import Note, SourceHistory, in_parts
from etl_svc.source import Batch, PeriodRow
from etl_svc.tables import Job
from shared.clock import business_day, utc_now
from shared.db import shop
from shared.db.database import Database
from shared.quantities import Units

ENOUGH_DAYS_OF_PRODUCT = 28
ENOUGH_DAYS_OF_SHOP = 14
"""On so many days something must have been sold for a week to be told by it."""
ROWS_AT_ONCE = 1_000
PRODUCTS_AT_ONCE = 1_000

Pattern = tuple[str, Weights]
"""By what a total is spread, and the weights of the days of the week."""
WHY = {
    "period_by_product": "is the total of {days} days: spread over them as this product"
    " sells on the days of the week",
    "period_by_shop": "is the total of {days} days: spread over them as the shop sells"
    " on the days of the week",
    "period_spread": "is the total of {days} days: spread evenly over them",
    "period_by_opening_days": "is the total of {days} days: spread evenly over those on"
    " which the shop is open",
    "period_as_before": "is the total of {days} days: spread over them as it is"
    " recorded already",
}


class PeriodSpreader:
    """Raises ``httpx.HTTPError`` when a peer cannot be asked now."""

    def __init__(
        self, job: Job, database: Database, catalogue: Catalogue, sales: RecordedSales
    ) -> None:
        self._job = job
        self._database = database
        self._catalogue = catalogue
        self._sales = sales
        self._spread_imports: Sequence[int] | None = None
        self._is_open = [True] * 7
        self._patterns: dict[str, Pattern] = {}

    async def spread(self, batch: Batch, history: SourceHistory) -> None:
        """Put the days of the step's periods among its rows, and say by what."""
        if not batch.periods:
            return
        await self._learn({period.row.sku for period in batch.periods})
        recorded = await self._recorded(batch.periods) if history.known else {}
        for period in batch.periods:
            code, units = self._units(period, recorded)
            parts, others = rows_of_period(period.row, period.days, units)
            batch.rows += parts
            batch.withdrawn += others if history.known else ()
            why = WHY[code].format(days=period.days)
            note = Note("guessed", code, period.title, period.told, why)
            batch.notices.add(note, period.row.line)

    def _units(
        self, period: PeriodRow, recorded: Mapping[str, Units]
    ) -> tuple[str, Sequence[Units]]:
        row = period.row
        keys = [day_key(row.row_key, day) for day in range(period.days)]
        before = [recorded.get(key, 0) for key in keys]
        if row.quantity and sum(before) == row.quantity:
            return "period_as_before", before
        code, weekdays = self._patterns[row.sku]
        days = days_so_far(row, period.days, utc_now())
        weights = weights_of_days(business_day(row.sold_at), days, weekdays)
        return code, divided(row.quantity, weights)

    async def _recorded(self, periods: Sequence[PeriodRow]) -> dict[str, Units]:
        """Units by the key of a day, of those that have any."""
        days = [
            row_of_day(period.row, day)
            for period in periods
            for day in range(period.days)
        ]
        found: dict[str, Units] = {}
        for some in in_parts(days, ROWS_AT_ONCE):
            outcomes = await self._sales.compare(some)
            for row, (_, units) in zip(some, outcomes, strict=True):
                if units:
                    found[row.row_key] = units
        return found

    async def _load(self) -> Sequence[int]:
        """The imports whose days of the week are made up, this one among them."""
        async with self._database.read() as db:
            spread = await queries.spread_imports(db)
            known = await shop.find(db)
        if known is not None:
            self._is_open = [day in known.opening_days for day in range(1, 8)]
        return sorted({*spread, self._job.id})

    async def _learn(self, skus: set[str]) -> None:
        """The patterns of products that are new here."""
        if self._spread_imports is None:
            self._spread_imports = await self._load()
        new = sorted(skus - self._patterns.keys())
        for some in in_parts(new, PRODUCTS_AT_ONCE):
            products = await self._catalogue.find(some)
            told = await self._sales.weekdays(
                [product.id for product in products.values()], self._spread_imports
            )
            usual = self._of_shop(told.shop)
            for sku in some:
                product = products.get(sku)
                sums = told.products.get(product.id) if product is not None else None
                self._patterns[sku] = self._of_product(sums, told.shop) or usual

    def _of_product(
        self, sums: WeekdaySums | None, all_: WeekdaySums
    ) -> Pattern | None:
        if sums is None or sum(sums.days) < ENOUGH_DAYS_OF_PRODUCT:
            return None
        return self._pattern("period_by_product", sums, all_)

    def _of_shop(self, sums: WeekdaySums) -> Pattern:
        if sum(sums.days) >= ENOUGH_DAYS_OF_SHOP:
            known = self._pattern("period_by_shop", sums, sums)
            if known is not None:
                return known
        if all(self._is_open):
            return "period_spread", ALIKE
        return "period_by_opening_days", [Fraction(open_) for open_ in self._is_open]

    def _pattern(
        self, code: str, sums: WeekdaySums, of_shop: WeekdaySums
    ) -> Pattern | None:
        """On days of the week on which it trades, how much it sells; None when that is
        nothing, as on days on which the shop is closed."""
        weights = [
            Fraction(units) / days if is_open and days else Fraction(0)
            for units, days, is_open in zip(
                sums.units, of_shop.days, self._is_open, strict=True
            )
        ]
        return (code, weights) if any(weights) else None
