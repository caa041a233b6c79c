"""What is counted, and who counts."""

import pytest

from products_svc.tests.factories import (
    add_product,
)
from tests.support import client_for


@pytest.fixture
async def tea(client):
    return await add_product(client, sku="TEA", name="Tea", stock=10)


@pytest.fixture
async def mug(client):
    return await add_product(client, sku="MUG", name="Mug", stock=4, category="Ware")


@pytest.fixture
async def counter(app):
    """A user who counts, number 21."""
    async with client_for(app, "user", 21) as counter:
        yield counter
