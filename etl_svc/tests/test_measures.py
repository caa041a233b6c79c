"""Kilos, litres and metres in files: what their rows tell."""

from decimal import Decimal

import pytest

from etl_svc.files.numbers import measure_behind, read_quantity
from etl_svc.files.periods import ALIKE, divided, rows_of_period
from etl_svc.tests.reading import read


def sold(found):
    return [(row.sku, row.quantity, row.unit) for row in found.batch.rows]


def notices(found):
    return {notice.code: notice for notice in found.batch.notices}


@pytest.mark.parametrize(
    ("text", "units", "unit"),
    [
        ("1,250", "1.250", None), ("0.350", "0.350", None), ("1.25 kg", "1.25", "kg"),
        ("350 g", "350", "g"), ("2 kilos", "2", "kg"), ("-1.5 kg", "-1.5", "kg"),
        ("250 ml", "0.25", "l"), ("75cl", "0.75", "l"), ("80 cm", "0.8", "m"),
        ("3 pcs", "3", "piece"), ("1.5 m", "1.5", "m"),
        # As spreadsheets and scales of 32 bits keep 0.3, 0.345 and 1.25.
        ("0.30000000000000004", "0.3", None), ("0.3449999988079071", "0.345", None),
        ("1.2500000000000002", "1.25", None),
    ],
)  # fmt: skip
def test_a_quantity_is_read_in_the_unit_that_it_says(text, units, unit):
    found = measure_behind(text)

    assert read_quantity(text, "quantity", ",") == Decimal(units)
    assert (found.unit if found else None) == unit


@pytest.mark.parametrize("text", ["12", "12.0", "12,000", "3 kg", "0.5e1"])
def test_whole_units_stay_integers(text):
    assert type(read_quantity(text, "quantity", ",")) is int


async def test_kilos_with_three_decimals_are_read_to_the_gram(tmp_path):
    found = await read(
        tmp_path,
        "sku,sold_at,quantity,price\n"
        "HAM,2026-03-01 10:00,0.275,14.90\n"
        "HAM,2026-03-02 10:00,1.250,14.90\n",
        dry_run=False,
    )

    assert sold(found) == [
        ("HAM", Decimal("0.275"), None),
        ("HAM", Decimal("1.25"), None),
    ]


async def test_a_column_of_units_says_what_quantities_are_of(tmp_path):
    found = await read(
        tmp_path,
        "Date;Article;Qté;Unité;Montant\n"
        "13/02/2026;HAM;1,25;kg;18,63\n"
        "13/02/2026;EGG;6;pce;2,10\n"
        "14/02/2026;OIL;75;cl;8,00\n"
        "14/02/2026;BOX;2;carton;8,00\n",
    )

    assert sold(found) == [
        ("HAM", Decimal("1.25"), "kg"),
        ("EGG", 6, "piece"),
        ("OIL", Decimal("0.75"), "l"),
        ("BOX", 2, None),
    ]
    assert notices(found)["unit_converted"].value == "75 cl"
    assert notices(found)["unknown_unit"].value == "carton"


async def test_a_unit_of_another_system_is_refused_by_name(tmp_path):
    found = await read(
        tmp_path, "sku,sold_at,quantity\nHAM,2026-03-01,2 lbs\nHAM,2026-03-01,1 kg\n"
    )

    assert [problem.code for problem in found.batch.problems] == ["measured"]
    assert sold(found) == [("HAM", 1, "kg")]


async def test_three_decimals_beside_whole_kilos_are_asked_about(tmp_path):
    found = await read(
        tmp_path,
        "sku;sold_at;quantity;price\n"
        "HAM;2026-03-01;1.250 kg;14,90\n"
        "HAM;2026-03-02;2 kg;14,90\n"
        "HAM;2026-03-03;3 kg;14,90\n"
        "HAM;2026-03-04;1 kg;14,90\n",
    )

    (question,) = found.layout.questions
    assert dict(question.readings) == {".": "1.25", ",": "1250"}


async def test_a_row_below_the_names_of_columns_is_no_second_line_of_them(tmp_path):
    found = await read(
        tmp_path,
        "Date,Article,Qty,Unit,Price\n"
        "2026-02-13,HAM,1.25,kg,14.90\n"
        "2026-02-13,EGG,6,ea,0.30\n",
    )

    assert len(found.batch.rows) == 2


async def test_grams_come_back_of_kilos(tmp_path):
    found = await read(
        tmp_path,
        "sku,sold_at,quantity\n"
        "HAM,2026-03-01 10:00,1.5 kg\n"
        "HAM,2026-03-02 10:00,-500 g\n"
        "HAM,2026-03-03 10:00,-0.25 kg\n",
        on_negative="return",
    )

    (row,) = found.batch.rows
    assert [units for _, units in row.returns] == [Decimal("0.5"), Decimal("0.25")]
    assert row.quantity - row.came_back == Decimal("0.75")


async def test_what_comes_back_more_than_was_sold_is_told_to_the_gram(tmp_path):
    found = await read(
        tmp_path,
        "sku,sold_at,quantity\nHAM,2026-03-01 10:00,0.2\nHAM,2026-03-02 10:00,-0.35\n",
        on_negative="return",
    )

    assert "0.15 of 0.35 came back" in found.batch.problems[0].message


def days_of(found):
    (period,) = found.batch.periods
    units = divided(period.row.quantity, ALIKE)
    return rows_of_period(period.row, period.days, units)[0]


@pytest.mark.parametrize(
    ("total", "days"), [("10.5", ["1.5"] * 7), ("0.01", ["0.01"]), ("7", [1] * 7)]
)
async def test_the_days_of_a_week_of_kilos_add_up_to_it(tmp_path, total, days):
    found = await read(tmp_path, f"sku,sold_at,quantity\nHAM,2026-W10,{total}\n")

    units = [row.quantity for row in days_of(found)]
    assert units == [Decimal(day) for day in days]
    assert sum(units) == Decimal(total)


async def test_the_cents_of_a_week_of_kilos_are_none_lost(tmp_path):
    found = await read(tmp_path, "sku,sold_at,quantity,price\nHAM,2026-W11,1.01,9.99\n")

    amounts = [row.amount for row in days_of(found)]
    assert sum(amounts) == Decimal("10.09")
    assert all(amount == round(amount, 2) for amount in amounts)


async def test_the_same_weight_is_the_same_sale_however_it_is_written(tmp_path):
    keys = set()
    for text in ("1.5", "1.50", "1,5"):
        found = await read(
            tmp_path, f'sku,sold_at,quantity\nHAM,2026-03-01,"{text}"\n', decimal=","
        )
        keys |= {row.row_key for row in found.batch.rows}

    assert len(keys) == 1
