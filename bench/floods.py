"""``python -m bench.floods``: how long a right password takes under 200 wrong ones at once.

The service has a core to itself and the flood the other. It comes from one network, then
from 200; through the front's secret each sender says its own address. Who is let in comes
by a connection of their own, in turn: from where they have signed in before, and from
where nobody has.
"""

import asyncio
import os
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from statistics import quantiles

import httpx
import typer

from bench.rig import LOAD_CORE, pin, rig, service

AT_ONCE = 200
PASSWORD = "a long sentence of words"
FRONT = "the front's secret of this run"
HOME = 9_000
NEVER_SEEN = 10_000


def address(n: int) -> dict[str, str]:
    return {
        "X-Forwarded-For": f"198.51.{n // 250}.{n % 250 + 1}",
        "X-Front-Secret": FRONT,
    }


async def log_in(
    client: httpx.AsyncClient, email: str, password: str, network: int
) -> tuple[int, float]:
    """The status, and the seconds it took."""
    asked = time.monotonic()
    answer = await client.post(
        "/api/auth/login",
        json={"email": email, "password": password},
        headers=address(network),
    )
    return answer.status_code, time.monotonic() - asked


@dataclass
class Tries:
    """Right passwords of one kind of person: seconds of who was let in, and refusals."""

    kind: str
    took: list[float] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)

    def add(self, status: int, seconds: float) -> None:
        if status == 200:
            self.took.append(seconds)
        else:
            self.refused[status] += 1

    def __str__(self) -> str:
        refused = f"{self.refused.total()} refused"
        if len(self.took) < 2:
            return f"{self.kind}: {len(self.took)} let in, {refused}"
        cuts = quantiles(self.took, n=20, method="inclusive")
        return (
            f"{self.kind}: {len(self.took)} let in, {refused};"
            f" p50 {cuts[9]:.2f} s, p95 {cuts[18]:.2f} s, longest {max(self.took):.2f} s"
        )


async def flood(url: str, networks: int, over: asyncio.Event) -> Counter[str]:
    """What became of the wrong passwords that were sent until it was over."""
    became: Counter[str] = Counter()

    async def sender(client: httpx.AsyncClient, n: int) -> None:
        while not over.is_set():
            try:
                status, _ = await log_in(
                    client, f"person-{n}@example.com", "wrong", n % networks
                )
                became[str(status)] += 1
            except httpx.TransportError as error:  # A flood is cut off now and then.
                became[type(error).__name__] += 1

    limits = httpx.Limits(max_connections=AT_ONCE)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=60) as client:
        await asyncio.gather(*(sender(client, n) for n in range(AT_ONCE)))
    return became


async def measure(url: str, networks: int, tries: int) -> None:
    # Nobody's connection is one that the server has just closed for being idle.
    limits = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=60) as client:
        email = f"owner-{networks}@example.com"
        account = {"name": "Owner", "email": email, "password": PASSWORD}
        await client.post("/api/auth/register", json=account, headers=address(HOME))
        await log_in(client, email, PASSWORD, HOME)
        over = asyncio.Event()
        flooding = asyncio.create_task(flood(url, networks, over))
        await asyncio.sleep(2)
        known, never_seen = Tries("known there"), Tries("never seen there")
        for n in range(tries):
            known.add(*await log_in(client, email, PASSWORD, HOME))
            new = NEVER_SEEN + tries * networks + n
            never_seen.add(*await log_in(client, email, PASSWORD, new))
            await asyncio.sleep(random.random() / 4)
        over.set()
        print(f"{AT_ONCE} senders of {networks} networks: {dict(await flooding)}")
        print(f"  {known}\n  {never_seen}", flush=True)


def main(tries: int = 40) -> None:
    os.environ["FRONT_SECRET"] = FRONT
    with rig() as servers, service(servers, "auth") as url:
        pin(os.getpid(), LOAD_CORE)
        for networks in (1, AT_ONCE):
            asyncio.run(measure(url, networks, tries))


if __name__ == "__main__":
    typer.run(main)
