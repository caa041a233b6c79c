"""A shop refuses sales all day; the server's log is for what is wrong with it."""

import asyncpg
import pytest

from products_svc.tests.factories import add_product


@pytest.fixture
def logged(postgres):
    """What the server has logged since the test began."""
    start = postgres.log_file.stat().st_size

    def read():
        with postgres.log_file.open("rb") as log:
            log.seek(start)
            return str(log.read(), "utf-8")

    return read


async def test_a_refused_sale_leaves_no_line_in_the_servers_log(client, till, logged):
    tea = await add_product(client, stock=2)
    archived = await add_product(client)
    await client.delete(f"/api/products/{archived['id']}")

    for call in (
        till.take(1, [(tea["id"], 3)]),
        till.take(2, [(archived["id"], 1)]),
        till.take(3, [(999, 1)]),
        till.give_back(4, [(999, 1)]),
    ):
        with pytest.raises(asyncpg.PostgresError, match=r"stock|product"):
            await call

    assert "ERROR" not in logged()


async def test_a_real_error_in_the_same_call_is_logged(client, till, inspector, logged):
    tea = await add_product(client, stock=2)
    await inspector.execute("SET ROLE products_owner")
    await inspector.execute(
        "ALTER TABLE stock ADD CONSTRAINT broken CHECK (on_hand <> 1)"
    )
    try:
        with pytest.raises(asyncpg.CheckViolationError):
            await till.take(1, [(tea["id"], 1)])
        with pytest.raises(asyncpg.PostgresError, match="not enough"):
            await till.take(2, [(tea["id"], 3)])
    finally:
        await inspector.execute("ALTER TABLE stock DROP CONSTRAINT broken")

    assert 'violates check constraint "broken"' in logged()
    assert "not enough stock" not in logged()
