"""Tables of other shapes: read when told, shown in a dry run, named without one."""

import pytest

from etl_svc.errors import JobFailed
from etl_svc.tests.reading import read

ACROSS = "datum;M01AB;M01AE;Total\n13/02/2026;7;4;11\n14/02/2026;5;;5\n"
WEEKS = "Store,Product,2026-04-13,2026-04-20\n0,126,3.0,0.0\n1,126,1.0,2.0\nTotal,,4.0,2.0\n"


async def test_products_side_by_side_are_unpivoted_in_a_dry_run(tmp_path):
    found = await read(tmp_path, ACROSS)

    assert found.sold == [
        ("M01AB", 7, "2026-02-13"),
        ("M01AE", 4, "2026-02-13"),
        ("M01AB", 5, "2026-02-14"),
    ]
    assert (found.layout.shape, found.layout.across) == ("wide_products", (1, 2))
    assert "shape" in found.layout.unsure
    assert "M01AB, M01AE" in found.found("wide_products")


async def test_without_a_dry_run_the_shape_is_named_and_nothing_is_guessed(tmp_path):
    with pytest.raises(JobFailed) as refused:
        await read(tmp_path, ACROSS, dry_run=False)

    assert refused.value.code == "wrong_columns"
    assert "shape=wide_products" in str(refused.value)


async def test_told_so_they_are_read_without_one(tmp_path):
    columns = {"sold_at": ["datum"], "sku": ["column title"], "quantity": ["cell"]}
    found = await read(
        tmp_path, ACROSS, dry_run=False, shape="wide_products", columns=columns
    )

    assert len(found.sold) == 3


async def test_days_side_by_side_are_days_of_a_shops_product(tmp_path):
    found = await read(tmp_path, WEEKS)

    assert found.sold == [
        ("0-126", 3, "2026-04-13"),
        ("1-126", 1, "2026-04-13"),
        ("1-126", 2, "2026-04-20"),
    ]
    assert (found.batch.zero, found.batch.left_out["total"].rows) == (1, 1)
    assert found.layout.columns["sku"] == ["Store", "Product"]


async def test_a_cell_of_a_wide_table_is_known_again_by_its_product_and_day(tmp_path):
    first = await read(tmp_path, WEEKS)
    later = await read(tmp_path, WEEKS.replace("1.0,2.0", "1.0,9.0"))

    keys = [{row.row_key for row in each.batch.rows} for each in (first, later)]
    assert keys[0] == keys[1]


async def test_a_bad_cell_of_a_wide_table_leaves_the_others(tmp_path):
    found = await read(tmp_path, ACROSS.replace("5;;5", "5;x;5"))

    assert len(found.sold) == 3
    (problem,) = found.batch.problems
    assert (problem.line, problem.value) == (3, "x")


@pytest.mark.parametrize(
    "titles", ["S14;S15;S16", "13/04;14/04;15/04", "1;2;3", "lundi;mardi;mercredi", "Jan-26;Jan-27;Jan-28"]
)  # fmt: skip
async def test_periods_without_their_year_are_named(tmp_path, titles):
    found = await read(tmp_path, f"Produit;{titles}\nThé;3;2;1\n")

    assert not found.layout.complete
    assert titles.replace(";", ", ") in [f.example for f in found.layout.findings]


async def test_columns_may_be_called_by_periods(tmp_path):
    for titles in ("janv. 2026;févr. 2026", "Jan-26;Feb-26"):
        found = await read(tmp_path, f"Produit;{titles}\nThé;31;28\n")

        assert found.layout.shape == "wide_dates"
        told = [(p.told, p.days, p.row.quantity) for p in found.batch.periods]
        assert told == [("2026-01", 31, 31), ("2026-02", 28, 28)]


async def test_products_may_stand_in_names_of_quantities(tmp_path):
    found = await read(tmp_path, "date;espresso_qty;latte_qty\n2026-02-13;2;1\n")

    assert [sku for sku, *_ in found.sold] == ["espresso_qty", "latte_qty"]


@pytest.mark.parametrize(
    ("day", "complete"), [("2026-03-01 09:58", True), ("2026-03-01", False)]
)
async def test_a_row_with_money_is_a_unit_only_when_it_is_told_by_the_hour(
    tmp_path, day, complete
):
    found = await read(tmp_path, f"Date;Article;Prix\n{day};Thé;3,50\n")

    assert found.layout.complete == complete
    assert "quantity_is" in [f.option for f in found.layout.findings]


