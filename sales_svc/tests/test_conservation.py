"""Whatever happens in whatever order: no unit and no fact is lost or invented."""

import asyncio
from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

import asyncpg
import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from sales_svc.app import create_app
from sales_svc.imports.operations.record_chunks import record_chunks
from sales_svc.imports.operations.undo_import import (
    imports_to_undo,
    undo_import,
    undo_some,
)
from sales_svc.settings import Settings
from sales_svc.tests.factories import (
    Shop,
    give_back,
    line,
    make_chunk,
    make_row,
    order,
    sale_body,
    void,
    void_order,
)
from shared.quantities import Units, as_json, exact
from tests.support import client_for


def units(most: int) -> st.SearchStrategy[Units]:
    """Whole ones, and parts down to the last decimal."""
    return st.integers(1, most) | st.integers(1, most * 1000).map(
        lambda thousandths: exact(Decimal(thousandths).scaleb(-3))
    )


SETTINGS = settings(
    max_examples=25,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


class Conservation(RuleBasedStateMachine):
    """The model is what the answers said; the tables must agree with it."""

    databases: Any
    products: Bundle[int] = Bundle("products")
    sales: Bundle[int] = Bundle("sales")
    baskets: Bundle[tuple[int, tuple[int, ...]]] = Bundle("baskets")
    keys: Bundle[tuple[str, dict[str, Any], Any]] = Bundle("keys")
    chunks: Bundle[Any] = Bundle("chunks")

    def __init__(self) -> None:
        super().__init__()
        # A loop of its own, beside the one of the other tests.
        self.runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self.put_in: dict[int, Units] = {}
        self.corrected: set[int] = set()
        self.live: dict[int, tuple[int, Units]] = {}
        self.returned: defaultdict[int, Units] = defaultdict(int)
        self.damaged: defaultdict[int, Units] = defaultdict(int)
        self.voided: set[int] = set()
        self.undone: set[int] = set()
        self.told: dict[str, list[tuple[int, Units]]] = {}
        self.serial = 0

    @initialize()
    def open_shop(self) -> None:
        self.runner.run(self._open())

    async def _open(self) -> None:
        await self.databases.clean("products", "sales")
        app = create_app(self.databases.settings(Settings))
        self.database = app.state.database
        self.context = client_for(app, "manager", 7)
        self.client = await self.context.__aenter__()
        self.shop = Shop(await asyncpg.connect(self.databases.superuser_dsn()))

    def teardown(self) -> None:
        self.runner.run(self._close())
        self.runner.close()

    async def _close(self) -> None:
        await self.shop.connection.close()
        await self.context.__aexit__(None, None, None)
        await self.database.close()

    @rule(target=products, stock=st.just(0) | units(6))
    def new_product(self, stock: Units) -> int:
        product = self.runner.run(self.shop.add_product(stock=stock, decimals=3))
        self.put_in[product] = stock
        return product

    @rule(product=products, units=units(5))
    def put_units_in(self, product: int, units: Units) -> None:
        self.runner.run(
            self.shop.connection.execute(
                "SELECT products.adjust_stock($1, 1, $2, NULL, 'receipt', NULL, NULL, 1, NULL)",
                product,
                units,
            )
        )
        self.put_in[product] += units

    @rule(target=sales, product=products, quantity=units(4))
    def sell(self, product: int, quantity: Units) -> Any:
        body = sale_body(product, quantity=as_json(quantity))
        return self._sold(body, self._post(body))

    @rule(product=products, quantity=units(8))
    def sell_what_may_not_be_there(self, product: int, quantity: Units) -> None:
        gap = max(0, quantity - self._left(product))
        body = sale_body(product, quantity=as_json(quantity), short_stock="correct")
        answer = self._post(body)
        assert answer.status_code == 201
        assert Decimal(str(answer.json()["found"])) == gap
        self._found(product, gap, answer.json()["id"])
        self.live[answer.json()["id"]] = (product, quantity)

    @rule(
        target=baskets,
        wanted=st.lists(st.tuples(products, units(4)), min_size=1, max_size=4),
        correct=st.booleans(),
    )
    def sell_a_basket(self, wanted: list[tuple[int, Units]], correct: bool) -> Any:
        left = {product: self._left(product) for product, _ in wanted}
        gaps = []
        for product, quantity in wanted:
            gaps.append(max(0, quantity - left[product]))
            # Whatever is refused takes nothing away from the lines after it.
            if not gaps[-1] or correct:
                left[product] = max(0, left[product] - quantity)
        lines = [line(product, as_json(quantity)) for product, quantity in wanted]
        short = "correct" if correct else "refuse"
        answer = self.runner.run(order(self.client, *lines, short_stock=short))
        if not correct and any(gaps):
            named = {e["params"]["line"] for e in answer.json()["errors"]}
            assert answer.status_code == 409
            assert named == {n for n, gap in enumerate(gaps) if gap}
            return multiple()
        assert answer.status_code == 201
        sold = answer.json()["lines"]
        for sale, (product, quantity), gap in zip(sold, wanted, gaps, strict=True):
            assert Decimal(str(sale["found"])) == gap
            self._found(product, gap, sale["id"])
            self.live[sale["id"]] = (product, quantity)
        return answer.json()["id"], tuple(sale["id"] for sale in sold)

    @rule(basket=baskets)
    def void_a_basket(self, basket: tuple[int, tuple[int, ...]]) -> None:
        order_id, sales = basket
        assert self.runner.run(void_order(self.client, order_id)).status_code == 200
        for sale in sales:
            self.live.pop(sale, None)
            self.voided.add(sale)

    @rule(target=sales, basket=baskets, line=st.integers(0, 3))
    def pick_a_sale_of_a_basket(
        self, basket: tuple[int, tuple[int, ...]], line: int
    ) -> int:
        """From here on it is voided and given back as any other sale."""
        return basket[1][line % len(basket[1])]

    @rule(target=keys, product=products, quantity=units(4))
    def sell_with_a_key(self, product: int, quantity: Units) -> Any:
        self.serial += 1
        key = f"key-{self.serial}"
        body = sale_body(product, quantity=as_json(quantity))
        answer = self._post(body, key)
        self._sold(body, answer)
        return (key, body, answer.content) if answer.status_code == 201 else multiple()

    @rule(known=keys)
    def repeat_with_the_key(self, known: tuple[str, dict[str, Any], Any]) -> None:
        key, body, content = known
        assert self._post(body, key).content == content
        assert self._post(body | {"quantity": 9}, key).status_code == 422

    @rule(sale=sales)
    def void_a_sale(self, sale: int) -> None:
        assert self.runner.run(void(self.client, sale)).status_code == 200
        self.live.pop(sale, None)
        self.voided.add(sale)

    @rule(sale=sales, units=units(4), damaged=st.booleans())
    def give_units_back(self, sale: int, units: Units, damaged: bool) -> None:
        condition = "damaged" if damaged else "resaleable"
        back = give_back(self.client, sale, as_json(units), condition)
        answer = self.runner.run(back)
        product, left = self.live.get(sale, (0, 0))
        assert answer.status_code == (201 if units <= left else 409)
        if units <= left:
            self.live[sale] = (product, left - units)
            self.returned[sale] += units
            self.damaged[product] += units if damaged else 0

    @rule(
        target=chunks,
        import_id=st.integers(1, 3),
        product=products,
        rows=st.dictionaries(
            st.integers(0, 5), st.just(0) | units(3), min_size=1, max_size=4
        ),
    )
    def import_a_chunk(
        self, import_id: int, product: int, rows: dict[int, Units]
    ) -> Any:
        self.serial += 1
        chunk = make_chunk(
            import_id,
            self.serial,
            rows=[
                make_row(row_key=f"row-{row}", product_id=product, quantity=units)
                for row, units in rows.items()
            ],
        )
        self._record(chunk)
        if import_id not in self.undone:
            for row, units in rows.items():
                versions = self.told.setdefault(f"row-{row}", [])
                if units != (versions[-1][1] if versions else 0):
                    versions.append((import_id, units))
        return chunk

    @rule(chunk=chunks)
    def deliver_a_chunk_again(self, chunk: Any) -> None:
        self._record(chunk)

    @rule(import_id=st.integers(1, 3))
    def undo_an_import(self, import_id: int) -> None:
        self.runner.run(self._undo(import_id))
        self.undone.add(import_id)
        for key, versions in self.told.items():
            self.told[key] = [v for v in versions if v[0] != import_id]

    async def _undo(self, import_id: int) -> None:
        async with self.database.transaction() as db:
            await undo_import(db, import_id, user_id=7)
        async with self.database.transaction() as db:
            for waiting, user in await imports_to_undo(db):
                while await undo_some(db, waiting, user_id=user):
                    pass

    @invariant()
    def the_books_are_right(self) -> None:
        self.runner.run(self._check())

    async def _check(self) -> None:
        sold: defaultdict[int, Units] = defaultdict(int)
        for product, quantity in self.live.values():
            sold[product] += quantity
        for product, units in self.put_in.items():
            left = units - sold[product] - self.damaged[product]
            assert await self.shop.stock_of(product) == left >= 0

        rows = await self.shop.sales()
        taken = {row["id"] for row in rows if row["stock_taken"]}
        assert taken == self.live.keys() | self.voided
        lines = Counter(
            (row["reason"], row["reference"])
            for row in await self.shop.movements()
            if row["reason"] != "receipt" and row["reference"].startswith("sale:")
        )
        whole = {row["id"] for row in rows if row["returned"] == row["quantity"]}
        assert lines == Counter(
            [("sale", f"sale:{sale}") for sale in taken]
            + [("found", f"sale:{sale}") for sale in self.corrected]
            + [("void", f"sale:{sale}") for sale in self.voided - whole]
        )

        history = [row for row in rows if row["import_id"] is not None]
        standing = {
            row["row_key"]: (row["import_id"], row["quantity"])
            for row in history
            if not row["voided_at"]
        }
        newest = {key: told[-1] for key, told in self.told.items() if told}
        assert standing == {key: told for key, told in newest.items() if told[1]}

        created = [e["sale_id"] for e in await self.shop.events("sales.created")]
        voided = [e["sale_id"] for e in await self.shop.events("sales.voided")]
        assert sorted(created) == [row["id"] for row in rows]
        assert sorted(voided) == [row["id"] for row in rows if row["voided_at"]]
        back: defaultdict[int, Units] = defaultdict(int)
        for event in await self.shop.events("sales.returned"):
            back[event["sale_id"]] += Decimal(str(event["quantity"]))
        assert back == self.returned

    def _post(self, body: dict[str, Any], key: str | None = None) -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        return self.runner.run(
            self.client.post("/api/sales", json=body, headers=headers)
        )

    def _sold(self, body: dict[str, Any], answer: Any) -> Any:
        product, quantity = body["product_id"], Decimal(str(body["quantity"]))
        enough = self._left(product) >= quantity
        assert answer.status_code == (201 if enough else 409)
        if not enough:
            return multiple()
        sale: int = answer.json()["id"]
        self.live[sale] = (product, quantity)
        return sale

    def _left(self, product: int) -> Units:
        held = [quantity for of, quantity in self.live.values() if of == product]
        return self.put_in[product] - sum(held) - self.damaged[product]

    def _found(self, product: int, gap: Units, sale: int) -> None:
        self.put_in[product] += gap
        if gap:
            self.corrected.add(sale)

    def _record(self, chunk: Any) -> None:
        async def in_one_transaction() -> None:
            async with self.database.transaction() as db:
                await record_chunks(db, [chunk])

        self.runner.run(in_one_transaction())


def test_no_unit_and_no_fact_is_lost_or_invented(databases):
    machine = type("OnThisDatabase", (Conservation,), {"databases": databases})
    run_state_machine_as_test(machine, settings=SETTINGS)
