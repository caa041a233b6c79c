import asyncio

import httpx
import pytest

from etl_svc.jobs import run
from etl_svc.operations.advance_job import advance_job
from etl_svc.peers.products import Catalogue
from tests.support import client_for, eventually

HEADER = b"series_id,date,quantity\n"


def series(rows: int, products: int = 5) -> bytes:
    days = (f"2025-{1 + n // 28 % 12:02}-{1 + n % 28:02}" for n in range(rows))
    lines = (f"SKU-{n % products},{day},{1 + n % 9}\n" for n, day in enumerate(days))
    return HEADER + "".join(lines).encode()


async def test_a_file_is_sent_whole_and_unknown_products_are_created(
    driver, working, app
):
    job_id = await driver.upload(series(1200), default_price="2.50")

    async with working():
        job = await driver.all_sent(job_id)

    rows = await driver.sent()
    assert job["rows_accepted"] == job["rows_sent"] == len(rows) == 1200
    assert {row["price"] for _, row in rows} == {2.5}
    assert max(n for n, _ in rows) == len({n for n, _ in rows}) - 1


async def test_bad_rows_are_told_with_line_and_reason_and_the_others_are_sent(
    driver, working
):
    job_id = await driver.upload(
        HEADER
        + b"TEA,2025-01-02,3\nTEA,2025-01-03,-1\nTEA,2025-01-04,0\nTEA,2025-13-01,2\nTEA,2025-01-0"
    )

    async with working():
        job = await driver.all_sent(job_id)

    assert [
        (p["line"], p["field"], p["code"], p["value"]) for p in job["problems"]
    ] == [
        (3, "quantity", "negative", "-1"),
        (5, "date", "not_a_date", "2025-13-01"),
        (6, "", "wrong_cell_count", ""),
    ]
    assert (
        job["rows_read"],
        job["rows_accepted"],
        job["rows_zero"],
        job["rows_rejected"],
    ) == (5, 1, 1, 3)
    assert len(await driver.sent()) == 1


async def test_with_on_error_reject_one_bad_row_stops_all(driver, working):
    job_id = await driver.upload(
        series(900) + b"TEA,2025-01-03,oops\n", on_error="reject"
    )

    async with working():
        job = await driver.all_sent(job_id)

    assert (job["status"], job["error_code"]) == ("failed", "rows_rejected")
    assert job["problems"][0]["line"] == 902
    assert await driver.sent() == []


async def test_with_on_unknown_reject_no_product_is_created(driver, working, app):
    job_id = await driver.upload(series(3), on_unknown="reject")

    async with working():
        job = await driver.all_sent(job_id)

    assert {p["code"] for p in job["problems"]} == {"unknown_sku"}
    assert await app.state.catalogue.find(["SKU-0", "SKU-1", "SKU-2"]) == {}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"a,b\n1,2\n", "wrong_columns"),
        (b"PK\x03\x04\x00", "broken_file"),
    ],
)
async def test_a_file_of_another_kind_is_refused_at_once(client, content, code):
    answer = await client.post(
        "/api/etl/uploads", files={"file": ("x", content, "text/csv")}
    )

    assert answer.status_code == 422
    assert answer.json()["code"] == code


async def test_a_job_goes_on_where_a_killed_worker_stopped(
    driver, working, monkeypatch
):
    """The worker dies twice, right before and right after a step is committed."""
    job_id = await driver.upload(series(9000))
    deaths: list[str] = []

    async def die_around(db, job, step, lease_s):
        if len(deaths) == 0 and job.chunks >= 4:
            deaths.append("before")
            raise ConnectionError("killed before the commit")
        sent = await advance_job(db, job, step, lease_s)
        if len(deaths) == 1:
            deaths.append("after")
            await db.commit()
            raise ConnectionError("killed after the commit")
        return sent

    monkeypatch.setattr(run, "advance_job", die_around)
    monkeypatch.setattr("etl_svc.jobs.worker.RETRY_S", 0.05)

    async with working():
        job = await driver.all_sent(job_id)

    rows = await driver.sent()
    assert deaths == ["before", "after"]
    assert job["rows_sent"] == len(rows) == 9000
    assert sorted({n for n, _ in rows}) == list(range(max(n for n, _ in rows) + 1))


async def test_two_workers_do_a_job_once(driver, working):
    jobs = [await driver.upload(series(3000), source=f"till-{n}") for n in range(3)]

    async with working(), working():
        for job_id in jobs:
            await driver.all_sent(job_id)

    assert len(await driver.sent()) == 9000


