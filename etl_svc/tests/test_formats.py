"""What the columns of a file decide together, and what stays open."""

import pytest

from etl_svc.files.detect import detect
from etl_svc.files.header import detect_layout
from etl_svc.files.layout import FileOptions


def looked_at(text, earlier=None, **chosen):
    header, *lines = text.strip().encode().split(b"\n")
    options = FileOptions(**chosen)
    layout = detect_layout(header, options, guess=True)
    return detect(layout, lines, options, header, earlier)


def asked(layout):
    return {(q.about, q.field): dict(q.readings) for q in layout.questions}


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        # The column's own cells decide.
        (["1.000;4,50", "2,5;4,50"], ","),
        (["1.000;4,50", "0.350;4,50"], "."),
        # Another column of the same sign does, when one sign cannot mean both.
        (["1.500;4.50"], "."),
        (["1,500;4.50"], "."),
        (["1,500;4,50"], ","),
        # Whole numbers beside it have no decimals.
        (["1.200;4,50", "12;4,50", "350;4,50", "7;4,50"], ","),
    ],
)
def test_the_mark_of_a_column_is_decided_by_all_its_cells(cells, mark):
    rows = "\n".join(f"TEA;2026-01-31;{cell}" for cell in cells)
    layout = looked_at(f"sku;sold_at;quantity;price\n{rows}")

    assert (layout.marks["quantity"], layout.questions) == (mark, ())


def test_a_quantity_with_a_point_beside_prices_with_a_comma_is_asked():
    layout = looked_at("sku;sold_at;quantity;price\nTEA;13/02/2026;1.000;3,50")

    assert asked(layout) == {("decimal", "quantity"): {".": "1", ",": "1000"}}
    assert "quantity" not in layout.marks
    assert layout.marks["price"] == ","


def test_an_answer_counts_for_the_columns_that_are_open():
    layout = looked_at(
        "sku;sold_at;quantity;price\nTEA;13/02/2026;1.000;3,50", decimal="."
    )

    marks = layout.marks
    assert (marks["quantity"], marks["price"], layout.questions) == (".", ",", ())


@pytest.mark.parametrize(
    ("text", "order", "evidence"),
    [
        (
            "Date;Heure;Référence;Qté;Prix TTC\n03/04/2026;09:15;TEA;2;3,50 €",
            "dmy",
            ("titles_fr", "semicolons", "decimal_comma", "currency"),
        ),
        (
            "Datum,Artikel,Menge\n03/04/2026,TEA,2",
            "dmy",
            ("titles_de",),
        ),
        (
            "sku;sold_at;quantity;price\nTEA;03/04/2026;1;3,50",
            "dmy",
            ("semicolons", "decimal_comma"),
        ),
    ],
)
def test_day_or_month_is_told_by_the_signs_of_a_country(text, order, evidence):
    layout = looked_at(text)

    assert (layout.dates, layout.questions) == (order, ())
    assert layout.evidence["dates"] == evidence


@pytest.mark.parametrize(
    "cell", ["04/04/2026", "03.04.2026", "Fri 03/04/2026", "31/04/2026", "03/04/2026 x"]
)
def test_a_date_that_says_one_day_only_is_not_asked(cell):
    layout = looked_at(f"sku,sold_at,quantity\nTEA,{cell},1")

    assert layout.questions == ()


def test_a_date_that_nothing_decides_is_asked_with_both_days():
    layout = looked_at("sku,sold_at,quantity,price\nTEA,03/04/2026,1,$3.50")

    assert asked(layout) == {
        ("dates", "sold_at"): {"dmy": "2026-04-03", "mdy": "2026-03-04"}
    }
    assert layout.unsure == ("dates",)


def test_the_sources_earlier_files_tell_the_order():
    layout = looked_at("sku,sold_at,quantity\nTEA,03/04/2026,1", "mdy")

    assert (layout.dates, layout.questions) == ("mdy", ())
    assert layout.evidence["dates"] == ("earlier_files",)


def test_several_currencies_are_asked_and_one_of_them_counts():
    text = (
        "sku;sold_at;quantity;price\nTEA;13/02/2026;1;10,00 €\n"
        "TEA;14/02/2026;1;1 500 ¥\nTEA;15/02/2026;1;$12.00"
    )

    assert asked(looked_at(text)) == {
        ("currency", "price"): {"$": "$12.00", "EUR": "10,00 €", "¥": "1 500 ¥"}
    }
    assert looked_at(text, currency="EUR").questions == ()


def test_a_sign_beside_the_code_of_its_currency_is_one_currency():
    layout = looked_at(
        "sku,sold_at,quantity,price\nTEA,2026-01-31,1,$10.00\n"
        "TEA,2026-01-31,1,USD 10.00"
    )

    assert (layout.currency, layout.questions) == ("USD", ())


def test_where_most_prices_are_in_one_currency_that_one_counts():
    layout = looked_at(
        "sku;sold_at;quantity;price\nTEA;15/02/2026;1;4€50\n"
        "TEA;16/02/2026;1;Rs. 450\nTEA;17/02/2026;1;4,50 Euros"
    )

    assert (layout.currency, layout.questions) == ("EUR", ())
    assert layout.evidence == {"currency": ("majority",)}
