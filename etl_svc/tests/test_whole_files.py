"""Small files of every kind, from their bytes to the sales in them: what stands there
and what it comes to, side by side, on a day that is always the same."""

from datetime import datetime
from decimal import Decimal

import pytest

from etl_svc.errors import JobFailed
from etl_svc.tests.reading import read
from etl_svc.tests.test_decompress import workbook

PLAIN = "sku,sold_at,quantity\n"


def moments(found):
    return [f"{row.sold_at:%Y-%m-%dT%H:%M:%S}" for row in found.batch.rows]


def refused(found):
    return [(problem.line, problem.code) for problem in found.batch.problems]


def sold(found):
    return [(row.sku, row.quantity) for row in found.batch.rows]


def priced(found):
    """Units and price of each sale; None where the price is unknown."""
    return [
        (row.quantity, None if row.price_unknown else row.price)
        for row in found.batch.rows
    ]


# -- days ------------------------------------------------------------------------------

DAYS = {
    "as a spreadsheet counts": (
        ["46081", "46084.4375"],
        ["2026-02-28T12:00:00", "2026-03-03T10:30:00"],
    ),
    "without marks": (
        ["20260331", "20260401"],
        ["2026-03-31T12:00:00", "2026-04-01T12:00:00"],
    ),
    "without marks, by the second": (
        ["20260331T081500", "20260401081500"],
        ["2026-03-31T08:15:00", "2026-04-01T08:15:00"],
    ),
    "with names of zones": (
        ["2026-01-17 14:20:00 CET", "2026-01-17 14:20:00 GMT", "2026-01-17 14:20 Europe/Paris"],
        ["2026-01-17T13:20:00", "2026-01-17T14:20:00", "2026-01-17T13:20:00"],
    ),
    "behind the day of the week": (
        ["mercredi 4 février 2026", "Wed 4 Feb 2026", "Wednesday, February 4, 2026"],
        ["2026-02-04T12:00:00"] * 3,
    ),
    "with hours as in France": (
        ["26/03/2026 8h40", "26/03/2026 à 08:40", "26/03/2026 - 08:40"],
        ["2026-03-26T08:40:00"] * 3,
    ),
    "at the end of the day": (
        ["2026-03-13 24:00", "2026-03-13 23:59:60"],
        ["2026-03-14T00:00:00", "2026-03-13T23:59:59"],
    ),
    "before and after noon": (
        ["03/17/2026 8:35 PM", "03/17/2026 12:35 AM"],
        ["2026-03-17T20:35:00", "2026-03-17T00:35:00"],
    ),
    "with years of two digits": (
        ["17/03/26", "29/03/26 17:45"],
        ["2026-03-17T12:00:00", "2026-03-29T17:45:00"],
    ),
    "of which day and month are alike": (
        ["06/06/2026", "07/07/2026"],
        ["2026-06-06T12:00:00", "2026-07-07T12:00:00"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "told"), DAYS.values(), ids=DAYS)
async def test_days_of_a_file_are_read_without_a_question(tmp_path, cells, told):
    rows = "".join(f"CUP;{cell};3\n" for cell in cells)

    found = await read(tmp_path, f"sku;sold_at;quantity\n{rows}", dry_run=False)

    assert (moments(found), refused(found)) == (told, [])


async def test_a_single_ambiguous_day_of_a_french_till_is_one_all_the_same(tmp_path):
    columns = {
        "sold_at": ["Date"], "time": ["Heure"], "sku": ["Référence"],
        "quantity": ["Qté"], "price": ["Prix TTC"],
    }  # fmt: skip

    found = await read(
        tmp_path,
        "Date;Heure;Référence;Qté;Prix TTC\n05/06/2026;10:25;BOL;3;7,20 €\n",
        dry_run=False,
        columns=columns,
    )

    assert moments(found) == ["2026-06-05T10:25:00"]
    assert priced(found) == [(3, Decimal("7.20"))]


@pytest.mark.parametrize(
    ("good", "bad", "code"),
    [
        ("2024-02-29", "2023-02-29", "not_a_date"),
        ("2026-02-25", "2027-06-05", "future"),
    ],
)
async def test_a_day_that_cannot_be_costs_no_other_row(tmp_path, good, bad, code):
    found = await read(tmp_path, f"{PLAIN}CUP,{bad},2\nCUP,{good},3\n", dry_run=False)

    assert moments(found) == [f"{good}T12:00:00"]
    assert refused(found) == [(2, code)]
    assert found.batch.problems[0].value == bad


async def test_a_week_to_come_is_refused_and_one_that_is_over_is_a_total(tmp_path):
    found = await read(
        tmp_path, f"{PLAIN}CUP,2026-W08,9\nCUP,2026-W53,9\n", dry_run=False
    )

    (week,) = found.batch.periods
    assert (week.told, week.days, week.row.quantity) == ("2026-W08", 7, 9)
    assert week.row.sold_at == datetime.fromisoformat("2026-02-16T12:00Z")
    assert refused(found) == [(3, "future")]


# -- numbers ---------------------------------------------------------------------------

PRICES = {
    "of other countries": (
        ["1;2,34,567.80", "1;15.-", "1;7€20", "1;Rs. 320", "1;6,40 Euros"],
        [(1, "234567.80"), (1, "15"), (1, "7.20"), (1, None), (1, "6.40")],
    ),
    "with spaces for thousands": (
        ["1 350;1 499,70", "1\u202f350;1\u00a0499,70 €"],
        [(1350, "1499.70")] * 2,
    ),
    "as in Switzerland": (
        ["1;2'345.50", "1;CHF 2\u2019345.50"],
        [(1, "2345.50")] * 2,
    ),
    "with units behind quantities": (
        ["3 pcs;4,10", "x3;4,10", "3 u.;4,10"],
        [(3, "4.10")] * 3,
    ),
    "with a price in words": (
        ["2;-", "2;offert", "2;n/a", "2;4,10"],
        [(2, None), (2, None), (2, None), (2, "4.10")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "told"), PRICES.values(), ids=PRICES)
async def test_numbers_of_a_file_are_read_without_a_question(tmp_path, cells, told):
    rows = "".join(f"CUP;{13 + n}.02.2026;{cell}\n" for n, cell in enumerate(cells))

    found = await read(tmp_path, f"sku;sold_at;quantity;price\n{rows}", dry_run=False)

    assert priced(found) == [(n, price and Decimal(price)) for n, price in told]
    assert refused(found) == []


async def test_numbers_that_no_shelf_holds_are_refused_one_by_one(tmp_path):
    found = await read(
        tmp_path,
        "sku;sold_at;quantity\nCUP;13/02/2026;1e400\nCUP;13/02/2026;NaN\n"
        "CUP;13/02/2026;Infinity\nCUP;13/02/2026;3,0\n",
        dry_run=False,
    )

    assert sold(found) == [("CUP", 3)]
    assert refused(found) == [
        (2, "too_large"), (3, "not_a_number"), (4, "not_a_number")
    ]  # fmt: skip


async def test_a_workbook_tells_what_its_cells_show(tmp_path):
    """Not what a processor makes of 13.05, 0.3 and 3."""
    content = workbook(
        ("sku", "sold_at", "quantity", "price"),
        ("CUP", "2026-02-13", 3, 13.049999999999999),
        ("CUP", "2026-02-14", 3, 0.30000000000000004),
        ("CUP", "2026-02-15", 2.9999999999999996, 2),
    )

    found = await read(tmp_path, content, dry_run=False)

    assert priced(found) == [
        (3, Decimal("13.05")), (3, Decimal("0.30")), (3, Decimal(2))
    ]  # fmt: skip
    assert all(type(units) is int for units, _ in priced(found))
    # Nothing had to be rounded that nobody sees.
    assert list(found.batch.notices) == []


# -- codes -----------------------------------------------------------------------------

CODES = {
    "quotes in quotes": (
        '\ufeff"sku","sold_at","quantity"\r\n"BX ""wide""","2026-03-01","4"\r\n',
        [('BX "wide"', 4)],
    ),
    "zeros in front": (
        f'{PLAIN}0043210987654,2026-02-13,2\n="00789",2026-02-13,1\n',
        [("0043210987654", 2), ("00789", 1)],
    ),
    "digits in quotes": (f'{PLAIN}"009",2026-02-13,2\n', [("009", 2)]),
    "an apostrophe in front": (
        f"{PLAIN}'00456,2026-02-13,2\n00456,2026-02-14,1\n",
        [("00456", 2), ("00456", 1)],
    ),
    "the delimiter in a code": (
        'sku;sold_at;quantity\n"AB;2";13/02/2026;6\n',
        [("AB;2", 6)],
    ),
    "spaces around and within": (
        f"{PLAIN} AB/2 y ,2026-02-13,6\n",
        [("AB/2 y", 6)],
    ),
    "characters that nobody sees": (
        f"{PLAIN}ABC\u200b,2026-02-13,2\n\ufeffABC,2026-02-13,2\nABC,2026-02-13,2\n",
        [("ABC", 2)] * 3,
    ),
    "two encodings": (
        "sku;sold_at;quantity\nTÉX;13/02/2026;2\n".encode()
        + "TÉX;14/02/2026;3\n".encode("cp1252"),
        [("TÉX", 2), ("TÉX", 3)],
    ),
    "a delimiter that is said": (
        "sep=;\nsku;sold_at;quantity\nCUP;13/02/2026;4\n",
        [("CUP", 4)],
    ),
}


@pytest.mark.parametrize(("content", "told"), CODES.values(), ids=CODES)
async def test_codes_of_a_file_are_what_is_meant(tmp_path, content, told):
    found = await read(tmp_path, content, dry_run=False)

    assert (sold(found), refused(found)) == (told, [])


@pytest.mark.parametrize("code", ["4.71053E+12", "N/A", "#N/A", "#REF!", "null"])
async def test_what_is_no_code_makes_no_product(tmp_path, code):
    found = await read(
        tmp_path, f"{PLAIN}{code},2026-02-13,2\n{code},2026-02-14,1\n", dry_run=False
    )

    assert sold(found) == []
    assert [(p.field, p.value) for p in found.batch.problems] == [("sku", code)] * 2


async def test_columns_are_joined_to_a_code_and_parts_of_units_counted(tmp_path):
    found = await read(
        tmp_path,
        "id,date,store_nbr,item_nbr,unit_sales,onpromotion\n"
        "0,2026-01-01,31,900412,8.0,\n1,2026-01-01,31,900577,2.75,\n"
        "2,2026-01-02,31,900577,3.0,\n",
        dry_run=False,
        columns={
            "id": ["id"], "sku": ["store_nbr", "item_nbr"], "sold_at": ["date"],
            "quantity": ["unit_sales"],
        },
    )  # fmt: skip

    assert sold(found) == [
        ("31-900412", 8), ("31-900577", Decimal("2.75")), ("31-900577", 3)
    ]  # fmt: skip


# -- rows ------------------------------------------------------------------------------


async def test_further_lines_of_an_order_have_its_day(tmp_path):
    columns = {
        "id": ["Bon"], "sku": ["Article"], "sold_at": ["Jour"], "quantity": ["Nb"],
    }  # fmt: skip

    found = await read(
        tmp_path,
        "Jour;Bon;Article;Nb\n13/02/2026;1;CUP;3\n;;POT;1\n14/02/2026;2;CUP;5\n",
        dry_run=False,
        columns=columns,
    )

    assert found.sold == [
        ("CUP", 3, "2026-02-13"), ("POT", 1, "2026-02-13"), ("CUP", 5, "2026-02-14"),
    ]  # fmt: skip


async def test_names_of_columns_that_come_again_are_no_sale(tmp_path):
    found = await read(
        tmp_path,
        f"{PLAIN}CUP,2026-02-13,3\n{PLAIN}CUP,2026-02-14,1\n",
        dry_run=False,
    )

    assert sold(found) == [("CUP", 3), ("CUP", 1)]
    assert [line for line, _ in refused(found)] == [3]


async def test_a_file_of_names_alone_holds_nothing_and_is_no_failure(tmp_path):
    found = await read(
        tmp_path, "date,reference,product_name,quantity,unit_price,total,category\n"
    )

    assert found.layout.complete
    assert (found.batch.read, found.batch.finished) == (0, True)


async def test_a_file_without_days_is_refused_by_what_it_lacks(tmp_path):
    lacking = "produit,quantite\nBOL,3\nPOT,1\n"

    shown = await read(tmp_path, lacking)
    with pytest.raises(JobFailed) as failure:
        await read(
            tmp_path,
            lacking,
            dry_run=False,
            columns={"sku": ["produit"], "quantity": ["quantite"]},
        )

    assert shown.layout.columns == {"sku": ["produit"], "quantity": ["quantite"]}
    assert not shown.layout.complete
    assert failure.value.code == "wrong_columns"
    assert "Missing columns: sold_at" in str(failure.value)


# -- exports ---------------------------------------------------------------------------

SQUARE = (
    "Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Gross Sales,Discounts,"
    "Net Sales,Tax,Transaction ID,Event Type,Itemization Type\n"
)
EASTERN = "Eastern Time (US & Canada)"


async def test_a_square_export_is_read_as_it_is_written_in_america(tmp_path):
    found = await read(
        tmp_path,
        f"{SQUARE}02/19/26,11:48:20,{EASTERN},Bowls,Bowl,1.0,Regular,BOWL-1,"
        '"$1,214.00",$0.00,"$1,214.00",$2.00,T1,Payment,Physical Good\n',
        dry_run=False,
    )

    assert found.layout.preset == "square"
    assert moments(found) == ["2026-02-19T11:48:20"]
    assert priced(found) == [(1, Decimal(1214))]


async def test_gift_cards_and_amounts_of_a_square_export_are_no_goods(tmp_path):
    day = f"2026-02-20,10:05:00,{EASTERN}"
    found = await read(
        tmp_path,
        f"{SQUARE}"
        f"{day},,Gift Card,1.0,Regular,,$30.00,$0.00,$30.00,$0.00,T1,Payment,Gift Card\n"
        f"{day},,Custom Amount,1.0,Regular,,$9.00,$0.00,$9.00,$0.00,T2,Payment,Custom Amount\n"
        f"{day},Bowls,Bowl,1.0,Regular,BOWL-1,$16.00,$0.00,$16.00,$1.00,T3,Payment,Physical Good\n",
        dry_run=False,
    )

    assert sold(found) == [("BOWL-1", 1)]
    assert found.batch.left_out["no_goods"].rows == 2


async def test_shops_and_their_items_are_series_without_being_told(tmp_path):
    found = await read(
        tmp_path,
        "date,store,item,sales\n2026-01-01,4,BOL,17\n2026-01-02,4,BOL,9\n",
        dry_run=False,
    )

    assert found.layout.preset == "store_item"
    assert found.sold == [("4-BOL", 17, "2026-01-01"), ("4-BOL", 9, "2026-01-02")]


async def test_a_known_export_may_have_columns_of_its_own(tmp_path):
    found = await read(
        tmp_path,
        "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country,Total\n"
        "91577,BOL-2,Bowl,6,2025-12-30,11.49,4,UK,68.94\n",
        dry_run=False,
    )

    assert found.sold == [("BOL-2", 6, "2025-12-30")]
    assert priced(found) == [(6, Decimal("11.49"))]


async def test_a_first_column_without_a_name_hides_no_other(tmp_path):
    """Numbers of rows, as statistics programs write them in front."""
    found = await read(
        tmp_path,
        "\tOrder ID\tOrder Date\tProduct ID\tProduct Name\tSales\tQuantity\n"
        "20417\tIN-9\t8/17/14\tPEN-4\tPen\t38,90\t5\n",
    )

    assert found.sold == [("PEN-4", 5, "2014-08-17")]
    assert found.layout.columns["amount"] == ["Sales"]
    assert priced(found) == [(5, Decimal("7.78"))]
