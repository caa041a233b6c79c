"""take_stock and return_stock, as sales_svc calls them."""

import asyncio
import random
from decimal import Decimal

import asyncpg
import orjson
import pytest

from products_svc.tests.factories import (
    add_product,
    adjust,
    broken_laws,
    product,
    stock_of,
)
from shared.contracts.products import StockMoved


async def refused(call):
    """The SQLSTATE and the DETAIL of a refusal."""
    with pytest.raises(asyncpg.PostgresError) as caught:
        await call
    return caught.value.sqlstate, orjson.loads(caught.value.detail or "{}")


async def test_taking_stock_gives_price_what_is_left_and_the_movement(client, till):
    tea = await add_product(client, price=4.2, stock=10)

    (line,) = await till.take(1, [(tea["id"], 3)])

    assert dict(line) == {
        "product_id": tea["id"],
        "location_id": 1,
        "quantity": 3,
        "price": Decimal("4.20"),
        "on_hand": 7,
        "movement_id": 2,
        "unit_cost": None,
        "cost": None,
        "tax_rate": None,
    }
    assert await stock_of(client, tea["id"]) == 7


async def test_lines_of_one_product_are_merged_and_come_back_sorted(client, till):
    tea, mug = await add_product(client), await add_product(client)

    lines = await till.take(1, [(mug["id"], 1), (tea["id"], 2), (mug["id"], 4)])

    assert [(row["product_id"], row["quantity"]) for row in lines] == [
        (tea["id"], 2),
        (mug["id"], 5),
    ]


async def test_stock_cannot_be_taken_below_zero_and_the_refusal_says_what_is_left(
    client, till
):
    tea = await add_product(client, stock=2)

    answer = await refused(till.take(1, [(tea["id"], 3)]))

    assert answer == ("PS003", {"product_id": tea["id"], "left": 2})
    assert await stock_of(client, tea["id"]) == 2


async def test_a_basket_is_taken_whole_or_not_at_all(client, till):
    tea, mug = await add_product(client, stock=5), await add_product(client, stock=0)

    state, detail = await refused(till.take(1, [(tea["id"], 1), (mug["id"], 1)]))

    assert (state, detail["product_id"]) == ("PS003", mug["id"])
    assert await stock_of(client, tea["id"]) == 5


async def test_unknown_and_archived_products_are_told_apart(client, till):
    tea = await add_product(client)
    await client.delete(f"/api/products/{tea['id']}")

    assert (await refused(till.take(1, [(999, 1)])))[0] == "PS001"
    assert (await refused(till.take(2, [(tea["id"], 1)])))[0] == "PS002"
    assert (await refused(till.give_back(1, [(999, 1)])))[0] == "PS001"


@pytest.mark.parametrize("lines", [[0], [-1], [5, -3]])
async def test_a_quantity_below_one_never_reaches_the_ledger(client, till, lines):
    tea = await add_product(client)

    state, _ = await refused(till.take(1, [(tea["id"], n) for n in lines]))

    assert state == "22023"
    assert await stock_of(client, tea["id"]) == 10


async def test_a_sale_takes_and_gives_back_once_however_often_it_is_repeated(
    client, till
):
    tea = await add_product(client, stock=10)
    await till.take(1, [(tea["id"], 4)])
    await till.give_back(1, [(tea["id"], 4)])

    for call, why in (
        (till.take, asyncpg.UniqueViolationError),
        (till.give_back, asyncpg.InvalidParameterValueError),
    ):
        with pytest.raises(why):
            await call(1, [(tea["id"], 4)])

    assert await stock_of(client, tea["id"]) == 10


async def test_stock_returns_also_to_an_archived_product(client, till):
    tea = await add_product(client, stock=10)
    await till.take(1, [(tea["id"], 4)])
    await client.delete(f"/api/products/{tea['id']}")

    (line,) = await till.give_back(1, [(tea["id"], 4)])

    assert line["on_hand"] == 10
    archived = await product(client, tea["id"])
    assert (archived["stock"], archived["archived"]) == (10, True)


async def test_events_that_sql_builds_are_exactly_what_the_model_says(
    client, till, inspector
):
    tea = await add_product(client, stock=10)
    await client.post(
        "/api/products/bulk",
        json={
            "items": [
                {"sku": "A", "name": "A", "price": 1},
                {"sku": "B", "name": "B", "price": 1, "stock": 4},
            ]
        },
    )
    await till.take(5, [(tea["id"], 3)])
    await till.give_back(5, [(tea["id"], 3)])
    await adjust(client, tea["id"], delta=-1, reason="damage", note="fell")

    rows = await inspector.fetch(
        "SELECT payload FROM outbox WHERE topic = 'stock.moved' ORDER BY id"
    )
    events = []
    for row in rows:
        content = orjson.loads(row["payload"])
        for value in content if isinstance(content, list) else [content]:
            event = StockMoved.model_validate_json(orjson.dumps(value), extra="forbid")
            # What the model would write is what SQL wrote.
            assert orjson.loads(event.wire()).keys() == value.keys()
            events.append((event.reason, event.delta, event.stock, event.reference))

    assert events == [
        ("initial", 10, 10, None),
        ("initial", 0, 0, None),
        ("initial", 4, 4, None),
        ("sale", -3, 7, "sale:5"),
        ("void", 3, 10, "sale:5"),
        ("damage", -1, 9, None),
    ]


