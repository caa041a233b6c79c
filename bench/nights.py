"""``python -m bench.nights``: what a made-up shop takes of a core, for its first answers
and from one night to the next.

A tenth of its products sell every day, three tenths every few days, the others once in
weeks. Seconds are those of a core, whatever else the computer does: of the service, its
workers and its PostgreSQL together.
"""

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import date, timedelta
from typing import Annotated, NamedTuple

import httpx
import numpy as np
import psutil
import typer
from fastapi import FastAPI
from rich.console import Console
from sqlalchemy import text

from bench.answers import serving
from forecast_svc.forecasts.operations.request_refit import CHUNK
from forecast_svc.projection.operations.open_generations import open_generations
from forecast_svc.rules import last_complete_day
from shared.clock import business_today
from shared.contracts.forecasts import RefitRequested
from tests.support.http import SECRET

DAYS = 400
RATES = (5.0, *[0.4] * 3, *[0.05] * 6)
"""Units a day."""
WANTED_PRODUCTS = 100_000
PAST_DAYS = 3
console = Console(width=150)
_TIMES = 4
"""Of the user, of the system, and both of children that have ended."""

_SOLD = text("""
INSERT INTO daily (generation, product_id, location_id, day, quantity, revenue, sales)
SELECT :generation, :product, 1, day, units, units, 1
FROM unnest(CAST(:days AS date[]), CAST(:units AS integer[])) AS s (day, units)
""")
# As if all had been made a night earlier, and searched for a day or more before that.
_NIGHT = text("""
UPDATE fits SET as_of = as_of - 1, fingerprint = '', details = jsonb_set(jsonb_set(details,
    '{window,last_day}', to_jsonb(as_of - 1)),
    '{order_searched_on}', to_jsonb(as_of - 1 - CAST(product_id % 7 AS integer)))
WHERE reason IS NULL
""")
_METHODS = text("""
SELECT coalesce(details->>'method', model) AS method, count(*) AS products
FROM fits WHERE as_of = :as_of GROUP BY 1
""")


class Cost(NamedTuple):
    """Seconds of a core, of the service and its workers, and of PostgreSQL."""

    service: float
    postgres: float

    @classmethod
    def now(cls, postgres: int) -> "Cost":
        return cls(_spent(os.getpid()), _spent(postgres))

    def since(self, before: "Cost") -> "Cost":
        return Cost(self.service - before.service, self.postgres - before.postgres)


def _spent(pid: int) -> float:
    """Of a process, all it has started, and those of them that have ended."""
    root = psutil.Process(pid)
    spent: float = 0.0
    for process in (root, *root.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            spent += sum(process.cpu_times()[:_TIMES])
    return spent


async def open_shop(app: FastAPI, products: int, last: date, days_known: int) -> None:
    chance = np.random.default_rng(1)
    days = np.array([last - timedelta(days=n) for n in reversed(range(days_known))])
    async with app.state.database.transaction() as db:
        (generation,) = await open_generations(db)
        for product in range(1, products + 1):
            units = chance.poisson(RATES[product % len(RATES)], days_known)
            sold = np.flatnonzero(units)
            if len(sold):
                row = {
                    "generation": generation.number,
                    "product": product,
                    "days": days[sold].tolist(),
                    "units": units[sold].tolist(),
                }
                await db.execute(_SOLD, row)


async def first_answers(http: httpx.AsyncClient, products: list[int]) -> list[float]:
    """Seconds that each product never fitted has somebody wait."""
    seconds = []
    for product in products:
        started = time.perf_counter()
        answer = await http.get("/api/forecast", params={"product_id": product})
        seconds.append(time.perf_counter() - started)
        answer.raise_for_status()
    return seconds


async def first_of_past_days(
    app: FastAPI, http: httpx.AsyncClient, products: list[int], last: date
) -> list[float]:
    """Seconds of the first question about days of which the shop's model is not there."""
    seconds = []
    for months, product in enumerate(products, start=1):
        day = last - timedelta(days=28 * months)
        asked = {"product_id": product, "as_of": day.isoformat()}
        started = time.perf_counter()
        answer = await http.get("/api/forecast", params=asked)
        seconds.append(time.perf_counter() - started)
        answer.raise_for_status()
        await app.state.training.ensure(day)
    return seconds


async def night(app: FastAPI, products: int, last: date) -> Counter[str]:
    """How the day's forecasts of all products were made."""
    chunks: Iterator[list[int]] = (
        list(range(start, min(start + CHUNK, products + 1)))
        for start in range(1, products + 1, CHUNK)
    )
    for number, ids in enumerate(chunks):
        asked = RefitRequested(refit_id=1, chunk=number, as_of=last, product_ids=ids)
        async with app.state.database.transaction() as db:
            await app.state.refitting.refit(db, [asked])
    async with app.state.database.read() as db:
        found = await db.execute(_METHODS, {"as_of": last})
        return Counter({row.method: row.products for row in found})


def tell(what: str, cost: Cost, products: int, seconds: float) -> None:
    each = sum(cost) / products
    hours = each * WANTED_PRODUCTS / 2 / 60
    console.print(
        f"{what}: {1000 * each:.1f} ms of a core each (service {1000 * cost.service / products:.1f},"
        f" PostgreSQL {1000 * cost.postgres / products:.1f}), {60 / each:.0f} a minute and core;"
        f" {WANTED_PRODUCTS:,} on two cores: {hours:.0f} min; it took {seconds:.0f} s",
        highlight=False,
    )


async def measure(products: int, asked: int) -> None:
    last = last_complete_day(business_today())
    async with shop(products, last) as (app, http, postgres):
        few = random.Random(1).sample(range(1, products + 1), asked)
        before = Cost.now(postgres)
        seconds = await first_answers(http, few)
        tell("first answers", Cost.now(postgres).since(before), asked, sum(seconds))
        console.print(
            f"first answers p50 {np.percentile(seconds, 50):.3f} s,"
            f" p95 {np.percentile(seconds, 95):.3f} s, max {max(seconds):.3f} s",
            highlight=False,
        )
        past = await first_of_past_days(app, http, few[:PAST_DAYS], last)
        console.print(
            f"first questions about {PAST_DAYS} past days: at most {max(past):.3f} s",
            highlight=False,
        )
        for what in ("all anew", "the night after"):
            before, began = Cost.now(postgres), time.perf_counter()
            made = await night(app, products, last)
            took = time.perf_counter() - began
            tell(what, Cost.now(postgres).since(before), products, took)
            console.print(dict(made), highlight=False)
            if what == "all anew":
                async with app.state.database.transaction() as db:
                    await db.execute(_NIGHT)


@asynccontextmanager
async def shop(
    products: int, last: date, days_known: int = DAYS
) -> AsyncIterator[tuple[FastAPI, httpx.AsyncClient, int]]:
    async with serving() as (app, _, http):
        await open_shop(app, products, last, days_known)
        async with app.state.database.read() as db:
            backend: int = await db.scalar(text("SELECT pg_backend_pid()"))
        yield app, http, psutil.Process(backend).ppid()


def main(
    products: Annotated[int, typer.Option(min=10)] = 1000,
    asked: Annotated[int, typer.Option(min=1)] = 60,
) -> None:
    """First answers, and two nights, of a made-up shop."""
    os.environ.setdefault("JWT_SECRET", SECRET)
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    asyncio.run(measure(products, asked))


if __name__ == "__main__":
    typer.run(main)
