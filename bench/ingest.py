"""The forecast consumer against a bare loop doing the same job.

Bare means: aiokafka, pydantic, one statement that claims ids and adds to days;
no supervision, no dead letters, no copies of products.
"""

import asyncio
import os
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from statistics import median

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from bench.report import Line
from bench.rig import SERVED_CORE, Rig, pin
from forecast_svc.projection.consumer import make_consumer
from forecast_svc.settings import Settings
from shared.contracts.sales import SaleCreated
from shared.db.database import Database

EVENTS = 60_000
PRODUCTS = 1_000
DAYS = 28
BATCH = 5_000

_SCHEMA = """
    CREATE SCHEMA bare;
    CREATE TABLE bare.processed (sale_id bigint PRIMARY KEY);
    CREATE TABLE bare.daily (
        product_id bigint, day date, quantity numeric(18, 3), revenue numeric,
        PRIMARY KEY (product_id, day)
    )
"""
_FOLDED = "SELECT coalesce(sum(quantity), 0) FROM forecast.daily"
_FOLD = """
    WITH new AS (
        INSERT INTO bare.processed SELECT DISTINCT unnest($1::bigint[]) ON CONFLICT DO NOTHING
        RETURNING sale_id
    ), told AS (
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::date[], $4::int[], $5::numeric[])
            AS x (sale_id, product_id, day, quantity, revenue)
        WHERE sale_id IN (SELECT sale_id FROM new)
    )
    INSERT INTO bare.daily AS d
    SELECT product_id, day, sum(quantity), sum(revenue) FROM told GROUP BY 1, 2
    ON CONFLICT (product_id, day) DO UPDATE
    SET quantity = d.quantity + excluded.quantity, revenue = d.revenue + excluded.revenue
"""


def measure(rig: Rig, *, rounds: int) -> Iterator[Line]:
    bare, ours = asyncio.run(_rounds(rig, rounds))
    yield Line(
        "sales events → daily series", median(ours), "bare loop", median(bare), 0.50
    )


async def _rounds(rig: Rig, rounds: int) -> tuple[list[float], list[float]]:
    pin(os.getpid(), SERVED_CORE)
    admin = await asyncpg.connect(rig.databases.superuser_dsn())
    await admin.execute(_SCHEMA)
    bare, ours = [], []
    for number in range(rounds):
        await _produce(rig.kafka, first_id=number * EVENTS + 1)
        bare.append(EVENTS / await _bare(rig))
        ours.append(EVENTS / await _ours(rig, admin, (number + 1) * EVENTS))
    await admin.close()
    return bare, ours


async def _produce(bootstrap: str, *, first_id: int) -> None:
    start = datetime(2026, 10, 1, 10, tzinfo=UTC)
    draw = random.Random(first_id)
    async with AIOKafkaProducer(
        bootstrap_servers=bootstrap, linger_ms=5, max_batch_size=262_144
    ) as producer:
        for sale_id in range(first_id, first_id + EVENTS):
            event = SaleCreated(
                sale_id=sale_id,
                product_id=draw.randint(1, PRODUCTS),
                quantity=1,
                price=Decimal("9.99"),
                sold_at=start + timedelta(days=sale_id % DAYS),
                user_id=1,
            )
            await producer.send(
                event.topic, event.wire().encode(), key=str(event.product_id).encode()
            )
        await producer.flush()


async def _bare(rig: Rig) -> float:
    pool = await asyncpg.create_pool(
        rig.databases.superuser_dsn(), min_size=1, max_size=2
    )
    consumer = AIOKafkaConsumer(
        SaleCreated.topic, bootstrap_servers=rig.kafka, group_id="bench.bare",
        auto_offset_reset="earliest", enable_auto_commit=False,
        fetch_max_bytes=16 << 20, max_partition_fetch_bytes=4 << 20,
    )  # fmt: skip
    await consumer.start()
    seen, started = 0, time.monotonic()
    while seen < EVENTS:
        batches = await consumer.getmany(timeout_ms=1000, max_records=BATCH)
        for records in batches.values():
            events = [
                SaleCreated.model_validate_json(record.value) for record in records
            ]
            await pool.execute(
                _FOLD,
                [e.sale_id for e in events],
                [e.product_id for e in events],
                [e.sold_at.date() for e in events],
                [e.quantity for e in events],
                [e.price * e.quantity for e in events],
            )
            seen += len(records)
        await consumer.commit()
    taken = time.monotonic() - started
    await consumer.stop()
    await pool.close()
    return taken


async def _ours(rig: Rig, admin: asyncpg.Connection, expected: int) -> float:
    settings = rig.databases.settings(
        Settings, kafka_bootstrap_servers=rig.kafka, jwt_secret="x" * 32
    )
    database = Database(settings, application_name="bench")
    consumer = make_consumer(settings, database)
    task = asyncio.create_task(consumer.run())
    while not consumer.connected:
        await asyncio.sleep(0.001)
    # Both clocks start when the member is in its group.
    started = time.monotonic()
    while await admin.fetchval(_FOLDED) < expected:
        if time.monotonic() - started > 120:
            raise RuntimeError("the forecast consumer did not finish")
        await asyncio.sleep(0.02)
    taken = time.monotonic() - started
    consumer.stop()
    await task
    await database.close()
    return taken
