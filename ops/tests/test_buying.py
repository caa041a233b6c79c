"""The demo's shop buys: something to see on every page, and the same again changes nothing."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from etl_svc.rules import SyntheticPlan
from etl_svc.synthetic import shop
from etl_svc.synthetic.purchasing import purchasing_rows
from ops.buying import Buying
from ops.keeping import Keeping
from products_svc.app import create_app
from products_svc.settings import Settings
from products_svc.tests.factories import add_product
from shared.clock import business_today
from shared.csv_files import csv_lines
from tests.support import bearer, client_for, served


@pytest.fixture
async def app(databases):
    await databases.clean("products")
    app = create_app(databases.settings(Settings))
    yield app
    await app.state.database.close()


@pytest.fixture
async def client(app):
    async with client_for(app, "manager", 7) as client:
        yield client


@pytest.fixture
async def buy(app, client):
    yesterday = business_today() - timedelta(days=1)
    plan = SyntheticPlan(
        products=9, days=90, seed=2026, profile="grocery", end=yesterday
    )
    sold = {row.sku for row in shop.rows(plan, 0) if row.quantity}
    for n in range(plan.products):
        made = shop.draft(plan, n * plan.days)
        if made.sku in sold:
            await add_product(client, sku=made.sku, price=float(made.price))

    def read(table):
        return csv_lines(purchasing_rows(plan, table))

    def run(port, fail_at=None):
        asked: list[str] = []
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", headers=bearer("manager", 7)
        ) as http:

            def ask(method, _service, path, **options):
                if fail_at is not None and len(asked) == fail_at:
                    raise ConnectionError
                asked.append(path)
                answer = http.request(method, path, **options)
                assert not answer.is_error, answer.text
                return answer.json()

            Buying(ask, read, "EUR").run()
            Keeping(ask).run()

    async def buy(**options):
        async with served(app) as port:
            await asyncio.to_thread(run, port, **options)

    return buy


async def seen(client):
    paths = ("locations", "suppliers", "purchase-orders", "stock")
    return await read_all(client, paths)


async def read_all(client, paths):
    return [
        (await client.get(f"/api/{path}", params={"limit": 100})).json()
        for path in paths
    ]


async def test_there_is_an_order_in_every_state(client, buy):
    await buy()

    locations, suppliers, orders, _stock = await seen(client)
    assert len(locations) == 3
    assert [each["currency"] for each in suppliers] == ["EUR", "EUR", "USD"]
    assert [each["lead_time_days"] for each in suppliers] == [3, 9, 35]
    states = {
        order["reference"].removeprefix("GROCERY-2026-"): (
            order["status"], order["overdue"],
        )
        for order in orders
    }  # fmt: skip
    assert states == {
        "1": ("draft", False), "2": ("placed", False), "3": ("placed", True),
        "4": ("partially_received", False), "5": ("received", False),
        "6": ("received", False),
    }  # fmt: skip
    listed = (await client.get("/api/products", params={"limit": 100})).json()
    assert all(0 < each["cost"] < each["price"] for each in listed)


KEPT = ("stock/transfers", "stock/counts", "stock/lots", "products")


async def test_there_are_lots_transfers_counts_and_tax_rates(client, buy):
    await buy()

    transfers, counts, lots, products = await read_all(client, KEPT)
    assert sorted(each["status"] for each in transfers) == ["in_transit", "received"]
    assert sorted(each["status"] for each in counts) == ["open", "posted"]
    assert all(each["counted"] for each in counts)
    assert {each["expires_on"] for each in lots} >= {
        (business_today() + timedelta(days=5)).isoformat()
    }
    assert {each["tax_rate"] for each in products} <= {5.5, 20}


async def test_the_same_again_changes_nothing(client, buy):
    await buy()
    before = await seen(client), await read_all(client, KEPT)

    await buy()

    assert (await seen(client), await read_all(client, KEPT)) == before


@pytest.mark.parametrize("fail_at", [3, 12, 16, 20, 34, 38])
async def test_what_stopped_on_the_way_goes_on(client, buy, fail_at):
    with pytest.raises(ConnectionError):
        await buy(fail_at=fail_at)

    await buy()

    _locations, _suppliers, orders, _stock = await seen(client)
    assert len(orders) == 6
    assert len([order for order in orders if order["status"] == "received"]) == 2