async def test_200_buyers_of_50_units_buy_exactly_50(client, till, inspector):
    tea = await add_product(client, stock=50)

    outcomes = await asyncio.gather(
        *(till.take(n, [(tea["id"], 1)]) for n in range(200)), return_exceptions=True
    )

    refusals = [o.sqlstate for o in outcomes if isinstance(o, asyncpg.PostgresError)]
    assert refusals == ["PS003"] * 150
    assert await stock_of(client, tea["id"]) == 0
    assert await broken_laws(inspector) == []


async def test_baskets_in_opposite_order_do_not_deadlock(client, till, inspector):
    tea, mug = (
        await add_product(client, stock=500),
        await add_product(client, stock=500),
    )
    there, back = [(tea["id"], 1), (mug["id"], 1)], [(mug["id"], 1), (tea["id"], 1)]

    await asyncio.gather(*(till.take(n, (there, back)[n % 2]) for n in range(200)))

    assert await stock_of(client, tea["id"]) == await stock_of(client, mug["id"]) == 300
    assert await broken_laws(inspector) == []


async def in_a_crowd(tasks):
    """More at once than there are connections, but not so many that a slow machine
    would turn the last in the queue away."""
    at_once = asyncio.Semaphore(20)

    async def in_turn(task):
        async with at_once:
            await task

    async with asyncio.TaskGroup() as group:
        for task in tasks:
            group.create_task(in_turn(task))


def thousandths(chance, most):
    return Decimal(chance.randint(1, most * 1000)).scaleb(-3)


async def test_stock_and_its_value_are_conserved_under_600_random_operations_at_once(
    client, till, inspector
):
    chance = random.Random(7)
    weighed = {"stock": 40.25, "quantity_decimals": 3, "unit": "kg"}
    ids = [(await add_product(client, **weighed))["id"] for _ in range(4)]

    async def sell(n):
        lines = [(id_, thousandths(chance, 9)) for id_ in chance.sample(ids, 2)]
        try:
            await till.take(n, lines)
        except asyncpg.PostgresError as error:
            if error.sqlstate != "PS003":
                raise
            return
        if chance.random() < 0.5:
            await till.give_back(n, lines)

    async def correct(_):
        cost = chance.choice([None, chance.randint(0, 9_999_999) / 10**6])
        delta = 5 if cost else chance.choice([-6.725, 5])
        answer = await adjust(client, chance.choice(ids), delta=delta, unit_cost=cost)
        assert answer.status_code in {201, 409}

    async def count(_):
        answer = await adjust(
            client,
            chance.choice(ids),
            counted=float(thousandths(chance, 60)),
            reason="count",
        )
        assert answer.status_code == 201

    async def rewrite(_):
        seen = await product(client, chance.choice(ids))
        more = round(seen["stock"] + 2.875, 3)
        body = seen | {"stock": more, "expected_stock": seen["stock"]}
        answer = await client.put(f"/api/products/{seen['id']}", json=body)
        assert answer.status_code == 200

    work = [sell] * 400 + [correct] * 80 + [count] * 40 + [rewrite] * 80
    chance.shuffle(work)
    await in_a_crowd(do(n) for n, do in enumerate(work))

    assert await broken_laws(inspector) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE products.stock_movements SET delta = 0",
        "DELETE FROM products.stock_movements",
        "TRUNCATE products.stock_movements",
        "INSERT INTO products.stock_movements (product_id, location_id, delta, on_hand,"
        " reason, actor) VALUES (1, 1, 1, 1, 'x', 1)",
        "UPDATE products.stock SET on_hand = 1",
        "DELETE FROM products.stock",
        "DELETE FROM products.products",
        "SELECT * FROM products.take_stock('x', 1, NULL)",
        "SELECT * FROM products.record_movement(NULL::products.stock, 1, 'x', NULL, NULL, 1, NULL)",
        "INSERT INTO products.product_prices VALUES (1, now(), 1)",
        "UPDATE products.product_prices SET price = 1",
        "UPDATE products.stock SET value = 1",
        "UPDATE products.stock_movements SET value = 1",
        "INSERT INTO products.stock (product_id, on_hand) VALUES (1, 1)",
    ],
)
async def test_the_service_itself_cannot_write_stock_past_its_ledger(
    app, databases, statement
):
    connection = await asyncpg.connect(databases.role_dsn("app", "products"))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        *(
            f"SELECT * FROM products.{table}"
            for table in ("products", "stock", "stock_movements", "outbox")
        ),
        "UPDATE products.stock SET on_hand = 1",
        "SELECT products.adjust_stock(1, 1, 1, NULL, 'x', NULL, NULL, 1, NULL)",
        "SELECT products.open_stock('{}', '{}', 1, 0::smallint, NULL)",
    ],
)
async def test_the_till_can_take_and_return_stock_and_nothing_else(till, statement):
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await till.pool.execute(statement)


@pytest.mark.parametrize(
    ("sale", "units"), [(999, 1), (1, 3)], ids=["no such sale", "more than it took"]
)
async def test_what_no_sale_took_does_not_come_back(till, client, sale, units):
    tea = (await add_product(client, stock=10))["id"]
    await till.take(1, [(tea, 2)])

    with pytest.raises(asyncpg.InvalidParameterValueError, match="units of product"):
        await till.give_back(sale, [(tea, units)])
    with pytest.raises(asyncpg.InvalidParameterValueError, match="units of product"):
        await till.take_back(sale, 7, tea, units)

    await till.take_back(1, 8, tea, 1)
    with pytest.raises(
        asyncpg.InvalidParameterValueError, match=r"and 1\S* have come back"
    ):
        await till.take_back(1, 9, tea, 2)
    await till.give_back(1, [(tea, 1)])
