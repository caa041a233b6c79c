"""Put a backup in the place of what is there.

It is restored beside and compared first, and takes the name of the running
database in one transaction: until then nothing has changed. The replaced
database is kept until the next restore. A restored database starts a new epoch,
and its numbers go on far above any that was ever given.
"""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
from aiokafka.errors import KafkaError
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy.engine import URL

from ops import migrate, secrets
from ops.backup import figures
from ops.backup.archive import Archive
from ops.backup.check import scratch
from ops.backup.create import SECRETS, UPLOADS, alone, of_servers, reach
from ops.backup.errors import BackupError
from ops.backup.manifest import Manifest
from ops.backup.settings import Settings
from ops.postgres import roles
from ops.postgres.roles import DATABASE
from ops.topics import recreate_topics
from shared.db import epoch

REPLACED = f"{DATABASE}_replaced"
MARGIN = 1_000
"""Numbers left out where the replaced database told which it had given."""
BLIND_MARGIN = 10_000_000
"""Where it did not: more than a shop gives between two backups."""

Say = Callable[[str], None]


def look(file: Path) -> Archive:
    """Raises one line unless this version can restore that file."""
    found = Archive.open(file)
    for service, revision in found.manifest.heads.items():
        try:
            if revision is not None:
                _scripts(service).get_revision(revision)
        except CommandError:
            raise BackupError(
                f"{file} was made by a newer version: this one does not know {service}'s"
                f" schema {revision}. Restore it with that version."
            ) from None
    return found


def _scripts(service: str) -> ScriptDirectory:
    return ScriptDirectory.from_config(migrate.config(service, None))


async def restore(settings: Settings, file: Path, say: Say) -> None:
    """The services must be stopped. Raises one line; what was there then stays,
    unless the line says otherwise."""
    found = look(file)
    with settings.work_folder() as folder:
        parts = found.unpack(folder)
        staged = folder / SECRETS
        secrets.write_missing(staged)
        async with alone(settings) as server:
            await _refuse_connected(server)
            raised = await _numbers(settings, server, found.manifest)
            async with scratch(server, parts, settings) as database:
                say("the dump is restored beside the running database")
                await _refuse_different(settings, database, found)
                say("every table is as the manifest notes it")
                async with _passwords_of(settings, staged, database):
                    if _older(found.manifest):
                        await _upgrade(settings.server.set(database=database), staged)
                        say("its schemas are brought up to date")
                    begun = await _renew(settings, database, found, raised)
                    await _swap(server, database)
            say(f"{DATABASE} is replaced; epoch {begun}; the former is {REPLACED}")
        try:
            install_secrets(staged, settings.secrets_dir)
            _install_uploads(folder / UPLOADS, settings.uploads_dir)
        except OSError as error:
            raise BackupError(
                f"The database is restored, but not its secrets and uploads: {error}."
                " Restore it once more when that is mended."
            ) from None
        say("secrets and uploads are in their places")
    await _forget_events(settings)
    say("topics are made anew")


@asynccontextmanager
async def _passwords_of(
    settings: Settings, staged: Path, database: str
) -> AsyncIterator[None]:
    """The services' roles get the backup's passwords, unless what follows fails: then
    they have those again that the services know."""
    server = settings.dsn("postgres")
    await roles.ensure(server, staged, name=database)
    try:
        yield
    except BaseException:
        await roles.ensure(server, settings.secrets_dir)
        raise


async def _refuse_connected(server: asyncpg.Connection) -> None:
    rows = await server.fetch(
        "SELECT DISTINCT application_name FROM pg_stat_activity"
        " WHERE datname = $1 AND usename LIKE '%\\_app' ORDER BY 1",
        DATABASE,
    )
    if rows:
        names = ", ".join(row["application_name"] for row in rows)
        raise BackupError(
            f"Stop the services first, as `make restore` does: {names} still connected."
        )


async def _refuse_different(settings: Settings, database: str, found: Archive) -> None:
    connection = await reach(settings, database)
    try:
        restored = await figures.measure(connection)
    finally:
        await connection.close()
    if differ := figures.differences(found.manifest.figures, restored):
        raise BackupError(
            f"{found.file} is not as it was noted: {'; '.join(differ)}. Nothing was changed."
        )


async def _numbers(
    settings: Settings, server: asyncpg.Connection, manifest: Manifest
) -> dict[str, int]:
    """From where each sequence goes on, above whatever was given after the backup."""
    given: dict[str, int] = {}
    if await server.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", DATABASE):
        connection = await reach(settings, DATABASE)
        try:
            if await _same_line(connection, manifest.epoch):
                given = await figures.sequences(connection)
        finally:
            await connection.close()
    margin = MARGIN if given else BLIND_MARGIN
    return {
        name: max(mark, given.get(name, 0)) + margin
        for name, mark in manifest.sequences.items()
    }


