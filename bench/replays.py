"""``python -m bench.replays``: how long a replay, what-ifs and advice anew take.

forecast_svc on a PostgreSQL of its own, with a shop made up by a seeded rule: its products'
sales of two years, their supplier's terms and their ledger arrive as events. Prints each
figure beside what it must be on two cores.
"""

import asyncio
import os
import resource
import time
from collections.abc import Iterator
from datetime import UTC, datetime, time as clock, timedelta
from typing import Annotated, Any, Literal

import httpx
import numpy as np
import typer

from bench.answers import Service, service
from bench.windows import History
from forecast_svc.projection.consumer import Handlers
from forecast_svc.replenishment.refresher import AdviceRefresher
from forecast_svc.rules import last_complete_day
from forecast_svc.tables import Supplier, SupplyTerms
from shared.clock import business_today
from shared.contracts import purchasing
from shared.contracts.products import ProductCreated, StockMoved
from tests.support.http import SECRET, client_for

HISTORY_DAYS = 730
SEED = 23
BATCH = 5_000
FILL_DAYS, LEAD_DAYS = 28, 7
MUST_REPLAY_S, MUST_WARM_S, MUST_COLD_S, MUST_ADVICE_S = 600, 3, 60, 300
WHAT_IFS = 600
SHOP_OF_BAR = 10_000
_RULE = (
    "Mean units a day log-uniform from 0.1 to 12, weekdays 0.6 to 1.6, yearly season ± 20 %,"
    " negative binomial; unit cost 0.6 of a price log-normal around 8; filled up each week to"
    " four weeks' demand, sellable seven days later. Seed {seed}."
)


def histories(products: int) -> Iterator[History]:
    random = np.random.default_rng(SEED)
    first = last_complete_day(business_today()) - timedelta(days=HISTORY_DAYS - 1)
    week = np.array([0.8, 0.6, 0.8, 0.9, 1.3, 1.6, 1.0])
    days = np.arange(HISTORY_DAYS)
    season = 1 + 0.2 * np.sin(2 * np.pi * days / 365)
    for n in range(products):
        mean = np.exp(random.uniform(np.log(0.1), np.log(12))) * season * week[days % 7]
        units = random.poisson(mean * random.gamma(4, 1 / 4, HISTORY_DAYS))
        yield History(str(n), first, units.astype(float))


def ledger(product_id: int, history: History, first_id: int) -> Iterator[StockMoved]:
    """A movement a day of what was sold, and one of each delivery."""
    level = int(history.units.mean() * (FILL_DAYS + LEAD_DAYS)) + 2
    stock, moved = level, first_id
    coming: dict[int, int] = {}

    def movement(day: int, delta: int, reason: str) -> StockMoved:
        return StockMoved(
            movement_id=moved,
            product_id=product_id,
            location_id=1,
            delta=delta,
            stock=stock,
            reason=reason,
            ts=datetime.combine(history.first + timedelta(days=day), clock(12), UTC),
        )

    yield movement(0, stock, "initial")
    for day, sold in enumerate(history.units.astype(int).tolist()):
        arrived = coming.pop(day, 0)
        for delta, reason in (
            (arrived, "receipt"),
            (-min(sold, stock + arrived), "sale"),
        ):
            if delta:
                stock, moved = stock + delta, moved + 1
                yield movement(day, delta, reason)
        if day % 7 == 0:
            missing = level - stock - sum(coming.values())
            if missing > 0:
                coming[day + LEAD_DAYS] = missing


async def fill(shop: Service, products: int) -> None:
    of = list(histories(products))
    await shop.open_shop(of, "")
    handlers, database = Handlers(), shop.app.state.database
    random = np.random.default_rng([SEED, 1])
    now: dict[str, Any] = {"version": 1, "ts": datetime.now(UTC)}
    prices = np.round(8 * random.lognormal(0, 0.8, products) + 0.1, 2)
    created, terms = [], []
    for n, price in enumerate(prices.tolist(), start=1):
        created.append(
            ProductCreated(product_id=n, sku=f"S{n}", name=f"Product {n}", price=price,
                category=f"C{n % 20}", stock=0, **now)
        )  # fmt: skip
        terms.append(
            purchasing.SupplyTerms(product_id=n, supplier_id=1, unit_cost=round(price * 0.6, 2),
                price_breaks=[], order_multiple=1, minimum_quantity=0, preferred=True,
                removed=False, lead_time_days=LEAD_DAYS, **now)
        )  # fmt: skip
    supplier = purchasing.SupplierChanged(
        supplier_id=1, name="Supplier", order_days=[1], review_days=7, closed=[],
        currency="EUR", rate=1, archived=False, **now,
    )  # fmt: skip
    async with database.transaction() as db:
        await handlers.product_states(db, created)
        await handlers.copies(Supplier, db, [supplier])
        await handlers.copies(SupplyTerms, db, terms)
    moved: list[StockMoved] = []
    for n, history in enumerate(of, start=1):
        moved.extend(ledger(n, history, n * 10_000))
    for start in range(0, len(moved), BATCH):
        async with database.transaction() as db:
            await handlers.stock_levels(db, moved[start : start + BATCH])