async def test_a_worker_that_was_thought_dead_can_write_nothing_more(
    driver, working, app, monkeypatch
):
    job_id = await driver.upload(series(4000))
    held = asyncio.Event()
    first: list[object] = []

    async def sleep_through_the_lease(db, job, step, lease_s):
        if not first:
            first.append(job.claimed_by)
            await held.wait()
        return await advance_job(db, job, step, lease_s)

    monkeypatch.setattr(run, "advance_job", sleep_through_the_lease)

    async with working(lease_s=0.2):
        await eventually(lambda: asyncio.sleep(0, first))
        async with working():
            await driver.all_sent(job_id)
            held.set()

    assert len(await driver.sent()) == 4000


async def test_a_job_waits_while_products_cannot_be_reached(
    driver, working, app, monkeypatch
):
    monkeypatch.setattr("etl_svc.jobs.worker.RETRY_S", 0.05)
    works = app.state.catalogue
    app.state.catalogue = Catalogue(
        httpx.AsyncClient(
            transport=httpx.MockTransport(lambda _r: httpx.Response(503)),
            base_url="http://x",
        )
    )
    job_id = await driver.upload(series(10))
    async with working():
        waiting = await eventually(
            lambda: driver.job(job_id), until=lambda job: job["error"] is not None
        )
    assert waiting["error"] == "Waiting for products_svc."

    app.state.catalogue = works
    async with working():
        job = await driver.all_sent(job_id)

    assert (job["rows_sent"], job["error"]) == (10, None)


async def test_what_waits_stays_bounded(driver, working):
    """Nothing drains the outbox here, so the job stops at its limit and waits."""
    job_id = await driver.upload(series(9000))

    async with working(max_waiting_chunks=5):
        job = await eventually(
            lambda: driver.job(job_id),
            until=lambda j: (j["error"] or "").startswith("Waiting until"),
        )

    assert job["status"] == "running"
    assert job["rows_sent"] < 9000


async def test_a_cancelled_job_sends_no_more(driver, working, client):
    job_id = await driver.upload(series(1000))

    first = await client.post(f"/api/etl/jobs/{job_id}/cancel")
    again = await client.post(f"/api/etl/jobs/{job_id}/cancel")
    async with working():
        await asyncio.sleep(0.2)  # Several polls of a worker that finds nothing.

    assert first.json()["status"] == again.json()["status"] == "cancelled"
    assert await driver.sent() == []


async def test_a_synthetic_shop_is_sent_whole(driver, working, client):
    body = {"products": 12, "days": 100, "seed": 5, "end": "2026-05-31"}
    job_id = (await client.post("/api/etl/synthetic", json=body)).json()["id"]

    async with working():
        job = await driver.all_sent(job_id)

    assert job["rows_read"] == job["rows_total"] == 1200
    assert job["rows_sent"] + job["rows_zero"] == 1200
    assert len({row["product_id"] for _, row in await driver.sent()}) == 12


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"products": 0}, "products"),
        ({"days": -1}, "days"),
        ({"seed": 1.5}, "seed"),
        ({"end": "2999-01-01"}, "body"),
        ({"colour": 1}, "colour"),
    ],
)
async def test_a_plan_that_cannot_be_made_names_the_field(client, change, field):
    answer = await client.post(
        "/api/etl/synthetic", json={"products": 1, "days": 1} | change
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


async def test_jobs_can_be_asked_for_by_kind_and_status(client, driver):
    upload = await driver.upload(series(1))
    made_up = await client.post("/api/etl/synthetic", json={"products": 1, "days": 1})
    await client.post(f"/api/etl/jobs/{upload}/cancel")

    async def listed(**asked):
        answer = await client.get("/api/etl/jobs", params=asked)
        return [job["id"] for job in answer.json()], answer.headers["X-Total-Count"]

    assert await listed(kind="upload") == ([upload], "1")
    assert await listed(status="queued") == ([made_up.json()["id"]], "1")
    assert await listed(kind="upload", status="queued") == ([], "0")


async def test_jobs_are_for_managers(app, driver):
    job_id = await driver.upload(series(1))

    async with client_for(app, "user") as client:
        assert (await client.get("/api/etl/jobs")).status_code == 403
        assert (await client.get(f"/api/etl/jobs/{job_id}")).status_code == 403
