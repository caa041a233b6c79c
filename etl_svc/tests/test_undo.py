"""An import is taken back as a whole, whatever has become of it by then."""

import httpx
import pytest

from etl_svc.peers.sales import RecordedSales
from etl_svc.tests.test_jobs import series


async def undo(client, job_id):
    return await client.post(f"/api/etl/jobs/{job_id}/undo")


@pytest.fixture
async def marked(databases, app):
    """Imports that sales_svc was told to undo, and by whom."""

    async def look():
        import asyncpg

        connection = await asyncpg.connect(databases.superuser_dsn())
        try:
            rows = await connection.fetch(
                "SELECT import_id, undone_by FROM sales.imports WHERE undone_at IS NOT NULL"
            )
        finally:
            await connection.close()
        return [tuple(row) for row in rows]

    return look


async def test_what_was_sent_is_undone_in_sales_svc_by_who_asked(
    driver, working, client, marked
):
    job_id = await driver.upload(series(300))
    async with working():
        await driver.all_sent(job_id)
    answer = await undo(client, job_id)

    assert answer.status_code == 202
    assert answer.json()["status"] == "undone"
    assert await marked() == [(job_id, 7)]


async def test_once_more_changes_nothing(driver, client, marked):
    job_id = await driver.upload(series(3))
    first, again = await undo(client, job_id), await undo(client, job_id)

    assert again.json() == first.json()
    assert len(await marked()) == 1


async def test_what_nobody_has_read_yet_is_never_sent(driver, working, client):
    job_id = await driver.upload(series(300))
    await undo(client, job_id)
    other = await driver.upload(series(20))
    async with working():
        await driver.all_sent(other)

    assert len(await driver.sent()) == 20
    assert (await driver.job(job_id))["status"] == "undone"


async def test_while_sales_svc_is_away_the_job_stays_what_it_was(driver, client, app):
    def away(_request):
        raise httpx.ConnectError("nobody there")

    job_id = await driver.upload(series(3))
    async with httpx.AsyncClient(
        base_url="http://peer", transport=httpx.MockTransport(away)
    ) as nobody:
        app.state.sales = RecordedSales(nobody)
        answer = await undo(client, job_id)

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert (await driver.job(job_id))["status"] == "queued"


async def test_a_job_that_is_not_there_cannot_be_undone(client, marked):
    assert (await undo(client, 99)).status_code == 404
    assert await marked() == []
