"""Restore beside, compare with what was noted, drop again."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg

from ops.backup import figures, programs
from ops.backup.archive import Archive
from ops.backup.create import DUMP, GLOBALS, SCRATCH, alone, reach
from ops.backup.errors import BackupError
from ops.backup.settings import Settings
from ops.postgres.roles import create_database

JOBS = 2
"""Tables and indexes that are restored at a time."""


async def check(settings: Settings, file: Path) -> list[str]:
    """What differs, a line each; nothing when the backup is whole."""
    archive = Archive.open(file)
    async with alone(settings) as server:
        with settings.work_folder() as folder:
            parts = archive.unpack(folder)
            async with scratch(server, parts, settings) as database:
                return await _compare(settings, database, archive)


async def _compare(settings: Settings, database: str, archive: Archive) -> list[str]:
    connection = await reach(settings, database)
    try:
        found = await figures.measure(connection)
        differ = figures.differences(archive.manifest.figures, found)
        return differ + await figures.broken_laws(connection)
    finally:
        await connection.close()


@asynccontextmanager
async def scratch(
    server: asyncpg.Connection, parts: dict[str, Path], settings: Settings
) -> AsyncIterator[str]:
    """The name of a database that holds the dump, dropped at the end unless it was
    given another name meanwhile."""
    database = f"{SCRATCH}{uuid4().hex[:12]}"
    await add_roles(server, parts[GLOBALS], settings)
    await create_database(server, database)
    try:
        await programs.run(
            settings, "pg_restore", "--exit-on-error", f"--jobs={JOBS}",
            f"--dbname={database}", parts[DUMP], database=database,
        )  # fmt: skip
        yield database
    finally:
        await server.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


async def add_roles(
    server: asyncpg.Connection, globals_file: Path, settings: Settings
) -> None:
    """Roles that the dump speaks of and this server does not have, as they were.

    Those that are here stay as they are: their passwords are this installation's.
    """
    names = await server.fetch("SELECT quote_ident(rolname) AS name FROM pg_roles")
    here = {row["name"] for row in names}
    lines = globals_file.read_text().splitlines()
    missing = {
        line.removeprefix("CREATE ROLE ").rstrip(";")
        for line in lines
        if line.startswith("CREATE ROLE ")
    } - here
    wanted = [line for line in lines if _role_of(line) in missing]
    if wanted:
        script = globals_file.with_name("missing-roles.sql")
        script.write_text("\n".join(wanted) + "\n")
        await programs.run(
            settings, "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1",
            "--single-transaction", f"--file={script}",
        )  # fmt: skip


def _role_of(line: str) -> str | None:
    """Whom a line of ``pg_dumpall --globals-only`` is about."""
    if line.startswith(("CREATE ROLE ", "ALTER ROLE ")):
        return line.split(" ", 2)[2].split(" ")[0].rstrip(";")
    if line.startswith("GRANT ") and " TO " in line:
        return line.split(" TO ", 1)[1].split(" ")[0].rstrip(";")
    return None


def say(file: Path, differ: list[str]) -> str:
    """Raises with every difference."""
    if differ:
        raise BackupError(f"{file} is not as it was noted: {'; '.join(differ)}")
    return f"OK: {file} restores to what was noted, and every law holds."
