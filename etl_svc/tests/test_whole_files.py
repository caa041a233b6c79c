"""Small files of every kind, from their bytes to the sales in them: what stands there
and what it comes to, side by side, on a day that is always the same."""

from datetime import datetime
from decimal import Decimal

import pytest

from etl_svc.tests.reading import moments, priced, read, refused, sold
from etl_svc.tests.test_decompress import workbook

PLAIN = "sku,sold_at,quantity\n"


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
