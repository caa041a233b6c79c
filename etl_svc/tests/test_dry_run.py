"""First look, then import: a dry run tells everything and sends nothing."""

from decimal import Decimal

import pytest
from sqlalchemy import text

from etl_svc import queries
from etl_svc.rules import ProductDraft
from etl_svc.tests.test_jobs import series

FILE = (
    b"series_id,date,quantity\n"
    b"TEA,2025-01-31,3\n"
    b"TEA,2025-02-01,4\n"
    b"MUG,2025-02-28,5\n"
    b"MUG,2025-02-29,1\n"
    b"MUG,2025-03-01,0\n"
)


async def commit(client, job_id):
    return await client.post(f"/api/etl/jobs/{job_id}/commit")


async def test_it_counts_by_month_and_sends_and_creates_nothing(driver, working, app):
    job_id = await driver.upload(FILE, dry_run=True)
    async with working():
        job = await driver.all_sent(job_id)

    assert job["status"] == "checked"
    assert job["months"] == {
        "2025-01": {"rows": 1, "units": 3},
        "2025-02": {"rows": 2, "units": 9},
    }
    assert (job["rows_accepted"], job["rows_zero"], job["rows_rejected"]) == (3, 1, 1)
    assert job["problems"][0]["line"] == 5
    assert await driver.sent() == []
    assert await app.state.catalogue.find(["TEA", "MUG"]) == {}


async def test_it_tells_which_products_are_new_and_which_have_no_price(
    driver, working, app
):
    priced = (
        b"series_id,date,quantity,price\n"
        b"TEA,2025-01-31,3,\n"
        b"TEA,2025-02-01,4,2.50\n"
        b"MUG,2025-02-28,5,\n"
        b"JAR,2025-02-28,5,1\n"
    )
    await app.state.catalogue.ensure([ProductDraft("JAR", "Jar", Decimal(1), 0, None)])
    job_id = await driver.upload(priced, dry_run=True)
    async with working():
        job = await driver.all_sent(job_id)

    assert job["comparison"]["new_products"] == 2
    assert job["comparison"]["without_price"] == 1


async def test_committed_it_is_imported_and_told_the_same(driver, working, client):
    job_id = await driver.upload(FILE, dry_run=True)
    async with working():
        checked = await driver.all_sent(job_id)
        first = await commit(client, job_id)
        again = await commit(client, job_id)
        job = await driver.all_sent(job_id)

    assert (first.status_code, again.status_code) == (202, 202)
    assert [row["quantity"] for _, row in await driver.sent()] == [3, 4, 5]
    for counted in (
        "months",
        "rows_read",
        "rows_accepted",
        "rows_rejected",
        "problems",
    ):
        assert job[counted] == checked[counted]


async def test_with_on_error_reject_a_bad_row_ends_it(driver, working, client):
    job_id = await driver.upload(FILE, dry_run=True, on_error="reject")
    async with working():
        job = await driver.all_sent(job_id)

    assert (job["status"], job["error_code"]) == ("failed", "rows_rejected")
    assert (await commit(client, job_id)).json()["code"] == "job_not_checked"


async def test_only_what_was_checked_can_be_committed(driver, working, client):
    job_id = await driver.upload(series(3))

    answer = await commit(client, job_id)
    assert (answer.status_code, answer.json()["code"]) == (409, "job_not_checked")
    assert (await commit(client, 99)).status_code == 404


@pytest.mark.parametrize("after", ["undo", "cancel"])
async def test_what_was_given_up_cannot_be_committed(driver, working, client, after):
    job_id = await driver.upload(FILE, dry_run=True)
    async with working():
        await driver.all_sent(job_id)
        given_up = await client.post(f"/api/etl/jobs/{job_id}/{after}")
        answer = await commit(client, job_id)

    assert given_up.status_code in {200, 202}
    assert answer.status_code == 409
    assert await driver.sent() == []


async def test_a_checked_file_waits_a_week(driver, working, app, client):
    job_id = await driver.upload(FILE, dry_run=True)
    async with working():
        await driver.all_sent(job_id)
    async with app.state.database.transaction() as db:
        kept = await queries.files_in_use(db)
        await db.execute(text("UPDATE jobs SET updated_at = now() - interval '8 days'"))
        later = await queries.files_in_use(db)

    assert len(kept) == 1
    assert later == set()


async def test_a_check_before_an_import_counts_each_month_once(driver, working):
    clean = FILE.replace(b"-02-29", b"-02-27")
    job_id = await driver.upload(clean, on_error="reject")
    async with working():
        job = await driver.all_sent(job_id)

    assert job["rows_sent"] == 4
    assert job["months"]["2025-02"] == {"rows": 3, "units": 10}


async def test_what_is_recorded_stands_beside_the_months_of_the_file(imported):
    """Also when it is of another source: then the same may come in twice."""
    await imported(FILE.decode(), source="desk")
    await imported("series_id,date,quantity\nCUP,2025-02-02,7\n", source="till")

    job, _ = await imported(FILE.decode(), source="till", dry_run=True)

    assert job["comparison"]["months"] == {
        "2025-01": {"units": 3, "of_source": 0},
        "2025-02": {"units": 16, "of_source": 7},
    }
