"""``python -m bench.raw DSN SECONDS CONNECTIONS PRODUCTS``: the ceiling of a sale.

The very statement of sales_svc through asyncpg, without HTTP. Prints sales per
second.
"""

import asyncio
import random
import sys
import time
from datetime import UTC, datetime

import asyncpg
import uvloop

from sales_svc.selling.operations.record_sale import record_statement

STATEMENT = record_statement("products", keyed=False)


async def seller(pool: asyncpg.Pool, until: float, products: int) -> int:
    sold = 0
    async with pool.acquire() as connection:
        while time.monotonic() < until:
            product_id = random.randint(1, products)
            await connection.fetchrow(
                STATEMENT, product_id, 1, datetime.now(UTC), None, 1, None
            )
            sold += 1
    return sold


async def main(dsn: str, seconds: float, connections: int, products: int) -> None:
    options = {"search_path": "sales", "jit": "off"}
    pool = await asyncpg.create_pool(
        dsn, min_size=connections, max_size=connections, server_settings=options
    )
    started = time.monotonic()
    until = started + seconds
    sold = await asyncio.gather(
        *(seller(pool, until, products) for _ in range(connections))
    )
    print(sum(sold) / (time.monotonic() - started))
    await pool.close()


if __name__ == "__main__":
    _, dsn_, seconds_, connections_, products_ = sys.argv
    uvloop.run(main(dsn_, float(seconds_), int(connections_), int(products_)))
