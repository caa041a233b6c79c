"""POST /api/sales against the same SQL without HTTP, and against the plain peer."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack
from statistics import median
from typing import Any

import asyncpg

from bench import peer
from bench.report import Line
from bench.rig import LOAD_CORE, SERVED_CORE, Rig, run_module, service
from tests.support.http import access_token

CONNECTIONS = 16
PRODUCTS = 1_000
STOCK = 1_000_000_000
PEER_CLAIMS: dict[str, Any] = {"aud": None}
"""The peer checks no audience, and its library then refuses tokens that have one."""


async def stock_shelves(rig: Rig) -> None:
    """A thousand products that do not sell out."""
    connection = await asyncpg.connect(rig.databases.superuser_dsn())
    await connection.execute("SET search_path = products")
    await connection.execute(
        "INSERT INTO products (sku, name, price)"
        " SELECT 'B' || n, 'Bench ' || n, 9.99 FROM generate_series(1, $1::int) n",
        PRODUCTS,
    )
    await connection.execute(
        "INSERT INTO stock (product_id, on_hand) SELECT id, $1::int FROM products",
        STOCK,
    )
    await connection.close()


def measure(rig: Rig, *, rounds: int, seconds: float) -> Iterator[Line]:
    """Rounds of all sides in turn; medians of the rounds."""
    asyncio.run(stock_shelves(rig))
    rates: dict[str, list[float]] = {}

    def note(name: str, rate: float) -> None:
        rates.setdefault(name, []).append(rate)

    with ExitStack() as stack:
        ours = stack.enter_context(service(rig, "sales"))
        theirs = ""
        if peer.available():
            theirs = stack.enter_context(
                peer.serving(rig, asyncio.run(peer.prepare(rig)))
            )
        for _ in range(rounds):
            for products, name in ((PRODUCTS, "spread"), (1, "hot")):
                note(f"raw {name}", _raw(rig, seconds, products))
                note(f"ours {name}", _over_http(ours, seconds, products))
            if theirs:
                note("peer", _over_http(theirs, seconds, PRODUCTS, **PEER_CLAIMS))
    middle = {name: median(values) for name, values in rates.items()}
    yield Line(
        "POST /api/sales, products spread",
        middle["ours spread"],
        "the same SQL, no HTTP",
        middle["raw spread"],
        0.20,
    )
    yield Line(
        "POST /api/sales, one hot product",
        middle["ours hot"],
        "the same SQL, no HTTP",
        middle["raw hot"],
        0.60,
    )
    if "peer" in middle:
        yield Line(
            "POST /api/sales, products spread",
            middle["ours spread"],
            "synchronous peer",
            middle["peer"],
            4.0,
        )


def _raw(rig: Rig, seconds: float, products: int) -> float:
    dsn = rig.databases.role_dsn("app", "sales")
    return float(
        run_module("bench.raw", dsn, seconds, CONNECTIONS, products, core=SERVED_CORE)
    )


def _over_http(address: str, seconds: float, products: int, **claims: Any) -> float:
    output = run_module(
        "bench.load",
        address,
        access_token("user", 1, service="", **claims),
        seconds,
        CONNECTIONS,
        products,
        core=LOAD_CORE,
    )
    seen = json.loads(output)
    if seen["refused"]:
        raise RuntimeError(f"{seen['refused']} sales were refused by {address}")
    return float(seen["accepted"] / seen["seconds"])
