import asyncio
import json
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer
from sqlalchemy import text

from shared.db import epoch
from shared.kafka import outbox
from shared.kafka.outbox import Lane
from shared.kafka.relay import Relay
from shared.tests.factories import sale_created, stock_moved
from tests.support import eventually, outbox_rows

pytestmark = pytest.mark.kafka


@asynccontextmanager
async def relaying(database, bootstrap):
    relay = Relay(database, bootstrap=bootstrap, service="toy", poll_ms=50)
    task = asyncio.create_task(relay.run())
    try:
        yield relay
    finally:
        relay.stop()
        await asyncio.wait_for(task, 20)


async def read(bootstrap, topic, wanted):
    """What relays have sent, in the order of arrival, until all wanted ids are there.
    Other tests leave messages without an id on the same topics."""
    consumer = AIOKafkaConsumer(
        topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest", group_id=None
    )
    await consumer.start()
    try:
        found: list[Any] = []
        async with asyncio.timeout(20):
            while not wanted <= {natural_id(message) for message in found}:
                message = await consumer.getone()
                if natural_id(message):
                    found.append(message)
        return found
    finally:
        await consumer.stop()


def natural_id(message):
    _, _, number = dict(message.headers).get("id", b"").decode().partition(":")
    return int(number or 0)


async def drained(database):
    return await eventually(lambda: outbox_rows(database), until=lambda rows: not rows)


async def test_a_committed_event_reaches_the_broker_with_key_and_headers(
    database, kafka
):
    async with relaying(database, kafka):
        async with database.transaction() as db:
            await outbox.put(db, sale_created(501, product_id=77))
        await drained(database)

    messages = await read(kafka, "sales.created", {501})
    message = next(m for m in messages if natural_id(m) == 501)
    assert message.key == b"77"
    assert dict(message.headers)["id"] == b"sales.created:501"
    assert json.loads(message.value) == {
        "sale_id": 501, "product_id": 77, "quantity": 2, "price": 4.2,
        "sold_at": "2026-07-01T12:00:00Z", "user_id": 1,
    }  # fmt: skip


async def test_every_event_carries_the_epoch_of_its_database(database, kafka, dsn):
    connection = await asyncpg.connect(dsn)
    await epoch.ensure(connection, readers=[])
    try:
        began = await epoch.current_epoch(connection)
        async with relaying(database, kafka):
            async with database.transaction() as db:
                await outbox.put(db, sale_created(551))
            await drained(database)
        renewed = await epoch.begin(connection, reason="a restore")
        async with relaying(database, kafka):
            async with database.transaction() as db:
                await outbox.put(db, sale_created(552))
            await drained(database)
    finally:
        await connection.execute(f"DROP SCHEMA {epoch.SCHEMA} CASCADE")
        await connection.close()

    sent = await read(kafka, "sales.created", {551, 552})
    carried = {natural_id(m): dict(m.headers).get("epoch") for m in sent}
    assert carried == carried | {551: str(began).encode(), 552: renewed.encode()}


async def put_and_fail(database, event):
    async with database.transaction() as db:
        await outbox.put(db, event)
        raise ZeroDivisionError


async def test_a_rolled_back_event_never_leaves(database, kafka):
    async with relaying(database, kafka):
        with pytest.raises(ZeroDivisionError):
            await put_and_fail(database, sale_created(601))
        async with database.transaction() as db:
            await outbox.put(db, sale_created(602))
        await drained(database)

    arrived = {natural_id(m) for m in await read(kafka, "sales.created", {602})}
    assert 601 not in arrived


async def test_live_events_overtake_a_waiting_import(database, kafka):
    async with database.transaction() as db:
        for n in range(20):
            await outbox.put(
                db,
                *(stock_moved(10_000 + n * 10 + k) for k in range(10)),
                lane=Lane.IMPORT,
                batch=True,
            )
        await outbox.put(db, stock_moved(20_000))

    async with relaying(database, kafka):
        await drained(database)

    wanted = {10_000 + n for n in range(200)} | {20_000}
    order = [natural_id(m) for m in await read(kafka, "stock.moved", wanted)]
    assert [i for i in order if i in wanted] == [20_000, *range(10_000, 10_200)]


async def test_of_two_relays_one_sends(database, kafka):
    async with relaying(database, kafka), relaying(database, kafka):
        async with database.transaction() as db:
            await outbox.put(
                db, *(stock_moved(30_000 + n, product_id=9) for n in range(300))
            )
        await drained(database)

    wanted = set(range(30_000, 30_300))
    order = [natural_id(m) for m in await read(kafka, "stock.moved", wanted)]
    assert [i for i in order if i in wanted] == sorted(wanted)


async def test_an_event_too_large_for_the_broker_is_parked_and_blocks_nothing(
    database, kafka
):
    async with database.transaction() as db:
        await db.execute(
            text(
                "INSERT INTO outbox (topic, payload) VALUES ('sales.created', CAST(:p AS json))"
            ),
            {"p": json.dumps({"sale_id": 1, "product_id": 1, "note": "x" * 2_000_000})},
        )
        await outbox.put(db, sale_created(701))

    async with relaying(database, kafka):
        left = await eventually(
            lambda: outbox_rows(database), until=lambda rows: len(rows) == 1
        )

    assert left[0]["payload"]["note"]
    await read(kafka, "sales.created", {701})


async def test_events_wait_while_the_broker_is_away(database, kafka):
    async with database.transaction() as db:
        await outbox.put(db, sale_created(801))

    async with relaying(database, "127.0.0.1:1") as relay:
        await asyncio.sleep(0.5)  # Long enough for several refused connections.
        assert not relay.connected
    assert len(await outbox_rows(database)) == 1

    async with relaying(database, kafka):
        await drained(database)
