"""``python -m bench.lists``: how long the first page of every list takes in a shop of
10,000 products and 1,000 open orders, and how long a scanned code waits for its product."""

import asyncio
import os
import time
from statistics import median, quantiles
from typing import Annotated, Any

import asyncpg
import httpx
import typer

from bench.rig import Rig, rig, service
from tests.support.http import SECRET, access_token

PRODUCTS, ORDERS = 10_000, 1_000
MOST_MS = 300.0
SCAN_MS = 5.0
"""Median of a scanned code, over HTTP."""
SCANS = ("/api/products?barcode={code}", "/api/products/scan?code={code}")
SCANNED = 500
NO_LISTS = ("/snapshot", "/export", "/health", "/metrics", "/scan", "template", ".csv")
_FILL = """
    INSERT INTO products.locations (name) VALUES ('Second'), ('Third');
    INSERT INTO products.products (sku, name, category, price)
    SELECT 'SKU-' || n, 'Product number ' || n, 'Category ' || n % 40, 1 + n % 90
    FROM generate_series(1, {products}) n;
    INSERT INTO products.barcodes (product_id, code)
    SELECT id, lpad((id * 10)::text, 13, '0') FROM products.products;
    UPDATE products.barcodes SET code = overlay(code PLACING (
        (10 - (SELECT sum(substr(code, n, 1)::integer * CASE WHEN n % 2 = 0 THEN 3 ELSE 1 END)
            FROM generate_series(1, 12) AS n) % 10) % 10)::text FROM 13);
    INSERT INTO products.stock (product_id, location_id, on_hand, value)
    SELECT p.id, l.id, 20, 20 FROM products.products p, products.locations l;
    INSERT INTO products.stock_movements (product_id, location_id, delta, on_hand, reason,
        actor, value, value_after, ts)
    SELECT p.id, l.id, 1, n, CASE WHEN n = 1 THEN 'initial' ELSE 'adjustment' END, 1, 1, n,
        now() - interval '1 day' * (20 - n)
    FROM generate_series(1, 20) n, products.products p, products.locations l;
    INSERT INTO products.suppliers (name, address, language, currency, rate, order_days,
        review_days, closed)
    SELECT 'Supplier ' || n, '', 'en', 'EUR', 1, '{{}}', 0, '[]' FROM generate_series(1, 100) n;
    INSERT INTO products.purchase_orders
        (supplier_id, location_id, status, currency, rate, created_by, expected_on)
    SELECT 1 + n % 100, 1 + n % 3, CASE WHEN n % 4 = 0 THEN 'draft' ELSE 'placed' END, 'EUR', 1, 1,
        current_date + n % 30 - 10
    FROM generate_series(1, {orders}) n;
    INSERT INTO products.purchase_order_lines (order_id, product_id, quantity, unit_cost)
    SELECT o.id, 1 + (o.id * 13 + n * 7) % {products}, 10, 2
    FROM products.purchase_orders o, generate_series(1, 10) n;
    INSERT INTO products.stock_transfers
        (from_location_id, to_location_id, status, created_by, shipped_at)
    SELECT 1, 2, 'in_transit', 1, now() FROM generate_series(1, 500) n;
    INSERT INTO products.stock_transfer_lines (transfer_id, product_id, quantity, shipped)
    SELECT t.id, 1 + t.id * 10 + n, 4, 4
    FROM products.stock_transfers t, generate_series(1, 5) n;
    INSERT INTO products.lots (product_id, location_id, code, expires_on, on_hand)
    SELECT n, 1, 'L' || n, current_date + n % 60, 5 FROM generate_series(1, 8000) n;
    INSERT INTO sales.sales (product_id, quantity, price, sold_at, user_id, stock_taken)
    SELECT 1 + n % {products}, 1, 4.20, now() - n * interval '1 min', 1, false
    FROM generate_series(1, 300000) n;
"""


async def fill(servers: Rig) -> None:
    connection = await asyncpg.connect(servers.databases.superuser_dsn())
    await connection.execute(_FILL.format(products=PRODUCTS, orders=ORDERS))
    await connection.execute("ANALYZE")
    await connection.close()


def lists_of(document: dict[str, Any]) -> list[str]:
    """Addresses of all lists that need no more than to be asked for."""
    return [
        path
        for path, operations in document["paths"].items()
        if "get" in operations
        and "{" not in path
        and path.startswith("/api/")
        and not any(part in path for part in NO_LISTS)
        and not any(p.get("required") for p in operations["get"].get("parameters", ()))
    ]


async def measure(address: str, times: int) -> dict[str, list[float]]:
    seen: dict[str, list[float]] = {}
    headers = {"Authorization": f"Bearer {access_token('admin', 1)}"}
    async with httpx.AsyncClient(base_url=address, headers=headers) as http:
        document = (await http.get("/openapi.json")).json()
        for path in lists_of(document):
            for _ in range(times):
                started = time.perf_counter()
                answer = await http.get(path, timeout=60)
                seen.setdefault(path, []).append(time.perf_counter() - started)
                assert answer.status_code == httpx.codes.OK, answer.text
    return seen


async def scan(servers: Rig, address: str) -> dict[str, list[float]]:
    """Codes one after the other, as a cashier scans; the first few warm up."""
    connection = await asyncpg.connect(servers.databases.superuser_dsn())
    rows = await connection.fetch(
        "SELECT code FROM products.barcodes ORDER BY md5(code) LIMIT $1", SCANNED
    )
    await connection.close()
    seen: dict[str, list[float]] = {path: [] for path in SCANS}
    headers = {"Authorization": f"Bearer {access_token('viewer', 1)}"}
    async with httpx.AsyncClient(base_url=address, headers=headers) as http:
        for path in SCANS:
            for row in rows:
                started = time.perf_counter()
                answer = await http.get(path.format(code=row["code"]))
                seen[path].append(time.perf_counter() - started)
                assert answer.status_code == httpx.codes.OK, answer.text
    return {path: seconds[len(seconds) // 10 :] for path, seconds in seen.items()}


def main(times: Annotated[int, typer.Option(min=1, max=1000)] = 20) -> None:
    """Print the median and the slowest of ``times`` answers of each list."""
    os.environ.setdefault("JWT_SECRET", SECRET)
    with rig() as servers:
        asyncio.run(fill(servers))
        for name in ("products", "sales"):
            with service(servers, name) as address:
                for path, seconds in asyncio.run(measure(address, times)).items():
                    middle, most = (1000 * f(seconds) for f in (median, max))
                    verdict = "" if most <= MOST_MS else f"  over {MOST_MS:.0f} ms"
                    print(f"{path}: {middle:.0f} ms, at most {most:.0f} ms{verdict}")
                if name == "products":
                    _say_scans(asyncio.run(scan(servers, address)))


def _say_scans(seen: dict[str, list[float]]) -> None:
    for path, seconds in seen.items():
        middle, late = 1000 * median(seconds), 1000 * quantiles(seconds, n=20)[-1]
        verdict = "" if middle <= SCAN_MS else f"  over {SCAN_MS:.0f} ms"
        print(f"{path}: {middle:.1f} ms, 95 % within {late:.1f} ms{verdict}")


if __name__ == "__main__":
    typer.run(main)
