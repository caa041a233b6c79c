"""Codes, and files as tills and shops on the web write them, from their bytes to the sales
in them, on a day that is always the same."""

from decimal import Decimal

import pytest

from etl_svc.errors import JobFailed
from etl_svc.tests.reading import moments, priced, read, refused, sold

PLAIN = "sku,sold_at,quantity\n"


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
