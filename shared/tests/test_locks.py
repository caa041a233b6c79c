import asyncio
import os
import signal
import sys

import asyncpg
import pytest

from shared.db import locks
from shared.db.locks import Purpose, SessionLock
from shared.kafka import outbox
from shared.kafka.outbox import Lane
from shared.kafka.relay import Relay
from shared.tests.factories import sale_created
from tests.support import eventually, outbox_rows

HOLDER = """
import asyncio
from shared.db.database import Database
from shared.db.locks import Purpose, SessionLock
from shared.settings import DatabaseSettings

async def main():
    database = Database(DatabaseSettings(db_url={dsn!r}, db_schema="toy"), application_name="holder")
    async with SessionLock(database, Purpose.RELAY) as lock:
        print(lock.held, flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""


async def is_free(database):
    async with SessionLock(database, Purpose.RELAY) as lock:
        return lock.held


async def test_a_process_that_hangs_loses_its_lock(database, dsn):
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLDER.format(dsn=dsn), stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        assert await asyncio.wait_for(process.stdout.readline(), 30) == b"True\n"
        assert not await is_free(database)

        os.kill(process.pid, signal.SIGSTOP)

        await eventually(lambda: is_free(database), within=15)
    finally:
        process.kill()
        await process.wait()


async def test_a_holder_that_is_busy_for_long_keeps_its_lock(database, monkeypatch):
    monkeypatch.setattr(locks, "GIVEN_UP_AFTER_S", 1)
    monkeypatch.setattr(locks, "PING_EVERY_S", 0.1)

    async with SessionLock(database, Purpose.RELAY) as lock:
        await asyncio.sleep(2.5)  # More than twice what an idle session may take.
        assert await lock.still_held()


@pytest.fixture
async def lost_lock(database, dsn):
    """A lock whose session the server has ended, which its holder does not know yet."""
    async with SessionLock(database, Purpose.RELAY) as lock:
        admin = await asyncpg.connect(dsn)
        await admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks"
            " WHERE locktype = 'advisory' AND classid = $1",
            int(Purpose.RELAY),
        )
        await admin.close()
        assert lock.held
        yield lock


async def test_a_relay_that_has_lost_its_lock_sends_nothing(database, lost_lock):
    relay = Relay(database, bootstrap="127.0.0.1:1", service="toy", poll_ms=50)
    async with database.transaction() as db:
        await outbox.put(db, sale_created(901))

    # Connected to nothing, it would fail if it tried.
    assert await relay._send_some(lost_lock, Lane.LIVE, 10) == 0

    assert not lost_lock.held
    assert len(await outbox_rows(database)) == 1