async def _same_line(connection: asyncpg.Connection, of_backup: str | None) -> bool:
    """Whether this database is one that the backup was made of, or came out of it:
    a new installation's numbers say nothing about the old one's."""
    if await connection.fetchval("SELECT to_regclass('installation.epoch')") is None:
        return False
    return bool(
        await connection.fetchval(
            "SELECT 1 FROM installation.epoch WHERE epoch::text = $1", of_backup
        )
    )


def _older(manifest: Manifest) -> bool:
    newest = {name: _scripts(name).get_current_head() for name in migrate.SERVICES}
    return newest != manifest.heads


async def _upgrade(server: URL, staged: Path) -> None:
    """A backup of an older version gets today's schemas."""
    address = server.set(username="{schema}_owner", password=None)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "ops.migrate",
        env=os.environ
        | {
            "MIGRATION_DB_URL": address.render_as_string().replace("%7B", "{").replace("%7D", "}"),
            "MIGRATION_PASSWORD_DIR": str(staged / "owners"),
        },
        cwd=migrate.ROOT,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, errors = await process.communicate()
    if process.returncode:
        words = errors.decode(errors="replace").strip().splitlines()
        raise BackupError(f"The migrations failed: {' / '.join(words[-2:])}")


async def _renew(
    settings: Settings,
    database: str,
    found: Archive,
    raised: dict[str, int],
) -> str:
    """The new epoch, and numbers that were never given."""
    connection = await reach(settings, database)
    try:
        async with connection.transaction():
            for name, number in raised.items():
                await connection.execute(f"SELECT setval('{name}', {number})")
            await connection.execute(_REBUILD)
            return await epoch.begin(
                connection,
                reason=f"restored from {found.file.name} of {found.manifest.made_at:%Y-%m-%d %H:%M:%S}Z",
            )
    finally:
        await connection.close()


# forecast_svc does so by itself when it finds its offsets under another epoch; a
# backup of before it kept them would go unnoticed.
_REBUILD = """
INSERT INTO forecast.rebuilds (reason) SELECT 'restored from a backup'
WHERE NOT EXISTS (
    SELECT FROM forecast.rebuilds WHERE finished_at IS NULL AND started_at IS NULL
)
"""


async def _swap(server: asyncpg.Connection, database: str) -> None:
    """One transaction: there is always exactly one database of that name."""
    await server.execute(f'DROP DATABASE IF EXISTS "{REPLACED}" WITH (FORCE)')
    await server.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = ANY($1) AND pid <> pg_backend_pid()",
        [DATABASE, database],
    )
    was_there = "SELECT 1 FROM pg_database WHERE datname = $1"
    async with server.transaction():
        if await server.fetchval(was_there, DATABASE):
            await server.execute(f'ALTER DATABASE "{DATABASE}" RENAME TO "{REPLACED}"')
            await server.execute(
                f'ALTER DATABASE "{REPLACED}" WITH ALLOW_CONNECTIONS false'
            )
        await server.execute(f'ALTER DATABASE "{database}" RENAME TO "{DATABASE}"')


def install_secrets(staged: Path, place: Path) -> None:
    """File by file, each at once whole: in containers the folders are mounts."""
    for file in sorted(staged.rglob("*")):
        name = file.relative_to(staged)
        if not file.is_file() or of_servers(name):
            continue
        target = place / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = target.with_name(f".{target.name}.new")
        shutil.copyfile(file, aside)
        aside.chmod(0o600)
        aside.replace(target)
    # Owners as the setup step gives them.
    secrets.write_missing(place)


def _install_uploads(unpacked: Path, place: Path | None) -> None:
    if place is None or not unpacked.is_dir():
        return
    place.mkdir(parents=True, exist_ok=True)
    owner = place.stat()
    for file in unpacked.iterdir():
        target = place / file.name
        shutil.copyfile(file, target)
        target.chmod(0o600)
        if os.geteuid() == 0:
            os.chown(target, owner.st_uid, owner.st_gid)


async def _forget_events(settings: Settings) -> None:
    bootstrap = settings.broker
    replication = int(os.environ.get("KAFKA_REPLICATION", "1"))
    try:
        await recreate_topics(bootstrap, replication=replication)
    except (KafkaError, OSError, TimeoutError) as error:
        raise BackupError(
            f"The database is restored, but the broker at {bootstrap} did not make its"
            f" topics anew ({error or type(error).__name__}). Events of before are known"
            " by their epoch and refused; `python -m ops.topics` makes what is missing."
        ) from None
