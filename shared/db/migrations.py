"""What every service's ``migrations/env.py`` does: its own schema, its own
version table, one migration at a time."""

import re
from pathlib import Path
from typing import Any

from alembic import context, op
from sqlalchemy import MetaData, text
from sqlalchemy.engine import URL, Connection
from sqlalchemy.ext.asyncio import create_async_engine

from shared.db.locks import FUNCTIONS, Purpose

_READ_ONLY = """
DO $$ BEGIN
    IF to_regrole('{schema}_app') IS NOT NULL AND to_regclass('alembic_version') IS NOT NULL THEN
        REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {schema}_app;
    END IF;
END $$
"""
"""A service does not decide which migrations have run."""


def run(metadata: MetaData) -> None:
    """Entry point of each ``env.py``. Alembic's config carries an open ``connection``."""
    options = context.config.attributes
    connection: Connection | None = options.get("connection")
    if connection is None:
        raise RuntimeError("run migrations with `python -m ops.migrate`")
    _migrate(connection, metadata)


async def upgrade(url: URL, schema: str, command: Any) -> None:
    """Run an Alembic command on this schema, under its advisory lock."""
    engine = create_async_engine(
        url,
        connect_args={
            "server_settings": {"search_path": schema, "lock_timeout": "60s"}
        },
    )
    try:
        async with engine.connect() as holder:
            await holder.execution_options(isolation_level="AUTOCOMMIT")
            await holder.execute(
                text("SELECT pg_advisory_lock(:purpose, hashtext(:schema))"),
                {"purpose": int(Purpose.MIGRATE), "schema": schema},
            )
            await _ensure_schema(engine, schema)
            async with engine.begin() as connection:
                await connection.execute(text("SET LOCAL lock_timeout = '5s'"))
                await connection.run_sync(command)
                for statement in (_READ_ONLY, *FUNCTIONS):
                    await connection.execute(text(statement.format(schema=schema)))
    finally:
        await engine.dispose()


async def _ensure_schema(engine: Any, schema: str) -> None:
    """Trials with one superuser have no roles step; then the schema is made here."""
    async with engine.begin() as connection:
        exists = await connection.scalar(
            text("SELECT to_regnamespace(:s)"), {"s": schema}
        )
        if exists is None:
            await connection.execute(text(f'CREATE SCHEMA "{schema}"'))


def _migrate(connection: Connection, metadata: MetaData) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_object=_ours,
        compare_type=True,
    )
    context.run_migrations()


def _ours(
    _object: Any, name: str | None, kind: str, _reflected: bool, _to: Any
) -> bool:
    """Tables that SQL alone owns are no drift: those of shared, and partitions,
    whose names end in a number."""
    if kind == "table":
        return not re.match(
            r"(inbox|outbox|consumer_offsets|readiness|shop$|audit$|mails$|alembic_version)|.*_\d+$",
            name or "",
        )
    return True


def execute_script(script: str) -> None:
    """Run several statements, one by one (asyncpg prepares only one at a time)."""
    for statement in script.split(";\n"):
        if statement.strip():
            op.execute(text(statement.strip().rstrip(";").replace(":", r"\:")))


def load_functions(folder: Path, *names: str, **settings: str) -> None:
    """Create or replace the stored functions of a folder, one file each; with ``names``
    only those.

    ``{name}`` in a file is the setting of that name. A file states what a function
    is now: change it together with a new migration that loads it again. One that
    earlier tables do not fit says which column it needs (``-- Needs table.column.``);
    migrations from before there was one leave it out. When it took other arguments
    then (``-- Formerly name(arguments).``), they find an empty one of that name, to
    grant and to drop.
    """
    # A function may call one whose file comes later.
    op.execute("SET LOCAL check_function_bodies = off")
    for file in sorted(folder.glob("*.sql")):
        if names and file.stem not in names:
            continue
        statement = file.read_text()
        needed = _NEEDS.match(statement)
        if needed and not _exists(*needed.groups()):
            _stand_in(statement)
            continue
        for name, value in settings.items():
            statement = statement.replace(f"{{{name}}}", value)
        op.execute(text(statement.replace(":", r"\:")))


_NEEDS = re.compile(r"-- Needs (\w+)\.(\w+)\.$", re.MULTILINE)
_COLUMN = text(
    "SELECT EXISTS (SELECT FROM information_schema.columns WHERE"
    " table_schema = current_schema() AND table_name = :table AND column_name = :column)"
)


_FORMERLY = re.compile(r"^-- Formerly (.+)\.$", re.MULTILINE)


def _stand_in(statement: str) -> None:
    for former in _FORMERLY.findall(statement):
        found = text("SELECT to_regprocedure(:former)::text")
        if op.get_bind().scalar(found, {"former": former}) is None:
            op.execute(f"CREATE FUNCTION {former} RETURNS void LANGUAGE sql AS ''")


def _exists(table: str, column: str) -> bool:
    return bool(op.get_bind().scalar(_COLUMN, {"table": table, "column": column}))


_APP_ROLE = (
    "SELECT quote_ident(rolname) FROM pg_roles"
    " WHERE rolname = current_schema() || '_app'"
)


def create_owners_function(statement: str, name: str) -> None:
    """One that may do more than the service's role, which alone may call it. It says
    ``SECURITY DEFINER SET search_path = {schema}, pg_temp``."""
    bind = op.get_bind()
    schema = bind.scalar(text("SELECT quote_ident(current_schema())"))
    op.execute(text(statement.format(schema=schema)))
    op.execute(f"REVOKE EXECUTE ON FUNCTION {name} FROM public")
    # Trials with one superuser have no such role.
    app = bind.scalar(text(_APP_ROLE))
    if app is not None:
        op.execute(f"GRANT EXECUTE ON FUNCTION {name} TO {app}")
