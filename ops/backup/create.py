"""Make a backup: one snapshot of the database, and what belongs to it."""

import asyncio
import errno
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from ops.backup import archive, figures, programs
from ops.backup.errors import BackupError
from ops.backup.manifest import FORMAT, Manifest, Part
from ops.backup.settings import Settings
from ops.postgres.roles import DATABASE
from ops.secrets import BROKERS_OWN
from shared.db import epoch
from shared.db.locks import Purpose

DUMP = "database.dump"
GLOBALS = "globals.sql"
SECRETS = "secrets/"
UPLOADS = "uploads/"
SCRATCH = f"{DATABASE}_scratch_"
SERVERS_OWN = Path("postgres/password")

# What was sent is sent again after a restore, unless all of it had arrived.
_UPLOADS = """
SELECT DISTINCT file FROM etl.jobs WHERE file IS NOT NULL
AND status IN ('queued', 'running', 'checked', 'unmapped')
"""


async def create(settings: Settings, target: Path | None = None) -> Path:
    """The finished file; nothing that looks like one is left when it fails."""
    folder = (target.parent if target else settings.backup_dir).absolute()
    target = target or folder / archive.file_name(datetime.now(UTC))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        async with alone(settings):
            _forget_partial(folder)
            work = folder / f"{target.name}{archive.PARTIAL}.parts"
            work.mkdir(mode=0o700)
            try:
                manifest = await _gather(settings, work)
                parts = {name: work / name for name in manifest.parts}
                await asyncio.to_thread(archive.write, target, manifest, parts)
            finally:
                shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        raise BackupError(_in_words(error, folder)) from None
    return target


@asynccontextmanager
async def alone(settings: Settings) -> AsyncIterator[asyncpg.Connection]:
    """A connection to ``postgres``; refuses while a backup, check or restore runs."""
    connection = await reach(settings)
    try:
        taken = "SELECT pg_try_advisory_lock($1, 0)"
        if not await connection.fetchval(taken, int(Purpose.BACKUP)):
            raise BackupError("Another backup, check or restore is under way.")
        # What one that was killed has left; nobody else makes one now.
        for row in await connection.fetch(
            "SELECT datname FROM pg_database WHERE starts_with(datname, $1)", SCRATCH
        ):
            await connection.execute(f'DROP DATABASE "{row["datname"]}" WITH (FORCE)')
        yield connection
    finally:
        await connection.close()


async def reach(settings: Settings, database: str = "postgres") -> asyncpg.Connection:
    """Raises one line when the server is away or does not know the password."""
    try:
        return await figures.connect(settings.dsn(database))
    except asyncpg.InvalidPasswordError:
        raise BackupError(
            "PostgreSQL refuses the password of this installation"
            f" ({settings.admin_db_password_file or 'ADMIN_DB_URL'})."
        ) from None
    except asyncpg.InvalidCatalogNameError:
        raise BackupError(f"There is no database {database} yet.") from None
    except (OSError, asyncpg.PostgresError) as error:
        raise BackupError(
            f"PostgreSQL cannot be reached at {settings.server.host}:"
            f"{settings.server.port or 5432}: {error or type(error).__name__}"
        ) from None


async def _gather(settings: Settings, work: Path) -> Manifest:
    connection = await reach(settings, DATABASE)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            snapshot = await connection.fetchval("SELECT pg_export_snapshot()")
            # The dump first: uploads are removed and numbers given while it runs.
            manifest = await _described(connection)
            await _copy_uploads(connection, settings, work)
            _, measured = await asyncio.gather(
                programs.run(
                    settings, "pg_dump", "--format=custom", "--compress=gzip:3",
                    f"--snapshot={snapshot}", f"--file={work / DUMP}",
                    database=DATABASE,
                ),
                figures.measure(connection),
            )  # fmt: skip
        sequences = await figures.sequences(connection)
    finally:
        await connection.close()
    await programs.run(
        settings, "pg_dumpall", "--globals-only", f"--file={work / GLOBALS}"
    )
    await asyncio.to_thread(_copy_secrets, settings.secrets_dir, work)
    parts = await asyncio.to_thread(_parts, work)
    return manifest.model_copy(
        update={
            "figures": measured,
            "sequences": sequences,
            "parts": parts,
        }
    )


async def _described(connection: asyncpg.Connection) -> Manifest:
    return Manifest(
        format=FORMAT,
        made_at=await connection.fetchval("SELECT now()"),
        server_version=await connection.fetchval("SHOW server_version"),
        epoch=await epoch.current_epoch(connection),
        heads=await figures.heads(connection),
        sequences={},
        figures={"tables": {}, "sums": {}},
        parts={},
    )


async def _copy_uploads(
    connection: asyncpg.Connection, settings: Settings, work: Path
) -> None:
    """The files that jobs of the snapshot still have to read."""
    for row in await connection.fetch(_UPLOADS):
        if settings.uploads_dir is None or Path(row["file"]).name != row["file"]:
            continue
        source = settings.uploads_dir / row["file"]
        target = work / UPLOADS / row["file"]
        target.parent.mkdir(exist_ok=True, mode=0o700)
        # A job that ends meanwhile takes its file away: it needs it no longer.
        with suppress(FileNotFoundError):
            await asyncio.to_thread(shutil.copyfile, source, target)


def of_servers(name: Path) -> bool:
    """Passwords of PostgreSQL's superuser and of accounts at the broker belong to these
    servers, not to the shop: they stay here. ``name`` is a secret's, below its folder."""
    return name == SERVERS_OWN or any(part in BROKERS_OWN for part in name.parts)


def _copy_secrets(secrets: Path, work: Path) -> None:
    for file in sorted(secrets.rglob("*")):
        name = file.relative_to(secrets)
        if file.is_file() and not of_servers(name):
            target = work / SECRETS / name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copyfile(file, target)


def _parts(work: Path) -> dict[str, Part]:
    files = sorted(file for file in work.rglob("*") if file.is_file())
    return {str(file.relative_to(work)): archive.part_of(file) for file in files}


def _forget_partial(folder: Path) -> None:
    """What a killed backup left; nobody else makes one now."""
    for left in folder.glob(f"{archive.PREFIX}*{archive.PARTIAL}*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _in_words(error: OSError, folder: Path) -> str:
    if error.errno == errno.ENOSPC:
        return f"The disk of {folder} is full; no backup was made."
    if error.errno in {errno.EACCES, errno.EROFS, errno.EPERM}:
        return f"{error.filename or folder} may not be read or written by this user: {error.strerror}."
    return f"The backup could not be made: {error}"
