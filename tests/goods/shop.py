"""Two services on one database, and what must be true of it after every step."""

import asyncio
from collections import defaultdict
from typing import Any

import asyncpg
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
)

from ops.backup import figures
from products_svc.app import create_app as products_app
from products_svc.settings import Settings as ProductsSettings
from products_svc.tests import factories as stock
from sales_svc.app import create_app as sales_app
from sales_svc.settings import Settings as SalesSettings
from shared.quantities import Units, as_json
from tests.faults.laws import LAWS, exceptions
from tests.goods.model import COMPONENTS, Line, Sheet, Sold, parts_of
from tests.support import client_for

HERE_AND_NOW = [law for law, query in LAWS.items() if "forecast." not in query]
"""What holds at any moment; forecasts follow a little later."""


class Goods(RuleBasedStateMachine):
    databases: Any

    def __init__(self) -> None:
        super().__init__()
        # A loop of its own, beside the one of the other tests.
        self.runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self.shelves: defaultdict[tuple[int, int], Units] = defaultdict(int)
        self.sold: dict[int, Sold] = {}
        self.ordered: dict[int, tuple[int, dict[int, Line]]] = {}
        self.shipped: dict[int, tuple[int, int, dict[int, Line]]] = {}
        self.counts: dict[int, Sheet] = {}

    @initialize()
    def open_shop(self) -> None:
        self.runner.run(self._open())

    async def _open(self) -> None:
        await self.databases.clean("products", "sales")
        self.apps = (
            products_app(self.databases.settings(ProductsSettings)),
            sales_app(self.databases.settings(SalesSettings)),
        )
        self.contexts = [client_for(app, "manager", 7) for app in self.apps]
        self.http, self.till = [await each.__aenter__() for each in self.contexts]
        dsn = self.databases.superuser_dsn()
        path = {"search_path": "products"}
        self.inspector = await asyncpg.connect(dsn, server_settings=path)
        await stock.add_location(self.http)
        for _ in range(4):
            await stock.add_product(self.http, stock=3, quantity_decimals=3)
        for product in range(1, 5):
            await stock.adjust(self.http, product, delta=2, location_id=2)
            self.shelves[product, 1], self.shelves[product, 2] = 3, 2
        for components in COMPONENTS.values():
            said = [
                {"product_id": part, "quantity": as_json(each)}
                for part, each in components.items()
            ]
            await stock.add_product(self.http, stock=0, components=said)
        self.supplier = await stock.add_supplier(self.http)
        terms = [{"product_id": n, "unit_cost": 1.37 * n} for n in (1, 2)]
        await stock.set_terms(self.http, self.supplier, *terms)

    def teardown(self) -> None:
        self.runner.run(self._close())
        self.runner.close()

    async def _close(self) -> None:
        await self.inspector.close()
        for app, context in zip(self.apps, self.contexts, strict=True):
            await context.__aexit__(None, None, None)
            await app.state.database.close()

    # What must be true after each of them.

    @invariant()
    def every_law_holds(self) -> None:
        self._run(self._check())

    async def _check(self) -> None:
        assert await exceptions(self.inspector, HERE_AND_NOW) == {}
        assert await stock.broken_laws(self.inspector) == []
        assert await figures.broken_laws(self.inspector) == []

    @invariant()
    def the_shelves_hold_what_the_answers_said(self) -> None:
        rows = self._run(self.inspector.fetch("SELECT * FROM stock"))
        found = {
            (row["product_id"], row["location_id"]): row["on_hand"] for row in rows
        }
        assert found == dict(self.shelves)

    @invariant()
    def what_is_open_is_what_was_said_less_what_came(self) -> None:
        expected = {
            n: each.open
            for _, lines in self.ordered.values()
            for n, each in lines.items()
        }
        rows = self._run(self.inspector.fetch("SELECT * FROM purchase_order_lines"))
        assert {row["id"]: row["open"] for row in rows} == expected
        under_way = {
            n: each.open
            for *_, lines in self.shipped.values()
            for n, each in lines.items()
        }
        query = "SELECT * FROM stock_transfer_lines WHERE shipped > 0"
        rows = self._run(self.inspector.fetch(query))
        assert {row["id"]: row["open"] for row in rows} == under_way

    # Small things.

    def _run(self, waited: Any) -> Any:
        return self.runner.run(waited)

    def _post(self, path: str, **body: Any) -> Any:
        return self._run(self.http.post(path, json=body))

    def _move(self, product: int, place: int, delta: Units) -> None:
        self.shelves[product, place] += delta

    def _taken(self, answer: Any, product: int, place: int, quantity: Units) -> None:
        """All of it left, or nothing did."""
        enough = quantity <= self.shelves[product, place]
        assert answer.status_code == (201 if enough else 409), answer.text
        if enough:
            self._move(product, place, -quantity)

    def _give_back(self, sold: Sold, quantity: Units) -> None:
        for part, each in parts_of(sold.product, quantity).items():
            self._move(part, sold.place, each)

    def _recorded(
        self, answer: Any, sold: list[tuple[int, Units]], place: int, correct: bool
    ) -> Any:
        wanted: defaultdict[int, Units] = defaultdict(int)
        for product, quantity in sold:
            for part, each in parts_of(product, quantity).items():
                wanted[part] += each
        enough = all(q <= self.shelves[part, place] for part, q in wanted.items())
        if not (enough or correct):
            assert answer.status_code == 409, answer.text
            return multiple()
        assert answer.status_code == 201, answer.text
        for part, quantity in wanted.items():
            self.shelves[part, place] = max(0, self.shelves[part, place] - quantity)
        said = answer.json()
        ids = [each["id"] for each in said.get("lines", [said])]
        for sale, (product, quantity) in zip(ids, sold, strict=True):
            self.sold[sale] = Sold(product, place, quantity)
        return multiple(*ids)
