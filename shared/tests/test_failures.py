"""Which failures pass by themselves, told by what PostgreSQL and its driver raise."""

import asyncpg
import pytest
from sqlalchemy import exc, text

from shared.db.failures import is_data_fault, is_transient, retry_conflicts


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        ("SELECT CAST(:value AS text)", {"value": "a\x00b"}),
        ("SELECT CAST(:value AS integer)", {"value": 2**40}),
        ("SELECT CAST(:value AS integer)", {"value": "seven"}),
        ("SELECT 1 / CAST(:value AS integer)", {"value": 0}),
        ("INSERT INTO effects (quantity) VALUES (:value)", {"value": 1000}),
    ],
)
async def test_data_that_cannot_be_stored_is_not_tried_again(
    database, statement, values
):
    with pytest.raises(exc.DBAPIError) as failed:
        async with database.transaction() as db:
            await db.execute(text(statement), values)

    assert is_data_fault(failed.value)
    assert not is_transient(failed.value)


async def test_the_drivers_own_errors_are_told_apart_too(database):
    async def run(statement, *, closed):
        async with database.raw() as connection:
            if closed:
                await connection.close()
            await connection.execute(statement)

    with pytest.raises(asyncpg.PostgresError) as refused:
        await run("SELECT 1 / 0", closed=False)
    assert is_data_fault(refused.value)

    with pytest.raises(asyncpg.InterfaceError) as unreachable:
        await run("SELECT 1", closed=True)
    assert is_transient(unreachable.value)


@pytest.mark.parametrize(("conflicts", "succeeds"), [(0, True), (2, True), (3, False)])
async def test_a_conflict_is_tried_three_times_in_all(conflicts, succeeds):
    tries = 0

    async def work():
        nonlocal tries
        tries += 1
        if tries <= conflicts:
            raise asyncpg.DeadlockDetectedError("deadlock")
        return "done"

    if succeeds:
        assert await retry_conflicts(work) == "done"
    else:
        with pytest.raises(asyncpg.DeadlockDetectedError):
            await retry_conflicts(work)
    assert tries == min(conflicts + 1, 3)


async def test_a_connection_in_an_unknown_state_leaves_the_pool(database):
    async def use(connection):
        # What a postmaster that dies mid-statement leaves behind.
        raise asyncpg.InternalClientError("another operation is in progress")

    async with database.raw() as first:
        pid = await first.fetchval("SELECT pg_backend_pid()")
    with pytest.raises(asyncpg.InternalClientError) as broken:
        async with database.raw() as connection:
            await use(connection)

    async with database.raw() as next_one:
        assert await next_one.fetchval("SELECT pg_backend_pid()") != pid
    assert is_transient(broken.value)
