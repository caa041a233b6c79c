"""What a test of rebuilds needs: peers that serve records, and a runner beside them."""

import asyncio
import random
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import orjson

from forecast_svc.projection.rebuild import Rebuilder
from forecast_svc.tests.factories import YESTERDAY, sale
from shared.quantities import as_json
from tests.support import eventually

PAGE = 20


@dataclass
class Records:
    """What the other services would serve, and who looked."""

    sales: dict[int, Any] = field(default_factory=dict)
    voided: set[int] = field(default_factory=set)
    returns: list[Any] = field(default_factory=list)
    consumed: list[Any] = field(default_factory=list)
    products: list[dict[str, Any]] = field(default_factory=list)
    stock: list[dict[str, Any]] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    history: list[dict[str, Any]] = field(default_factory=list)
    others: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """By the address of the snapshot."""
    asked: list[tuple[str, int]] = field(default_factory=list)

    def record(self, *sold: Any) -> None:
        self.sales |= {s.sale_id: s for s in sold}

    def page(self, path: str, after: int, limit: int) -> bytes:
        self.asked.append((path, after))
        if path == "/api/sales/snapshot":
            lines = [
                {
                    "id": s.sale_id,
                    "product_id": s.product_id,
                    "quantity": as_json(s.quantity),
                    "price": float(s.price),
                    "sold_at": s.sold_at.isoformat(),
                    "voided": s.sale_id in self.voided,
                    "import_id": s.import_id,
                    "returned": as_json(
                        sum(r.quantity for r in self.returns if r.sale_id == s.sale_id)
                    ),
                    "location_id": s.location_id or 1,
                }
                for s in sorted(self.sales.values(), key=lambda s: s.sale_id)
                if s.sale_id > after
            ][:limit]
            following = lines[-1]["id"] if len(lines) == limit else None
        else:
            lines = {
                "/api/sales/returns/snapshot": [
                    r.model_dump(mode="json", exclude={"return_id", "user_id"})
                    | {"id": r.return_id}
                    for r in self.returns
                ],
                "/api/sales/consumed/snapshot": [
                    c.model_dump(
                        mode="json",
                        exclude={"consumption_id", "bundle_id", "return_id", "ts"},
                    )
                    | {"id": c.consumption_id}
                    for c in self.consumed
                ],
                "/api/products/snapshot": self.products,
                "/api/stock/snapshot": self.stock,
                "/api/stock/availability/snapshot": self.changes,
                "/api/etl/history/snapshot": self.history,
            }.get(path, self.others.get(path, []))
            following = None
        return b"".join(
            orjson.dumps(line) + b"\n" for line in [*lines, {"next": following}]
        )


@asynccontextmanager
async def rebuilding(app, records, before_page=None):
    """A runner of rebuilds beside peers that serve these records."""

    async def serve(request):
        after = int(request.url.params["after"])
        if before_page is not None:
            answer = await before_page(request.url.path, after)
            if answer is not None:
                return answer
        limit = int(request.url.params["limit"])
        return httpx.Response(200, content=records.page(request.url.path, after, limit))

    async with httpx.AsyncClient(
        base_url="http://peer", transport=httpx.MockTransport(serve)
    ) as peer:
        runner = Rebuilder(app.state.database, products=peer, sales=peer, etl=peer)
        task = asyncio.create_task(runner.run())
        try:
            yield runner
        finally:
            runner.stop()
            await asyncio.wait_for(task, 30)


async def start(admin):
    answer = await admin.post("/api/forecast/rebuild")
    assert answer.status_code == 202
    return answer.json()


async def status(admin):
    return (await admin.get("/api/forecast/rebuild")).json()


async def finished(admin, within=20):
    return await eventually(
        lambda: status(admin),
        until=lambda s: s["state"] == "idle" and s["finished_at"] is not None,
        within=within,
    )


LIVE = "JOIN generations g USING (generation) WHERE g.state = 'live'"


async def live_days(inspector):
    rows = await inspector.fetch(
        f"SELECT product_id, day, quantity, revenue, sales, location_id FROM daily {LIVE}"
        " AND (quantity, revenue, sales) <> (0, 0, 0) ORDER BY 1, 2, 6"
    )
    return [tuple(row) for row in rows]


def some_sales(count, first_id=1, seed=1):
    rng = random.Random(seed)
    return [
        sale(
            first_id + n,
            YESTERDAY - timedelta(days=rng.randint(0, 20)),
            product_id=rng.randint(1, 5),
            location_id=rng.randint(1, 2),
            quantity=rng.randint(1, 9),
        )
        for n in range(count)
    ]
