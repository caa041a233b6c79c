"""The servers of a run: PostgreSQL and Kafka of its own, on one core."""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from ops.local.kafka import Kafka
from ops.local.postgres import Postgres
from ops.migrate import ROOT, SERVICES
from ops.topics import create_topics
from tests.support.databases import Databases
from tests.support.http import SECRET
from tests.support.ports import free_port

SERVED_CORE = 0
LOAD_CORE = 1
"""The load generator has a core to itself, so that it takes nothing from what
it measures; PostgreSQL, Kafka and the application share the other."""


@dataclass(frozen=True)
class Rig:
    databases: Databases
    kafka: str


@contextmanager
def rig() -> Iterator[Rig]:
    """Fresh servers with all roles, schemas and topics; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="previstock-bench-") as folder:
        home = Path(folder)
        postgres = Postgres(home / "postgres", free_port())
        kafka = Kafka(home / "kafka", free_port(), controller_port=free_port())
        try:
            postgres.start()
            kafka.start()
            for pid in (postgres.pid(), kafka.pid):
                pin(pid, SERVED_CORE)
            databases = Databases(
                postgres.url("postgres", "postgres"),
                postgres.password,
                home / "secrets",
            )
            asyncio.run(databases.prepare(SERVICES))
            asyncio.run(create_topics(kafka.bootstrap))
            yield Rig(databases, kafka.bootstrap)
        finally:
            kafka.stop()
            postgres.stop()
            postgres.erase()


def pin(pid: int | None, core: int) -> None:
    """Keep a process, its threads and its children on one core, where the system can."""
    if pid is None or not hasattr(os, "sched_setaffinity"):
        return
    process = psutil.Process(pid)
    for member in (process, *process.children(recursive=True)):
        for thread in member.threads():
            os.sched_setaffinity(thread.id, {core})


@contextmanager
def served(
    command: list[str], environment: dict[str, str], probe: str
) -> Iterator[None]:
    """A server process on the served core while the block lasts."""
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_until_answered(probe)
        pin(process.pid, SERVED_CORE)
        yield
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def service(rig: Rig, name: str) -> Iterator[str]:
    """One uvicorn process of a service, everything on; its address."""
    port = free_port()
    environment = {
        "DB_URL": rig.databases.role_dsn("app", name),
        "KAFKA_BOOTSTRAP_SERVERS": rig.kafka,
        "JWT_SECRET": SECRET,
        "LOG_LEVEL": "WARNING",
    }
    command = [
        sys.executable, "-m", "uvicorn", f"{name}_svc.app:app",
        "--host", "127.0.0.1", "--port", str(port), "--no-access-log",
    ]  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    with served(command, environment, f"{address}/health/ready"):
        yield address


def run_module(module: str, *arguments: object, core: int) -> str:
    """What a module of this package prints, run on one core."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    pin(process.pid, core)
    output, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{module} failed")
    return output


def _wait_until_answered(url: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            if httpx.get(url, timeout=5).status_code < 500:
                return
        except httpx.TransportError:
            pass
        if time.monotonic() > deadline:
            raise RuntimeError(f"{url} does not answer")
        time.sleep(0.2)
