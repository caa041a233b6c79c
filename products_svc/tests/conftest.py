"""products_svc on a real PostgreSQL; the till is sales_svc's role on its schema."""

import asyncpg
import pytest

from products_svc.app import create_app
from products_svc.settings import Settings
from products_svc.tests.factories import Till, add_product, add_supplier, set_terms
from tests.support import client_for


@pytest.fixture
async def app(databases):
    await databases.clean("products")
    app = create_app(databases.settings(Settings, db_pool_size=20))
    yield app
    await app.state.database.close()


@pytest.fixture
async def client(app):
    """A manager, user 7."""
    async with client_for(app, "manager", 7) as client:
        yield client


@pytest.fixture
async def till(app, databases):
    """What sales_svc may do here, with up to 20 sales at a time."""
    async with asyncpg.create_pool(
        databases.role_dsn("app", "sales"), min_size=1, max_size=20
    ) as pool:
        yield Till(pool)


@pytest.fixture
async def inspector(app, databases):
    """A superuser's connection, for looking at everything."""
    connection = await asyncpg.connect(
        databases.superuser_dsn(), server_settings={"search_path": "products"}
    )
    yield connection
    await connection.close()


@pytest.fixture
async def tea(client):
    return await add_product(client, sku="TEA", name="Tea", stock=0)


@pytest.fixture
async def north(client, tea):
    """Sells tea at 5, from 10 on at 4, in sixes, twelve at least, in four days."""
    north = await add_supplier(client, name="North", minimum_order_value=100)
    await set_terms(
        client,
        north,
        {
            "product_id": tea["id"], "sku": "N-1", "unit_cost": 5,
            "price_breaks": [{"from_quantity": 10, "unit_cost": 4}],
            "order_multiple": 6, "minimum_quantity": 12, "lead_time_days": 4,
        },
    )  # fmt: skip
    return north


@pytest.fixture
async def shelf(client):
    """Five products, one of them archived."""
    for name, sku, price, stock, category in [
        ("Éclair au café", "ECL-1", 3, 0, "sweet"),
        ("apple", "APP-1", 1, 50, "fruit"),
        ("Zebra mug", "MUG-1", 9, 5, None),
        ("Blue mug", "MUG-2", 9, 7, None),
        ("Old mug", "MUG-0", 2, 1, None),
    ]:
        await add_product(
            client, name=name, sku=sku, price=price, stock=stock, category=category
        )
    await client.delete("/api/products/5")
