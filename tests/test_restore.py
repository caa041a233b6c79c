"""A backup made while selling, a restore, and the truth afterwards."""

import asyncio
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from ops.backup import host
from ops.backup.archive import Archive
from tests.shop import eventually, now_without_zone

pytestmark = pytest.mark.system

SERIES = (
    "SELECT coalesce(sum(d.quantity), 0)::int FROM forecast.daily d"
    " JOIN forecast.generations g USING (generation)"
    " WHERE g.state = 'live' AND d.product_id = $1"
)
SOLD = (
    "SELECT coalesce(sum(quantity), 0)::int FROM sales.sales"
    " WHERE product_id = $1 AND voided_at IS NULL"
)
LEFT = "SELECT trim_scale(sum(quantity - returned))::text FROM sales.sales WHERE voided_at IS NULL"


def sell(shop, product, quantity=1):
    body = {
        "product_id": product["id"],
        "quantity": quantity,
        "sold_at": now_without_zone(),
    }
    answer = shop.http.post(shop.url("sales", "/api/sales"), json=body)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def sell_until(shop, product, told):
    sold = []
    while not told.is_set():
        sold.append(sell(shop, product))
    return sold


async def series_and_sales(shop, product):
    """Units in the series, and the units of the sales that they are made of."""
    return (
        await shop.sql(SERIES, product["id"]),
        await shop.sql(SOLD, product["id"]),
    )


async def test_a_restore_knows_the_sales_of_the_backup_and_no_others(
    stack, shop, tmp_path
):
    shop.sign_in()
    product = shop.add_product("BACK", stock=10_000)
    here = host.Local(stack)
    first = [sell(shop, product, 2) for _ in range(10)]
    void = shop.url("sales", f"/api/sales/{first[0]}/void")
    assert shop.http.post(void, json={"reason": "a slip"}).status_code == 200
    closing = Event()
    with ThreadPoolExecutor(1) as till:
        selling = till.submit(sell_until, shop, product, closing)
        file = await asyncio.to_thread(host.backup, here, tmp_path / "backups")
        closing.set()
        during = selling.result()
    here.one_shot("check", file)

    # The broker stays: it has events of sales that the restored database never saw.
    ghosts = [sell(shop, product) for _ in range(20)]
    await asyncio.to_thread(host.restore, here, file, yes=True)

    noted = Archive.open(file).manifest
    units, sold = await series_and_sales(shop, product)
    assert units == sold
    assert 18 <= sold <= 18 + len(during)
    assert await shop.sql(LEFT) == noted.figures.sums["units sold"]
    known = "SELECT count(*)::int FROM sales.sales WHERE id = ANY($1)"
    assert await shop.sql(known, ghosts) == 0
    assert await shop.sql(known, first) == len(first)

    # What is sold now has numbers that nobody has seen, and is folded.
    new = [sell(shop, product, 3) for _ in range(5)]
    assert min(new) > max(ghosts)
    here.one_shot("settled")
    assert await series_and_sales(shop, product) == (sold + 15, sold + 15)
    assert stack.unready() == {}


async def test_an_import_under_way_goes_on_though_the_broker_has_lost_everything(
    stack, shop, tmp_path
):
    """Chunks that only the broker had when the backup was made are sent again."""
    shop.sign_in()
    here = host.Local(stack)
    file = ("old.csv", "\n".join(["sku,sold_at,quantity,price", *history()]))
    answer = shop.http.post(shop.url("etl", "/api/etl/uploads"), files={"file": file})
    assert answer.status_code == 202, answer.text
    job = answer.json()["id"]
    eventually(
        lambda: shop.http.get(shop.url("etl", f"/api/etl/jobs/{job}")).json(),
        until=lambda seen: seen["rows_sent"] > 0 or seen["rows_recorded"] > 0,
    )
    backup = await asyncio.to_thread(host.backup, here, tmp_path / "backups")

    stack.stop_program("kafka")
    shutil.rmtree(stack.home / "kafka" / "data", ignore_errors=True)
    stack.kafka.initialise()
    stack.start_program("kafka")
    stack.kafka.wait_ready()
    await asyncio.to_thread(host.restore, here, backup, yes=True)

    done = shop.finished_job(job)
    assert done["status"] == "done"
    assert done["rows_recorded"] + done["rows_duplicate"] == ROWS
    here.one_shot("settled")
    imported = "SELECT sum(quantity)::int FROM sales.sales WHERE import_id = $1"
    assert await shop.sql(imported, job) == UNITS
    assert stack.unready() == {}


ROWS = 20_000
UNITS = sum(1 + n % 3 for n in range(ROWS))


def history():
    first = datetime.now(UTC).date() - timedelta(days=300)
    for n in range(ROWS):
        day = first + timedelta(days=n // 100)
        yield f"BACK-{n % 100},{day},{1 + n % 3},2.50"
