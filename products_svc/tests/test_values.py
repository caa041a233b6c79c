"""What stock is worth: by moving average, to the cent, and never below nothing."""

import json
from decimal import Decimal
from random import Random

import pytest

from products_svc.tests.factories import (
    add_order,
    add_product,
    add_supplier,
    adjust,
    broken_laws,
    product,
    receive,
    set_terms,
)
from tests.support import client_for, outbox_rows


@pytest.fixture
def ledger(inspector):
    """Reason, units, value and what a unit cost, of every movement with units or value."""

    async def read():
        rows = await inspector.fetch(
            "SELECT reason, delta, value, unit_cost FROM stock_movements"
            " WHERE delta <> 0 OR value <> 0 ORDER BY id"
        )
        return [
            (
                row["reason"],
                float(row["delta"]),
                *(None if row[n] is None else str(row[n]) for n in (2, 3)),
            )
            for row in rows
        ]

    return read


@pytest.fixture
def worth(inspector):
    async def read(product, location=1):
        row = await inspector.fetchrow(
            "SELECT value, average_cost FROM stock WHERE product_id = $1 AND location_id = $2",
            product["id"],
            location,
        )
        return str(row["value"]), row["average_cost"]

    return read


@pytest.fixture
def move(inspector):
    """A movement as the functions of stock write it."""

    async def record(product, delta, reason="receipt", *, unit_cost=None, worth=None):
        return await inspector.fetchrow(
            "SELECT m.* FROM stock AS s, record_movement(s, $2, $3, NULL, NULL, 7, NULL,"
            " NULL, $4, $5) AS m WHERE s.product_id = $1 AND s.location_id = 1",
            product["id"],
            Decimal(delta),
            reason,
            unit_cost and Decimal(unit_cost),
            worth and Decimal(worth),
        )

    return record


async def test_units_leave_at_the_average_and_the_last_takes_what_is_left(
    tea, till, move, ledger, worth
):
    await move(tea, 2, unit_cost="3.00")
    await move(tea, 1, unit_cost="4.00")

    costs = [(await till.take(n, [(tea["id"], 1)]))[0] for n in (1, 2, 3)]

    assert [str(row["cost"]) for row in costs] == ["3.33", "3.34", "3.33"]
    assert str(costs[0]["unit_cost"]) == "3.333333"
    assert await worth(tea) == ("0.00", Decimal("3.330000"))


async def test_a_receipt_comes_in_at_its_landed_value_to_the_cent(
    client, inspector, tea, worth
):
    north = await add_supplier(client, currency="USD", rate=0.9)
    order = await add_order(
        client, north, {"product_id": tea["id"], "quantity": 3, "unit_cost": 1.11}
    )
    answer = await receive(client, order, 3, freight=1.01, duty=0.5)

    (line,) = answer.json()["lines"]
    assert line["value"] == 4.51
    assert await worth(tea) == ("4.51", Decimal("1.503333"))
    told = await inspector.fetchval(
        "SELECT payload FROM outbox WHERE topic = 'stock.moved' ORDER BY id DESC LIMIT 1"
    )
    moved = json.loads(told)
    assert (moved["average_cost"], moved["value"]) == (1.503333, 4.51)


async def test_a_void_gives_back_what_the_sale_took_whatever_stock_costs_now(
    tea, till, move, ledger, worth
):
    await move(tea, 3, unit_cost="3.00")
    await till.take(1, [(tea["id"], 2)])
    await move(tea, 1, unit_cost="9.00")

    await till.give_back(1, [(tea["id"], 2)])

    assert (await ledger())[-1] == ("void", 2, "6.00", "3.000000")
    assert await worth(tea) == ("18.00", Decimal("4.500000"))


async def test_parts_of_a_sale_come_back_at_exactly_what_it_took(
    tea, till, move, ledger, worth
):
    await move(tea, 4, worth="10.01")
    await till.take(1, [(tea["id"], 3)])
    await move(tea, 4, unit_cost="1.00")

    for number in (1, 2):
        await till.take_back(1, number, tea["id"], 1)
    await till.give_back(1, [(tea["id"], 1)])

    taken, *_, first, second, last = await ledger()
    assert taken[1] == 4
    assert [row[:3] for row in (first, second, last)] == [
        ("return", 1, "2.50"),
        ("return", 1, "2.51"),
        ("void", 1, "2.50"),
    ]
    assert await worth(tea) == ("14.01", Decimal("1.751250"))


async def test_what_is_found_comes_in_at_the_last_average(
    client, tea, till, move, ledger
):
    await move(tea, 2, unit_cost="3.50")
    await till.take(1, [(tea["id"], 2)])

    assert (await adjust(client, tea["id"], counted=3)).status_code == 201

    assert (await ledger())[-1] == ("adjustment", 3, "10.50", "3.500000")


async def test_what_was_never_bought_costs_what_the_usual_supplier_asks(
    client, tea, ledger
):
    west = await add_supplier(client, currency="USD", rate=0.5)
    await set_terms(client, west, {"product_id": tea["id"], "unit_cost": 7})

    assert (await adjust(client, tea["id"], delta=2)).status_code == 201

    assert await ledger() == [("adjustment", 2, "7.00", "3.500000")]


