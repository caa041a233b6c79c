"""``python -m bench.floods``: how long a right password takes under 200 wrong ones at once.

The service has a core to itself and the flood the other. It comes from one network, then
from 200; through the front's secret each sender says its own address.
"""

import asyncio
import os
import random
import time
from statistics import quantiles

import httpx
import typer

from bench.rig import LOAD_CORE, pin, rig, service

AT_ONCE = 200
PASSWORD = "a long sentence of words"
FRONT = "the front's secret of this run"


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


async def flood(client: httpx.AsyncClient, networks: int, over: asyncio.Event) -> int:
    """How many wrong passwords were sent until it was over."""
    sent = 0

    async def sender(n: int) -> None:
        nonlocal sent
        while not over.is_set():
            await log_in(client, f"person-{n}@example.com", "wrong", n % networks)
            sent += 1

    await asyncio.gather(*(sender(n) for n in range(AT_ONCE)))
    return sent


async def measure(url: str, networks: int, tries: int) -> None:
    limits = httpx.Limits(max_connections=AT_ONCE + 8)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=60) as client:
        email = f"owner-{networks}@example.com"
        account = {"name": "Owner", "email": email, "password": PASSWORD}
        await client.post("/api/auth/register", json=account, headers=address(9_000))
        await log_in(client, email, PASSWORD, 9_000)
        over = asyncio.Event()
        flooding = asyncio.create_task(flood(client, networks, over))
        await asyncio.sleep(2)
        for name, home in (("known there", 9_000), ("never seen there", None)):
            seen = []
            for n in range(tries):
                network = home or 10_000 + 100 * networks + n
                seen.append(await log_in(client, email, PASSWORD, network))
                await asyncio.sleep(random.random() / 4)
            took = sorted(s for status, s in seen if status == 200)
            refused = sum(status != 200 for status, _ in seen)
            p95 = quantiles(took, n=20)[-1] if len(took) > 1 else float("nan")
            print(
                f"{AT_ONCE} senders of {networks} networks, {name}: {len(took)} let in,"
                f" {refused} refused; p50 {took[len(took) // 2]:.2f} s, p95 {p95:.2f} s,"
                f" longest {took[-1]:.2f} s"
                if took
                else f"{networks} networks, {name}: all {refused} refused"
            )
        over.set()
        print(f"  {await flooding} wrong passwords were sent")


def main(tries: int = 20) -> None:
    os.environ["FRONT_SECRET"] = FRONT
    with rig() as servers, service(servers, "auth") as url:
        pin(os.getpid(), LOAD_CORE)
        for networks in (1, AT_ONCE):
            asyncio.run(measure(url, networks, tries))


if __name__ == "__main__":
    typer.run(main)
