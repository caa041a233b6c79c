"""Columns that are told, guessed and remembered; marks and orders that are found."""

import pytest
from sqlalchemy import text

from etl_svc.errors import WrongColumns
from etl_svc.files.detect import detect
from etl_svc.files.header import detect_layout
from etl_svc.files.layout import FileOptions
from etl_svc.rules import FIRST_DAY
from etl_svc.tests.test_dry_run import commit
from shared.clock import business_today

FRENCH = (
    "Article;Jour;Qté;PU\nTISANE;31/01/2026;1 200;4,20\nTISANE;01/02/2026;3;4,20\n"
).encode("cp1252")
TOLD = {"sku": "Article", "sold_at": "Jour", "quantity": "Qté"}
MAPPED = {"columns": {"sku": ["Article"], "sold_at": ["Jour"], "quantity": ["Qté"]}}


def looked_at(header, *lines, **file_options):
    told = FileOptions(**file_options)
    return detect(detect_layout(header, told, guess=True), lines, told)


@pytest.mark.parametrize(
    ("dates", "order", "unsure"),
    [
        ([b"2026-01-31"], "ymd", ()),
        ([b"02/01/2026", b"31/01/2026"], "dmy", ()),
        ([b"01/02/2026", b"01/31/2026"], "mdy", ()),
        ([b"01/02/2026", b"03/02/2026"], "dmy", ("dates",)),
        ([b"1 Feb 2026", b"3 Feb 2026"], "ymd", ()),
    ],
)
def test_the_order_of_a_date_is_found_where_the_rows_decide_it(dates, order, unsure):
    found = looked_at(
        b"sku,sold_at,quantity", *(b"TEA,%b,1\n" % date for date in dates)
    )

    assert (found.dates, found.unsure) == (order, unsure)


@pytest.mark.parametrize(
    ("header", "cell", "mark"),
    [
        (b"sku,sold_at,quantity,price", b'"4,20"', ","),
        (b"sku;sold_at;quantity;price", b"4,20", ","),
        (b"sku;sold_at;quantity;price", b"4.20", "."),
        (b"sku;sold_at;quantity;price", b"4", ","),
        (b"sku,sold_at,quantity,price", b'"1,204.20"', "."),
        (b"sku,sold_at,quantity,price", '"4,20 €"'.encode(), ","),
        (b"sku;sold_at;quantity;price", b"$ 4.20", "."),
    ],
)
def test_the_decimal_mark_is_found_in_the_cells(header, cell, mark):
    delimiter = header[3:4]
    row = delimiter.join([b"TEA", b"2026-01-31", b"1", cell])

    assert looked_at(header, row).decimal == mark


@pytest.mark.parametrize(
    ("above", "skipped"),
    [
        (b"sep=;\n", 1),
        (b"Ventes du magasin;;;\n\nJanvier 2026\n", 3),
        (b"", 0),
    ],
)
@pytest.mark.parametrize("told", [False, True])
async def test_the_names_of_the_columns_may_stand_below_a_title(
    driver, working, above, skipped, told
):
    columns = [f"{field}:{column}" for field, column in TOLD.items()] if told else []
    job_id = await driver.upload(above + FRENCH, dry_run=not told, map=columns)
    async with working():
        job = await driver.all_sent(job_id)

    assert (job["layout"]["skipped"], job["rows_accepted"]) == (skipped, 2)
    assert job["rows_rejected"] == 0
    assert job["layout"]["header"] == ["Article", "Jour", "Qté", "PU"]


async def test_empty_rows_are_no_rows(driver, working):
    job_id = await driver.upload(
        b'sku;sold_at;quantity\n;;\nTEA;2026-05-01;1\n"";;\n\n;;;;\n'
    )
    async with working():
        job = await driver.all_sent(job_id)

    assert (job["rows_read"], job["rows_rejected"]) == (1, 0)


