"""A process that cannot go on ends, in a way that its supervisor notices."""

import asyncio
import json
import signal
import sys

import pytest

from shared.process import when_stopped
from tests.support.ports import free_port

SERVICE = """
import asyncio
from fastapi import APIRouter
from shared.http.service import build_app
from shared.settings import ServiceSettings

class Settings(ServiceSettings):
    service: str = "toy_svc"

class Task:
    async def run(self):
        await asyncio.sleep(0.2)
        {ending}

    def stop(self):
        pass

app = build_app(
    Settings(db_url="postgresql://nobody@127.0.0.1:1/none", kafka_bootstrap_servers="127.0.0.1:1"),
    title="Toys", description="", routers=[APIRouter()],
    background=lambda app: [Task()],
)
"""


@pytest.mark.parametrize(
    ("ending", "why"),
    [
        ("return", "without being asked"),
        ("raise asyncio.CancelledError", "cancelled"),
        ("raise LookupError('a shelf')", "LookupError: a shelf"),
    ],
)
async def test_a_background_task_that_ends_unasked_ends_the_process(
    tmp_path, ending, why
):
    (tmp_path / "toy_service.py").write_text(SERVICE.format(ending=ending))

    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "uvicorn", "toy_service:app", "--app-dir", str(tmp_path),
        "--host", "127.0.0.1", "--port", str(free_port()),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output, _ = await asyncio.wait_for(process.communicate(), 60)

    lines = [json.loads(line) for line in output.splitlines() if line[:1] == b"{"]
    said = [line["reason"] for line in lines if line["event"] == "process_ends"]
    assert said == [f"Task.run ended: {why}"]
    assert process.returncode != 0
    # In good order, with what belongs to a stop.
    assert any("shutdown complete" in str(line["event"]) for line in lines)


async def test_a_first_process_of_a_container_ends_with_its_own_status():
    """There the signal that uvicorn sends itself at its end does nothing."""
    script = (
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        " from shared.process import end_process; end_process('tried')"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stdout=asyncio.subprocess.DEVNULL
    )

    assert await asyncio.wait_for(process.wait(), 60) == 70


async def test_whoever_asks_hears_of_the_end_and_the_server_hears_of_it_too():
    heard: list[str] = []
    before = signal.signal(signal.SIGTERM, lambda *_: heard.append("server"))
    try:
        with when_stopped(lambda: heard.append("streams")):
            signal.raise_signal(signal.SIGTERM)
            await asyncio.sleep(0)
        assert sorted(heard) == ["server", "streams"]
        signal.raise_signal(signal.SIGTERM)
        await asyncio.sleep(0)
        assert sorted(heard) == ["server", "server", "streams"]
    finally:
        signal.signal(signal.SIGTERM, before)
