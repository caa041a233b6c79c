"""What the end of a restore waits for, and what it names at once instead."""

import asyncio

import asyncpg
import pytest

from ops.backup.errors import BackupError
from ops.backup.settings import Settings
from ops.backup.settled import settled
from ops.postgres.roles import SCHEMAS

PRODUCT = "INSERT INTO products.products (id, sku, name, price) OVERRIDING SYSTEM VALUE VALUES (1, 'TEA', 'Tea', 4)"
SALE = (
    "INSERT INTO sales.sales (product_id, quantity, price, sold_at, user_id, stock_taken)"
    " VALUES (1, 3, 4, now(), 1, false)"
)


@pytest.fixture
async def administrator(databases):
    await databases.clean(*SCHEMAS)
    connection = await asyncpg.connect(databases.superuser_dsn())
    await connection.execute(PRODUCT)
    yield connection
    await connection.close()
    await databases.clean(*SCHEMAS)


@pytest.fixture
def settings(databases, tmp_path):
    return Settings(admin_db_url=databases.superuser_dsn(), secrets_dir=tmp_path)


@pytest.mark.parametrize(
    ("waiting", "done", "reason"),
    [
        (
            "INSERT INTO sales.outbox (topic, payload) VALUES ('sales.created', '{}')",
            "DELETE FROM sales.outbox",
            "1 rows wait for the broker",
        ),
        (
            "INSERT INTO forecast.consumer_offsets (consumer_group, topic, partition, epoch, next_offset)"
            " VALUES ('forecast_svc', 'sales.created', 0, gen_random_uuid(), 7)",
            "UPDATE forecast.consumer_offsets"
            " SET epoch = (SELECT epoch FROM installation.epoch WHERE ended_at IS NULL)",
            "1 partitions are not taken up in the new epoch",
        ),
        (
            "INSERT INTO forecast.rebuilds (reason) VALUES ('requested')",
            "UPDATE forecast.rebuilds SET finished_at = now()",
            "forecast_svc builds its copies again",
        ),
        (
            SALE,
            "UPDATE sales.sales SET voided_at = now(), voided_by = 1, void_reason = 'slip'",
            "the daily series are the sums of the sales: 1 exceptions",
        ),
    ],
    ids=["outbox", "epoch", "rebuild", "series"],
)
async def test_it_waits_until_nothing_is_under_way(
    administrator, settings, waiting, done, reason
):
    await administrator.execute(waiting)
    with pytest.raises(BackupError, match=f"Not settled after 0 s: .*{reason}"):
        await settled(settings, timeout_s=0)

    ending = asyncio.create_task(settled(settings))
    await administrator.execute(done)

    async with asyncio.timeout(30):
        assert (await ending)["units on hand"] == "0"


async def test_a_law_that_no_waiting_mends_is_named_at_once(administrator, settings):
    """The stock without a movement was like that when the backup was made."""
    await administrator.execute(
        "INSERT INTO products.stock (product_id, location_id, on_hand) VALUES (1, 1, 5)"
    )

    async with asyncio.timeout(30):
        with pytest.raises(
            BackupError, match=r"Everything is back, but .*movements: 1"
        ):
            await settled(settings)
