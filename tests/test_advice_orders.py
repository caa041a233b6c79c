"""From advice to drafts: forecast_svc and products_svc on one real PostgreSQL, with what
can go wrong between them."""

import asyncio
from contextlib import asynccontextmanager

import httpx
import pytest
from sqlalchemy import text

from forecast_svc.app import create_app as forecast_app
from forecast_svc.ordering import sender as sending
from forecast_svc.ordering.operations import order_advised
from forecast_svc.ordering.sender import OrderSender
from forecast_svc.settings import Settings as ForecastSettings
from forecast_svc.tests.factories import Deliveries
from products_svc.app import create_app as products_app
from products_svc.settings import Settings as ProductsSettings
from products_svc.tests.factories import add_product, add_supplier, set_terms
from shared.contracts.topics import TOPICS
from tests.support import client_for, outbox_rows, service_bearer

ADVICE = "/api/forecast/replenishment/orders"
ORDERS = "/api/purchase-orders"


class Wire(httpx.AsyncBaseTransport):
    """What lies between the two services, and how it breaks."""

    def __init__(self, app):
        self._inner = httpx.ASGITransport(app=app)
        self.away = False
        self.loses_answers = False

    async def handle_async_request(self, request):
        if self.away:
            raise httpx.ConnectError("nobody there")
        answer = await self._inner.handle_async_request(request)
        if self.loses_answers:
            raise httpx.ReadTimeout("died before the answer came")
        return answer


@pytest.fixture
async def products(databases):
    await databases.clean("products", "forecast")
    app = products_app(databases.settings(ProductsSettings))
    async with client_for(app, "manager", 7) as client:
        client.app = app
        yield client
    await app.state.database.close()


@pytest.fixture
def wire(products):
    return Wire(products.app)


@pytest.fixture
async def forecast(databases, wire, products, monkeypatch):
    monkeypatch.setattr(order_advised, "GRACE_S", 0)
    app = forecast_app(databases.settings(ForecastSettings))
    peer = httpx.AsyncClient(
        transport=wire,
        base_url="http://products",
        headers=service_bearer("forecast_svc"),
    )
    app.state.order_sender = OrderSender(app.state.database, peer)
    async with peer, client_for(app, "manager", 7) as client:
        client.app = app
        client.heard = 0
        yield client
    await app.state.training.close()
    await app.state.fits.close()
    await app.state.database.close()


@pytest.fixture
async def shop(products, forecast):
    """Tea and mugs, both of North; jam of South; and the events of that heard."""
    north, south = await add_supplier(products), await add_supplier(products)
    goods = [await add_product(products) for _ in range(3)]
    for product, supplier in zip(goods, (north, north, south), strict=True):
        await set_terms(
            products, supplier, {"product_id": product["id"], "unit_cost": 3}
        )
    await hear(products, forecast)
    return [product["id"] for product in goods]


async def hear(products, forecast):
    """What products_svc has told since the last time reaches forecast_svc."""
    deliver = Deliveries(forecast.app.state.database)
    rows = await outbox_rows(products.app.state.database)
    for row in rows[forecast.heard :]:
        if row["topic"] != "audit.recorded":
            told = row["payload"]
            for payload in told if isinstance(told, list) else [told]:
                await deliver(TOPICS[row["topic"]].event.model_validate(payload))
    forecast.heard = len(rows)


async def order(forecast, *lines, expect=None):
    """``lines``: product and quantity."""
    body = {"lines": [{"product_id": p, "quantity": q} for p, q in lines]}
    answer = await forecast.post(ADVICE, json=body)
    assert answer.status_code == (expect or 201), answer.text
    return answer.json()


async def drafts(products):
    """Of each order its status, and what it has of each product."""
    listed = (await products.get(ORDERS)).json()
    shown = [(await products.get(f"{ORDERS}/{o['id']}")).json() for o in listed]
    return {
        o["id"]: (o["status"], {n["product_id"]: n["quantity"] for n in o["lines"]})
        for o in shown
    }


