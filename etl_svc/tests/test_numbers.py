"""Numbers and amounts as people and programs write them."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from etl_svc.files.cells import BadCell
from etl_svc.files.line_money import NOTHING_SAID, money_of_amount, money_of_price
from etl_svc.files.numbers import (
    mark_evidence,
    read_money,
    read_number,
    read_quantity,
)


@pytest.mark.parametrize(
    ("text", "mark", "number"),
    [
        ("1234.5", ".", "1234.5"),
        ("1 234,5", ".", "1234.5"),
        ("1\u202f234,5", ",", "1234.5"),
        ("1\u00a0234,5", ",", "1234.5"),
        ("1\u2009234", None, "1234"),
        ("1.234,5", ".", "1234.5"),
        ("1,234.5", ",", "1234.5"),
        ("1'234.50", ".", "1234.50"),
        ("1\u2019234.50", None, "1234.50"),
        ("12,34,567.50", None, "1234567.50"),
        ("1,23,456", None, "123456"),
        ("12,5", ".", "12.5"),
        ("12.5", ",", "12.5"),
        ("1,234", ".", "1234"),
        ("1,234", ",", "1.234"),
        ("1.234", ",", "1234"),
        ("1.234", ".", "1.234"),
        ("1.234.567", ".", "1234567"),
        ("1.234.567", None, "1234567"),
        ("0,125", ".", "0.125"),
        ("0.125", None, "0.125"),
        ("\u22123", ".", "-3"),
        ("\uff11\uff12", ".", "12"),
        ("1e3", ".", "1000"),
        ("1,5E+03", ".", "1500"),
        ("13.049999999999999", None, "13.0500000000000"),
        ("0.30000000000000004", None, "0.300000000000000"),
    ],
)
def test_numbers_are_read_as_people_write_them(text, mark, number):
    assert read_number(text, "quantity", mark) == Decimal(number)


@pytest.mark.parametrize("text", ["", "1 23", "1,23,4", "1.2.3", "12a", "=1+1", "--1"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(BadCell) as bad:
        read_number(text, "quantity")

    assert bad.value.code == "not_a_number"


@pytest.mark.parametrize("text", ["1.000", "1,234", "-12.500", " 100.000 "])
def test_what_could_be_two_numbers_is_none_while_nothing_decides(text):
    with pytest.raises(BadCell) as bad:
        read_number(text, "quantity", None)

    assert bad.value.code == "ambiguous_number"


def test_both_readings_of_an_open_number_are_said():
    with pytest.raises(BadCell, match=r"may be 1\.5 or 1500"):
        read_quantity("1.500", "quantity", None)


@given(st.decimals("-999999999", "999999999", places=2), st.sampled_from(".,"))
def test_a_number_is_read_back_however_it_is_grouped(number, mark):
    grouped = f"{number:,.2f}"
    if mark == ",":
        grouped = grouped.translate(str.maketrans(",.", ".,"))

    assert read_number(grouped, "price", mark) == number


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("12.0", 12), ("2 pcs", 2), ("x2", 2), ("2 x", 2), ("\u00d7 3", 3), ("2 u.", 2),
        ("3 Stk", 3), ("3 pi\u00e8ces", 3), ("2 ud.", 2), ("4 pz", 4), ("1 each", 1),
        ("2-", -2), ("(2)", -2), ("-2 pcs", -2), ("2.9999999999999996", 3),
    ],
)  # fmt: skip
def test_a_quantity_may_carry_its_unit_or_its_sign_behind(text, units):
    assert read_quantity(text, "quantity", None) == units


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2 boxes", "not_a_number"),
        ("3 lbs", "measured"),
        ("12 oz", "measured"),
        ("1.2345", "quantity_precision"),
        ("0.5 mg", "quantity_precision"),
        ("1e999999", "too_large"),
        ("x", "not_a_number"),
        ("5\u00b2", "not_a_number"),
    ],
)
def test_a_quantity_that_no_product_is_counted_in_is_refused_by_name(text, code):
    with pytest.raises(BadCell) as bad:
        read_quantity(text, "quantity")

    assert (bad.value.code, bad.value.value) == (code, text)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("$4.50", "4.50", "$"),
        ("4,50 \u20ac", "4.50", "EUR"),
        ("CHF 4.50", "4.50", "CHF"),
        ("US$1,004.50", "1004.50", "USD"),
        ("$12.00 CAD", "12", "CAD"),
        ("1 234,50 kr", "1234.50", "KR"),
        ("kr. 12", "12", "KR"),
        ("\u20ac 0", "0", "EUR"),
        ("4\u20ac50", "4.50", "EUR"),
        ("4,50 Euros", "4.50", "EUR"),
        ("12.-", "12", None),
        ("CHF 12.\u2013", "12", "CHF"),
        ("12,-- \u20ac", "12", "EUR"),
        ("Rs. 450", "450", "INR"),
        ("Rs.1,23,456.78", "123456.78", "INR"),
        ("\u20b9 1,23,456", "123456", "INR"),
        ("R$ 3,20", "3.20", "BRL"),
        ("15 000 FCFA", "15000", "XOF"),
        ("12,50 z\u0142", "12.50", "PLN"),
        ("-$3.00", "-3", "$"),
        ("$-3.00", "-3", "$"),
        ("($3.00)", "-3", "$"),
        ("-3,00 \u20ac", "-3", "EUR"),
        ("12.50-", "-12.50", None),
        ("$.50", "0.50", "$"),
        ("8.3333", "8.3333", None),
        ("1.234,-", "1234", None),
        ("1 234,\u2013 K\u010d", "1234", "CZK"),
        ("12,50 \u20ac TTC", "12.50", "EUR"),
        ("4,50 \u20ac/kg", "4.50", "EUR"),
        ("AU $4.50", "4.50", "AUD"),
        ("12 500 F CFA", "12500", "XOF"),
        ("\u0662\u066b\u0665", "2.5", None),
    ],
)
def test_an_amount_may_carry_its_currency(text, amount, currency):
    assert read_money(text, "price") == (Decimal(amount), currency)


@pytest.mark.parametrize("text", ["$four", "-", "gratuit", "n/a", "4 boxes", "1.2.3"])
def test_an_amount_in_words_is_none(text):
    with pytest.raises(BadCell) as bad:
        read_money(text, "price")

    assert (bad.value.code, bad.value.value) == ("not_a_number", text)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("4,50", ","), ("4.5", "."), ("1.234,50", ","), ("1,234", None), ("12", None),
        ("1.234.567", ","), ("1,23,456", "."), ("12.-", "."), ("0.350", "."),
        ("1.234,-", ","),
    ],
)  # fmt: skip
def test_a_cell_that_can_be_read_in_one_way_tells_its_mark(text, mark):
    assert mark_evidence(text) == mark


def price(text, quantity=1, currency=None):
    return money_of_price(text, "price", ".", quantity, currency)


def test_a_price_is_rounded_to_the_cent_and_the_line_stays_exact():
    assert price("4.50", 3)[:3] == (Decimal("4.50"), None, False)
    assert price("12.541667", 6)[:3] == (Decimal("12.54"), Decimal("75.25"), False)
    assert price("12.345")[:2] == (Decimal("12.35"), None)
    assert price("8.3333", 3).note.code == "price_rounded"


@pytest.mark.parametrize("text", ["-", "gratuit", "1e20"])
def test_a_price_that_cannot_be_read_is_unknown(text):
    unknown = price(text)

    assert (unknown.price, unknown.unknown) == (None, True)
    assert (unknown.note.code, unknown.note.value) == ("price_unknown", text)


def test_an_empty_price_is_not_unknown():
    assert price(" ") == NOTHING_SAID


def test_a_price_in_another_currency_is_unknown():
    assert price("1 500 \u00a5", currency="EUR").note.code == "other_currency"
    assert price("$ 5", currency="USD").price == 5


def test_a_price_below_zero_is_refused():
    with pytest.raises(BadCell) as bad:
        price("($3.00)")

    assert bad.value.code == "negative"


def test_a_line_that_does_not_divide_keeps_its_total():
    def line(text, quantity):
        return money_of_amount(text, "amount", ".", quantity, None)[:2]

    assert line("$10.00", 3) == (Decimal("3.33"), Decimal("10.00"))
    assert line("9.99", 3) == (Decimal("3.33"), None)
    assert line("-$9.00", -2) == (Decimal("4.50"), None)
