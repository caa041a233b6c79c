"""The conservation laws of the system, each a query for what breaks it.

They hold once everything that was under way has arrived. Each gives no row
when it holds, and otherwise the first few exceptions to it.
"""

import asyncpg

LAWS = {
    "a live sale took its units from stock, once": """
        SELECT s.id, s.quantity, m.times, m.units
        FROM sales.sales s LEFT JOIN (
            SELECT reference, location_id, count(*) AS times, sum(delta) AS units
            FROM products.stock_movements WHERE reason = 'sale' GROUP BY 1, 2
        ) m ON m.reference = 'sale:' || s.id AND m.location_id = s.location_id
        WHERE (m.times, -m.units) IS DISTINCT FROM
            CASE WHEN s.stock_taken THEN ROW(1::bigint, s.quantity)
                 ELSE ROW(NULL::bigint, NULL::numeric) END""",
    "units of a sale leave with the sale only": """
        SELECT m.id, m.reference FROM products.stock_movements m
        LEFT JOIN sales.sales s
            ON m.reference = 'sale:' || s.id AND m.location_id = s.location_id
        WHERE m.reference LIKE 'sale:%' AND s.id IS NULL""",
    "units come back with a void, once, and never without one": """
        SELECT s.id, s.voided_at, s.returned, m.times
        FROM sales.sales s LEFT JOIN (
            SELECT reference, location_id, count(*) AS times, sum(delta) AS units
            FROM products.stock_movements WHERE reason IN ('return', 'void') GROUP BY 1, 2
        ) m ON m.reference = 'sale:' || s.id AND m.location_id = s.location_id
        WHERE (m.times, m.units) IS DISTINCT FROM
            CASE WHEN s.stock_taken AND s.voided_at IS NOT NULL AND s.quantity > s.returned
                 THEN ROW(1::bigint, s.quantity - s.returned)
                 ELSE ROW(NULL::bigint, NULL::numeric) END""",
    "units come back with a return, once, and damaged ones leave again": """
        SELECT reference, reason, r.delta AS due, m.delta AS moved
        FROM (
            SELECT 'return/' || r.id AS reference, moved.reason, moved.delta
            FROM sales.returns r JOIN sales.sales s ON s.id = r.sale_id
            CROSS JOIN LATERAL (
                SELECT 'return' AS reason, r.quantity AS delta UNION ALL
                SELECT 'damaged', -r.quantity WHERE r.condition = 'damaged'
            ) moved WHERE s.stock_taken
        ) r FULL JOIN (
            SELECT reference, reason, delta FROM products.stock_movements
            WHERE reference LIKE 'return/%'
        ) m USING (reference, reason)
        WHERE r.delta IS DISTINCT FROM m.delta""",
    "what came back of a sale is the sum of its returns": """
        SELECT s.id, s.returned, r.units
        FROM sales.sales s LEFT JOIN (
            SELECT sale_id, sum(quantity) AS units FROM sales.returns GROUP BY 1
        ) r ON r.sale_id = s.id
        WHERE s.returned <> coalesce(r.units, 0)""",
    "what was found of a sale is a movement of its own, once": """
        SELECT s.id, s.found, m.times, m.units
        FROM sales.sales s LEFT JOIN (
            SELECT reference, location_id, count(*) AS times, sum(delta) AS units
            FROM products.stock_movements WHERE reason = 'found' GROUP BY 1, 2
        ) m ON m.reference = 'sale:' || s.id AND m.location_id = s.location_id
        WHERE (m.times, m.units) IS DISTINCT FROM
            CASE WHEN s.found > 0 THEN ROW(1::bigint, s.found)
                 ELSE ROW(NULL::bigint, NULL::numeric) END""",
    "a basket has lines, sold where and when it was": """
        SELECT o.id AS basket, s.id AS line
        FROM (SELECT * FROM sales.sales WHERE order_id IS NOT NULL) s
        FULL JOIN sales.orders o ON o.id = s.order_id
        WHERE (o.user_id, o.location_id, o.sold_at)
            IS DISTINCT FROM (s.user_id, s.location_id, s.sold_at)""",
    "stock is the sum of its movements, and never below zero": """
        SELECT product_id, location_id, h.on_hand, m.units
        FROM products.stock h FULL JOIN (
            SELECT product_id, location_id, sum(delta) AS units
            FROM products.stock_movements GROUP BY 1, 2
        ) m USING (product_id, location_id)
        WHERE h.on_hand IS DISTINCT FROM m.units OR h.on_hand < 0""",
    "the value of stock is the sum of its movements' values, and that of nothing is 0": """
        SELECT product_id, location_id, h.value, m.value AS moved
        FROM products.stock h FULL JOIN (
            SELECT product_id, location_id, coalesce(sum(value), 0) AS value
            FROM products.stock_movements GROUP BY 1, 2
        ) m USING (product_id, location_id)
        WHERE h.value IS DISTINCT FROM m.value OR h.value < 0
            OR h.on_hand = 0 AND h.value <> 0""",
    "a sale costs what its movement took, and so does what comes back of it": """
        SELECT s.id, s.cost, s.unit_cost, -m.value AS taken, back.value AS returned
        FROM sales.sales s
        JOIN products.stock_movements m ON m.reference = 'sale:' || s.id AND m.reason = 'sale'
        LEFT JOIN (
            SELECT source, sum(delta) AS units, sum(value) AS value
            FROM products.stock_movements WHERE reason IN ('return', 'void') GROUP BY 1
        ) back ON back.source = 'sale/' || s.id
        WHERE (s.cost, s.unit_cost) IS DISTINCT FROM (-m.value, m.unit_cost)
            OR back.value <> round(s.cost * back.units / s.quantity, 2)""",
    "what came in of an order is worth what its receipt says": """
        SELECT l.id, l.value, m.value AS moved, m.unit_cost
        FROM products.purchase_receipt_lines l
        JOIN products.stock_movements m ON m.id = l.movement_id
        WHERE m.value IS NOT NULL AND (l.quantity, l.value, l.landed_unit_cost)
            IS DISTINCT FROM (m.delta, m.value, m.unit_cost)""",
    "what came in of an order is what its receipts say": """
        SELECT l.id, l.received, r.units
        FROM products.purchase_order_lines l LEFT JOIN (
            SELECT line_id, sum(quantity) AS units FROM products.purchase_receipt_lines
            GROUP BY 1
        ) r ON r.line_id = l.id
        WHERE l.received <> coalesce(r.units, 0)""",
    "what left a location and has not come to the other is in transit": """
        SELECT transfer_id, product_id, l.units AS open, m.units AS moved
        FROM (
            SELECT transfer_id, product_id, sum(open) AS units
            FROM products.stock_transfer_lines GROUP BY 1, 2
        ) l FULL JOIN (
            SELECT substr(source, 10)::bigint AS transfer_id, product_id,
                   -sum(delta) AS units
            FROM products.stock_movements
            WHERE reason IN ('transfer_out', 'transfer_in') GROUP BY 1, 2
        ) m USING (transfer_id, product_id)
        WHERE coalesce(l.units, 0) <> coalesce(m.units, 0)""",
    "a lot is the sum of its movements, and lots are no more than the stock": """
        SELECT lot_id, l.on_hand, m.units
        FROM (SELECT id AS lot_id, on_hand FROM products.lots) l FULL JOIN (
            SELECT lot_id, sum(delta) AS units FROM products.lot_movements GROUP BY 1
        ) m USING (lot_id)
        WHERE l.on_hand IS DISTINCT FROM coalesce(m.units, 0)
        UNION ALL
        SELECT product_id, s.on_hand, sum(l.on_hand)
        FROM products.lots l JOIN products.stock s USING (product_id, location_id)
        GROUP BY product_id, location_id, s.on_hand
        HAVING sum(l.on_hand) > s.on_hand""",
    "a daily series is the sum of its sales": """
        SELECT product_id, location_id, day, d.quantity AS folded, s.quantity AS sold
        FROM (
            SELECT d.product_id, d.location_id, d.day, d.quantity, d.sales, d.revenue
            FROM forecast.daily d JOIN forecast.generations g USING (generation)
            WHERE g.state = 'live' AND (d.quantity, d.sales) <> (0, 0)
              AND d.product_id IN (SELECT id FROM products.products)
        ) d FULL JOIN (
            SELECT product_id, location_id, (sold_at AT TIME ZONE $1)::date AS day,
                   sum(quantity - returned) AS quantity, count(*) AS sales,
                   sum(worth - round(worth * returned / quantity, 2)) AS revenue
            FROM (
                SELECT *, coalesce(amount, round(price * quantity, 2)) AS worth
                FROM sales.sales
            ) s WHERE voided_at IS NULL GROUP BY 1, 2, 3
        ) s USING (product_id, location_id, day)
        WHERE (d.quantity, d.sales, d.revenue)
            IS DISTINCT FROM (s.quantity, s.sales, s.revenue)""",
    "the forecasts' copy of stock is the stock": """
        SELECT product_id, location_id, c.on_hand AS copied, h.on_hand
        FROM products.stock h LEFT JOIN (
            SELECT s.product_id, s.location_id, s.on_hand
            FROM forecast.stock s JOIN forecast.generations g USING (generation)
            WHERE g.state = 'live'
        ) c USING (product_id, location_id)
        WHERE c.on_hand IS DISTINCT FROM h.on_hand""",
    "the forecasts' copy of the catalogue is the catalogue": """
        SELECT p.id, p.version, c.version AS copied
        FROM products.products p LEFT JOIN (
            SELECT f.product_id, f.version, f.price
            FROM forecast.products f JOIN forecast.generations g USING (generation)
            WHERE g.state = 'live'
        ) c ON c.product_id = p.id
        WHERE p.archived_at IS NULL
          AND (c.version, c.price) IS DISTINCT FROM (p.version::bigint, p.price)""",
    "no rebuild is under way": """
        SELECT id, reason, error FROM forecast.rebuilds WHERE finished_at IS NULL""",
}
_OUTBOXES = """
    SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
    WHERE tablename = 'outbox' ORDER BY 1"""


async def broken_laws(dsn: str, *, business_tz: str = "UTC") -> dict[str, list[str]]:
    """The laws that do not hold now, with their first exceptions.

    ``dsn`` is a superuser's, since the laws look across all schemas.
    """
    broken: dict[str, list[str]] = {}
    connection = await asyncpg.connect(dsn, timeout=5, command_timeout=60)
    try:
        # Every schema as of one moment, so that no law sees half of a sale.
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            for table in await connection.fetch(_OUTBOXES):
                if waiting := await connection.fetchval(
                    f"SELECT count(*) FROM {table[0]}"
                ):
                    broken[f"{table[0]} is empty"] = [f"{waiting} rows"]
            for law, query in LAWS.items():
                values = (business_tz,) if "$1" in query else ()
                rows = await connection.fetch(f"{query} LIMIT 3", *values)
                if rows:
                    broken[law] = [str(dict(row)) for row in rows]
    finally:
        await connection.close()
    return broken
