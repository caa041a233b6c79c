"""``python -m bench.broker``: what accounts at the broker cost.

Two brokers side by side, one that asks for accounts and one that asks nobody. The load
goes to one and then to the other, in turn, so that both meet the same machine: events as
sales_svc sends them, with its account and its rights, and read by forecast_svc's.
"""

import asyncio
import os
import secrets
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from statistics import median

import psutil
import typer
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import TopicAuthorizationFailedError
from pydantic import SecretStr

from bench.rig import LOAD_CORE, SERVED_CORE, pin
from ops.local.kafka import Kafka
from ops.topics import create_topics
from shared.broker import Broker, client_options
from shared.contracts.topics import PARTITIONS
from shared.kafka.producer import Message, Producer
from tests.support.ports import free_port

TOPIC = "sales.created"
VALUE = b'{"sale_id": 123456, "product_id": 42, "quantity": 3, "total": "12.30"}' * 4
AT_ONCE = 500


class Measured:
    """A broker, and what its rounds came to: events per second, and its CPU for 1,000."""

    def __init__(self, home: Path, accounts: dict[str, str]) -> None:
        self.server = Kafka(
            home, free_port(), controller_port=free_port(), accounts=accounts
        )
        self._ends: dict[TopicPartition, int] = {}
        self.rounds: dict[str, list[tuple[float, float]]] = {"sent": [], "read": []}

    def as_(self, account: str) -> str:
        password = self.server.accounts.get(account)
        if password is None:
            return self.server.bootstrap
        return Broker.at(self.server.bootstrap, account, SecretStr(password), None)

    def cpu_s(self) -> float:
        used = psutil.Process(self.server.pid).cpu_times()
        return float(used.user + used.system)

    async def round(self, events: int) -> None:
        await self._timed("sent", events, self._send)
        await self._timed("read", events, self._read)

    async def _timed(
        self, what: str, events: int, work: Callable[[int], Awaitable[None]]
    ) -> None:
        before, started = self.cpu_s(), time.monotonic()
        await work(events)
        took = time.monotonic() - started
        cpu_ms = (self.cpu_s() - before) * 1_000
        self.rounds[what].append((events / took, cpu_ms / events * 1_000))

    async def _send(self, events: int) -> None:
        producer = await Producer.connect(self.as_("sales_svc"))
        try:
            for first in range(0, events, AT_ONCE):
                batch = [
                    Message(TOPIC, VALUE, b"%d" % n)
                    for n in range(first, first + AT_ONCE)
                ]
                for error in await producer.send(batch):
                    if error is not None:
                        raise error
        finally:
            await producer.close()

    async def _read(self, events: int) -> None:
        """Those of the round before, which are the newest."""
        async with self._reader() as client:
            for each, before in self._ends.items():
                client.seek(each, before)
            left = events
            while left > 0:
                found = await client.getmany(timeout_ms=1_000)
                left -= sum(map(len, found.values()))
            self._ends = await client.end_offsets(list(self._ends))

    async def _may_send(self) -> bool:
        """Rights reach what asks for them a moment after they were given."""
        try:
            await self._send(AT_ONCE)
        except TopicAuthorizationFailedError:
            return False
        return True

    async def prepare(self) -> None:
        await create_topics(self.server.operator)
        async with asyncio.timeout(60):
            while not await self._may_send():
                await asyncio.sleep(0.5)
        async with self._reader() as client:
            self._ends = await client.end_offsets(list(client.assignment()))

    @asynccontextmanager
    async def _reader(self) -> AsyncIterator[AIOKafkaConsumer]:
        client = AIOKafkaConsumer(**client_options(self.as_("forecast_svc")))
        await client.start()
        try:
            client.assign([TopicPartition(TOPIC, n) for n in range(PARTITIONS)])
            yield client
        finally:
            await client.stop()


async def take_turns(brokers: list[Measured], rounds: int, events: int) -> None:
    for each in brokers:
        await each.prepare()
    for _ in range(rounds):
        for each in brokers:
            await each.round(events)


def main(rounds: int = 12, events: int = 100_000) -> None:
    names = ("operator", "sales_svc", "forecast_svc")
    accounts = {name: secrets.token_hex(16) for name in names}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        brokers = {
            "no accounts": Measured(Path(folder) / "open", {}),
            "accounts": Measured(Path(folder) / "closed", accounts),
        }
        for each in brokers.values():
            running.callback(each.server.stop)
            each.server.start()
            each.server.ensure_accounts()
            pin(each.server.pid, SERVED_CORE)
        pin(os.getpid(), LOAD_CORE)
        asyncio.run(take_turns(list(brokers.values()), rounds, events))
        for name, each in brokers.items():
            for what, found in each.rounds.items():
                speed = median(speed for speed, _ in found)
                cpu = median(cpu for _, cpu in found)
                print(
                    f"{name}: {what} {speed:,.0f} events/s (from"
                    f" {min(found)[0]:,.0f} to {max(found)[0]:,.0f}),"
                    f" the broker's CPU {cpu:.1f} ms for 1,000"
                )


if __name__ == "__main__":
    typer.run(main)
