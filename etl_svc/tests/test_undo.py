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


TEA = "series_id,date,quantity\nTEA,2025-01-31,3\n"
BOTH = TEA + "MUG,2025-02-28,5\n"


async def catalogue(counter, **query):
    products, _ = counter
    answer = await products.get("/api/products", params=query)
    return {each["sku"]: each["id"] for each in answer.json()}


async def test_products_that_nobody_touched_are_gone_with_their_import(
    client, imported, counter
):
    job, _ = await imported(BOTH)
    assert (await catalogue(counter)).keys() == {"TEA", "MUG"}
    await undo(client, job["id"])

    assert await catalogue(counter) == {}
    assert await catalogue(counter, archived="true") == {}


async def test_a_product_that_somebody_has_touched_stays(client, imported, counter):
    job, _ = await imported(BOTH)
    ids = await catalogue(counter)
    products, _ = counter
    counted = {"product_id": ids["TEA"], "counted": 4, "reason": "count"}
    assert (await products.post("/api/stock/adjustments", json=counted)).is_success
    await undo(client, job["id"])

    assert (await catalogue(counter)).keys() == {"TEA"}


async def test_a_product_of_another_import_too_is_gone_with_the_last_of_them(
    client, imported, counter
):
    first, _ = await imported(TEA, source="till-1")
    second, _ = await imported(BOTH, source="till-2")
    await undo(client, first["id"])
    between = await catalogue(counter)
    await undo(client, second["id"])

    assert between.keys() == {"TEA", "MUG"}
    assert await catalogue(counter) == {}


async def test_imported_again_its_products_are_new_ones(
    client, imported, counter, recorded
):
    job, _ = await imported(TEA)
    before = await catalogue(counter)
    await undo(client, job["id"])
    await recorded(undo=[job["id"]])
    _, units = await imported(TEA)
    after = await catalogue(counter)

    assert after["TEA"] > before["TEA"]
    assert units == {("01-31", "TEA"): 3}


async def test_sales_of_an_import_that_was_undone_are_in_no_list(
    client, imported, counter, recorded
):
    job, _ = await imported(BOTH)
    _, till = counter
    await undo(client, job["id"])
    await recorded(undo=[job["id"]])
    usual = await till.get("/api/sales")
    asked = await till.get("/api/sales", params={"undone": True})

    assert (usual.json(), usual.headers["X-Total-Count"]) == ([], "0")
    assert len(asked.json()) == 2
