"""``python -m bench.exports``: what people at the till notice of exports.

POST /api/sales by eight clients without and with twenty people who want all of
half a million sales as a file, and with forty connections that never read theirs.
"""

import asyncio
import json
import os
from collections.abc import Callable, Coroutine
from contextlib import suppress
from statistics import median
from typing import Annotated, Any
from urllib.parse import urlsplit

import asyncpg
import httpx
import typer

from bench.rig import LOAD_CORE, Rig, rig, run_module, service
from bench.sales import PRODUCTS, stock_shelves
from tests.support.http import SECRET, access_token

SALES = 500_000
CLIENTS = 8
EXPORTERS, NEVER_READING = 20, 40
MOST_MS = 200.0
_FILL = """
    INSERT INTO sales.sales (product_id, quantity, price, sold_at, user_id, stock_taken)
    SELECT 1 + n % $1::int, 1 + n % 5, 4.20, timestamptz '2024-01-01' + n * interval '2 min', 1, false
    FROM generate_series(1, $2::int) n
"""

Crowd = Callable[[str], Coroutine[Any, Any, None]]


async def fill(servers: Rig) -> None:
    await stock_shelves(servers)
    connection = await asyncpg.connect(servers.databases.superuser_dsn())
    await connection.execute(_FILL, PRODUCTS, SALES)
    await connection.execute("ANALYZE sales.sales")
    await connection.close()


async def exporters(address: str) -> None:
    """Whoever is told to wait does so, and asks again."""
    got = {"files": 0, "waits": 0}

    async def one(http: httpx.AsyncClient, user: int) -> None:
        headers = {"Authorization": f"Bearer {access_token('viewer', user)}"}
        while True:
            async with http.stream(
                "GET", f"{address}/api/sales/export.csv", headers=headers
            ) as answer:
                if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
                    got["waits"] += 1
                else:
                    answer.raise_for_status()
                    lines = 0
                    async for piece in answer.aiter_bytes():
                        lines += piece.count(b"\n")
                    assert lines > SALES, lines
                    got["files"] += 1
            await asyncio.sleep(int(answer.headers.get("Retry-After", 0)))

    try:
        async with httpx.AsyncClient(timeout=60) as http:
            await asyncio.gather(*(one(http, 100 + n) for n in range(EXPORTERS)))
    finally:
        print(f"  files: {got['files']}, told to wait: {got['waits']}")


async def never_reading(address: str) -> None:
    url = urlsplit(address)
    for user in range(100, 100 + NEVER_READING):
        _, writer = await asyncio.open_connection(url.hostname, url.port, limit=1)
        head = (
            f"GET /api/sales/export.csv HTTP/1.1\r\nHost: {url.netloc}\r\n"
            f"Authorization: Bearer {access_token('viewer', user)}\r\n\r\n"
        )
        writer.write(head.encode())
        writer.transport.pause_reading()  # type: ignore[attr-defined]
    await asyncio.Event().wait()


async def nobody(_address: str) -> None:
    await asyncio.Event().wait()


async def beside(crowd: Crowd, address: str, seconds: float) -> dict[str, float]:
    """How the till answers while the crowd is there."""
    task = asyncio.create_task(crowd(address))
    await asyncio.sleep(1)
    token = access_token("user", 1)
    arguments = ("bench.load", address, token, seconds, CLIENTS, PRODUCTS)
    output = await asyncio.to_thread(run_module, *arguments, core=LOAD_CORE)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    seen: dict[str, float] = json.loads(output)
    return seen


CROWDS: dict[str, Crowd] = {
    "alone": nobody,
    f"beside {EXPORTERS} exporters": exporters,
    f"beside {NEVER_READING} that never read": never_reading,
}


def main(
    rounds: Annotated[int, typer.Option(min=1, max=20)] = 3,
    seconds: Annotated[float, typer.Option(min=1, max=60)] = 5,
) -> None:
    """Print how long a sale takes alone, beside exports, and beside unread ones:
    medians of rounds in turn, for the machine may have other things to do."""
    os.environ.setdefault("JWT_SECRET", SECRET)
    seen: dict[str, list[dict[str, float]]] = {name: [] for name in CROWDS}
    with rig() as servers:
        asyncio.run(fill(servers))
        with service(servers, "sales") as address:
            for _ in range(rounds):
                for name, crowd in CROWDS.items():
                    seen[name].append(asyncio.run(beside(crowd, address, seconds)))
    for name, results in seen.items():
        p50, p99, refused = (
            median(result[figure] for result in results)
            for figure in ("p50_ms", "p99_ms", "refused")
        )
        print(
            f"{name}: p50 {p50:.0f} ms, p99 {p99:.0f} ms (at most {MOST_MS:.0f}),"
            f" refused {refused:.0f}"
        )


if __name__ == "__main__":
    typer.run(main)
