"""What is to come in of a product, whoever asks."""

import pytest

from products_svc.tests.factories import (
    add_location,
    add_order,
    add_transfer,
    adjust,
    arrive,
    receive,
)


@pytest.fixture
async def incoming(client, tea):
    async def ask():
        answer = await client.get(f"/api/products/{tea['id']}/incoming")
        assert answer.status_code == 200, answer.text
        return [tuple(row.values()) for row in answer.json()]

    return ask


async def test_open_lines_of_placed_orders_come_in_the_soonest_first(
    client, tea, north, incoming
):
    def line(quantity, day=None):
        return {"product_id": tea["id"], "quantity": quantity, "expected_on": day}

    await add_order(client, north, line(12), placed=False)
    later = await add_order(client, north, line(24, "2037-05-02"))
    begun = await add_order(
        client, north, line(12, "2020-01-02"), line(6, "2020-01-02")
    )
    await receive(client, begun, 12, 1)

    assert await incoming() == [
        (f"purchase_order/{begun['id']}", 1, 5, "2020-01-02", True),
        (f"purchase_order/{later['id']}", 1, 24, "2037-05-02", False),
    ]
    await receive(client, later, 24)
    assert len(await incoming()) == 1


async def test_what_is_in_transit_comes_in_where_it_is_sent(client, tea, incoming):
    await adjust(client, tea["id"], delta=4)
    lyon = (await add_location(client, name="Lyon", transfer_days=3))["id"]
    shipped = await add_transfer(client, 1, lyon, (tea, 4))

    assert await incoming() == [
        (f"transfer/{shipped['id']}", lyon, 4, shipped["expected_on"], False)
    ]
    await arrive(client, shipped)
    assert await incoming() == []


async def test_of_an_unknown_product_nothing_is_known(client):
    assert (await client.get("/api/products/999999/incoming")).status_code == 404
