"""Every process that sales go through dies on the way; their totals are exact."""

import json
import time
from collections import Counter
from datetime import date, timedelta

import httpx
import pytest

pytestmark = pytest.mark.system

ROWS = 200_000
PRODUCTS = 100
VICTIMS = ("etl_svc", "sales_svc", "forecast_svc", "kafka")
WITHIN_S = 300
RATE = 3_000


def made_up(file) -> Counter[str]:
    """Single sales over two years; units by product."""
    units: Counter[str] = Counter()
    with file.open("w") as out:
        out.write("sku,sold_at,quantity,price\n")
        for n in range(ROWS):
            sku, quantity = f"DEATH-{n % PRODUCTS}", 1 + n % 7
            day = date(2024, 1, 1) + timedelta(days=n * 700 // ROWS)
            # Some are alike, as they are in any shop.
            out.write(f"{sku},{day} {8 + n % 12:02}:{n % 60:02},{quantity},4.20\n")
            units[sku] += quantity
    return units


async def test_a_large_import_survives_the_death_of_each_process(stack, shop, tmp_path):
    file = tmp_path / "sales.csv"
    units = made_up(file)
    with file.open("rb") as content:
        answer = shop.http.post(
            shop.url("etl", "/api/etl/uploads"),
            files={"file": ("sales.csv", content, "text/csv")},
        )
    job_id = answer.json()["id"]

    for n, victim in enumerate(VICTIMS):
        watched(shop, job_id, lambda job, n=n: job["rows_recorded"] > ROWS * n // 6)
        stack.kill(victim)
    job = watched(shop, job_id, lambda job: job["status"] == "done")

    assert job["rows_read"] == job["rows_sent"] == job["rows_recorded"] == ROWS
    assert job["rows_folded"] == ROWS
    assert (job["rows_rejected"], job["rows_duplicate"]) == (0, 0)
    for source in ("sales.sales", "forecast.daily"):
        assert await sums(shop, source) == units, source


async def test_an_emitter_goes_on_after_its_service_died(stack, shop):
    shop.add_product("NEVER-ALONE")
    before = await folded(shop)
    answer = shop.http.post(
        shop.url("etl", "/api/etl/emitter"), json={"rate": RATE, "minutes": 1}
    )
    job_id = answer.json()["id"]

    for n in (1, 2, 3):
        watched(shop, job_id, lambda job, n=n: job["rows_sent"] > RATE * n // 5)
        stack.kill("etl_svc")
    job = watched(shop, job_id, lambda job: job["status"] == "done")

    assert job["rows_sent"] == job["rows_recorded"] == job["rows_folded"] == RATE
    assert (job["rows_rejected"], job["rows_duplicate"]) == (0, 0)
    sales, first, last, units = json.loads(
        await shop.sql(
            "SELECT json_build_array(count(*), min(n), max(n), sum(quantity))::text"
            " FROM (SELECT quantity, split_part(row_key, '/', 3)::int AS n"
            " FROM sales.sales WHERE import_id = $1) emitted",
            job_id,
        )
    )
    assert (sales, first, last) == (RATE, 0, RATE - 1)
    assert await folded(shop) - before == units


def watched(shop, job_id, until):
    """The job once it is so far; whoever is away comes back."""
    deadline = time.monotonic() + WITHIN_S
    while True:
        assert time.monotonic() < deadline
        time.sleep(0.1)
        try:
            answer = shop.http.get(shop.url("etl", f"/api/etl/jobs/{job_id}"))
        except httpx.TransportError:
            continue
        job = answer.json()
        if answer.is_success and until(job):
            return job
        assert job.get("status") != "failed", job


async def folded(shop) -> int:
    """Units of all daily series."""
    return await shop.sql("SELECT coalesce(sum(quantity), 0)::int FROM forecast.daily")


async def sums(shop, source) -> dict[str, int]:
    found = await shop.sql(
        "SELECT coalesce(json_object_agg(sku, units), '{}')::text FROM ("
        f" SELECT p.sku, sum(s.quantity)::int AS units FROM {source} s"
        " JOIN products.products p ON p.id = s.product_id"
        " WHERE p.sku LIKE 'DEATH-%' GROUP BY 1) t"
    )
    return json.loads(found)
