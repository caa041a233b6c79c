"""Sales as a CSV file of any length."""

import csv
import io
from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from decimal import Decimal

from sales_svc.queries import Sale, SaleFilter, list_sales_after
from shared.codes import formula_safe
from shared.db.database import Database
from shared.money import line_total

SALES_PER_PAGE = 1000

HEADER = (
    "id", "sold_at", "product_id", "quantity", "price", "total", "user_id",
    "order_id", "import_id", "voided_at", "voided_by", "void_reason", "created_at",
    "returned", "price_unknown",
)  # fmt: skip


async def export_csv(database: Database, sale_filter: SaleFilter) -> AsyncIterator[str]:
    """Pages of the file, newest sale first.

    Each page is a short transaction of its own: a client that reads slowly
    holds none open. The first is read before the answer begins, so that a
    failure can still be said.
    """
    sales, following = await _page(database, sale_filter, "")

    async def pages() -> AsyncIterator[str]:
        yield _csv([HEADER])
        page, cursor = sales, following
        yield _csv(map(_row, page))
        while cursor is not None:
            page, cursor = await _page(database, sale_filter, cursor)
            yield _csv(map(_row, page))

    return pages()


async def _page(
    database: Database, sale_filter: SaleFilter, cursor: str
) -> tuple[list[Sale], str | None]:
    async with database.read() as db:
        return await list_sales_after(db, sale_filter, cursor, SALES_PER_PAGE)


def _row(sale: Sale) -> tuple[object, ...]:
    return (
        sale.id,
        _z(sale.sold_at),
        sale.product_id,
        sale.quantity,
        # A price of 0 would be one.
        "" if sale.price_unknown else sale.price,
        "" if sale.price_unknown else _total(sale),
        sale.user_id,
        sale.order_id,
        sale.import_id,
        _z(sale.voided_at),
        sale.voided_by,
        formula_safe(sale.void_reason or ""),
        _z(sale.created_at),
        sale.returned,
        "true" if sale.price_unknown else "",
    )


def _total(sale: Sale) -> Decimal:
    return line_total(sale.price, sale.quantity) if sale.amount is None else sale.amount


def _z(instant: datetime | None) -> str:
    return "" if instant is None else instant.isoformat().replace("+00:00", "Z")


def _csv(rows: Iterable[Iterable[object]]) -> str:
    page = io.StringIO()
    csv.writer(page).writerows(rows)
    return page.getvalue()
