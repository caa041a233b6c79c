"""What is compared between a backup and what came out of it: numbers and laws."""

from collections.abc import Iterable, Mapping

import asyncpg

from ops.backup.manifest import Figures, TableFigures
from ops.postgres.roles import SCHEMAS
from shared.db import epoch

# The text of a row depends on these; both sides of a comparison set them.
SESSION = {
    "timezone": "UTC",
    "datestyle": "ISO, YMD",
    "intervalstyle": "iso_8601",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "search_path": "pg_catalog",
}

_TABLES = """
SELECT n.nspname || '.' || c.relname AS name, format('%I.%I', n.nspname, c.relname) AS quoted
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY($1) AND c.relkind = 'r' ORDER BY name
"""
# Whole units as a version before noted them, whatever their columns are now.
_SUMS = {
    "units sold": "SELECT trim_scale(sum(quantity - returned)) FROM sales.sales"
    " WHERE voided_at IS NULL",
    "revenue": "SELECT sum(worth - round(worth * returned / quantity, 2))"
    " FROM (SELECT *, coalesce(amount, round(price * quantity, 2)) AS worth"
    " FROM sales.sales) AS s WHERE voided_at IS NULL",
    "units on hand": "SELECT trim_scale(sum(on_hand)) FROM products.stock",
    "units moved": "SELECT trim_scale(sum(delta)) FROM products.stock_movements",
    "units in the daily series": "SELECT trim_scale(sum(d.quantity)) FROM forecast.daily d"
    " JOIN forecast.generations g USING (generation) WHERE g.state = 'live'",
}
_PARTS = """(
            SELECT s.*, coalesce(c.product_id, s.product_id) AS part,
                coalesce(c.quantity, s.quantity) AS units
            FROM sales.sales s
            LEFT JOIN sales.consumptions c ON c.sale_id = s.id AND c.quantity > 0
        )"""
"""What a sale takes: its product, or the components of its bundle."""
_LAWS = {
    "the stock of each product and location is the sum of its movements": """
        SELECT count(*) FROM products.stock s FULL JOIN (
            SELECT product_id, location_id, sum(delta) AS moved
            FROM products.stock_movements GROUP BY product_id, location_id
        ) m USING (product_id, location_id)
        WHERE coalesce(s.on_hand, 0) <> coalesce(m.moved, 0)""",
    "no stock is below zero": "SELECT count(*) FROM products.stock WHERE on_hand < 0",
    "each sale has taken its stock once": """
        SELECT count(*) FROM (
            SELECT 'sale:' || id AS reference, part AS product_id, location_id,
                -units AS delta
            FROM {parts} s WHERE stock_taken
        ) s FULL JOIN (
            SELECT reference, product_id, location_id, delta FROM products.stock_movements
            WHERE reason = 'sale'
        ) m USING (reference, product_id, location_id, delta)
        WHERE s.delta IS NULL OR m.delta IS NULL""",
    "each voided sale has given its stock back once": """
        SELECT count(*) FROM (
            SELECT 'sale:' || id AS reference, part AS product_id, location_id,
                round((quantity - returned) * units / quantity, 3) AS delta
            FROM {parts} s
            WHERE stock_taken AND voided_at IS NOT NULL AND quantity > returned
        ) s FULL JOIN (
            SELECT reference, product_id, location_id, delta FROM products.stock_movements
            WHERE reason IN ('return', 'void') AND reference LIKE 'sale:%'
        ) m USING (reference, product_id, location_id, delta)
        WHERE s.delta IS NULL OR m.delta IS NULL""",
    "each return has moved its stock once": """
        SELECT count(*) FROM (
            SELECT 'return/' || r.id AS reference, s.part AS product_id, s.location_id,
                moved.reason,
                moved.sign * round(r.quantity * s.units / s.quantity, 3) AS delta
            FROM sales.returns r JOIN {parts} s ON s.id = r.sale_id
            CROSS JOIN LATERAL (
                SELECT 'return' AS reason, 1 AS sign UNION ALL
                SELECT 'damaged', -1 WHERE r.condition = 'damaged'
            ) moved WHERE s.stock_taken
        ) r FULL JOIN (
            SELECT reference, product_id, location_id, reason, delta
            FROM products.stock_movements WHERE reference LIKE 'return/%'
        ) m USING (reference, product_id, location_id, reason, delta)
        WHERE r.delta IS NULL OR m.delta IS NULL""",
    "what came back of a sale is the sum of its returns": """
        SELECT count(*) FROM sales.sales s FULL JOIN (
            SELECT sale_id, sum(quantity) AS units FROM sales.returns GROUP BY sale_id
        ) r ON r.sale_id = s.id
        WHERE coalesce(s.returned, 0) <> coalesce(r.units, 0)""",
    "every sale is of a product that is known": """
        SELECT count(*) FROM sales.sales s
        WHERE NOT EXISTS (SELECT FROM products.products p WHERE p.id = s.product_id)""",
}
_SERIES_LAW = {
    "the daily series are the sums of the sales": """
    SELECT count(*) FROM (
        SELECT product_id, location_id, sum(quantity - returned) AS units FROM sales.sales
        WHERE voided_at IS NULL GROUP BY product_id, location_id
    ) s FULL JOIN (
        SELECT d.product_id, d.location_id, sum(d.quantity) AS units FROM forecast.daily d
        JOIN forecast.generations g USING (generation)
        WHERE g.state = 'live' GROUP BY d.product_id, d.location_id
    ) d USING (product_id, location_id)
    WHERE coalesce(s.units, 0) <> coalesce(d.units, 0)"""
}


