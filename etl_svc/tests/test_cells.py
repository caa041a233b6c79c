from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from etl_svc.cells import (
    BadCell,
    read_instant,
    read_number,
    read_price,
    read_quantity,
    read_sku,
    read_unit_price,
    sku_of_name,
)


@pytest.mark.parametrize(
    ("text", "mark", "number"),
    [
        ("1234.5", ".", "1234.5"),
        ("1 234,5", ".", "1234.5"),
        ("1\u202f234,5", ",", "1234.5"),
        ("1.234,5", ".", "1234.5"),
        ("1,234.5", ",", "1234.5"),
        ("1'234.50", ".", "1234.50"),
        ("12,5", ".", "12.5"),
        ("12.5", ",", "12.5"),
        ("1,234", ".", "1234"),
        ("1,234", ",", "1.234"),
        ("1.234", ",", "1234"),
        ("1.234", ".", "1.234"),
        ("1.234.567", ".", "1234567"),
        ("0,125", ".", "0.125"),
        ("\u22123", ".", "-3"),
        ("1e3", ".", "1000"),
    ],
)
def test_numbers_are_read_as_people_write_them(text, mark, number):
    assert read_number(text, "quantity", mark) == Decimal(number)


@pytest.mark.parametrize("text", ["", "1 23", "1,23,4", "1.2.3", "12a", "=1+1", "--1"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(BadCell) as bad:
        read_number(text, "quantity")

    assert bad.value.code == "not_a_number"


@given(st.decimals("-999999999", "999999999", places=2), st.sampled_from(".,"))
def test_a_number_is_read_back_however_it_is_grouped(number, mark):
    grouped = f"{number:,.2f}"
    if mark == ",":
        grouped = grouped.translate(str.maketrans(",.", ".,"))

    assert read_number(grouped, "price", mark) == number


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("$4.50", "4.50"),
        ("4,50 €", "4.50"),
        ("CHF 4.50", "4.50"),
        ("US$1,004.50", "1004.50"),
        ("1 234,50 kr", "1234.50"),
        ("€ 0", "0"),
    ],
)
def test_a_price_may_carry_its_currency(text, amount):
    assert read_price(text, "price") == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "code"),
    [("-$3.00", "negative"), ("($3.00)", "negative"), ("$four", "not_a_number")],
)
def test_a_price_below_zero_or_in_words_is_refused(text, code):
    with pytest.raises(BadCell) as bad:
        read_price(text, "price")

    assert bad.value.code == code
    assert bad.value.value == text


def test_the_price_of_a_unit_is_the_lines_amount_by_its_units():
    assert read_unit_price("$10.00", "amount", ".", 3) == Decimal("3.33")
    assert read_unit_price("-$9.00", "amount", ".", -2) == Decimal("4.50")


@pytest.mark.parametrize(
    ("text", "order", "told"),
    [
        ("31/01/2026", "dmy", "2026-01-31T12:00:00"),
        ("1/31/2026", "mdy", "2026-01-31T12:00:00"),
        ("31.01.26", "dmy", "2026-01-31T12:00:00"),
        ("2026/1/31", "dmy", "2026-01-31T12:00:00"),
        ("01/02/2026 9:05", "dmy", "2026-02-01T09:05:00"),
        ("01/02/2026 9:05 PM", "mdy", "2026-01-02T21:05:00"),
        ("2026-03-02 10:14:00 +0100", "ymd", "2026-03-02T09:14:00"),
        ("2026-03-02T10:14:00.250Z", "ymd", "2026-03-02T10:14:00.250000"),
        ("2026-03-02 12:30:00 UTC", "ymd", "2026-03-02T12:30:00"),
    ],
)
def test_dates_are_read_in_the_order_of_their_file(text, order, told):
    assert read_instant(text, "date", order)[1] == datetime.fromisoformat(f"{told}Z")


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("31/02/2026", "dmy"),
        ("31/01/2026", "mdy"),
        ("31/01/2026", "ymd"),
        ("2026-02-30", "ymd"),
        ("2026-01-31 25:00", "ymd"),
        ("2026-01-31 13:00 PM", "ymd"),
        ("yesterday", "ymd"),
        ("", "ymd"),
    ],
)
def test_a_day_that_is_not_in_the_calendar_is_refused(text, order):
    with pytest.raises(BadCell) as bad:
        read_instant(text, "date", order)

    assert bad.value.code == "not_a_date"


def test_a_code_that_a_spreadsheet_protects_keeps_its_zeros():
    assert read_sku('="0012"', "sku") == "0012"


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)"])
def test_a_formula_is_no_product(text):
    with pytest.raises(BadCell) as bad:
        read_sku(text, "sku")

    assert bad.value.code == "formula"


def test_a_product_told_by_its_name_only_gets_a_code_of_it():
    assert sku_of_name("[LAMP-2] Desk lamp") == ("LAMP-2", "Desk lamp")
    assert sku_of_name("Gift wrap") == ("Gift wrap", "Gift wrap")
    long = "A very long name " * 6
    assert len(sku_of_name(long + "red")[0]) == 64
    assert sku_of_name(long + "red")[0] != sku_of_name(long + "blue")[0]


def test_a_huge_quantity_is_refused_and_takes_no_time():
    with pytest.raises(BadCell) as bad:
        read_quantity("1e999999", "quantity")

    assert bad.value.code == "too_large"
