"""The list as a file for spreadsheets."""

from collections.abc import AsyncIterator

from forecast_svc.replenishment.list_schemas import ListedAdviceOut
from forecast_svc.replenishment.queries import AdviceFilter, Sort, list_advice
from forecast_svc.replenishment.words import Language
from shared.csv_files import FOR_PROGRAMS, Dialect, csv_lines
from shared.db.database import Database

ROWS_PER_PAGE = 500
_COLUMNS = (
    "product_id", "sku", "name", "category", "location_id", "location_name", "supplier_id",
    "supplier_name", "as_of", "on_hand", "quantity", "why_not", "urgency", "order_by", "late",
    "order_on", "arrives_on", "next_arrives_on", "days_of_cover", "units_at_risk_per_day",
    "money_at_risk_per_day", "unit_cost", "cost", "reorder_point", "order_up_to", "safety_stock",
    "abc", "xyz",
)  # fmt: skip
_STOCK = (
    "last_sold_on", "dead", "overstock", "overstock_value", "turnover", "lost", "lost_money",
)  # fmt: skip
_SENTENCES = ("quantity", "date", "why_not")


async def advice_csv(
    database: Database,
    chosen: AdviceFilter,
    sort: Sort,
    *,
    money: bool,
    language: Language,
    dialect: Dialect = FOR_PROGRAMS,
) -> AsyncIterator[str]:
    """Each page is a short transaction of its own."""
    sentences = [f"sentence_{name}" for name in _SENTENCES]
    header = [*_COLUMNS, *_STOCK, *sentences]
    yield dialect.start + csv_lines([header], dialect=dialect)
    skipped = 0
    while True:
        async with database.read() as db:
            rows = await list_advice(
                db, chosen, sort, most=ROWS_PER_PAGE, skipped=skipped
            )
        if not rows:
            return
        shown = (
            ListedAdviceOut.listed(row, money=money, language=language) for row in rows
        )
        yield csv_lines([_row(advice) for advice in shown], dialect=dialect)
        skipped += len(rows)


def _row(advice: ListedAdviceOut) -> list[object]:
    told = advice.model_dump(mode="json")
    return [
        *(told[name] for name in _COLUMNS),
        *(told["stock"][name] for name in _STOCK),
        *(told["sentences"][name] for name in _SENTENCES),
    ]
