"""Codes of products, and what only looks like one."""

import pytest

from etl_svc.files.cells import BadCell
from etl_svc.files.codes import read_sku, sku_of_name, spoilt_code
from etl_svc.files.goods import is_no_goods


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('="0012"', "0012"),
        ("'00123", "00123"),
        ("'=A1", "=A1"),
        ("'s Gravenmug", "'s Gravenmug"),
        ("ZW\u200bQ", "ZWQ"),
        ("\ufeffZWQ ", "ZWQ"),
        ("THE\u0301", "TH\u00c9"),
        ("A  1", "A 1"),
        ("12E5", "12E5"),
        ("1E10", "1E10"),
        ("#12", "#12"),
        ("TOTAL-FIT", "TOTAL-FIT"),
    ],
)
def test_a_code_is_read_in_its_normal_form(text, code):
    assert read_sku(text, "sku") == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("=1+1", "formula"), ("@SUM(A1)", "formula"),
        ("3.00543E+12", "scientific"), ("3,00543E+12", "scientific"),
        ("3E+12", "scientific"), ("1.5e12", "scientific"),
        ("N/A", "no_code"), ("#N/A", "no_code"), ("#REF!", "no_code"),
        ("#NAME?", "no_code"), ("#NV", "no_code"), ("#\u00a1REF!", "no_code"),
        ("########", "no_code"), ("TOTAL :", "total"),
        ("null", "no_code"), ("NaN", "no_code"), ("-", "no_code"),
        ("Total", "total"), ("Sous-total", "total"), ("Gesamt", "total"),
        ("", "invalid_sku"), ("\u200b", "invalid_sku"), ("x" * 65, "invalid_sku"),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_code_is_no_product(text, code):
    with pytest.raises(BadCell) as bad:
        read_sku(text, "sku")

    assert bad.value.code == code


def test_a_product_told_by_its_name_only_gets_a_code_of_it():
    assert sku_of_name("[LAMP-2] Desk lamp") == ("LAMP-2", "Desk lamp")
    assert sku_of_name("Gift wrap") == ("Gift wrap", "Gift wrap")
    long = "A very long name " * 6
    assert len(sku_of_name(long + "red")[0]) == 64
    assert sku_of_name(long + "red")[0] != sku_of_name(long + "blue")[0]


@pytest.mark.parametrize(
    "name",
    [
        "Gift Card", "Gift Card Regular", "gift card - $50.00", "eGift Card",
        "Acme Gift Voucher \u00a320.00", "Custom Amount", "POSTAGE", "DOTCOM POSTAGE",
        "Shipping", "Shipping fee", "Tip", "Bank Charges", "Service charge 12%",
        "Carte cadeau 20 \u20ac", "Bon d'achat", "Frais de port", "Livraison", "Pourboire",
        "Gutschein", "Geschenkgutschein 25,00", "Versandkosten", "Trinkgeld", "Pfand",
        "Tarjeta regalo", "Gastos de env\u00edo", "Propina", "Buono regalo", "Mancia",
        "Spese di spedizione",
    ],
)  # fmt: skip
def test_lines_that_are_no_goods_are_known_by_their_words(name):
    assert is_no_goods(name)


@pytest.mark.parametrize(
    "name",
    [
        "Gift card holder", "Tip-top biscuits", "Pen with steel tip", "Shipping box",
        "Discount mug", "Porto 75 cl", "Port", "Carte postale", "Delivery van (toy)",
        "Fee Figurine", "Mug", "GC-50", "",
    ],
)  # fmt: skip
def test_articles_with_such_words_in_their_names_are_goods(name):
    assert not is_no_goods(name)


@pytest.mark.parametrize(
    ("code", "notice"),
    [
        ("10-Mar", "code_like_date"), ("SEP-02", "code_like_date"),
        ("2026-03-10", "code_like_date"), ("10023.0", "code_like_number"),
        ("DECK-10", None), ("10-3", None), ("V1.0", None), ("1-2", None),
    ],
)  # fmt: skip
def test_codes_that_a_spreadsheet_may_have_made_of_others_are_told(code, notice):
    assert spoilt_code(code) == notice
