"""What breaks: frozen and killed processes, answers that are cut off on the way."""

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx
import psutil

from ops.local.programs import MARK, ROOT, service_environment, uvicorn
from ops.local.stack import Stack
from tests.support.ports import free_port

STOP_WITHIN_S = 60


def family(pid: int) -> list[psutil.Process]:
    """A process and all that it started; parents first."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    return []


@contextmanager
def frozen(*pids: int) -> Iterator[None]:
    """Processes stand still with all that they started, as when a machine sleeps."""
    stopped: list[psutil.Process] = []
    try:
        # A parent stands still before its children are counted: none is born after.
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
            stopped += family(pid)
        for process in stopped:
            with suppress(psutil.NoSuchProcess):
                process.suspend()
        yield
    finally:
        for process in reversed(stopped):
            with suppress(psutil.NoSuchProcess):
                process.resume()


def ended(process: psutil.Process, *, within: float = STOP_WITHIN_S) -> float:
    """Seconds until a process that was asked to end has ended."""
    started = time.monotonic()
    process.wait(within)
    return time.monotonic() - started


class Replica:
    """One more process of a service, on a port of its own."""

    def __init__(self, stack: Stack, name: str, **environment: str) -> None:
        self.name = name
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._log = (stack.home / "logs" / f"{name}_replica.log").open("ab")
        self._process = subprocess.Popen(
            uvicorn(name, port),
            cwd=ROOT,
            env=os.environ
            | service_environment(name, stack.home, stack.ports)
            # What the stack ends when it goes down, should this test not do it.
            | {MARK: str(stack.home)}
            | environment,
            stdout=self._log,
            stderr=self._log,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait_ready(self, *, within: float = 60) -> None:
        deadline = time.monotonic() + within
        while not self._ready():
            assert self._process.poll() is None, f"{self.name} ended by itself"
            assert time.monotonic() < deadline, f"{self.name}: not ready"
            time.sleep(0.2)

    def _ready(self) -> bool:
        with suppress(httpx.HTTPError):
            return httpx.get(f"{self.url}/health/ready", timeout=2).is_success
        return False

    def end(self, number: signal.Signals = signal.SIGTERM) -> float:
        """Seconds until it had ended."""
        started = time.monotonic()
        if self._process.poll() is None:
            self._process.send_signal(number)
            try:
                self._process.wait(STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(10)
        self._log.close()
        return time.monotonic() - started


class AnswerCutter:
    """A proxy to a server that can swallow answers.

    A connection whose client has sent ``mark`` is cut as soon as the server
    answers: the server has done what it was asked, and the client never knows.
    """

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._server: asyncio.Server | None = None
        self.mark: bytes | None = None
        self.cut = 0
        self.port = 0

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()

    async def _serve(
        self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter
    ) -> None:
        with suppress(OSError):
            server, to_server = await asyncio.open_connection(
                "127.0.0.1", self._target_port
            )
            marked = asyncio.Event()
            await asyncio.gather(
                self._requests(client, to_server, marked),
                self._answers(server, to_client, to_server, marked),
            )

    async def _requests(
        self,
        client: asyncio.StreamReader,
        to_server: asyncio.StreamWriter,
        marked: asyncio.Event,
    ) -> None:
        with suppress(OSError):
            while data := await client.read(65_536):
                if self.mark is not None and self.mark in data:
                    marked.set()
                to_server.write(data)
                await to_server.drain()
        to_server.close()

    async def _answers(
        self,
        server: asyncio.StreamReader,
        to_client: asyncio.StreamWriter,
        to_server: asyncio.StreamWriter,
        marked: asyncio.Event,
    ) -> None:
        with suppress(OSError):
            while data := await server.read(65_536):
                if marked.is_set():
                    self.cut += 1
                    break
                to_client.write(data)
                await to_client.drain()
        to_client.transport.abort()
        to_server.close()