async def connect(dsn: str) -> asyncpg.Connection:
    """As the superuser, without a limit on how long a statement takes."""
    return await asyncpg.connect(dsn, server_settings=SESSION, timeout=10)


async def measure(connection: asyncpg.Connection) -> Figures:
    """Every table and the sums; consistent when the caller's transaction is."""
    tables = {}
    for row in await connection.fetch(_TABLES, [*SCHEMAS, epoch.SCHEMA]):
        counted = await connection.fetchrow(
            "SELECT count(*) AS rows,"
            " coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text AS digest"
            f" FROM {row['quoted']} t"
        )
        tables[row["name"]] = TableFigures(**counted)
    return Figures(tables=tables, sums=await sums(connection))


async def sums(connection: asyncpg.Connection) -> dict[str, str]:
    return {
        name: str(await connection.fetchval(query) or 0)
        for name, query in _SUMS.items()
    }


def differences(noted: Figures, found: Figures) -> list[str]:
    """One line for each figure that is not as it was noted."""
    nothing = TableFigures(rows=0, digest="0")
    lines = []
    for name in sorted({*noted.tables, *found.tables}):
        before, after = (f.tables.get(name, nothing) for f in (noted, found))
        if before.rows != after.rows:
            lines.append(f"{name}: {before.rows} rows noted, {after.rows} found")
        elif before.digest != after.digest:
            lines.append(
                f"{name}: {after.rows} rows, but not all with the content noted"
            )
    for name, value in noted.sums.items():
        if found.sums.get(name) != value:
            lines.append(f"{name}: {value} noted, {found.sums.get(name)} found")
    return lines


async def broken_laws(connection: asyncpg.Connection) -> list[str]:
    """The laws of conservation that do not hold, those that hold at any moment."""
    return await _broken(connection, _LAWS)


async def series_behind(connection: asyncpg.Connection) -> list[str]:
    """The law that holds once nothing is under way: the daily series follow the
    sales a moment later."""
    return await _broken(connection, _SERIES_LAW)


async def _broken(connection: asyncpg.Connection, laws: Mapping[str, str]) -> list[str]:
    broken = []
    for law, query in laws.items():
        if offenders := await connection.fetchval(query.replace("{parts}", _PARTS)):
            broken.append(f"it does not hold that {law}: {offenders} exceptions")
    return broken


async def heads(connection: asyncpg.Connection) -> dict[str, str | None]:
    """Alembic's revision of each service's schema, by service; None without one."""
    found: dict[str, str | None] = {}
    for schema in SCHEMAS:
        table = f"{schema}.alembic_version"
        there = await connection.fetchval("SELECT to_regclass($1)", table)
        found[f"{schema}_svc"] = (
            await connection.fetchval(f"SELECT version_num FROM {table}")
            if there
            else None
        )
    return found


async def sequences(
    connection: asyncpg.Connection, schemas: Iterable[str] = SCHEMAS
) -> dict[str, int]:
    """The last number that each sequence has given, 0 for none, by ``schema.name``."""
    rows = await connection.fetch(
        "SELECT schemaname || '.' || sequencename AS name, coalesce(last_value, 0) AS last"
        " FROM pg_sequences WHERE schemaname = ANY($1) ORDER BY name",
        list(schemas),
    )
    return {row["name"]: row["last"] for row in rows}