async def incoming(forecast):
    """What the advice takes as coming in, of each product."""
    async with forecast.app.state.database.read() as db:
        rows = await db.execute(
            text("SELECT product_id, sum(quantity) FROM live_incoming GROUP BY 1")
        )
        return {product: float(units) for product, units in rows}


@asynccontextmanager
async def background(forecast):
    """The task that sends what is left, going round."""
    sender = forecast.app.state.order_sender
    task = asyncio.create_task(sender.run())
    try:
        yield
    finally:
        sender.stop()
        await asyncio.wait_for(task, 30)
        sender._stopping.clear()


async def one_round(forecast, monkeypatch):
    """Until whatever is due was tried once."""
    monkeypatch.setattr(sending, "LOOK_EVERY_S", 0)
    await forecast.app.state.order_sender._round()


async def states(forecast):
    return [row["state"] for row in (await forecast.get(ADVICE)).json()]


async def test_each_supplier_gets_one_draft_and_asking_again_adds_nothing(
    products, forecast, shop
):
    tea, mug, jam = shop
    wanted = [(tea, 12), (mug, 4), (jam, 6)]

    made = await order(forecast, *wanted)
    assert [(d["state"], len(d["lines"])) for d in made["drafts"]] == [
        ("sent", 2),
        ("sent", 1),
    ]
    expected = {1: ("draft", {tea: 12, mug: 4}), 2: ("draft", {jam: 6})}
    assert await drafts(products) == expected
    assert await incoming(forecast) == {tea: 12, mug: 4, jam: 6}

    assert (await order(forecast, *wanted, expect=200))["drafts"] == []
    await hear(products, forecast)
    assert await incoming(forecast) == {tea: 12, mug: 4, jam: 6}
    assert (await order(forecast, *wanted, expect=200))["drafts"] == []
    assert await drafts(products) == expected
    assert (await products.get(f"{ORDERS}/1")).json()["created_by"] == 7


async def test_a_second_call_adds_the_difference_before_and_after_it_is_heard(
    products, forecast, shop
):
    tea, mug, _ = shop
    await order(forecast, (tea, 12))
    await order(forecast, (tea, 15), (mug, 2))
    assert await drafts(products) == {1: ("draft", {tea: 15, mug: 2})}
    assert await incoming(forecast) == {tea: 15, mug: 2}

    await hear(products, forecast)
    await order(forecast, (tea, 20))
    await order(forecast, (tea, 3), expect=200)
    await hear(products, forecast)

    assert await drafts(products) == {1: ("draft", {tea: 20, mug: 2})}
    assert await incoming(forecast) == {tea: 20, mug: 2}


async def test_while_products_is_away_it_counts_and_is_sent_later(
    products, forecast, shop, wire, monkeypatch
):
    tea, *_ = shop
    wire.away = True

    waiting = await order(forecast, (tea, 12), expect=202)
    assert waiting["state"] == "waiting"
    assert waiting["drafts"][0]["error"]["code"] == "unavailable"
    assert await incoming(forecast) == {tea: 12}
    await order(forecast, (tea, 12), expect=200)

    wire.away = False
    await one_round(forecast, monkeypatch)
    assert await drafts(products) == {1: ("draft", {tea: 12})}
    assert await states(forecast) == ["sent"]
    await hear(products, forecast)
    await one_round(forecast, monkeypatch)
    assert await states(forecast) == ["confirmed"]
    assert await incoming(forecast) == {tea: 12}


