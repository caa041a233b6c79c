"""A story: sales go on, something breaks, it is repaired, and everything converges."""

import json
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import uuid4

import asyncpg
import httpx

from ops.local.errors import LocalError
from ops.local.programs import SERVICES
from ops.local.stack import Stack
from shared.settings import normalise_url, plain_dsn
from tests.faults import broker
from tests.faults.background import BackgroundLoop
from tests.faults.laws import broken_laws
from tests.faults.load import Load, Outcomes, found_wrong
from tests.faults.watch import Watch
from tests.shop import Shop

T = TypeVar("T")

CONVERGES_WITHIN_S = 60
SERVES_WITHIN_S = 60
FINAL_SALES_S = 2.0
"""Sales go on for so long after the repair: what died unnoticed shows by them."""


@dataclass
class Result:
    """A line of the summary."""

    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    serving_s: float | None = None
    converged_s: float | None = None
    notes: list[str] = field(default_factory=list)


class Story:
    """One scenario on a stack; ``converges`` is how each of them ends."""

    def __init__(self, stack: Stack, shop: Shop, result: Result) -> None:
        self.stack = stack
        self.shop = shop
        self.result = result
        self.loop = BackgroundLoop()
        self.watch = Watch({name: stack.ports.url(name) for name in SERVICES})
        self.addresses = [stack.ports.url("sales")]
        """Where sales are sent; replicas may be added."""
        self.bootstrap = stack.kafka.operator
        self._watching = self.loop.start(self.watch.run())
        self._loads: list[tuple[Load, Future[None]]] = []
        self._sold: list[Outcomes] = []

    def close(self) -> None:
        self._watching.cancel()
        for load, _ in self._loads:
            load.stop()
        self.loop.close()

    # What a story does.

    def products(self, count: int = 5, stock: int = 1_000_000) -> list[int]:
        name = uuid4().hex[:10].upper()
        return [
            self.shop.add_product(f"{name}-{n}", stock=stock)["id"]
            for n in range(count)
        ]

    def sell(self, *, rate: float = 40, products: Sequence[int] = ()) -> Outcomes:
        """Begin to sell; returns once the first sales are recorded."""
        load = Load(self.addresses, self.shop.token, products or self.products(), rate)
        self._loads.append((load, self.loop.start(load.run())))
        self._sold.append(load.outcomes)
        self.until(lambda: len(load.outcomes.recorded) >= 5, "no sale was recorded")
        return load.outcomes

    def import_history(self, *, products: int, days: int) -> list[int]:
        """Ids of new products that sold something every day until yesterday.

        It takes the whole way: upload, etl_svc, broker, sales_svc, broker,
        forecast_svc, broker, etl_svc.
        """
        name, today = uuid4().hex[:8].upper(), datetime.now(UTC).date()
        lines = [
            f"{name}-{n},{today - timedelta(days=ago)},{1 + (ago + n) % 7},1.50"
            for n in range(products)
            for ago in range(1, days + 1)
        ]
        content = "\n".join(["sku,sold_at,quantity,price", *lines, ""]).encode()
        answer = self.shop.http.post(
            self.shop.url("etl", "/api/etl/uploads"),
            files={"file": (f"{name}.csv", content, "text/csv")},
        )
        assert answer.status_code == 202, answer.text
        job = self.shop.finished_job(answer.json()["id"], within=150)
        assert (job["status"], job["rows_folded"]) == ("done", len(lines)), job
        rows = self.rows(
            "SELECT id FROM products.products WHERE sku LIKE $1 ORDER BY sku",
            f"{name}-%",
        )
        return [row[0] for row in rows]

    def serves_again(self, since: float, *, within: float = SERVES_WITHIN_S) -> float:
        """Seconds from ``since`` until a sale sent after it was recorded."""
        first = self.until(
            lambda: self._first_recorded_after(since),
            "no sale was recorded after the fault",
            within=within,
        )
        seconds = first - since
        self.result.serving_s = max(seconds, self.result.serving_s or 0)
        return seconds

    def stop_selling(self, *, within: float = 60) -> None:
        """Returns once the outcome of every sale is known."""
        for load, running in self._loads:
            load.stop()
            with suppress(TimeoutError):
                running.result(within)
            outcomes = load.outcomes
            assert not outcomes.open, (
                f"{len(outcomes.open)} sales never got a final answer:"
                f" {outcomes.count()}"
            )
        self._loads.clear()

    def converges(
        self, since: float | None = None, *, within: float = CONVERGES_WITHIN_S
    ) -> float:
        """Sell a little more, then every law holds and nobody lags within
        ``within`` seconds of ``since`` (now, when absent). Seconds it took."""
        since = time.monotonic() if since is None else since
        if self._loads:
            time.sleep(FINAL_SALES_S)
            self.stop_selling()
        self._count_sales()
        seconds = self._settles(since, within)
        self._count_sales()
        self.result.converged_s = max(seconds, self.result.converged_s or 0)
        result, unexpected = self.result, [e for o in self._sold for e in o.unexpected]
        assert (result.lost, result.doubled) == (0, 0), result
        assert not unexpected, unexpected[:5]
        return seconds

    def forget_last_sales(self) -> None:
        """What was sold last is not expected to be there any more."""
        self._sold.pop()

    def note(self, text: str) -> None:
        """Something measured that the summary shows."""
        self.result.notes.append(text)

    # What a story looks at.

    def until(
        self, look: Callable[[], T | None], otherwise: str, *, within: float = 60
    ) -> T:
        """The first answer that is true; fails with ``otherwise``."""
        deadline = time.monotonic() + within
        while not (seen := look()):
            assert time.monotonic() < deadline, f"{otherwise} within {within:.0f} s"
            time.sleep(0.1)
        return seen

    def sql(self, query: str, *values: Any) -> Any:
        """One value, seen by the superuser across all schemas."""
        return self.loop.run(self._on_connection(lambda c: c.fetchval(query, *values)))

    def rows(self, query: str, *values: Any) -> list[asyncpg.Record]:
        rows: list[asyncpg.Record] = self.loop.run(
            self._on_connection(lambda c: c.fetch(query, *values))
        )
        return rows

    def execute(self, statement: str) -> None:
        self.loop.run(self._on_connection(lambda c: c.execute(statement)))

    def dsn(self, user: str = "postgres", password: str = "") -> str:
        url = normalise_url(self.stack.postgres.url(user, "previstock"))
        return plain_dsn(url.set(password=password or self.stack.postgres.password))

    def metric(self, address: str, name: str) -> float:
        """Sum of a metric over its labels."""
        text = httpx.get(f"{address}/metrics", timeout=5).text
        return sum(
            float(line.rpartition(" ")[2])
            for line in text.splitlines()
            if line.partition("{")[0].partition(" ")[0] == name
        )

    def problems(self) -> dict[str, Any]:
        """All that is not as it should be now; the cheap looks first."""
        found: dict[str, Any] = {
            f"{name}_svc": reason
            for name, reason in self.stack.unready().items()
            if name != "web"
        }
        if found:
            return found
        try:
            found = dict(self.loop.run(broker.behind(self.bootstrap), within=20))
            return found or dict(self.loop.run(broken_laws(self.dsn())))
        except Exception as error:
            return {"cannot be seen": f"{type(error).__name__}: {error}"}

    async def _on_connection(
        self, work: Callable[[asyncpg.Connection], Awaitable[T]]
    ) -> T:
        connection = await asyncpg.connect(self.dsn(), timeout=5, command_timeout=60)
        try:
            return await work(connection)
        finally:
            await connection.close()

    def _first_recorded_after(self, since: float) -> float | None:
        found = [
            moment
            for outcomes in self._sold
            if (moment := outcomes.first_recorded_after(since)) is not None
        ]
        return min(found, default=None)

    def _settles(self, since: float, within: float) -> float:
        looked = time.monotonic()
        while problems := self.problems():
            assert looked < since + within, (
                f"not converged within {within:.0f} s: {json.dumps(problems, indent=1)}"
            )
            time.sleep(0.3)
            looked = time.monotonic()
        # As it was when the last look began: looking takes its time.
        assert looked < since + within, f"converged only after {looked - since:.0f} s"
        return looked - since

    def _count_sales(self) -> None:
        """Acknowledged sales against the rows of the products they were of."""
        told = [sale for o in self._sold for sale in o.recorded.values()]
        rows = self.rows(
            "SELECT id, product_id, quantity FROM sales.sales"
            " WHERE product_id = ANY($1::bigint[])",
            sorted({sale.product_id for sale in told}),
        )
        lost, doubled = found_wrong(told, [tuple(row) for row in rows])
        self.result.acknowledged = len(told)
        self.result.lost, self.result.doubled = len(lost), len(doubled)


def settle(stack: Stack, shop: Shop, *, within: float) -> dict[str, Any]:
    """What is still wrong after so many seconds; nothing when all is well."""
    story = Story(stack, shop, Result())
    deadline = time.monotonic() + within
    try:
        while (problems := story.problems()) and time.monotonic() < deadline:
            time.sleep(0.3)
        return problems
    finally:
        story.close()


def start_again(stack: Stack) -> None:
    """Every part stopped and started, as somebody would who wants to begin anew."""
    for part in stack.processes():
        if part["name"] != "web":
            with suppress(LocalError):
                stack.stop_program(part["name"])
    stack.up(web=False)
