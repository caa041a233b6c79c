"""Sales as a CSV file of any length, which etl_svc reads again; and which of the sales
of such a file are those of this shop."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import bindparam, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import BigInteger, DateTime

from sales_svc.selling.queries import Sale, SaleFilter, list_sales_after
from sales_svc.tables import Sale as Row
from shared.clock import business_zone
from shared.csv_files import DecimalMark, csv_lines, dialect_for
from shared.db.database import Database
from shared.money import line_total

SALES_PER_PAGE = 1000

HEADER = (
    "id", "sold_at", "product_id", "quantity", "price", "total", "user_id",
    "order_id", "import_id", "voided_at", "voided_by", "void_reason", "created_at",
    "returned", "price_unknown", "sku", "name", "location_id",
)  # fmt: skip


LOCAL_TIME = "sold_at_local"
_FIRST = ("id", LOCAL_TIME, "sku", "name", "quantity", "price", "total")
SHEET_HEADER = (*_FIRST, *(name for name in HEADER if name not in _FIRST))
"""What people look for stands first, and when it was by the shop's clock. The names are
the same, so that an import knows the file."""


class ListedSale(NamedTuple):
    """A sale, with what its product is called; empty where nobody knows it."""

    sale: Sale
    sku: str
    name: str
    location_id: int


async def export_csv(
    database: Database,
    sale_filter: SaleFilter,
    products_schema: str,
    *,
    spreadsheet: DecimalMark | None = None,
) -> AsyncIterator[str]:
    """Pages of the file, newest sale first; for programs, or for a spreadsheet.

    Each page is a short transaction of its own: a client that reads slowly
    holds none open. The first is read before the answer begins, so that a
    failure can still be said.
    """
    listing = _Listing(database, sale_filter, products_schema)
    sales, following = await listing.page("")

    dialect = dialect_for(spreadsheet)
    header, row = (HEADER, _row) if spreadsheet is None else (SHEET_HEADER, _sheet_row)

    async def pages() -> AsyncIterator[str]:
        yield dialect.start + csv_lines([header], dialect=dialect)
        page, cursor = sales, following
        yield csv_lines(map(row, page), dialect=dialect)
        while cursor is not None:
            page, cursor = await listing.page(cursor)
            yield csv_lines(map(row, page), dialect=dialect)

    return pages()


_NAMES = 'SELECT product_id, sku, name FROM "{schema}".name_products(:ids)'


class _Listing:
    def __init__(
        self, database: Database, sale_filter: SaleFilter, products_schema: str
    ) -> None:
        self._database = database
        self._filter = sale_filter
        self._names = text(_NAMES.format(schema=products_schema)).bindparams(
            bindparam("ids", type_=ARRAY(BigInteger))
        )

    async def page(self, cursor: str) -> tuple[list[ListedSale], str | None]:
        async with self._database.read() as db:
            sales, following = await list_sales_after(
                db, self._filter, cursor, SALES_PER_PAGE
            )
            products = sorted({sale.product_id for sale in sales})
            found = await db.execute(self._names, {"ids": products})
            names = {row.product_id: (row.sku, row.name) for row in found}
            ids = [sale.id for sale in sales]
            places = await db.execute(
                select(Row.id, Row.location_id).where(Row.id.in_(ids))
            )
            where = {row.id: row.location_id for row in places}
        return [
            ListedSale(sale, *names.get(sale.product_id, ("", "")), where[sale.id])
            for sale in sales
        ], following


def _row(listed: ListedSale) -> tuple[object, ...]:
    sale = listed.sale
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
        sale.void_reason,
        _z(sale.created_at),
        sale.returned,
        "true" if sale.price_unknown else "",
        listed.sku,
        listed.name,
        listed.location_id,
    )


def _sheet_row(listed: ListedSale) -> tuple[object, ...]:
    sold_at = listed.sale.sold_at.astimezone(business_zone())
    cells = dict(zip(HEADER, _row(listed), strict=True))
    # As spreadsheets of every country read a day and an hour.
    cells[LOCAL_TIME] = f"{sold_at:%Y-%m-%d %H:%M:%S}"
    return tuple(cells[name] for name in SHEET_HEADER)


def _total(sale: Sale) -> Decimal:
    return line_total(sale.price, sale.quantity) if sale.amount is None else sale.amount


def _z(instant: datetime | None) -> str:
    return "" if instant is None else instant.isoformat().replace("+00:00", "Z")


_KNOWN = text(
    "SELECT s.id FROM unnest(:ids, :created) AS x(id, created_at)"
    " JOIN sales AS s ON s.id = x.id AND s.created_at = x.created_at"
).bindparams(
    bindparam("ids", type_=ARRAY(BigInteger)),
    bindparam("created", type_=ARRAY(DateTime(timezone=True))),
)


async def recorded_sale_ids(
    db: AsyncSession, sales: Sequence[tuple[int, datetime]]
) -> list[int]:
    """The ids of those that are sales of this shop, which an export of it told. Another
    shop has other sales under the same ids, but not of the same microsecond."""
    if not sales:
        return []
    ids, created = zip(*sales, strict=True)
    found = await db.scalars(_KNOWN, {"ids": list(ids), "created": list(created)})
    return sorted(found)
