"""PostgreSQL's own programs: pg_dump, pg_dumpall, pg_restore, psql."""

import asyncio
import os

from ops.backup.errors import BackupError
from ops.backup.settings import Settings


async def run(
    settings: Settings, program: str, *arguments: object, database: str = "postgres"
) -> str:
    """What it wrote to its output. Raises with its last words when it fails.

    It is ended with its caller: no dump goes on after a stop.
    """
    path = str(settings.pg_bin / program) if settings.pg_bin else program
    try:
        process = await asyncio.create_subprocess_exec(
            path, *map(str, arguments),
            env=os.environ | _login(settings, database),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
    except FileNotFoundError:
        raise BackupError(
            f"{program} is not here: PG_BIN names the folder of PostgreSQL's programs."
        ) from None
    try:
        out, errors = await process.communicate()
    except BaseException:
        process.kill()
        await process.wait()
        raise
    if process.returncode:
        words = errors.decode(errors="replace").strip().splitlines()
        raise BackupError(f"{program} failed: {' / '.join(words[-2:])}")
    return out.decode()


def _login(settings: Settings, database: str) -> dict[str, str]:
    """By the environment: a command line can be read by everyone on the machine."""
    server = settings.server
    return {
        "PGHOST": server.host or "",
        "PGPORT": str(server.port or 5432),
        "PGUSER": server.username or "postgres",
        "PGPASSWORD": server.password or "",
        "PGDATABASE": database,
        "PGCONNECT_TIMEOUT": "10",
        # A thousand statements need not wait for the disk one by one: the swap, or
        # whatever is committed next, takes them all there with it.
        "PGOPTIONS": "-c synchronous_commit=off -c maintenance_work_mem=256MB",
    }
