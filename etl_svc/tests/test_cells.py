from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from etl_svc.files.cells import (
    BadCell,
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
