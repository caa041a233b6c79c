"""The epoch: made once, renewed on purpose, read by all, written by no service."""

import asyncpg
import pytest

from ops.postgres import roles
from shared.db import epoch
from shared.settings import plain_dsn


@pytest.fixture
async def administrator(databases):
    connection = await asyncpg.connect(databases.superuser_dsn())
    yield connection
    await connection.close()


async def test_the_setup_step_run_again_keeps_the_epoch(databases, administrator):
    before = await epoch.current_epoch(administrator)

    await roles.ensure(plain_dsn(databases._admin), databases._secrets)

    assert before is not None
    assert await epoch.current_epoch(administrator) == before


async def test_a_new_epoch_ends_the_one_before(administrator):
    before = await epoch.current_epoch(administrator)

    begun = await epoch.begin(administrator, reason="a restore")

    assert await epoch.current_epoch(administrator) == begun != before
    ended = "SELECT ended_at IS NOT NULL FROM installation.epoch WHERE epoch = $1"
    assert await administrator.fetchval(ended, before)


@pytest.mark.parametrize("kind", ["app", "owner"])
@pytest.mark.parametrize("schema", roles.SCHEMAS)
async def test_services_read_the_epoch_and_cannot_write_it(
    databases, administrator, schema, kind
):
    connection = await asyncpg.connect(databases.role_dsn(kind, schema))
    try:
        known = await epoch.current_epoch(connection)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await epoch.begin(connection, reason="none of its business")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("DELETE FROM installation.epoch")
    finally:
        await connection.close()
    assert known == await epoch.current_epoch(administrator)


async def test_a_trial_database_has_none(databases):
    connection = await asyncpg.connect(plain_dsn(databases._admin))
    try:
        assert await epoch.current_epoch(connection) is None
    finally:
        await connection.close()


async def test_what_a_dump_leaves_behind_is_granted_again(databases, administrator):
    """Rights on the database itself are in no dump of it."""
    await administrator.execute("GRANT CONNECT ON DATABASE previstock TO PUBLIC")
    await administrator.execute("REVOKE CONNECT ON DATABASE previstock FROM sales_app")

    await roles.ensure(plain_dsn(databases._admin), databases._secrets)

    may = "SELECT has_database_privilege($1, 'previstock', $2)"
    assert await administrator.fetchval(may, "sales_app", "CONNECT")
    assert not await administrator.fetchval(may, "sales_app", "TEMPORARY")
