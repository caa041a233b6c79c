"""``python -m bench.backups [SALES]``: how long a backup and its check take.

A PostgreSQL of its own with every schema, a million sales (or as many as said) with
their movements, claims and daily series, made by SQL. No broker takes part.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

import asyncpg

from ops.backup.check import check
from ops.backup.create import create
from ops.backup.settings import Settings
from ops.local.postgres import Postgres, binaries
from ops.migrate import SERVICES
from shared.settings import normalise_url
from tests.support.databases import Databases
from tests.support.ports import free_port

PRODUCTS = 2_000
_FILL = (
    "INSERT INTO products.products (sku, name, price)"
    " SELECT 'SKU-' || n, 'Product ' || n, 4.20 FROM generate_series(1, $1::int) n",
    "SELECT products.open_stock(array_agg(id ORDER BY id),"
    " array_agg(1000000), 1, 0::smallint, NULL) FROM products.products WHERE $1 > 0",
)
_SELL = (
    "INSERT INTO sales.sales (product_id, quantity, price, sold_at, user_id)"
    f" SELECT 1 + n % {PRODUCTS}, 1, 4.20, now() - n * interval '30 seconds', 1"
    " FROM generate_series(1, $1::int) n",
    "INSERT INTO products.stock_movements"
    " (product_id, location_id, delta, on_hand, reason, reference, actor)"
    " SELECT product_id, 1, -quantity, 1000000 - row_number() OVER (PARTITION BY product_id ORDER BY id),"
    " 'sale', 'sale:' || id, 1 FROM sales.sales WHERE $1 > 0",
    "UPDATE products.stock s SET on_hand = on_hand - sold FROM (SELECT product_id,"
    " sum(quantity) AS sold FROM sales.sales WHERE $1 > 0 GROUP BY product_id) x"
    " WHERE x.product_id = s.product_id",
    "INSERT INTO forecast.generations (generation, state, business_tz)"
    " SELECT 0, 'live', 'UTC' WHERE $1 > 0",
    "INSERT INTO forecast.inbox (generation, type, id)"
    " SELECT 0, 'sales.created', id FROM sales.sales WHERE $1 > 0",
    "INSERT INTO forecast.daily (generation, product_id, day, quantity, revenue, sales)"
    " SELECT 0, product_id, sold_at::date, sum(quantity), sum(quantity * price), count(*)"
    " FROM sales.sales WHERE $1 > 0 GROUP BY product_id, sold_at::date",
)


async def fill(dsn: str, sales: int) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        for statement in _FILL:
            await connection.execute(statement, PRODUCTS)
        for statement in _SELL:
            await connection.execute(statement, sales)
    finally:
        await connection.close()


async def measure(folder: Path, sales: int) -> None:
    server = Postgres(folder / "postgres", free_port())
    server.start()
    try:
        url = server.url("postgres", "postgres")
        databases = Databases(url, server.password, folder / "secrets")
        await databases.prepare(SERVICES)
        await fill(databases.superuser_dsn(), sales)
        admin = normalise_url(url).set(password=server.password)
        settings = Settings(
            admin_db_url=admin.render_as_string(hide_password=False),
            secrets_dir=folder / "secrets",
            kafka_bootstrap_servers="127.0.0.1:1",
            pg_bin=binaries(),
            backup_dir=folder / "backups",
        )
        started = time.perf_counter()
        file = await create(settings)
        made = time.perf_counter()
        differ = await check(settings, file)
        checked = time.perf_counter()
    finally:
        server.stop()
        server.erase()
    print(f"{sales:,} sales: {file.stat().st_size / 1e6:.0f} MB")
    print(f"backup {made - started:.1f} s, check {checked - made:.1f} s")
    print("; ".join(differ) or "nothing differs")


def main() -> None:
    sales = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), sales))


if __name__ == "__main__":
    main()
