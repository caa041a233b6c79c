"""What each location holds, now and at any past moment."""

from datetime import UTC, datetime, timedelta

from products_svc.tests.factories import add_location, add_product, adjust
from tests.support import client_for


def levels(answer):
    return [(s["product_id"], s["location_id"], s["on_hand"]) for s in answer.json()]


async def test_stock_is_listed_by_product_and_location(client):
    tea = await add_product(client, stock=10)
    rice = await add_product(client, stock=0)
    lyon = await add_location(client)
    await adjust(client, tea["id"], delta=4, location_id=lyon["id"])

    every = await client.get("/api/stock")
    there = await client.get("/api/stock", params={"location_id": lyon["id"]})
    of_rice = await client.get("/api/stock", params={"product_id": rice["id"]})

    assert levels(every) == [
        (tea["id"], 1, 10),
        (tea["id"], lyon["id"], 4),
        (rice["id"], 1, 0),
    ]
    assert every.headers["X-Total-Count"] == "3"
    assert levels(there) == [(tea["id"], lyon["id"], 4)]
    assert levels(of_rice) == [(rice["id"], 1, 0)]


async def test_a_row_says_which_product_it_is_of(client):
    tea = await add_product(client, stock=10, unit="kg", quantity_decimals=3)

    (row,) = (await client.get("/api/stock")).json()

    assert (row["product_sku"], row["product_name"]) == (tea["sku"], tea["name"])
    assert (row["unit"], row["quantity_decimals"], row["archived"]) == ("kg", 3, False)


async def test_an_archived_product_is_listed_while_something_is_left_of_it(client):
    tea = await add_product(client, stock=3)
    await client.delete(f"/api/products/{(await add_product(client, stock=0))['id']}")
    await client.delete(f"/api/products/{tea['id']}")

    assert levels(await client.get("/api/stock")) == [(tea["id"], 1, 3)]


async def test_stock_of_a_past_moment_is_what_the_ledger_says_of_it(client, inspector):
    tea = await add_product(client, stock=10)
    await adjust(client, tea["id"], delta=5)
    rice = await add_product(client, stock=7)
    times = [
        row["ts"]
        for row in await inspector.fetch("SELECT ts FROM stock_movements ORDER BY id")
    ]

    async def at(moment):
        return levels(
            await client.get("/api/stock", params={"as_of": moment.isoformat()})
        )

    assert await at(times[0]) == []
    assert await at(times[1]) == [(tea["id"], 1, 10)]
    assert await at(times[2]) == [(tea["id"], 1, 15)]
    today = str(datetime.now(UTC).date())
    answer = await client.get("/api/stock", params={"as_of": today})
    assert levels(answer) == [(tea["id"], 1, 15), (rice["id"], 1, 7)]
    yesterday = str(datetime.now(UTC).date() - timedelta(days=1))
    assert levels(await client.get("/api/stock", params={"as_of": yesterday})) == []


async def test_pages_by_cursor_neither_repeat_nor_miss_a_shelf(client):
    lyon = await add_location(client)
    for _ in range(3):
        tea = await add_product(client, stock=1)
        await adjust(client, tea["id"], delta=1, location_id=lyon["id"])
    found, following = [], "/api/stock?limit=2&cursor="
    while following:
        answer = await client.get(following)
        found += levels(answer)
        link = answer.headers.get("Link")
        following = link and link.split(">")[0][1:]

    assert found == levels(await client.get("/api/stock"))
    assert len(found) == 6


async def test_a_shelf_is_worth_what_it_cost_now_and_then(client, app, inspector):
    tea = await add_product(client, stock=0)
    await adjust(client, tea["id"], delta=2, unit_cost=3)
    await adjust(client, tea["id"], delta=1, unit_cost=4)
    mug = await add_product(client, stock=5)
    then = await inspector.fetchval("SELECT ts FROM stock_movements WHERE id = 3")

    def worth(answer):
        return [(s["value"], s["average_cost"], s["cost_known"]) for s in answer.json()]

    of_tea, of_mug = worth(await client.get("/api/stock"))
    assert of_tea == (10.0, 3.333333, True)
    assert of_mug == (0.0, None, False)
    at = {"as_of": then.isoformat(), "product_id": tea["id"]}
    assert worth(await client.get("/api/stock", params=at)) == [(6.0, 3.0, True)]
    now = {"as_of": "2090-01-01", "product_id": mug["id"]}
    assert worth(await client.get("/api/stock", params=now)) == [(0.0, None, False)]
    async with client_for(app, "user", 8) as user:
        assert worth(await user.get("/api/stock", params=at)) == [(None, None, True)]


async def test_the_ledger_says_what_each_movement_was_worth(client, app, till):
    tea = await add_product(client, stock=0)
    came = await adjust(client, tea["id"], delta=3, unit_cost=1.5)
    await till.take(9, [(tea["id"], 2)])

    sale, receipt, first = (await client.get("/api/stock/movements")).json()

    assert receipt == came.json()
    costs = ("unit_cost", "value", "value_after", "cost_variance")
    assert [sale[name] for name in costs] == [1.5, -3.0, 1.5, 0.0]
    assert [receipt[name] for name in costs] == [1.5, 4.5, 4.5, 0.0]
    assert (first["value"], first["cost_known"], sale["cost_known"]) == (0, False, True)
    assert sale["source"] == "sale/9"
    of_sale = await client.get("/api/stock/movements", params={"source": "sale/9"})
    assert of_sale.json() == [sale]
    await till.give_back(9, [(tea["id"], 1)])
    both = await client.get("/api/stock/movements", params={"source": "sale/9"})
    assert [m["reason"] for m in both.json()] == ["void", "sale"]
    async with client_for(app, "user", 8) as user:
        (*_, seen, _) = (await user.get("/api/stock/movements")).json()
        one = (await user.get(f"/api/stock/movements/{sale['id']}")).json()
    assert [seen[name] for name in costs] == [one[name] for name in costs] == [None] * 4


async def test_only_what_comes_in_has_a_cost_of_its_own(client):
    tea = await add_product(client, stock=3)

    answer = await adjust(client, tea["id"], delta=-1, unit_cost=2)

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (
        422,
        "cost_of_nothing",
    )
