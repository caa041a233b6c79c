"""How far the data of a source reaches: published when an import is over, and taken back."""

import orjson
import pytest

from etl_svc.operations.record_progress import record_progress
from etl_svc.tests.test_jobs import HEADER, series
from shared.clock import business_today, utc_now
from shared.contracts.imports import ImportProgress
from tests.support import outbox_rows, service_bearer

FILE = HEADER + b"TEA,2025-03-01,3\nTEA,2025-01-15,2\nMUG,2025-02-02,1\n"


@pytest.fixture
def finish(app):
    """Everything that was sent is recorded and in the series."""

    async def finish(job_id, rows=3):
        events = [
            ImportProgress(
                import_id=job_id,
                stage=stage,
                source=source,
                rows=rows,
                duplicates=0,
                rejected=[],
                ts=utc_now(),
            )
            for stage, source in (
                ("recorded", "sales_svc/0"),
                ("folded", "forecast_svc"),
            )
        ]
        async with app.state.database.transaction() as db:
            await record_progress(db, events)

    return finish


@pytest.fixture
def published(app):
    async def events():
        return [
            row["payload"]
            for row in await outbox_rows(app.state.database)
            if row["topic"] == "history.reached"
        ]

    return events


async def snapshot(client, **query):
    answer = await client.get(
        "/api/etl/history/snapshot",
        params=query,
        headers=service_bearer("forecast_svc"),
    )
    assert answer.status_code == 200, answer.text
    *lines, end = map(orjson.loads, answer.content.splitlines())
    return lines, end["next"]


async def sent(driver, working, **query):
    job_id = await driver.upload(FILE, **query)
    async with working():
        await driver.all_sent(job_id)
    return job_id


async def test_an_import_that_is_done_tells_between_which_days_its_rows_lie(
    driver, working, finish, published
):
    job_id = await sent(driver, working, source="till")
    assert await published() == []
    await finish(job_id)
    await finish(job_id)

    (event,) = await published()
    assert (await driver.job(job_id))["status"] == "done"
    assert (await driver.job(job_id))["data_end"] == "2025-03-01"
    assert {k: v for k, v in event.items() if k != "ts"} == {
        "source": "till",
        "import_id": job_id,
        "first_day": "2025-01-15",
        "last_day": "2025-03-01",
        "withdrawn": False,
    }


async def test_rows_that_were_moved_reach_as_far_as_they_were_moved(
    driver, working, finish, published
):
    job_id = await sent(driver, working, shift_dates=True)
    await finish(job_id)

    (event,) = await published()
    yesterday = business_today().toordinal() - 1
    assert event["last_day"] == str(business_today().fromordinal(yesterday))


async def test_what_is_undone_is_withdrawn_once(
    driver, working, finish, published, client
):
    job_id = await sent(driver, working)
    await finish(job_id)
    for _ in range(2):
        await client.post(f"/api/etl/jobs/{job_id}/undo")

    done, undone = await published()
    assert (done["withdrawn"], undone["withdrawn"]) == (False, True)
    assert undone["ts"] > done["ts"]


async def test_what_was_cancelled_on_its_way_reaches_as_far_as_it_came(
    driver, working, published, client
):
    job_id = await driver.upload(series(6000))
    async with working(max_waiting_chunks=1):
        await driver.sees(job_id, lambda job: job["rows_sent"] > 0)
        await client.post(f"/api/etl/jobs/{job_id}/cancel")

    job = await driver.job(job_id)
    assert job["status"] == "cancelled"
    assert [event["last_day"] for event in await published()] == [job["data_end"]]


async def test_a_job_that_never_sent_a_row_tells_nothing(driver, published, client):
    job_id = await driver.upload(FILE)
    await client.post(f"/api/etl/jobs/{job_id}/undo")

    assert await published() == []


async def test_the_snapshot_has_every_import_page_by_page(
    driver, working, finish, client
):
    first = await sent(driver, working, source="till")
    second = await sent(driver, working, source="web")
    await finish(first)
    await finish(second)
    await client.post(f"/api/etl/jobs/{second}/undo")

    one, after = await snapshot(client, limit=1)
    two, end = await snapshot(client, after=after, limit=5)

    assert [line["import_id"] for line in (*one, *two)] == [first, second]
    assert [line["withdrawn"] for line in (*one, *two)] == [False, True]
    assert (after, end) == (first, None)
    assert one[0]["source"] == "till"


async def test_the_snapshot_is_for_forecast_svc_alone(client):
    assert (await client.get("/api/etl/history/snapshot")).status_code == 403