async def test_without_a_quantity_each_row_is_one_unit(tmp_path):
    bread = "Date,Time,Transaction,Item\n2026-03-01,09:58,1,Bread\n2026-03-01,10:05,2,Tea\n2026-03-01,10:05,2,Tea\n"
    found = await read(tmp_path, bread)
    columns = {"sku": ["Item"], "sold_at": ["Date"]}
    told = await read(
        tmp_path, bread, dry_run=False, quantity_is="rows", columns=columns
    )

    assert [quantity for _, quantity, _ in found.sold] == [1, 1, 1]
    assert "quantity" in found.layout.unsure
    assert "quantity_is" in [f.option for f in found.layout.findings]
    assert len({row.row_key for row in found.batch.rows}) == 3
    assert len(told.sold) == 3


@pytest.mark.parametrize(("column", "complete"), [("7", False), ("Marie", True)])
async def test_rows_of_days_are_no_units_beside_numbers_that_may_be_them(
    tmp_path, column, complete
):
    found = await read(tmp_path, f"Date;Article;Combien\n2026-03-01;Thé;{column}\n")

    assert found.layout.complete == complete


async def test_the_total_of_an_order_is_not_that_of_one_of_its_rows(tmp_path):
    found = await read(
        tmp_path,
        "Name,Created at,Total,Lineitem name\n#1001,2025-01-05 10:00,100.00,Mug\n#1001,,,Cup\n",
    )

    assert found.sold == [("Mug", 1, "2025-01-05"), ("Cup", 1, "2025-01-05")]
    assert [row.price for row in found.batch.rows] == [None, None]


@pytest.mark.parametrize(
    ("content", "period"),
    [
        ("Store,Dept,Date,Weekly_Sales,IsHoliday\n1,1,2010-02-05,24924.50,FALSE\n", "week"),
        ("Store,DayOfWeek,Date,Sales,Customers,Open\n1,5,2015-07-31,5263,555,1\n", "day"),
        ("Magasin;Rayon;Mois;Ventes\n1;2;2026-01-01;24924,50\n", "month"),
    ],
)  # fmt: skip
async def test_money_of_a_shop_is_no_quantity(tmp_path, content, period):
    found = await read(tmp_path, content)

    assert not found.layout.complete
    assert "quantity" not in found.layout.columns
    assert f"money per {period}, not units" in found.found("money_per_period")


async def test_departments_of_shops_are_series(tmp_path):
    found = await read(
        tmp_path, "Store,Dept,Date,Weekly_Sales\n1,1,2010-02-05,24924.50\n"
    )

    assert found.layout.columns["sku"] == ["Store", "Dept"]


NO_HEADER = "MUG,2026-02-13 10:00,2,4.50\nPLATE,2026-02-13 10:05,1,9.00\n"


async def test_a_first_line_that_is_a_row_is_said_and_read(tmp_path):
    found = await read(tmp_path, NO_HEADER)

    assert found.sold == [("MUG", 2, "2026-02-13"), ("PLATE", 1, "2026-02-13")]
    assert found.layout.header_lines == 0
    assert {"header", "columns"} <= set(found.layout.unsure)
    assert "first line is no header" in found.found("no_header")


async def test_without_a_dry_run_a_missing_header_is_said(tmp_path):
    with pytest.raises(JobFailed) as refused:
        await read(tmp_path, NO_HEADER, dry_run=False)

    assert "first line is no header" in str(refused.value)
    columns = {"sku": ["column 1"], "sold_at": ["column 2"], "quantity": ["column 3"]}
    told = await read(
        tmp_path, NO_HEADER, dry_run=False, header="none", columns=columns
    )
    assert len(told.sold) == 2


async def test_two_lines_may_name_the_columns_together(tmp_path):
    found = await read(
        tmp_path,
        "Ventes de mai;;;;\nDate;Article;;Ventes;\n;Code;Libellé;Quantité;Montant\n13/05/2026;T1;Thé;2;9,00\n",
    )

    assert found.sold == [("T1", 2, "2026-05-13")]
    assert found.layout.header[1:4] == (
        "Article Code",
        "Article Libellé",
        "Ventes Quantité",
    )
    assert (found.layout.skipped, found.layout.header_lines) == (1, 2)


