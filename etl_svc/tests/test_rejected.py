"""Rows that were refused come back as a file that says why, and can be corrected."""

import pytest
from sqlalchemy import text

from etl_svc import rules
from etl_svc.jobs import tally
from etl_svc.operations.delete_rejected import delete_rejected
from tests.support import client_for, outbox_rows

FILE = (
    b"series_id,date,quantity\n"
    b"TEA,2025-01-02,3\n"
    b"TEA,2025-02-31,4\n"
    b"TEA,2025-01-04\n"
    b'"MUG, blue",2025-01-05,-1\n'
    b"TEA,2025-01-06,5"
)


async def rejected(client, job_id):
    answer = await client.get(f"/api/etl/jobs/{job_id}/rejected")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return answer.text.splitlines()


async def test_each_row_stands_as_it_was_with_the_reason_in_front(
    driver, working, client
):
    job_id = await driver.upload(FILE)
    async with working():
        await driver.all_sent(job_id)

    assert await rejected(client, job_id) == [
        "reason,series_id,date,quantity",
        "date: '2025-02-31' is not in the calendar,TEA,2025-02-31,4",
        "2 cells where the header has 3,TEA,2025-01-04",
        "quantity: '-1' is below zero,\"MUG, blue\",2025-01-05,-1",
    ]


async def test_no_cell_of_it_runs_in_a_spreadsheet(driver, working, client):
    """A number stays one, so that the row can be corrected and imported."""
    job_id = await driver.upload(
        b"series_id,date,quantity\n=cmd|' /C calc'!A0,2025-01-02,-3\nTEA,@sum(1),4\n"
    )
    async with working():
        await driver.all_sent(job_id)

    _, formula, date = await rejected(client, job_id)
    assert formula.endswith(",'=cmd|' /C calc'!A0,2025-01-02,-3")
    assert date.endswith(",TEA,'@sum(1),4")


async def test_corrected_it_is_imported_as_it_is(driver, working, client):
    job_id = await driver.upload(FILE)
    async with working():
        await driver.all_sent(job_id)
        text = "\n".join(await rejected(client, job_id))
        for wrong, right in (
            ("-02-31,4", "-02-28,4"),
            ("01-04", "01-04,2"),
            ("-1", "1"),
        ):
            text = text.replace(wrong, right)
        corrected = await driver.all_sent(await driver.upload(text.encode()))

    assert (corrected["rows_accepted"], corrected["rows_rejected"]) == (3, 0)


async def test_rows_of_unknown_products_are_among_them(driver, working, client):
    job_id = await driver.upload(
        b"sku;sold_at;quantity\nNOBODY;2025-01-02;3\n", on_unknown="reject"
    )
    async with working():
        await driver.all_sent(job_id)

    assert await rejected(client, job_id) == [
        "reason;sku;sold_at;quantity",
        "sku: 'NOBODY' is no product;NOBODY;2025-01-02;3",
    ]


async def test_what_cannot_be_stored_is_replaced(driver, working, client):
    job_id = await driver.upload(
        b"series_id,date,quantity\nT\x00A,2025-01-02,1\n\x81\x8d,2025-01-02,1\n",
        encoding="utf-8",
    )
    async with working():
        await driver.all_sent(job_id)

    assert [
        line.rsplit(",", 3)[1] for line in (await rejected(client, job_id))[1:]
    ] == [
        "T\ufffdA",
        "\ufffd\ufffd",
    ]


async def test_a_file_of_nothing_but_garbage_is_not_read_to_its_end(
    driver, working, monkeypatch
):
    monkeypatch.setattr(tally, "GIVE_UP_AFTER", 25_000)
    lines = b"series_id,date,quantity\n" + b"garbage\n" * 90_000
    job_id = await driver.upload(lines, dry_run=True)
    async with working():
        job = await driver.all_sent(job_id)

    assert (job["status"], job["error_code"]) == ("failed", "only_bad_rows")
    assert 25_000 <= job["rows_rejected"] < 90_000


async def test_a_file_of_garbage_keeps_so_many_and_counts_the_others(
    driver, working, client, monkeypatch
):
    monkeypatch.setattr(tally, "MAX_REJECTED", 2_500)
    lines = b"series_id,date,quantity\n" + b"garbage\n" * 30_000
    job_id = await driver.upload(lines, dry_run=True)
    async with working():
        job = await driver.all_sent(job_id)

    assert job["rows_rejected"] == 30_000
    kept = len(await rejected(client, job_id)) - 1
    assert 2_500 <= kept <= rules.MAX_REJECTED
    assert kept == 2_500


async def test_after_a_month_they_are_forgotten(driver, working, client, app):
    job_id = await driver.upload(FILE)
    async with working():
        await driver.all_sent(job_id)
    for days, left in ((29, 4), (2, 1)):
        async with app.state.database.transaction() as db:
            await db.execute(
                text(
                    "UPDATE jobs SET updated_at = updated_at - make_interval(days => :n)"
                ),
                {"n": days},
            )
            await delete_rejected(db)
        assert len(await rejected(client, job_id)) == left


async def test_a_clean_import_has_none(driver, working, client):
    job_id = await driver.upload(b"series_id,date,quantity\nTEA,2025-01-02,3\n")
    async with working():
        await driver.all_sent(job_id)

    assert await rejected(client, job_id) == ["reason"]


@pytest.mark.parametrize(("role", "status"), [("user", 403), (None, 401)])
async def test_they_are_for_managers(app, role, status):
    async with client_for(app, role) as other:
        assert (await other.get("/api/etl/jobs/1/rejected")).status_code == status


async def test_of_a_job_that_is_not_there_there_are_none(client):
    answer = await client.get("/api/etl/jobs/9/rejected")

    assert answer.json()["code"] == "job_not_found"


async def test_who_takes_them_is_written_down(app, driver, working, client):
    job_id = await driver.upload(FILE)
    async with working():
        await driver.all_sent(job_id)
    await rejected(client, job_id)

    acts = [
        (row["payload"]["action"], row["payload"]["subject"], row["payload"]["actor"])
        for row in await outbox_rows(app.state.database)
        if row["topic"] == "audit.recorded"
    ]
    assert ("file.exported", f"import/{job_id}", 7) in acts
