"""The pool's connections: what may be used again."""

import asyncio
import os
import signal
from contextlib import AsyncExitStack

import pytest

BACKEND = "SELECT pg_backend_pid()"


async def backend(database):
    async with database.raw() as connection:
        return await connection.fetchval(BACKEND)


async def test_a_connection_is_used_again(database):
    assert await backend(database) == await backend(database)


async def test_a_connection_that_refused_a_statement_is_used_again(database):
    before = await backend(database)

    async def fail():
        async with database.raw() as connection:
            await connection.execute("SELECT 1 / 0")

    with pytest.raises(Exception, match="division by zero"):
        await fail()

    assert await backend(database) == before


@pytest.mark.parametrize("begin", [False, True], ids=["statement", "transaction"])
async def test_a_connection_whose_statement_was_cut_off_is_not_used_again(
    database, begin
):
    before = await backend(database)

    async def wait():
        async with database.raw() as connection:
            if begin:
                await connection.execute("BEGIN")
            await connection.execute("SELECT pg_sleep(30)")

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(wait(), 0.2)

    assert await backend(database) != before
    assert database.engine.pool.checkedout() == 0


async def test_a_connection_that_died_is_replaced_without_a_failed_request(database):
    before = await backend(database)
    async with database.raw() as killer, database.raw() as other:
        victim = await other.fetchval(BACKEND)
        await killer.execute("SELECT pg_terminate_backend($1)", victim)

    backends = {await backend(database) for _ in range(3)}

    assert victim not in backends
    assert before


async def test_a_stop_does_not_wait_for_a_server_that_hangs(database):
    async with AsyncExitStack() as pool:
        used = [await pool.enter_async_context(database.raw()) for _ in range(3)]
        backends = [await connection.fetchval(BACKEND) for connection in used]
    for pid in backends:
        os.kill(pid, signal.SIGSTOP)

    try:
        async with asyncio.timeout(15):
            await database.close()
    finally:
        for pid in backends:
            os.kill(pid, signal.SIGCONT)

    assert all(connection.is_closed() for connection in used)
