"""What tests need of this service, each naming only what matters to it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import orjson

from shared.contracts.imports import ImportRow, SalesImport
from shared.quantities import Units


def sale_body(product_id: int, **changes: Any) -> dict[str, Any]:
    usual = {"product_id": product_id, "quantity": 1, "sold_at": "2026-03-02T10:00:00Z"}
    return usual | changes


async def sell(client: httpx.AsyncClient, product_id: int, **changes: Any) -> Any:
    return await client.post("/api/sales", json=sale_body(product_id, **changes))


async def sold(
    client: httpx.AsyncClient, product_id: int, **changes: Any
) -> dict[str, Any]:
    answer = await sell(client, product_id, **changes)
    assert answer.status_code == 201, answer.text
    sale: dict[str, Any] = answer.json()
    return sale


async def void(client: httpx.AsyncClient, sale_id: int, reason: str = "mistake") -> Any:
    return await client.post(f"/api/sales/{sale_id}/void", json={"reason": reason})


def line(product_id: int, quantity: Any = 1, **changes: Any) -> dict[str, Any]:
    return {"product_id": product_id, "quantity": quantity} | changes


async def order(
    client: httpx.AsyncClient,
    *lines: dict[str, Any],
    key: str | None = None,
    **changes: Any,
) -> Any:
    body = {"lines": lines, "sold_at": "2026-03-02T10:00:00Z"} | changes
    headers = {"Idempotency-Key": key} if key else {}
    return await client.post("/api/sales/orders", json=body, headers=headers)


async def ordered(
    client: httpx.AsyncClient, *lines: dict[str, Any], **changes: Any
) -> dict[str, Any]:
    answer = await order(client, *lines, **changes)
    assert answer.status_code == 201, answer.text
    recorded: dict[str, Any] = answer.json()
    return recorded


async def void_order(
    client: httpx.AsyncClient, order_id: int, reason: str = "mistake"
) -> Any:
    return await client.post(
        f"/api/sales/orders/{order_id}/void", json={"reason": reason}
    )


async def give_back(
    client: httpx.AsyncClient,
    sale_id: int,
    quantity: Any = 1,
    condition: str = "resaleable",
    reason: str = "too small",
    key: str | None = None,
) -> Any:
    return await client.post(
        f"/api/sales/{sale_id}/returns",
        json={"quantity": quantity, "condition": condition, "reason": reason},
        headers={"Idempotency-Key": key} if key else {},
    )


def make_chunk(import_id: int = 1, chunk: int = 0, **changes: Any) -> SalesImport:
    usual: dict[str, Any] = {"user_id": 3, "rows": [make_row()]}
    return SalesImport(import_id=import_id, chunk=chunk, **usual | changes)


def make_row(**changes: Any) -> ImportRow:
    usual: dict[str, Any] = {
        "row_key": uuid4().hex,
        "product_id": 1,
        "quantity": 2,
        "price": Decimal("3.50"),
        "sold_at": datetime(2025, 1, 2, tzinfo=UTC),
    }
    return ImportRow(**usual | changes)


def make_rows(count: int, **changes: Any) -> list[ImportRow]:
    day = datetime(2025, 1, 2, tzinfo=UTC)
    return [make_row(sold_at=day + timedelta(days=n), **changes) for n in range(count)]


class Shop:
    """What stands in the tables of both services, seen by a superuser."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self.connection = connection

    async def add_product(
        self,
        *,
        stock: Units = 10,
        price: str = "4.20",
        decimals: int = 0,
        unit: str = "piece",
    ) -> int:
        product: int = await self.connection.fetchval(
            "INSERT INTO products.products (sku, name, price, quantity_decimals, unit)"
            " VALUES ($1, 'Tea', $2, $3, $4) RETURNING id",
            uuid4().hex,
            Decimal(price),
            decimals,
            unit,
        )
        await self.connection.execute(
            "SELECT products.open_stock(ARRAY[$1::bigint], ARRAY[$2::numeric], 1,"
            " 0::smallint, NULL)",
            product,
            stock,
        )
        return product

    async def add_job(self, *, chunks: int, user_id: int = 3) -> int:
        """An import of etl_svc that has sent chunks 0 to ``chunks`` - 1."""
        job: int = await self.connection.fetchval(
            "INSERT INTO etl.jobs (kind, status, phase, params, user_id, digest, chunks)"
            " VALUES ('upload', 'running', 'send', '{}', $1, '', $2) RETURNING id",
            user_id,
            chunks,
        )
        return job

    async def sell_at(self, location: int, product_id: int, quantity: int) -> int:
        """A sale at another location than the main one, which only SQL can record
        so far; without its event."""
        sale: int = await self.connection.fetchval(
            "WITH sold AS (INSERT INTO sales.sales (product_id, location_id, quantity,"
            " price, sold_at, user_id) VALUES ($1, $2, $3, 4.2, now(), 7) RETURNING id)"
            " SELECT sold.id FROM sold, products.take_stock('sale:' || sold.id, 7,"
            " ARRAY[ROW($1, $3, $2)::products.stock_line])",
            product_id,
            location,
            quantity,
        )
        return sale

    async def put_in(self, location: int, product_id: int, units: Units) -> None:
        await self.connection.execute(
            "SELECT products.adjust_stock($1, $2, $3, NULL, 'receipt', NULL, NULL, 1, NULL)",
            product_id,
            location,
            units,
        )

    async def archive(self, product_id: int) -> None:
        await self.connection.execute(
            "UPDATE products.products SET archived_at = now() WHERE id = $1", product_id
        )

    async def stock_of(self, product_id: int) -> Decimal:
        on_hand: Decimal = await self.connection.fetchval(
            "SELECT on_hand FROM products.stock WHERE product_id = $1", product_id
        )
        return on_hand

    async def count(self, table: str, where: str = "true") -> int:
        found: int = await self.connection.fetchval(
            f"SELECT count(*) FROM {table} WHERE {where}"
        )
        return found

    async def sales(self) -> Sequence[asyncpg.Record]:
        rows: Sequence[asyncpg.Record] = await self.connection.fetch(
            "SELECT * FROM sales.sales ORDER BY id"
        )
        return rows

    async def events(self, topic: str) -> list[dict[str, Any]]:
        """Those of this service that wait for the relay, batches expanded."""
        rows = await self.connection.fetch(
            "SELECT e.value AS event FROM sales.outbox, json_array_elements("
            " CASE json_typeof(payload) WHEN 'array' THEN payload"
            " ELSE json_build_array(payload) END) AS e"
            " WHERE topic = $1 ORDER BY id",
            topic,
        )
        return [orjson.loads(row["event"]) for row in rows]

    async def movements(self) -> Sequence[asyncpg.Record]:
        """The ledger's lines of sales and returns."""
        rows: Sequence[asyncpg.Record] = await self.connection.fetch(
            "SELECT * FROM products.stock_movements WHERE reason <> 'initial' ORDER BY id"
        )
        return rows

    async def nothing_happened(self) -> bool:
        """No sale, no line in the ledger, no event, no key."""
        tables = (
            "sales.sales",
            "sales.orders",
            "sales.outbox",
            "sales.idempotency_keys",
            "products.to_count",
        )
        counts = [await self.count(table) for table in tables]
        return not any(counts) and not await self.movements()