async def test_a_name_may_hold_a_line_end(tmp_path):
    found = await read(
        tmp_path, '"sku","sold_at","quantity\n(units)"\nTEA,2026-02-13,2\nTEA,x,1\n'
    )

    assert found.layout.header == ("sku", "sold_at", "quantity (units)")
    assert found.sold == [("TEA", 2, "2026-02-13")]
    assert [problem.line for problem in found.batch.problems] == [4]


@pytest.mark.parametrize(
    "content",
    [
        "sku;sold_at;quantity;price;\nTEA;2026-02-13;2;4,50;\n",
        "sku;sold_at;quantity;price\nTEA;2026-02-13;2;4,50;;\n",
        "sku;sold_at;quantity;price;;\nTEA;2026-02-13;2;4,50\n",
    ],
)
async def test_separators_at_the_end_of_lines_are_no_columns(tmp_path, content):
    found = await read(tmp_path, content, dry_run=False)

    assert found.sold == [("TEA", 2, "2026-02-13")]


async def test_a_cell_too_many_that_says_something_is_refused(tmp_path):
    found = await read(
        tmp_path, "sku;sold_at;quantity\nTEA;2026-02-13;2;x\n", dry_run=False
    )

    assert [problem.code for problem in found.batch.problems] == ["wrong_cell_count"]


REPEATS = (
    "Date;Article;Qté\n13/02/2026;TEA;2\n;MUG;1\nTotal;;3\n14/02/2026;TEA;4\n;;1\n"
)
MAP = {"sold_at": ["Date"], "sku": ["Article"], "quantity": ["Qté"]}


async def test_cells_that_repeat_are_asked_about(tmp_path):
    with pytest.raises(JobFailed) as refused:
        await read(tmp_path, REPEATS, dry_run=False, columns=MAP)
    shown = await read(tmp_path, REPEATS)

    assert refused.value.code == "cells_repeat"
    assert "fill_down=sold_at" in str(refused.value)
    assert "fill_down" in shown.layout.unsure


async def test_told_so_an_empty_cell_repeats_the_one_above(tmp_path):
    found = await read(
        tmp_path, REPEATS, dry_run=False, columns=MAP, fill_down=["sold_at"]
    )

    assert found.sold == [
        ("TEA", 2, "2026-02-13"),
        ("MUG", 1, "2026-02-13"),
        ("TEA", 4, "2026-02-14"),
    ]
    assert found.batch.left_out["total"].rows == 1
    assert [problem.code for problem in found.batch.problems] == ["invalid_sku"]


async def test_a_row_of_one_cell_is_the_title_of_a_section(tmp_path):
    found = await read(
        tmp_path,
        "Article;Date;Qté\nBoissons;;\nTEA;13/02/2026;2\nVaisselle;;\nMUG;13/02/2026;1\n",
    )

    assert len(found.sold) == 2
    section = found.batch.left_out["section"]
    assert (section.rows, section.line, section.example) == (2, 2, "Boissons;;")


@pytest.mark.parametrize(
    "content",
    [
        "Date;Type;Article;Qté\n13/02/2026;Vente;CUP;3\n14/02/2026;Échange;CUP;1\n",
        "Date;Article;Qté\n13/02/2026;#REF!;3\n14/02/2026;CUP;1\n",
        "Date;Article;Qté\nBoissons;;\n13/02/2026;CUP;3\n14/02/2026;CUP;1\n",
    ],
)
async def test_no_row_is_taken_for_names_of_columns(tmp_path, content):
    """The first row, or a heading, below names that are known by themselves."""
    found = await read(tmp_path, content)

    assert found.layout.header_lines == 1
    assert found.layout.columns["sold_at"] == ["Date"]


async def test_rows_of_totals_are_no_cells_that_repeat(tmp_path):
    rows = "13/02/2026;CUP;2\n;Sous-total;2\n13/02/2026;POT;3\nTotal général\n"
    found = await read(tmp_path, "Date;Article;Qté\n" + rows)

    assert "fill_down" not in found.layout.unsure
    assert found.batch.left_out["total"].rows == 2
    assert not found.batch.invalid
