"""Sales that come as time goes by: one emitter, bounded, and exact over restarts."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from etl_svc.peers.products import Product
from etl_svc.rules import EmitterPlan, ProductDraft
from etl_svc.synthetic.emitter import EmitterSource

START = datetime(2026, 6, 1, 9, tzinfo=UTC)
PLAN = EmitterPlan(rate=120, minutes=2, seed=1, start=START)
SKUS = ["TEA", "MUG", "CUP"]


def source(position=0):
    return EmitterSource(PLAN, SKUS, "emitter/1", position)


@pytest.fixture
async def products(app):
    drafts = [
        ProductDraft(sku, sku, Decimal(4), stock=0, category=None) for sku in SKUS
    ]
    await app.state.catalogue.ensure(drafts)


async def start(client, **body):
    return await client.post("/api/etl/emitter", json=body)


def test_sales_are_due_one_after_another():
    emitting = source()

    first = emitting.read(START)
    half_a_minute = emitting.read(START + timedelta(seconds=30))

    assert len(first.rows) == 1
    assert len(half_a_minute.rows) == 60
    assert not half_a_minute.finished
    assert half_a_minute.rows[-1].sold_at == START + timedelta(seconds=30)


def test_it_ends_at_its_bound_however_late_it_is():
    batch = source().read(START + timedelta(days=1))

    assert (batch.read, batch.finished) == (PLAN.rows, True)
    assert batch.rows[-1].sold_at < START + timedelta(minutes=2)


def test_a_restart_goes_on_with_the_next_sale_and_sells_the_same():
    whole = source().read(START + timedelta(minutes=1))
    later = source(position=60).read(START + timedelta(minutes=1))

    assert whole.rows[60:] == later.rows
    assert len({row.row_key for row in whole.rows}) == len(whole.rows)


def test_a_clock_that_goes_back_sells_nothing_twice():
    emitting = source(position=100)

    assert emitting.read(START).rows == []
    assert emitting.position == 100


async def test_it_sells_what_the_shop_has_until_it_is_stopped(
    client, driver, working, products
):
    job_id = (await start(client, rate=6000, minutes=5)).json()["id"]
    async with working():
        await driver.sees(job_id, lambda job: job["rows_sent"] > 0)
        stopped = await client.post("/api/etl/emitter/stop")
        again = await client.post("/api/etl/emitter/stop")

    rows = await driver.sent()
    assert stopped.json()["status"] == again.json()["status"] == "cancelled"
    assert (await client.get("/api/etl/emitter")).json()["rows_sent"] == len(rows) > 0
    assert {row["price"] for _, row in rows} == {4}


async def test_there_is_one_at_a_time(client, products):
    first = await start(client)
    second = await start(client)
    await client.post("/api/etl/emitter/stop")
    third = await start(client)

    assert [answer.status_code for answer in (first, second, third)] == [202, 409, 202]
    assert second.json()["code"] == "emitter_running"


async def test_the_same_request_again_is_answered_with_the_first(client, products):
    key = {"Idempotency-Key": "till-1"}
    first, again, other = [
        await client.post("/api/etl/emitter", json=body, headers=key)
        for body in ({"rate": 60}, {"rate": 60}, {"rate": 61})
    ]

    assert first.json()["id"] == again.json()["id"]
    assert other.json()["code"] == "idempotency_key_reused"


async def test_a_product_that_is_gone_is_sold_no_more(
    app, client, driver, working, products, monkeypatch
):
    catalogue = app.state.catalogue
    there = await catalogue.some()

    async def some():
        return there | {"GONE": Product(999, Decimal(4))}

    monkeypatch.setattr(catalogue, "some", some)
    # A shop of so many products that it asks again while it sells.
    monkeypatch.setattr("etl_svc.jobs.products.CACHED_PRODUCTS", len(there))
    job_id = (await start(client, rate=6000, minutes=5)).json()["id"]
    async with working():
        job = await driver.sees(job_id, lambda job: job["rows_rejected"] > 0)

    assert {problem["value"] for problem in job["problems"]} == {"GONE"}
    assert {row["product_id"] for _, row in await driver.sent()} <= {
        product.id for product in there.values()
    }


async def test_other_jobs_get_their_turn_beside_it(client, driver, working, products):
    await start(client, rate=1, minutes=1440)
    async with working():
        job_id = await driver.upload(b"series_id,date,quantity\nTEA,2025-01-31,3\n")
        await driver.all_sent(job_id)


async def test_without_a_product_it_fails_and_says_why(client, driver, working):
    job_id = (await start(client)).json()["id"]
    async with working():
        job = await driver.until(job_id, "failed")

    assert job["error_code"] == "no_products"


async def test_none_was_ever_started(client):
    assert (await client.get("/api/etl/emitter")).json()["code"] == "no_emitter"


@pytest.mark.parametrize("body", [{"rate": 0}, {"rate": 6001}, {"minutes": 1441}])
async def test_it_is_bounded(client, body):
    assert (await start(client, **body)).status_code == 422
