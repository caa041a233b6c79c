"""Totals of weeks and months as sales of days."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from etl_svc.errors import JobFailed
from etl_svc.files.periods import ALIKE, divided, rows_of_period, weights_of_days
from etl_svc.rules import SourceRow
from etl_svc.tests.driver import counts
from etl_svc.tests.reading import read
from shared.db import shop as shop_row
from shared.db.shop import StoredShop

MONDAY = date(2026, 1, 5)
WEEKS = "series_id,date,quantity\n"
SATURDAY = (1, 1, 1, 1, 2, 4, 0)
"""What a shop sells by day of the week that is closed on Sundays, of ten."""


def days(sku, weeks, pattern, first=MONDAY):
    """A history day by day; days without a sale are told."""
    return "".join(
        f"{sku},{first + timedelta(days=7 * week + n)},{units}\n"
        for week in range(weeks)
        for n, units in enumerate(pattern)
    )


def of_week(units, sku="CUP"):
    """Units from Monday to Sunday of the week of 2026-03-16."""
    return [units.get((f"03-{day}", sku), 0) for day in range(16, 23)]


def notices_by_code(job):
    return {n["code"]: n["rows"] for n in job["notices"] if n["kind"] == "guessed"}


# -- rules -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quantity", "weights", "parts"),
    [
        (70, (1, 1, 1, 1, 2, 4, 0), [7, 7, 7, 7, 14, 28, 0]),
        (7, (1,) * 7, [1] * 7),
        # The largest remainders get the rest: 1.2, 1.2, 1.2, 1.2, 2.4, 4.8.
        (12, (1, 1, 1, 1, 2, 4, 0), [1, 1, 1, 1, 3, 5, 0]),
        # Of like ones the earlier.
        (3, (1,) * 7, [1, 1, 1, 0, 0, 0, 0]),
        (1, (1, 1, 1, 1, 2, 4, 0), [0, 0, 0, 0, 0, 1, 0]),
        (Decimal("1.5"), (1, 1, 1), [Decimal("0.5")] * 3),
        (
            Decimal("0.25"),
            (1, 1, 1),
            [Decimal("0.09"), Decimal("0.08"), Decimal("0.08")],
        ),
        (0, (1, 1), [0, 0]),
    ],
)
def test_parts_come_to_the_whole(quantity, weights, parts):
    found = divided(quantity, [Fraction(weight) for weight in weights])

    assert found == parts
    assert sum(found) == quantity
    assert all(isinstance(part, int) for part in found if part == int(part))


def test_closed_days_get_nothing_unless_there_are_no_others():
    closed = [Fraction(n != 6) for n in range(7)]

    assert weights_of_days(MONDAY, 7, closed)[6] == 0
    assert list(weights_of_days(date(2026, 1, 11), 1, closed)) == [1]


@pytest.mark.parametrize(
    ("price", "amount", "units"),
    [("0.33", "10.00", [10, 10, 10]), ("0.01", "15.50", [1500, 1500, 100])],
)
def test_the_amount_of_a_period_is_kept_to_the_cent(price, amount, units):
    row = SourceRow(
        "x/1",
        "CUP",
        sum(units),
        Decimal(price),
        datetime(2026, 1, 5, 12, tzinfo=UTC),
        amount=Decimal(amount),
    )

    parts, _ = rows_of_period(row, len(units), units)

    amounts = [
        Decimal(price) * part.quantity if part.amount is None else part.amount
        for part in parts
    ]
    assert sum(amounts) == Decimal(amount)
    assert min(amounts) >= 0


# -- imports ---------------------------------------------------------------------------


async def test_without_a_history_a_week_is_spread_evenly_and_that_is_said(imported):
    job, units = await imported(WEEKS + "CUP,2026-W12,14\n")

    assert of_week(units) == [2] * 7
    assert notices_by_code(job) == {"period_spread": 1}


async def test_a_week_is_spread_as_the_product_sells(imported):
    await imported(
        WEEKS + days("CUP", 8, SATURDAY) + days("POT", 8, (3,) * 7), source="till"
    )

    job, units = await imported(WEEKS + "CUP,2026-W12,20\nNEW,2026-W12,70\n")

    assert of_week(units) == [2, 2, 2, 2, 4, 8, 0]
    # A new product as the shop: 4, 4, 4, 4, 5, 7 and 3 of 31.
    assert of_week(units, "NEW") == [9, 9, 9, 9, 11, 16, 7]
    assert notices_by_code(job) == {"period_by_product": 1, "period_by_shop": 1}


async def test_a_month_comes_to_its_total(imported):
    await imported(WEEKS + days("CUP", 8, SATURDAY), source="till")

    job, _ = await imported(WEEKS + "CUP,2026-02,1001\n", source="months", dry_run=True)

    assert job["months"] == {"2026-02": {"rows": 1, "units": 1001}}
    assert notices_by_code(job) == {"period_by_product": 1}


async def test_the_same_file_again_is_the_same_when_the_week_has_changed(imported):
    content = WEEKS + "CUP,2026-W12,20\nPOT,2026-W12,3\n"
    _, first = await imported(content)
    await imported(WEEKS + days("CUP", 8, SATURDAY), source="till")

    looked, _ = await imported(content, dry_run=True)
    job, units = await imported(content)

    assert (looked["comparison"]["same"], looked["comparison"]["changed"]) == (10, 0)
    assert "changed" not in counts(job)
    assert notices_by_code(job) == {"period_as_before": 2}
    assert of_week(units) == of_week(first)


async def test_a_corrected_total_replaces_the_days_of_the_former_one(
    client, imported, recorded
):
    _, before = await imported(WEEKS + "CUP,2026-W12,14\n")

    job, units = await imported(WEEKS + "CUP,2026-W12,3\n")

    assert sum(of_week(units)) == 3
    assert (job["rows_changed"], job["rows_withdrawn"]) == (3, 4)
    await client.post(f"/api/etl/jobs/{job['id']}/undo")
    assert await recorded(undo=[job["id"]]) == before


async def test_what_was_spread_itself_tells_no_days_of_the_week(imported):
    """Else the first week that was spread evenly would make all others even."""
    weeks = "".join(f"CUP,2026-W{n:02},700\n" for n in range(2, 10))
    await imported(WEEKS + weeks, source="weeks")
    await imported(WEEKS + days("CUP", 8, SATURDAY), source="till")

    _, units = await imported(WEEKS + "CUP,2026-W12,20\n", source="weeks")

    assert of_week(units) == [2, 2, 2, 2, 4, 8, 0]


async def test_days_on_which_the_shop_is_closed_get_nothing(app, imported):
    settings = shop_row.first_values(app.state.settings)
    closed = settings.model_copy(update={"opening_days": [2, 3, 4, 5, 6]})
    stored = StoredShop(
        **closed.model_dump(), version=1, updated_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    async with app.state.database.transaction() as db:
        await shop_row.upsert(db, stored)

    job, units = await imported(WEEKS + "CUP,2026-W12,10\n")

    assert of_week(units) == [0, 2, 2, 2, 2, 2, 0]
    assert notices_by_code(job) == {"period_by_opening_days": 1}


def test_all_days_are_alike_where_nothing_is_known():
    assert len(set(ALIKE)) == 1


# -- how files write them --------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "first", "second"),
    [
        ("Mois;Article;Qté", "janv.-26;CUP;31", "févr.-26;CUP;28"),
        ("Month;SKU;Units", "Jan-26;CUP;31", "Feb-26;CUP;28"),
        ("Month;SKU;Units", "202601;CUP;31", "202602;CUP;28"),
        ("Period;SKU;Units", "2026M01;CUP;31", "2026M02;CUP;28"),
        ("Year;Month;SKU;Units", "2026;1;CUP;31", "2026;2;CUP;28"),
        ("Année;Mois;Article;Qté", "2026;janvier;CUP;31", "2026;février;CUP;28"),
        ("Du;Au;Article;Qté", "01/01/2026;31/01/2026;CUP;31", "01/02/2026;28/02/2026;CUP;28"),
    ],
)  # fmt: skip
async def test_months_are_read_however_they_are_written(
    tmp_path, header, first, second
):
    found = await read(tmp_path, f"{header}\n{first}\n{second}\n")

    told = [(p.row.sold_at.date(), p.days, p.row.quantity) for p in found.batch.periods]
    assert told == [(date(2026, 1, 1), 31, 31), (date(2026, 2, 1), 28, 28)]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Week;SKU;Units", "202606;CUP;7"),
        ("Year;Week;SKU;Units", "2026;6;CUP;7"),
        ("Semaine;Article;Qté", "S06 2026;CUP;7"),
        ("From;To;SKU;Units", "2026-02-02;2026-02-08;CUP;7"),
    ],
)
async def test_weeks_are_read_however_they_are_written(tmp_path, header, row):
    found = await read(tmp_path, f"{header}\n{row}\n{row}\n")

    assert {(p.row.sold_at.date(), p.days) for p in found.batch.periods} == {
        (date(2026, 2, 2), 7)
    }


@pytest.mark.parametrize(
    ("title", "cells", "months"),
    [
        ("Date", "Jan-25 Feb-25 Jan-26", "2025-01 2025-02 2026-01"),
        ("Date", "Dec-25 Jan-26", "2025-12 2026-01"),
        ("Date", "Mar-24 Mar-25 Jun-25", "2024-03 2025-03 2025-06"),
        # The name of the column says it, where the cells do not.
        ("Month", "Jan-25 Jan-26", "2025-01 2026-01"),
        ("Mois", "janv-26", "2026-01"),
    ],
)
async def test_months_are_told_from_days_by_what_stands_beside_them(
    tmp_path, title, cells, months
):
    rows = "".join(f"{cell};CUP;31\n" for cell in cells.split())

    found = await read(tmp_path, f"{title};SKU;Units\n{rows}")

    assert [period.told for period in found.batch.periods] == months.split()
    assert {p.days for p in found.batch.periods} <= {28, 30, 31}
    assert "month_or_day" not in found.findings


@pytest.mark.parametrize(
    "cells", ["Jan-26", "Jan-26 Jan-27 Jan-28", "Jan-02 Jan-03", "Jan-31 Feb-01"]
)
@pytest.mark.parametrize("header", ["Date;SKU;Units", "date;series_id;quantity"])
async def test_what_may_be_a_month_or_a_day_is_asked(tmp_path, header, cells):
    rows = "".join(f"{cell};CUP;31\n" for cell in cells.split())
    content = f"{header}\n{rows}"
    day, sku, units = header.split(";")

    shown = await read(tmp_path, content)
    with pytest.raises(JobFailed) as refused:
        await read(tmp_path, content, dry_run=False)
    told = await read(
        tmp_path,
        content,
        dry_run=False,
        columns={"sold_at": [day], "sku": [sku], "quantity": [units]},
    )

    assert not shown.layout.complete
    assert f"map=sold_at:{day}" in shown.found("month_or_day")
    assert repr(cells.split()[0]) in shown.found("month_or_day")
    assert "a month with its year, or a day without it" in str(refused.value)
    assert {period.days for period in told.batch.periods} <= {28, 31} != set()


async def test_a_day_may_stand_in_three_columns(tmp_path):
    found = await read(tmp_path, "Jour;Mois;Année;Article;Qté\n13;2;2026;CUP;2\n")

    assert found.sold == [("CUP", 2, "2026-02-13")]


async def test_two_dates_that_lie_apart_as_it_happens_are_no_period(tmp_path):
    found = await read(
        tmp_path,
        "Order Date,Ship Date,SKU,Qty\n2026-02-02,2026-02-08,CUP,1\n"
        "2026-02-03,2026-02-05,CUP,1\n",
    )

    assert found.sold == [("CUP", 1, "2026-02-02"), ("CUP", 1, "2026-02-03")]


async def test_a_corrected_week_of_a_file_without_numbers_replaces_it(imported):
    """A file of sales names a row by what it says; a week by its product and time."""
    weeks = "Semaine;Article;Qté\n2026-W12;CUP;14\n"
    job, _ = await imported(weeks, dry_run=True)
    columns = [f"{of}:{names[0]}" for of, names in job["layout"]["columns"].items()]
    await imported(weeks, map=columns)

    job, units = await imported(weeks.replace(";14", ";21"), map=columns)

    assert of_week(units) == [3] * 7
    assert counts(job) == {"recorded": 7, "changed": 7}
