"""The plain peer: a synchronous Flask application doing the job of POST /api/sales.

It is no part of this project: ``BENCH_PEER`` names the folder with its
``flask_app.py`` and ``schema.sql``, and without it there is nothing to measure
against. Its dependencies go into an environment of their own.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from bench.rig import Rig, served
from ops.migrate import ROOT
from shared.settings import normalise_url, plain_dsn
from tests.support.http import SECRET
from tests.support.ports import free_port

FOLDER = Path(os.environ.get("BENCH_PEER") or ROOT / ".local" / "peer")
NEEDS = [
    "flask",
    "gunicorn",
    "sqlalchemy<2.1",
    "psycopg2-binary",
    "kafka-python",
    "python-jose",
]
DATABASE = "peer"


def available() -> bool:
    return (FOLDER / "flask_app.py").exists()


async def prepare(rig: Rig) -> str:
    """A scratch database with the peer's schema; its address."""
    admin = normalise_url(rig.databases.superuser_dsn())
    connection = await asyncpg.connect(plain_dsn(admin))
    await connection.execute(f"CREATE DATABASE {DATABASE}")
    await connection.close()
    dsn = plain_dsn(admin.set(database=DATABASE))
    connection = await asyncpg.connect(dsn)
    await connection.execute((FOLDER / "schema.sql").read_text())
    await connection.close()
    return dsn


@contextmanager
def serving(rig: Rig, dsn: str) -> Iterator[str]:
    """gunicorn with two processes of eight threads, as the peer's notes say."""
    port = free_port()
    environment = {
        "DB_URL": dsn.replace("postgresql://", "postgresql+psycopg2://"),
        "KAFKA_BOOTSTRAP_SERVERS": rig.kafka,
        "JWT_SECRET": SECRET,
        "PYTHONPATH": str(FOLDER),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    gunicorn = _environment() / "bin" / "gunicorn"
    command = [
        str(gunicorn), "-w", "2", "--threads", "8", "-b", f"127.0.0.1:{port}", "flask_app:app",
    ]  # fmt: skip
    with served(command, environment, f"http://127.0.0.1:{port}/"):
        yield f"http://127.0.0.1:{port}"


def _environment() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    place = cache / "previstock" / "bench-peer"
    if not (place / ".ready").exists():
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        subprocess.run(
            [str(place / "bin" / "pip"), "install", "-q", *NEEDS], check=True
        )
        (place / ".ready").touch()
    return place