class Stopwatch:
    """Seconds on the wall, and of CPU of this process and of those it has reaped."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), self._spent()

    @staticmethod
    def _spent() -> float:
        of = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, of))

    def __str__(self) -> str:
        wall, cpu = time.perf_counter() - self._wall, self._spent() - self._cpu
        return f"{wall:.1f} s ({cpu:.1f} s of CPU here)"


async def replay(
    shop: Service, http: httpx.AsyncClient, days: int, products: int
) -> None:
    worker = shop.app.state.replaying
    watch = Stopwatch()
    answer = await http.post("/api/forecast/replay", json={"days": days, "all": True})
    answer.raise_for_status()
    path = f"/api/forecast/replay/{answer.json()['id']}"
    running = asyncio.create_task(worker.run())
    try:
        status, told = answer.json(), 0.0
        while status["status"] in {"queued", "running"}:
            await asyncio.sleep(0.5)
            status = (await http.get(path)).raise_for_status().json()
            if status["progress"] >= told + 0.1:
                told = status["progress"]
                print(f"  {told:.0%} after {watch}", flush=True)
    finally:
        worker.stop()
        await running
    await worker.close()
    print(f"Replay, {days} days x {products} products: {status['status']}, {watch};"
          f" must {MUST_REPLAY_S} s")  # fmt: skip
    result = (await http.get(f"{path}/result")).raise_for_status().json()
    for name, course in result["rules"].items():
        print(f"  {name}: fill rate {course['fill_rate']}, stock {course['stock_value']},"
              f" lost margin {course['lost_margin']}")  # fmt: skip
    print(f"  happened: {result['happened']}; ledger of {result['ledger']} products")


async def what_if(http: httpx.AsyncClient, products: int) -> None:
    as_of = last_complete_day(business_today()) - timedelta(days=14)
    items = [
        {"product_id": 1 + n % products, "on_hand": n % 40, "lead_time_days": 7,
         "review_days": 7, "unit_cost": 5, "target": {"service_level": 0.9}}
        for n in range(WHAT_IFS)
    ]  # fmt: skip
    body = {"as_of": as_of.isoformat(), "items": items}
    for name, must in (
        ("cold", MUST_COLD_S),
        ("warm", MUST_WARM_S),
        ("warm", MUST_WARM_S),
    ):
        watch = Stopwatch()
        answer = await http.post("/api/forecast/replenishment/what-if", json=body)
        answer.raise_for_status()
        print(f"{WHAT_IFS} what-ifs, {name}: {watch}; must {must} s")
    started, body["items"] = time.perf_counter(), items[:1]
    for _ in range(20):
        answer = await http.post("/api/forecast/replenishment/what-if", json=body)
        answer.raise_for_status()
    print(f"One what-if, warm: {(time.perf_counter() - started) / 20 * 1000:.0f} ms")


async def advice(shop: Service, products: int) -> None:
    state = shop.app.state
    refresher = AdviceRefresher(state.database, state.forecaster, state.advisor)
    last = last_complete_day(business_today())
    for name in ("forecast", "kept"):
        watch = Stopwatch()
        await refresher._turn(last, 0)
        while await refresher._advise(last):
            pass
        print(f"Advice for {products} products, forecasts {name}: {watch};"
              f" must {MUST_ADVICE_S} s for {SHOP_OF_BAR}")  # fmt: skip


async def measure(products: int, days: int, only: str) -> None:
    print(_RULE.format(seed=SEED))
    async with service() as shop, client_for(shop.app, "manager") as http:
        watch = Stopwatch()
        await fill(shop, products)
        print(f"Filled: {watch}", flush=True)
        if only in {"all", "replay"}:
            await replay(shop, http, days, products)
        if only in {"all", "what-if"}:
            await what_if(http, products)
        if only in {"all", "advice"}:
            await advice(shop, products)
        await shop.app.state.advisor.close()


def main(
    products: Annotated[int, typer.Option(min=1, max=1_000)] = 500,
    days: Annotated[int, typer.Option(min=28, max=365)] = 90,
    only: Annotated[
        Literal["all", "replay", "what-if", "advice"], typer.Option()
    ] = "all",
) -> None:
    os.environ.setdefault("JWT_SECRET", SECRET)
    asyncio.run(measure(products, days, only))


if __name__ == "__main__":
    typer.run(main)
