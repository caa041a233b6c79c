"""The engine's answers, asked of the service itself: GET /api/forecast with ``as_of``.

The whole service runs, on a PostgreSQL of its own; its history arrives as
events. Only the network is left out.
"""

import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time as clock, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from fastapi import FastAPI

from bench.windows import LEVELS, SCORE_HORIZON, Answer, Floats, History, Window
from forecast_svc.projection.consumer import Handlers
from forecast_svc.settings import Settings
from ops.local.postgres import Postgres
from shared.contracts.sales import SaleCreated
from tests.support.databases import Databases
from tests.support.http import SECRET, client_for
from tests.support.ports import free_port

BATCH = 5_000


@dataclass
class Seconds:
    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    training: list[float] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    """Why no fitted model answered, of all cold answers: fits have the time that they
    have in the service."""


class Service:
    """forecast_svc with one shop at a time."""

    def __init__(self, app: FastAPI, databases: Databases, http: httpx.AsyncClient):
        self.app = app
        self._databases = databases
        self._http = http
        self._ids: dict[str, int] = {}
        self.seconds = Seconds()

    async def open_shop(self, histories: Sequence[History], place: str) -> None:
        """``place`` is whose public holidays count, as if the shop had said it."""
        await self._databases.clean("forecast")
        self._ids = {h.name: n for n, h in enumerate(histories, start=1)}
        changes = {"holidays": place}
        self.app.state.settings = self.app.state.settings.model_copy(update=changes)
        handlers, database = Handlers(), self.app.state.database
        events: list[SaleCreated] = []
        for history in histories:
            for n in np.flatnonzero(history.units):
                events.append(self._sale(history, int(n), len(events) + 1))
        for start in range(0, len(events), BATCH):
            async with database.transaction() as db:
                await handlers.sales(db, events[start : start + BATCH])

    def _sale(self, history: History, n: int, sale_id: int) -> SaleCreated:
        day = history.first + timedelta(days=n)
        return SaleCreated(
            sale_id=sale_id,
            product_id=self._ids[history.name],
            quantity=round(float(history.units[n]), 3),
            price=Decimal(1),
            sold_at=datetime.combine(day, clock(12), UTC),
            user_id=1,
            import_id=1,
        )

    async def train(self, as_of: date) -> None:
        started = time.perf_counter()
        await self.app.state.training.ensure(as_of)
        self.seconds.training.append(time.perf_counter() - started)

    async def answer(self, window: Window) -> Answer:
        """Asked twice for the same: the first answer is cold, the second warm."""
        await self._ask(window, self.seconds.cold)
        body = await self._ask(window, self.seconds.warm)
        if body["model"]["reason"]:
            self.seconds.reasons[body["model"]["reason"]] += 1
        bounds: dict[float, tuple[Floats, Floats]] = {}
        totals: dict[float, tuple[float, float]] = {}
        for level in LEVELS:
            said = body["levels"][str(level)]
            bounds[level] = (np.array(said["lower"]), np.array(said["upper"]))
            totals[level] = (said["total"]["lower"], said["total"]["upper"])
        return Answer(np.array(body["forecast"]), bounds, self.seconds.cold[-1], totals)

    async def _ask(self, window: Window, seconds: list[float]) -> Any:
        started = time.perf_counter()
        found = await self._http.get(
            "/api/forecast",
            params={
                "product_id": self._ids[window.history.name],
                "horizon_days": SCORE_HORIZON,
                "as_of": window.as_of.isoformat(),
                "level": list(LEVELS),
            },
        )
        seconds.append(time.perf_counter() - started)
        found.raise_for_status()
        return found.json()


@asynccontextmanager
async def service() -> AsyncIterator[Service]:
    # Answers are measured as they are once the day's model is trained.
    async with serving(training_wait_s=300) as (app, databases, http):
        yield Service(app, databases, http)


@asynccontextmanager
async def serving(
    **changes: Any,
) -> AsyncIterator[tuple[FastAPI, Databases, httpx.AsyncClient]]:
    """forecast_svc, its workers warm, on a PostgreSQL of its own, with the settings of
    production but for some ``changes``."""
    # Its module makes an application at once, which needs the secret of main.
    from forecast_svc.app import create_app

    with tempfile.TemporaryDirectory(prefix="previstock-bench-") as folder:
        postgres = Postgres(Path(folder) / "postgres", free_port())
        postgres.start()
        try:
            databases = Databases(
                postgres.url("postgres", "postgres"),
                postgres.password,
                Path(folder) / "secrets",
            )
            await databases.prepare(["forecast_svc"])
            settings = databases.settings(
                Settings, jwt_secret=SECRET, log_level="WARNING", **changes
            )
            app = create_app(settings)
            async with client_for(app, "viewer") as http:
                await app.state.fits.workers.started()
                yield app, databases, http
            await app.state.training.close()
            await app.state.fits.close()
            await app.state.database.close()
        finally:
            postgres.stop()
            postgres.erase()
