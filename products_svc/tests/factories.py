"""What tests need of this service, each naming only what matters to it."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import asyncpg
import httpx

Lines = list[tuple[int, int | Decimal]]


def product_body(**changes: Any) -> dict[str, Any]:
    usual = {"sku": f"SKU-{uuid4().hex[:8]}", "name": "Tea", "price": 4.2, "stock": 10}
    return usual | changes


async def add_product(client: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    answer = await client.post("/api/products", json=product_body(**changes))
    assert answer.status_code == 201, answer.text
    product: dict[str, Any] = answer.json()
    return product


async def product(client: httpx.AsyncClient, product_id: int) -> dict[str, Any]:
    answer = await client.get(f"/api/products/{product_id}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def stock_of(client: httpx.AsyncClient, product_id: int) -> float:
    """As JSON has it: an int when it is whole."""
    stock: float = (await product(client, product_id))["stock"]
    return stock


async def add_location(client: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    body = {"name": f"Shop {uuid4().hex[:8]}"} | changes
    answer = await client.post("/api/locations", json=body)
    assert answer.status_code == 201, answer.text
    location: dict[str, Any] = answer.json()
    return location


async def add_supplier(client: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    body = {"name": f"Supplier {uuid4().hex[:8]}"} | changes
    answer = await client.post("/api/suppliers", json=body)
    assert answer.status_code == 201, answer.text
    supplier: dict[str, Any] = answer.json()
    return supplier


async def set_terms(
    client: httpx.AsyncClient, supplier: dict[str, Any], *items: dict[str, Any]
) -> list[dict[str, Any]]:
    answer = await client.put(
        f"/api/suppliers/{supplier['id']}/products", json={"items": items}
    )
    assert answer.status_code == 200, answer.text
    terms: list[dict[str, Any]] = answer.json()
    return terms


async def add_order(
    client: httpx.AsyncClient,
    supplier: dict[str, Any],
    *lines: dict[str, Any],
    placed: bool = True,
    **changes: Any,
) -> dict[str, Any]:
    body = {"supplier_id": supplier["id"], "lines": lines} | changes
    answer = await client.post("/api/purchase-orders", json=body)
    assert answer.status_code == 201, answer.text
    if placed:
        address = f"{answer.headers['Location']}/place"
        answer = await client.post(address)
        assert answer.status_code == 200, answer.text
    order: dict[str, Any] = answer.json()
    return order


async def receive(
    client: httpx.AsyncClient, order: dict[str, Any], *lines: Any, **changes: Any
) -> httpx.Response:
    """``lines``: units of the order's lines in turn, or whole lines of a receipt."""
    said = [
        line
        if isinstance(line, dict)
        else {"line_id": order["lines"][n]["id"], "quantity": line}
        for n, line in enumerate(lines)
    ]
    address = f"/api/purchase-orders/{order['id']}/receipts"
    headers = changes.pop("headers", {})
    return await client.post(address, json={"lines": said} | changes, headers=headers)


async def adjust(client: httpx.AsyncClient, product_id: int, **changes: Any) -> Any:
    body = {"product_id": product_id, "reason": "adjustment"} | changes
    return await client.post("/api/stock/adjustments", json=body)