async def test_a_crash_before_the_answer_came_orders_nothing_twice(
    products, forecast, shop, wire, monkeypatch
):
    """The draft is there, and heard of, before forecast_svc knows it."""
    tea, *_ = shop
    wire.loses_answers = True
    await order(forecast, (tea, 12), expect=202)
    assert await drafts(products) == {1: ("draft", {tea: 12})}

    wire.loses_answers = False
    await one_round(forecast, monkeypatch)
    await hear(products, forecast)
    await one_round(forecast, monkeypatch)

    assert await drafts(products) == {1: ("draft", {tea: 12})}
    assert await states(forecast) == ["confirmed"]
    assert await incoming(forecast) == {tea: 12}


async def test_two_who_order_at_once_order_once(products, forecast, shop):
    tea, mug, _ = shop

    await asyncio.gather(
        *(
            forecast.post(
                ADVICE,
                json={"lines": [{"product_id": p, "quantity": 8} for p in (tea, mug)]},
            )
            for _ in range(3)
        )
    )
    await hear(products, forecast)

    assert await drafts(products) == {1: ("draft", {tea: 8, mug: 8})}
    assert await incoming(forecast) == {tea: 8, mug: 8}


async def test_a_cancelled_draft_or_a_line_taken_out_frees_its_rows(
    products, forecast, shop
):
    tea, mug, jam = shop
    await order(forecast, (tea, 12), (mug, 4), (jam, 6))
    await hear(products, forecast)

    first = (await products.get(f"{ORDERS}/1")).json()
    kept = [n for n in first["lines"] if n["product_id"] == mug]
    headers = {"If-Match": f'"{first["version"]}"'}
    amended = first | {"lines": kept}
    put = await products.put(f"{ORDERS}/1", json=amended, headers=headers)
    assert put.status_code == 200, put.text
    await products.post(f"{ORDERS}/2/cancel", json={"reason": "Too dear"})
    await hear(products, forecast)

    assert await incoming(forecast) == {mug: 4}
    await order(forecast, (jam, 6))
    assert (await drafts(products))[3] == ("draft", {jam: 6})


async def test_an_order_cancelled_unheard_is_asked_for_and_freed(
    products, forecast, shop, monkeypatch
):
    """Its events were lost, and a rebuild tells of no order that is over."""
    tea, *_ = shop
    await order(forecast, (tea, 12))
    await products.post(f"{ORDERS}/1/cancel", json={"reason": "Too dear"})
    async with forecast.app.state.database.transaction() as db:
        await db.execute(
            text("UPDATE advice_orders SET sent_at = now() - interval '1 h'")
        )

    await one_round(forecast, monkeypatch)

    assert await incoming(forecast) == {}


async def test_what_products_refuses_counts_no_more_and_says_why(
    products, forecast, shop
):
    tea, *_ = shop
    await products.delete(f"/api/products/{tea}")

    answer = await order(forecast, (tea, 12))

    (draft,) = answer["drafts"]
    assert (draft["state"], draft["error"]["code"]) == ("refused", "product_not_found")
    assert await incoming(forecast) == {}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"product_id": 99, "quantity": 1}, "product_not_found"),
        ({"product_id": 1, "quantity": 1.5}, "quantity_precision"),
        ({"product_id": 1, "quantity": 1, "supplier_id": 2}, "no_supplier"),
        ({"product_id": 1, "quantity": 1, "location_id": 5}, "location_not_found"),
        ({"product_id": 1, "quantity": 0}, "invalid"),
    ],
)
async def test_what_cannot_be_ordered_is_named_and_nothing_is(
    products, forecast, shop, line, code
):
    good = {"product_id": shop[1], "quantity": 1}
    answer = await forecast.post(ADVICE, json={"lines": [good, line]})

    assert answer.status_code in {404, 422}
    assert answer.json()["code"] == code
    assert await incoming(forecast) == {}


async def test_only_managers_order(forecast):
    for role in ("viewer", "user"):
        async with client_for(forecast.app, role) as client:
            line = {"product_id": 1, "quantity": 1}
            assert (
                await client.post(ADVICE, json={"lines": [line]})
            ).status_code == 403
            assert (await client.get(ADVICE)).status_code == 403
