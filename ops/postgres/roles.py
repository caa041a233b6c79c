"""``python -m ops.postgres.roles``: the database, its roles and schemas.

For each service ``<schema>_owner`` (migrations) and ``<schema>_app`` (run
time: rows of its own schema, no DDL, no other schema). Reads ``ADMIN_DB_URL``,
``ADMIN_DB_PASSWORD_FILE`` and ``SECRETS_DIR``. Safe to run at every start;
passwords are set again each time.

With ``--locks-for-all`` every role may take PostgreSQL's advisory locks until the next
start, as releases did that had no functions for their own.
"""

import asyncio
import os
import sys
from pathlib import Path

import asyncpg
from sqlalchemy.engine import make_url

from shared.db import epoch
from shared.db.locks import Purpose
from shared.settings import normalise_url, plain_dsn

DATABASE = "previstock"
SCHEMAS = ("auth", "products", "sales", "forecast", "etl")
_NOT_FOR_EVERYONE = (
    "FUNCTION lo_creat(integer)",
    "FUNCTION lo_create(oid)",
    "FUNCTION lo_from_bytea(oid, bytea)",
    "SCHEMA public",
)
"""What PostgreSQL gives to everybody: room for objects that belong to no service."""
_LOCKS = (
    "SELECT oid::regprocedure::text FROM pg_proc"
    " WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ 'advisory.*_lock'"
)
"""Whoever may call these holds any lock of any service."""


async def ensure(admin_dsn: str, secrets_dir: Path, *, name: str = DATABASE) -> None:
    """Create or adjust the database ``name``, its roles and schemas.

    ``admin_dsn`` is a superuser's. Rights on the database itself are in no dump
    of it: they are granted here, each time.
    """
    server = await asyncpg.connect(admin_dsn)
    try:
        # Two stacks that start at once on one server take turns.
        await server.execute("SELECT pg_advisory_lock($1, 0)", int(Purpose.MIGRATE))
        if not await server.fetchval(
            "SELECT 1 FROM pg_database WHERE datname = $1", name
        ):
            await create_database(server, name)
        # Every server has these two, open to whoever has a password.
        await server.execute("REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC")
        url = normalise_url(admin_dsn).set(database=name)
        database = await asyncpg.connect(plain_dsn(url))
        try:
            async with database.transaction():
                await database.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
                for each in _NOT_FOR_EVERYONE:
                    await database.execute(f"REVOKE ALL ON {each} FROM PUBLIC")
                for schema in SCHEMAS:
                    await _ensure_schema(database, name, schema, secrets_dir)
                await _keep_locks_to_owners(database)
                await epoch.ensure(database, readers=service_roles())
                # For the one function that refuses sales without a log line.
                await database.execute(
                    "GRANT SET ON PARAMETER log_min_messages TO products_owner"
                )
        finally:
            await database.close()
    finally:
        await server.close()


async def _keep_locks_to_owners(database: asyncpg.Connection) -> None:
    """Services take their own by functions of their schema (``shared.db.locks``)."""
    owners = ", ".join(f"{schema}_owner" for schema in SCHEMAS)
    for row in await database.fetch(_LOCKS):
        await database.execute(f"REVOKE ALL ON FUNCTION {row[0]} FROM PUBLIC")
        await database.execute(f"GRANT EXECUTE ON FUNCTION {row[0]} TO {owners}")


async def give_locks_to_all(admin_dsn: str, *, name: str = DATABASE) -> None:
    """For a release from before, on its way back in."""
    url = normalise_url(admin_dsn).set(database=name)
    database = await asyncpg.connect(plain_dsn(url))
    try:
        for row in await database.fetch(_LOCKS):
            await database.execute(f"GRANT EXECUTE ON FUNCTION {row[0]} TO PUBLIC")
    finally:
        await database.close()


async def create_database(server: asyncpg.Connection, name: str) -> None:
    """The same text rules on every machine, whatever its locale."""
    await server.execute(
        f'CREATE DATABASE "{name}" TEMPLATE template0 ENCODING UTF8'
        " LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"
        " LC_COLLATE 'C' LC_CTYPE 'C'"
    )


def service_roles() -> list[str]:
    """The roles that services and their migrations sign in with."""
    return [f"{schema}_{kind}" for schema in SCHEMAS for kind in ("owner", "app")]


async def _ensure_schema(
    database: asyncpg.Connection, name: str, schema: str, secrets_dir: Path
) -> None:
    owner, app = f"{schema}_owner", f"{schema}_app"
    await _ensure_role(
        database, owner, (secrets_dir / "owners" / schema).read_text().strip()
    )
    await _ensure_role(
        database, app, (secrets_dir / schema / "db_password").read_text().strip()
    )
    for statement in (
        f"GRANT CONNECT ON DATABASE {name} TO {owner}, {app}",
        f"CREATE SCHEMA IF NOT EXISTS {schema} AUTHORIZATION {owner}",
        f"GRANT USAGE ON SCHEMA {schema} TO {app}",
        f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema}"
        f" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema}"
        f" GRANT USAGE, SELECT ON SEQUENCES TO {app}",
        # A function is for those who are named, never for everyone.
        f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
    ):
        await database.execute(statement)


async def _ensure_role(database: asyncpg.Connection, role: str, password: str) -> None:
    exists = await database.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role)
    statement = await database.fetchval(
        "SELECT format($1, $2::text, $3::text)",
        f"{'ALTER' if exists else 'CREATE'} ROLE %I LOGIN NOSUPERUSER NOCREATEDB"
        " NOCREATEROLE PASSWORD %L",
        role,
        password,
    )
    await database.execute(statement)


def main() -> None:
    url = make_url(os.environ["ADMIN_DB_URL"])
    password_file = os.environ.get("ADMIN_DB_PASSWORD_FILE")
    if password_file:
        url = url.set(password=Path(password_file).read_text().strip())
    admin = normalise_url(url.render_as_string(hide_password=False))
    dsn, to_all = plain_dsn(admin), "--locks-for-all" in sys.argv
    try:
        asyncio.run(
            give_locks_to_all(dsn)
            if to_all
            else ensure(dsn, Path(os.environ["SECRETS_DIR"]))
        )
    except asyncpg.InvalidPasswordError:
        sys.exit(
            "PostgreSQL's data was made with another password than this checkout has:"
            " by an earlier one in its place, perhaps. `make reset` deletes that data."
        )
    except OSError as error:
        sys.exit(f"roles: PostgreSQL cannot be reached: {error}")
    if to_all:
        print("roles: all may take locks until the next start")
    else:
        print(f"roles and schemas: {', '.join(SCHEMAS)}")


if __name__ == "__main__":
    main()