async def test_lines_are_counted_from_the_top_of_the_file(driver, working):
    job_id = await driver.upload(
        b"sep=,\n\nsku,sold_at,quantity\nTEA,2026-05-01,1\nTEA,2026-05-32,1\n"
    )
    async with working():
        job = await driver.all_sent(job_id)

    assert [problem["line"] for problem in job["problems"]] == [5]


def test_a_failure_speaks_of_the_line_with_the_most_names():
    with pytest.raises(WrongColumns) as failure:
        detect_layout(
            b"Sales of May\n\nproduct,when,number\nTEA,Monday\n", FileOptions()
        )

    assert failure.value.params["unknown"] == ["product", "when", "number"]


def test_a_column_that_is_told_but_not_there_is_named():
    with pytest.raises(WrongColumns) as failure:
        detect_layout(b"a,b,c", FileOptions(columns={"sku": ["A"], "sold_at": ["Day"]}))

    assert failure.value.params["missing"] == ["Day"]


async def test_columns_are_guessed_in_a_dry_run_and_shown(driver, working):
    job_id = await driver.upload(FRENCH, dry_run=True)
    async with working():
        job = await driver.all_sent(job_id)

    layout = job["layout"]
    assert (job["status"], layout["known"]) == ("checked", "guess")
    assert layout["columns"] == {
        "sku": ["Article"],
        "sold_at": ["Jour"],
        "quantity": ["Qté"],
        "price": ["PU"],
    }
    assert (layout["delimiter"], layout["decimal"], layout["dates"]) == (
        ";",
        ",",
        "dmy",
    )
    assert layout["written"] == "cp1252"
    assert layout["rows"][0] == ["TISANE", "31/01/2026", "1 200", "4,20"]
    assert (job["first_day"], job["last_day"]) == ("2026-01-31", "2026-02-01")
    assert job["months"]["2026-01"] == {"rows": 1, "units": 1200}


async def test_without_a_dry_run_nothing_is_guessed(client):
    answer = await client.post(
        "/api/etl/uploads", files={"file": ("x", FRENCH, "text/csv")}
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "wrong_columns")


async def test_a_file_of_unknown_columns_waits_for_somebody_to_tell_them(
    driver, working, client
):
    job_id = await driver.upload(FRENCH.replace(b"Jour", b"Quand"), dry_run=True)
    told = {"columns": MAPPED["columns"] | {"sold_at": ["Quand"]}}
    async with working():
        waiting = await driver.until(job_id, "unmapped")
        early = await commit(client, job_id)
        answer = await client.put(f"/api/etl/jobs/{job_id}/layout", json=told)
        job = await driver.until(job_id, "checked")

    assert waiting["layout"]["rows"][0][0] == "TISANE"
    assert early.json()["code"] == "job_not_checked"
    assert answer.status_code == 202
    assert (job["rows_accepted"], job["layout"]["known"]) == (2, "asked")


async def test_another_reading_is_checked_from_the_start(driver, working, client):
    job_id = await driver.upload(
        b"sku,sold_at,quantity\nTEA,03/02/2026,1\nTEA,04/02/2026,oops\n", dry_run=True
    )
    async with working():
        first = await driver.until(job_id, "checked")
        await client.put(f"/api/etl/jobs/{job_id}/layout", json={"dates": "mdy"})
        second = await driver.until(job_id, "checked")

    assert first["layout"]["unsure"] == ["dates"]
    assert list(first["months"]) == ["2026-02"]
    assert list(second["months"]) == ["2026-03"]
    assert second["layout"]["unsure"] == []
    assert second["rows_read"] == first["rows_read"] == 2
    assert len(second["problems"]) == 1


@pytest.mark.parametrize("name", ["", " ", "a\x00b", "a\nb"])
async def test_a_column_has_a_name_that_can_be_kept(driver, client, name):
    job_id = await driver.upload(FRENCH, dry_run=True)
    told = {"columns": {"sku": [name]}}

    answer = await client.put(f"/api/etl/jobs/{job_id}/layout", json=told)
    query = await client.post("/api/etl/uploads", params={"map": f"sku:{name.strip()}"})

    assert (answer.status_code, query.status_code) == (422, 422)


