from datetime import UTC, datetime
from decimal import Decimal

import pytest

from etl_svc.errors import EmptyFile, NotCsv, WrongColumns
from etl_svc.files.cells import BadRow
from etl_svc.files.header import detect_layout
from etl_svc.files.layout import FileOptions
from etl_svc.files.row_reader import RowReader

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
SERIES = b"series_id,date,quantity"
SALES = b"sku,sold_at,quantity,price"


def read(line, header=SERIES):
    return RowReader(detect_layout(header, FileOptions())).read(line, NOW)


def refused(line, header=SERIES):
    with pytest.raises(BadRow) as bad:
        read(line, header)
    return bad.value.field, bad.value.code


def test_a_daily_row_is_sold_at_noon_of_the_shops_day():
    row = read(b"TEA,2026-06-01,3\n")

    assert (row.sku, row.quantity, row.price) == ("TEA", 3, None)
    assert row.sold_at == datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "header",
    [
        b"\xef\xbb\xbfseries_id,date,quantity\r\n",
        b"Quantity, SERIES_ID ,Date",
        b"series_id;date;quantity",
    ],
    ids=["byte order mark", "another order and case", "semicolons"],
)
def test_headers_are_read_as_people_write_them(header):
    layout = detect_layout(header, FileOptions())

    assert set(layout.columns) == {"sku", "sold_at", "quantity"}


def test_a_file_with_semicolons_writes_decimals_with_a_comma():
    row = read(b"TEA;2026-06-01 09:30;2;4,20\n", SALES.replace(b",", b";"))

    assert row.price == Decimal("4.20")


@pytest.mark.parametrize("mark", [b";", b"\t", b"|"])
def test_columns_may_be_set_apart_by_other_marks(mark):
    row = read(
        b"TEA,2026-06-01 09:30,2,4.20\n".replace(b",", mark), SALES.replace(b",", mark)
    )

    assert (row.sku, row.quantity, row.price) == ("TEA", 2, Decimal("4.20"))


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "cp1252"])
def test_accents_are_read_in_the_encodings_that_shops_have(encoding):
    assert read("Thé vert,2026-06-01,3".encode(encoding)).sku == "Thé vert"


@pytest.mark.parametrize(
    ("line", "where"),
    [
        (b"TEA,31/02/2026,3", ("date", "not_a_date")),
        (b"TEA,2026-02-31,3", ("date", "not_a_date")),
        (b"TEA,2026-07-03,3", ("date", "future")),
        (b"TEA,2026-06-01,-1", ("quantity", "negative")),
        (b"TEA,2026-06-01,1.2345", ("quantity", "quantity_precision")),
        (b"TEA,2026-06-01,NaN", ("quantity", "not_a_number")),
        (b"TEA,2026-06-01,1e400", ("quantity", "too_large")),
        (b"TEA,2026-06-01,1 23", ("quantity", "not_a_number")),
        (b"=1+2,2026-06-01,3", ("series_id", "formula")),
        (b"TEA,2026-06-01,", ("quantity", "not_a_number")),
        (b",2026-06-01,3", ("series_id", "invalid_sku")),
        (b"TEA,2026-06-01", ("", "wrong_cell_count")),
        (b"TEA,2026-06-01,3,4", ("", "wrong_cell_count")),
        (b"T\x00EA,2026-06-01,3", ("", "nul")),
        (b"T\x81,2026-06-01,3", ("", "not_text")),
    ],
)
def test_a_row_that_is_no_sale_is_refused_with_its_column_and_reason(line, where):
    assert refused(line) == where


def test_a_price_below_zero_is_refused():
    assert refused(b"TEA,2026-06-01T10:00:00Z,1,-1", SALES) == ("price", "negative")


@pytest.mark.parametrize("price", [b"four", b"1e20", b"-"])
def test_a_price_that_cannot_be_read_costs_no_sale(price):
    row = read(b"TEA,2026-06-01T10:00:00Z,2," + price, SALES)

    assert (row.quantity, row.price, row.price_unknown) == (2, None, True)
    assert [note.code for note in row.notes] == ["price_unknown"]


def test_an_unknown_or_missing_column_is_named():
    with pytest.raises(WrongColumns) as failure:
        detect_layout(b"series_id,date,amount", FileOptions())

    assert "amount" in failure.value.detail
    assert "quantity" in failure.value.detail


@pytest.mark.parametrize(
    ("header", "failure"),
    [
        (b"\n", EmptyFile),
        (b"PK\x03\x04\x00\x00", NotCsv),
        (b"x" * 70_000, NotCsv),
        (b"c," * 5_000 + b"c", WrongColumns),
    ],
    ids=["empty", "a zip", "no line end", "5 000 columns"],
)
def test_a_file_that_is_no_such_csv_is_refused(header, failure):
    with pytest.raises(failure):
        detect_layout(header, FileOptions())


def test_the_same_sale_has_the_same_name_and_another_has_another():
    line = b"TEA,2026-06-01T10:00:00Z,1,4.20"

    assert read(line, SALES).content == read(line, SALES).content
    assert (
        read(line, SALES).content != read(line.replace(b"4.20", b"4.30"), SALES).content
    )
