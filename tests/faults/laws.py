"""The conservation laws of the system, each a query for what breaks it.

They hold once everything that was under way has arrived. Each gives no row
when it holds, and otherwise the first few exceptions to it.
"""

from collections.abc import Iterable

import asyncpg

_PARTS = """(
            SELECT s.*, coalesce(c.product_id, s.product_id) AS part,
                   coalesce(c.quantity, s.quantity) AS units,
                   coalesce(c.quantity / s.quantity, 1) AS each
            FROM sales.sales s
            LEFT JOIN sales.consumptions c ON c.sale_id = s.id AND c.quantity > 0
        )"""
"""What a sale takes: its product, or the components of its bundle."""

LAWS = {
    "a live sale took its units from stock, once": """
        SELECT s.id, s.part, s.units, m.times, m.units AS moved
        FROM {parts} s LEFT JOIN (
            SELECT reference, location_id, product_id, count(*) AS times,
                   sum(delta) AS units
            FROM products.stock_movements WHERE reason = 'sale' GROUP BY 1, 2, 3
        ) m ON m.reference = 'sale:' || s.id AND m.location_id = s.location_id
            AND m.product_id = s.part
        WHERE (m.times, -m.units) IS DISTINCT FROM
            CASE WHEN s.stock_taken THEN ROW(1::bigint, s.units)
                 ELSE ROW(NULL::bigint, NULL::numeric) END""",
    "units of a sale leave with the sale only": """
        SELECT m.id, m.reference FROM products.stock_movements m
        LEFT JOIN {parts} s ON m.reference = 'sale:' || s.id
            AND m.location_id = s.location_id AND m.product_id = s.part
        WHERE m.reference LIKE 'sale:%' AND s.id IS NULL""",
    "units come back with a void, once, and never without one": """
        SELECT s.id, s.part, s.voided_at, s.returned, m.times
        FROM {parts} s LEFT JOIN (
            SELECT reference, location_id, product_id, count(*) AS times,
                   sum(delta) AS units
            FROM products.stock_movements WHERE reason IN ('return', 'void')
            GROUP BY 1, 2, 3
        ) m ON m.reference = 'sale:' || s.id AND m.location_id = s.location_id
            AND m.product_id = s.part
        WHERE (m.times, m.units) IS DISTINCT FROM
            CASE WHEN s.stock_taken AND s.voided_at IS NOT NULL AND s.quantity > s.returned
                 THEN ROW(1::bigint, round((s.quantity - s.returned) * s.each, 3))
                 ELSE ROW(NULL::bigint, NULL::numeric) END""",
    "units come back with a return, once, and damaged ones leave again": """
        SELECT reference, reason, product_id, r.delta AS due, m.delta AS moved
        FROM (
            SELECT 'return/' || r.id AS reference, s.part AS product_id, moved.reason,
                   moved.sign * round(r.quantity * s.each, 3) AS delta
            FROM sales.returns r JOIN {parts} s ON s.id = r.sale_id
            CROSS JOIN LATERAL (
                SELECT 'return' AS reason, 1 AS sign UNION ALL
                SELECT 'damaged', -1 WHERE r.condition = 'damaged'
            ) moved WHERE s.stock_taken
        ) r FULL JOIN (
            SELECT reference, reason, product_id, delta FROM products.stock_movements
            WHERE reference LIKE 'return/%'
        ) m USING (reference, reason, product_id)
        WHERE r.delta IS DISTINCT FROM m.delta""",
    "what came back of a sale is the sum of its returns": """
        SELECT s.id, s.returned, r.units
        FROM sales.sales s LEFT JOIN (
            SELECT sale_id, sum(quantity) AS units FROM sales.returns GROUP BY 1
        ) r ON r.sale_id = s.id
        WHERE s.returned <> coalesce(r.units, 0)""",
    "what was found of a sale is a movement of its own, once": """
        SELECT s.id, s.found, max(m.times) AS times, max(m.units) AS units
        FROM {parts} s LEFT JOIN (
            SELECT reference, location_id, product_id, count(*) AS times,
                   sum(delta) AS units
            FROM products.stock_movements WHERE reason = 'found' GROUP BY 1, 2, 3
        ) m ON m.reference = 'sale:' || s.id AND m.location_id = s.location_id
            AND m.product_id = s.part
        GROUP BY s.id, s.found, s.product_id
        HAVING coalesce(max(m.times), 1) <> 1 OR s.found <> coalesce(max(
            CASE WHEN s.part = s.product_id THEN m.units ELSE ceil(m.units / s.each) END
        ), 0)""",
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
    "a sale costs what its movements took, and so does what comes back of it": """
        SELECT s.id, s.cost, s.unit_cost, -sum(m.value) AS taken, sum(back.value) AS returned
        FROM {parts} s
        JOIN products.stock_movements m ON m.reference = 'sale:' || s.id
            AND m.reason = 'sale' AND m.product_id = s.part
        LEFT JOIN (
            SELECT source, product_id, sum(delta) AS units, sum(value) AS value
            FROM products.stock_movements WHERE reason IN ('return', 'void') GROUP BY 1, 2
        ) back ON back.source = 'sale/' || s.id AND back.product_id = s.part
        GROUP BY s.id, s.cost, s.unit_cost, s.product_id, s.quantity
        HAVING s.cost IS DISTINCT FROM
                CASE WHEN count(m.value) = count(*) THEN -sum(m.value) END
            OR s.unit_cost IS DISTINCT FROM CASE WHEN min(s.part) = s.product_id
                THEN min(m.unit_cost) ELSE round(s.cost / s.quantity, 6) END
            OR bool_or(back.value <> round(m.value * back.units / m.delta, 2))""",
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
    "what left with a transfer comes to the other location to the cent": """
        SELECT transfer_id, product_id, m.value
        FROM products.stock_transfer_lines l JOIN (
            SELECT source, product_id, sum(value) AS value
            FROM products.stock_movements
            WHERE reason IN ('transfer_out', 'transfer_in') GROUP BY 1, 2
        ) m USING (product_id)
        WHERE m.source = 'transfer/' || l.transfer_id
        GROUP BY transfer_id, product_id, m.value
        HAVING count(l.value) = count(*)
            AND m.value <> sum(l.value_received) - sum(l.value)""",
    "units leave with what units there are worth": """
        SELECT id, reason, delta, value, on_hand, value_after
        FROM products.stock_movements
        WHERE reason IN ('sale', 'transfer_out', 'count', 'adjustment', 'expiry')
          AND delta < 0 AND value <> round(
              (value_after - value) * delta / (on_hand - delta), 2)""",
    "an order is as its lines are": """
        SELECT o.id, o.status, l.open, l.received
        FROM products.purchase_orders o JOIN (
            SELECT order_id, sum(open) AS open, sum(received) AS received,
                   sum(closed) AS closed
            FROM products.purchase_order_lines GROUP BY 1
        ) l ON l.order_id = o.id
        WHERE o.status NOT IN ('draft', 'cancelled') AND o.status IS DISTINCT FROM CASE
            WHEN l.open > 0 AND l.received > 0 THEN 'partially_received'
            WHEN l.open > 0 THEN 'placed'
            WHEN l.closed > 0 THEN 'closed_short' ELSE 'received' END""",
    "what bundles are said to consume is what their sales still hold": """
        SELECT s.id, s.part, c.units AS said
        FROM {parts} s JOIN (
            SELECT sale_id, product_id, sum(quantity) AS units
            FROM sales.consumptions GROUP BY 1, 2
        ) c ON c.sale_id = s.id AND c.product_id = s.part
        WHERE c.units <> CASE WHEN s.voided_at IS NULL
            THEN round((s.quantity - s.returned) * s.each, 3) ELSE 0 END""",
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
            broken |= await exceptions(connection, LAWS, business_tz=business_tz)
    finally:
        await connection.close()
    return broken


async def exceptions(
    connection: asyncpg.Connection, laws: Iterable[str], *, business_tz: str = "UTC"
) -> dict[str, list[str]]:
    """Of these laws those that do not hold now, with their first exceptions."""
    broken: dict[str, list[str]] = {}
    for law in laws:
        query = LAWS[law].replace("{parts}", _PARTS)
        values = (business_tz,) if "$1" in query else ()
        rows = await connection.fetch(f"{query} LIMIT 3", *values)
        if rows:
            broken[law] = [str(dict(row)) for row in rows]
    return broken
