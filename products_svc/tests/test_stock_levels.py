"""What each location holds, now and at any past moment."""

from datetime import UTC, datetime, timedelta

from products_svc.tests.factories import add_location, add_product, adjust


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
