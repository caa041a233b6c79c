"""What the roles that services sign in with can reach, and what not."""

import asyncpg
import pytest

from ops.postgres import roles
from ops.postgres.roles import SCHEMAS

ROLES = [(schema, role) for schema in SCHEMAS for role in ("app", "owner")]


@pytest.fixture
async def connect(databases):
    opened = []

    async def connect(schema, role="app", database=None):
        dsn = databases.role_dsn(role, schema)
        opened.append(await asyncpg.connect(dsn, database=database))
        return opened[-1]

    yield connect
    for each in opened:
        await each.close()


@pytest.mark.parametrize(("schema", "role"), ROLES)
@pytest.mark.parametrize("database", ["postgres", "template1"])
async def test_no_role_of_a_service_gets_into_another_database(
    connect, schema, role, database
):
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connect(schema, role, database)


@pytest.mark.parametrize("schema", SCHEMAS)
async def test_a_service_sees_the_tables_of_its_own_schema_alone(connect, schema):
    """But for the epoch, which all may read."""
    app = await connect(schema)

    may = await app.fetch(
        "SELECT n.nspname AS schema, c.relname AS name FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind IN ('r', 'p', 'v') AND n.nspname = ANY($1)"
        " AND n.nspname <> $2 AND has_schema_privilege(n.oid, 'USAGE')"
        " AND has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE')",
        list(SCHEMAS),
        schema,
    )

    assert may == []


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE {schema}.own (n integer)",
        "CREATE SCHEMA own",
        "CREATE TABLE public.own (n integer)",
        "CREATE TEMPORARY TABLE own (n integer)",
        "SELECT lo_create(0)",
        "SELECT lo_from_bytea(0, 'x')",
        "UPDATE {schema}.alembic_version SET version_num = 'x'",
        "DELETE FROM {schema}.alembic_version",
        "SELECT pg_read_file('/etc/passwd')",
    ],
)
async def test_a_service_makes_nothing_beside_rows(connect, schema, statement):
    app = await connect(schema)

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app.execute(statement.format(schema=schema))


@pytest.mark.parametrize("schema", SCHEMAS)
async def test_a_service_takes_no_lock_but_its_own(connect, schema):
    app = await connect(schema)
    others = [each for each in SCHEMAS if each != schema]

    may = await app.fetch(
        "SELECT oid::regprocedure FROM pg_proc WHERE proname ~ 'advisory.*_lock'"
        " AND has_function_privilege(oid, 'EXECUTE')"
        " UNION ALL SELECT oid::regprocedure FROM pg_proc"
        " WHERE proname IN ('try_lock', 'lock_in_turn')"
        " AND pronamespace::regnamespace::text = ANY($1)"
        " AND has_function_privilege(oid, 'EXECUTE')"
        " AND has_schema_privilege(pronamespace, 'USAGE')",
        others,
    )
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app.execute("SELECT pg_advisory_lock(7402, hashtext('sales'))")

    assert may == []
    assert await app.fetchval(f"SELECT {schema}.try_lock(1)")


async def test_two_of_a_service_do_not_hold_a_lock_together(connect):
    one, two, other = [await connect(each) for each in ("sales", "sales", "etl")]

    held = [
        await one.fetchval("SELECT sales.try_lock(1)"),
        await two.fetchval("SELECT sales.try_lock(1)"),
        await other.fetchval("SELECT etl.try_lock(1)"),
    ]

    assert held == [True, False, True]


async def test_a_release_from_before_takes_locks_again(connect, databases):
    await roles.give_locks_to_all(databases.superuser_dsn())
    try:
        app = await connect("sales")
        assert await app.fetchval("SELECT pg_try_advisory_lock(1, 2)")
    finally:
        await databases.prepare([])
