"""``python -m bench.trainings``: what it takes of memory, and of a core, to train the shop's
model of a made-up shop (that of ``bench.nights``).

Memory is the most that each process has held at once, with what it shares with others.
"""

import asyncio
import os
from contextlib import suppress
from typing import Annotated

import psutil
import typer
from rich.console import Console
from sqlalchemy import text

from bench.nights import DAYS, Cost, shop
from forecast_svc.rules import last_complete_day
from shared.clock import business_today
from tests.support.http import SECRET

MIB = 1 << 20
LOOK_S = 0.05
WANTED_MIB = 600
console = Console(width=150)

_FOUND = text("SELECT products, weight FROM global_models WHERE as_of = :as_of")


class Peaks:
    """The most that the service has held, and any one of its workers."""

    def __init__(self) -> None:
        self.service = 0
        self.worker = 0

    async def watch(self) -> None:
        service = psutil.Process()
        while True:
            own = service.memory_info().rss
            workers = [0]
            for process in service.children(recursive=True):
                with suppress(psutil.NoSuchProcess):
                    workers.append(process.memory_info().rss)
            self.service = max(self.service, own)
            self.worker = max(self.worker, *workers)
            await asyncio.sleep(LOOK_S)


async def measure(products: int, days: int) -> None:
    last = last_complete_day(business_today())
    async with shop(products, last, days) as (app, _, postgres):
        console.print(f"a shop of {products:,} products is open", highlight=False)
        peaks, before = Peaks(), Cost.now(postgres)
        watching = asyncio.create_task(peaks.watch())
        await app.state.training.ensure(last)
        watching.cancel()
        cost = Cost.now(postgres).since(before)
        async with app.state.database.read() as db:
            found = (await db.execute(_FOUND, {"as_of": last})).one()
        console.print(
            f"{found.products:,} forecast, weight {found.weight:.2f}; most memory: a worker"
            f" {peaks.worker / MIB:.0f} MiB, the service {peaks.service / MIB:.0f} MiB"
            f" (wanted: {WANTED_MIB}); {cost.service:.0f} s of a core,"
            f" and {cost.postgres:.0f} of PostgreSQL's",
            highlight=False,
        )


def main(
    products: Annotated[int, typer.Option(min=10)] = 10_000,
    days: Annotated[int, typer.Option(min=200, help="Days of history")] = DAYS,
) -> None:
    """Train the model of a made-up shop, and look at memory meanwhile."""
    os.environ.setdefault("JWT_SECRET", SECRET)
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    asyncio.run(measure(products, days))


if __name__ == "__main__":
    typer.run(main)