async def open_count(client: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    answer = await client.post("/api/stock/counts", json=changes)
    assert answer.status_code == 201, answer.text
    count: dict[str, Any] = answer.json()
    return count


async def enter(
    client: httpx.AsyncClient, count: dict[str, Any], *lines: dict[str, Any]
) -> httpx.Response:
    address = f"/api/stock/counts/{count['id']}/lines"
    return await client.put(address, json={"lines": lines})


async def post_count(
    client: httpx.AsyncClient, count: dict[str, Any], **changes: Any
) -> httpx.Response:
    return await client.post(f"/api/stock/counts/{count['id']}/post", json=changes)


class Till:
    """Takes and returns stock as sales_svc does: each call its own transaction."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self.pool = pool

    async def take(
        self, sale: int, lines: Lines, location: int | None = None
    ) -> list[asyncpg.Record]:
        return await self._call("take_stock", sale, lines, location)

    async def take_lines(
        self,
        basket: str,
        lines: Lines,
        short_stock: str = "refuse",
        location: int | None = None,
    ) -> list[asyncpg.Record]:
        """The lines of a basket, each under a reference of its own."""
        rows: list[asyncpg.Record] = await self.pool.fetch(
            "SELECT * FROM products.take_lines($1, 3, $2::products.stock_line[], $3)",
            [f"{basket}/{n}" for n in range(len(lines))],
            [(product_id, quantity, location) for product_id, quantity in lines],
            short_stock,
        )
        return rows

    async def give_back(
        self, sale: int, lines: Lines, location: int | None = None
    ) -> list[asyncpg.Record]:
        return await self._call("return_stock", sale, lines, location)

    async def take_back(
        self, sale: int, number: int, product_id: int, quantity: int | Decimal
    ) -> None:
        """Part of a sale, by the return of that number."""
        await self.pool.execute(
            "SELECT FROM products.return_stock($1, 3,"
            " ARRAY[ROW($2, $3, NULL)::products.stock_line], $4)",
            f"return/{number}",
            product_id,
            quantity,
            f"sale:{sale}",
        )

    async def _call(
        self, function: str, sale: int, lines: Lines, location: int | None
    ) -> list[asyncpg.Record]:
        rows: list[asyncpg.Record] = await self.pool.fetch(
            f"SELECT * FROM products.{function}($1, $2, $3::products.stock_line[])",
            f"sale:{sale}",
            3,
            [(product_id, quantity, location) for product_id, quantity in lines],
        )
        return rows


async def broken_laws(inspector: asyncpg.Connection) -> list[str]:
    """Which of the ledger's laws do not hold now, for any product."""
    laws = {
        "stock is the sum of the movements": """
            SELECT s.product_id FROM stock s JOIN stock_movements m USING (product_id, location_id)
            GROUP BY s.product_id, s.location_id, s.on_hand HAVING sum(m.delta) <> s.on_hand""",
        "value is the sum of the movements' values": """
            SELECT s.product_id FROM stock s JOIN stock_movements m USING (product_id, location_id)
            GROUP BY s.product_id, s.location_id, s.value
            HAVING coalesce(sum(m.value), 0) <> s.value""",
        "every value follows from the one before": """
            SELECT product_id FROM (SELECT product_id, value_after - value AS before,
                coalesce(lag(value_after) OVER (PARTITION BY product_id, location_id ORDER BY id), 0)
                AS held
                FROM stock_movements) AS m WHERE before <> held""",
        "every movement follows from the one before": """
            SELECT product_id FROM (SELECT product_id, on_hand - delta AS before,
                coalesce(lag(on_hand) OVER (PARTITION BY product_id, location_id ORDER BY id), 0)
                AS held
                FROM stock_movements) AS m WHERE before <> held""",
        "nothing is negative": "SELECT product_id FROM stock_movements WHERE on_hand < 0",
        "ids and times run the same way": """
            SELECT product_id FROM (SELECT product_id, ts,
                lag(ts) OVER (PARTITION BY product_id, location_id ORDER BY id) AS earlier
                FROM stock_movements) AS m WHERE ts < earlier""",
        "one event per movement": """
            SELECT m.id FROM stock_movements m FULL JOIN told USING (id)
            GROUP BY m.id HAVING count(m.id) <> 1 OR count(told.id) <> 1""",
        "events are in the order of movements": """
            SELECT product_id FROM (SELECT product_id, id,
                lag(id) OVER (PARTITION BY product_id, location_id ORDER BY outbox_id) AS earlier
                FROM told) AS t WHERE id < earlier""",
    }
    told = """
        WITH told AS (SELECT o.id AS outbox_id, (e ->> 'movement_id')::bigint AS id,
            (e ->> 'product_id')::bigint AS product_id,
            (e ->> 'location_id')::bigint AS location_id FROM outbox o,
            json_array_elements(CASE json_typeof(payload) WHEN 'array' THEN payload
                ELSE json_build_array(payload) END) AS e
            WHERE topic = 'stock.moved')
    """
    return [law for law, query in laws.items() if await inspector.fetch(told + query)]


async def add_transfer(
    client: httpx.AsyncClient,
    here: int,
    there: int,
    *lines: tuple[dict[str, Any], Any],
    shipped: bool = True,
) -> dict[str, Any]:
    """``lines``: products with their quantities."""
    body = {
        "from_location_id": here,
        "to_location_id": there,
        "lines": [
            {"product_id": each["id"], "quantity": quantity} for each, quantity in lines
        ],
    }
    answer = await client.post("/api/stock/transfers", json=body)
    assert answer.status_code == 201, answer.text
    if shipped:
        answer = await client.post(f"{answer.headers['Location']}/ship", json={})
        assert answer.status_code == 200, answer.text
    transfer: dict[str, Any] = answer.json()
    return transfer


async def arrive(
    client: httpx.AsyncClient, transfer: dict[str, Any], *lines: Any, **changes: Any
) -> httpx.Response:
    """``lines``: units of the transfer's lines in turn, or whole lines; none: all."""
    said = [
        line
        if isinstance(line, dict)
        else {"line_id": transfer["lines"][n]["id"], "quantity": line}
        for n, line in enumerate(lines)
    ]
    body = {"lines": said} if said else {}
    headers = changes.pop("headers", {})
    address = f"/api/stock/transfers/{transfer['id']}/receive"
    return await client.post(address, json=body | changes, headers=headers)