async def test_the_first_cost_that_is_known_gives_what_stands_there_its_value(
    client, till, move, ledger, worth
):
    mug = await add_product(client, stock=5)
    (sold,) = await till.take(1, [(mug["id"], 1)])
    assert (sold["cost"], sold["unit_cost"]) == (None, None)
    assert await worth(mug) == ("0.00", None)

    await move(mug, 2, unit_cost="3.00")

    assert await ledger() == [
        ("initial", 5, None, None),
        ("sale", -1, None, None),
        ("revaluation", 0, "12.00", "3.000000"),
        ("receipt", 2, "6.00", "3.000000"),
    ]
    assert await worth(mug) == ("18.00", Decimal("3.000000"))


async def test_terms_of_the_usual_supplier_value_what_stands_there_at_no_cost(
    client, ledger, worth, move
):
    mug, jar = await add_product(client, stock=5), await add_product(client, stock=0)
    await move(jar, 1, unit_cost="2.00")
    west = await add_supplier(client, currency="USD", rate=0.5)
    terms = [{"product_id": each["id"], "unit_cost": 7} for each in (mug, jar)]

    await set_terms(client, west, *terms)
    await set_terms(client, west, terms[0] | {"unit_cost": 8})

    assert (await ledger())[2:] == [("revaluation", 0, "17.50", "3.500000")]
    assert (await worth(mug))[0] == "17.50"
    assert (await worth(jar))[0] == "2.00"


async def test_a_return_of_what_was_sold_at_no_known_cost_comes_at_the_average(
    client, till, move, ledger
):
    mug = await add_product(client, stock=1)
    await till.take(1, [(mug["id"], 1)])
    await move(mug, 2, unit_cost="3.00")

    await till.give_back(1, [(mug["id"], 1)])

    assert (await ledger())[-1] == ("void", 1, "3.00", "3.000000")


@pytest.mark.parametrize(
    ("units", "asked", "value", "variance", "left"),
    [
        (2, "4.00", "-8.00", None, "2.00"),
        (2, "9.00", "-10.00", "-8.00", "0.00"),
        (5, "1.50", "-10.00", "2.50", "0.00"),
        (5, "3.00", "-10.00", "-5.00", "0.00"),
    ],
)
async def test_no_more_leaves_than_stands_there_and_the_rest_is_named(
    tea, move, worth, units, asked, value, variance, left
):
    await move(tea, 5, unit_cost="2.00")

    moved = await move(tea, -units, "supplier_return", unit_cost=asked)

    shown = moved["cost_variance"]
    assert (str(moved["value"]), None if shown is None else str(shown)) == (
        value,
        variance,
    )
    assert (await worth(tea))[0] == left


async def test_a_product_says_its_rate_of_tax_and_what_it_costs_on_average(
    app, client, move, second_location, inspector
):
    mug = await add_product(client, stock=0, tax_rate=5.5)
    assert (mug["tax_rate"], mug["cost"]) == (5.5, None)
    await move(mug, 2, unit_cost="3.00")
    north = {"product_id": mug["id"], "location_id": second_location}
    await inspector.execute(
        "SELECT adjust_stock($1, $2, 1, NULL, 'receipt', NULL, NULL, 1, NULL, 4.00)",
        *north.values(),
    )

    seen = await product(client, mug["id"])
    assert (seen["cost"], seen["version"]) == (3.333333, mug["version"])
    put = await client.put(f"/api/products/{mug['id']}", json=seen | {"tax_rate": 20})
    assert (put.json()["tax_rate"], put.json()["cost"]) == (20, 3.333333)
    async with client_for(app, "user", 8) as user:
        listed = (await user.get("/api/products")).json()
        assert [item["cost"] for item in listed] == [None]
        assert (await product(user, mug["id"]))["cost"] is None
    told = await outbox_rows(app.state.database)
    events = [r["payload"] for r in told if r["topic"].startswith("product.")]
    assert [e["tax_rate"] for e in events] == [5.5, 20]
    assert not any("cost" in e for e in events)


async def test_a_row_of_stock_that_was_read_too_early_is_not_written(
    inspector, tea, move
):
    await move(tea, 5, unit_cost="2.00")

    with pytest.raises(Exception, match="not as it was read"):
        await inspector.execute(
            "SELECT record_movement(ROW(s.product_id, s.location_id, 99, s.value,"
            " s.average_cost)::stock, 1, 'x', NULL, NULL, 7, NULL) FROM stock AS s"
        )


async def test_values_add_up_to_the_cent_after_hundreds_of_odd_movements(
    client, till, inspector, move
):
    ham = await add_product(client, stock=0, unit="kg", quantity_decimals=3)
    chance, sale = Random(6), 0
    for step in range(400):
        units = Decimal(chance.randint(1, 4000)) / 1000
        held = await inspector.fetchval("SELECT on_hand FROM stock")
        if step % 3 == 0:
            await move(
                ham, units, unit_cost=Decimal(chance.randint(0, 9_999_999)) / 10**6
            )
        elif held:
            sale += 1
            left = held if chance.random() < 0.2 else min(units, held)
            await till.take(sale, [(ham["id"], left)])
            if chance.random() < 0.3:
                await till.give_back(sale, [(ham["id"], left)])
    assert await broken_laws(inspector) == []
    held = await inspector.fetchrow("SELECT on_hand, value FROM stock")
    await till.take(0, [(ham["id"], held["on_hand"])])
    assert await inspector.fetchval("SELECT value FROM stock") == 0
    assert await inspector.fetchval("SELECT sum(value) FROM stock_movements") == 0
