"""Where goods go, and what."""

import pytest

from products_svc.tests.factories import (
    add_location,
    add_order,
    add_product,
    receive,
)


@pytest.fixture
async def lyon(client):
    return (await add_location(client, name="Lyon", transfer_days=3))["id"]


@pytest.fixture
async def tea(client, north):
    """Ten units that cost 33.35 together, in the main shop."""
    tea = await add_product(client, sku="BLACK", name="Tea", stock=0)
    line = {"product_id": tea["id"], "quantity": 10, "unit_cost": 3.335}
    answer = await receive(client, await add_order(client, north, line), 10)
    assert answer.status_code == 201
    return tea