async def test_dates_that_could_be_two_are_not_guessed(driver, working):
    job_id = await driver.upload(b"sku,sold_at,quantity\nTEA,03/02/2026,1\n")
    async with working():
        job = await driver.all_sent(job_id)

    assert (job["status"], job["error_code"]) == ("failed", "ambiguous_dates")
    assert await driver.sent() == []


async def test_told_columns_are_kept_for_the_next_file_of_the_source(
    driver, working, client
):
    first = await driver.upload(
        FRENCH,
        source="caisse",
        map=["sku:Article", "sold_at:Jour", "quantity:Qté"],
    )
    async with working():
        await driver.all_sent(first)
        second = await driver.upload(FRENCH, source="caisse")
        job = await driver.all_sent(second)

    assert job["layout"]["known"] == "saved"
    kept = (await client.get("/api/etl/sources")).json()
    assert [(s["name"], s["reading"]["columns"]["sku"]) for s in kept] == [
        ("caisse", ["Article"])
    ]
    assert (await client.delete("/api/etl/sources/caisse")).status_code == 204
    assert (await client.delete("/api/etl/sources/caisse")).status_code == 404
    assert (await client.get("/api/etl/sources")).json() == []


async def test_a_guess_that_was_committed_is_kept(driver, working, client):
    job_id = await driver.upload(FRENCH, dry_run=True, source="caisse")
    async with working():
        await driver.until(job_id, "checked")
        await commit(client, job_id)
        await driver.all_sent(job_id)
        again = await driver.all_sent(await driver.upload(FRENCH, source="caisse"))

    assert again["layout"]["known"] == "saved"


async def test_all_dates_move_so_that_the_last_is_yesterday(driver, working):
    job_id = await driver.upload(
        b"series_id,date,quantity\nTEA,2011-12-01,1\nTEA,2011-12-09,2\nTEA,x,2\n",
        shift_dates=True,
    )
    async with working():
        job = await driver.all_sent(job_id)

    days = [row["sold_at"][:10] for _, row in await driver.sent()]
    yesterday = business_today().toordinal() - 1
    assert [days_since(day) for day in days] == [
        yesterday - 8 - FIRST_DAY.toordinal(),
        yesterday - FIRST_DAY.toordinal(),
    ]
    assert job["last_day"] == "2011-12-09"
    assert job["shift_days"] > 5000
    assert job["rows_rejected"] == 1


def days_since(day):
    return (type(FIRST_DAY).fromisoformat(day) - FIRST_DAY).days


async def test_moved_rows_keep_their_keys(driver, working):
    content = b"series_id,date,quantity\nTEA,2011-12-01,1\n"
    for shift in (True, False):
        job_id = await driver.upload(content, shift_dates=shift)
        async with working():
            await driver.all_sent(job_id)

    first, second = [row for _, row in await driver.sent()]
    assert first["row_key"] == second["row_key"]
    assert first["sold_at"] != second["sold_at"]


async def test_a_file_that_changes_on_the_way_is_not_half_imported(driver, working):
    rows = b"TEA,2025-01-01,3\n" * 9_000 + b"2025;01;01;TEA;3\n" * 9_000
    job_id = await driver.upload(b"series_id,date,quantity\n" + rows)
    async with working():
        job = await driver.all_sent(job_id)

    assert (job["status"], job["error_code"]) == ("failed", "mixed_layout")
    assert await driver.sent() == []


async def test_a_layout_kept_before_titles_were_known_is_still_read(
    app, driver, working
):
    job_id = await driver.upload(FRENCH, dry_run=True)
    async with working():
        await driver.until(job_id, "checked")
    async with app.state.database.transaction() as db:
        await db.execute(text("UPDATE jobs SET layout = layout - 'skipped'"))

    assert (await driver.job(job_id))["layout"]["skipped"] == 0
