"""Record a basket: all its lines are sold, or nothing is.

Three statements of one transaction, through the driver itself as for a single sale:
the stock of all lines in one call, then what they come to, decided here, then sales
and events.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import asyncpg
import orjson

from sales_svc.amounts import MOST, TAX_INCLUDED
from sales_svc.errors import (
    DiscountTooLarge,
    OrderRefused,
    refused_lines,
    stock_error,
)
from sales_svc.facts import LINE_CREATED, SALE_CONSUMED
from sales_svc.orders.queries import Order
from sales_svc.orders.rules import NO_DISCOUNT, Basket, line_amount
from sales_svc.rules import ShortStock
from sales_svc.selling.queries import Sale
from shared.context import request_id
from shared.contracts.base import MAIN_LOCATION
from shared.db.database import Database
from shared.db.failures import is_busy, retry_conflicts
from shared.errors import ServiceError
from shared.http.idempotency import IdempotencyKeyInFlight, IdempotencyKeyReused
from shared.money import line_total
from shared.quantities import exact

_LARGEST = Decimal(MOST) - 1
_Taken = tuple[
    int, Decimal, Decimal, Decimal | None, Decimal | None, Decimal | None, str | None
]
"""A sale's id, the price of one unit, how many units were found, what one cost and all
of them, the rate of tax, and as JSON what a bundle took of its components."""

_CLAIM = """
    INSERT INTO idempotency_keys (user_id, key, fingerprint, order_id)
    VALUES ($1, $2, $3, nextval('orders_id_seq'))
    ON CONFLICT DO NOTHING RETURNING order_id
"""
_CLAIMED = """
    SELECT fingerprint, order_id FROM idempotency_keys WHERE user_id = $1 AND key = $2
"""
_TAKE = """
    WITH line AS MATERIALIZED (
        SELECT nextval('sales_id_seq') AS id, n, product_id, quantity
        FROM unnest($1::bigint[], $2::numeric[])
            WITH ORDINALITY AS l(product_id, quantity, n)
    )
    SELECT line.id, taken.price, taken.units_found, taken.unit_cost, taken.cost,
        taken.tax_rate, taken.consumed
    FROM "{products}".take_basket(
        (SELECT array_agg('sale:' || id ORDER BY n) FROM line), $3,
        (SELECT array_agg(ROW(product_id, quantity, $4)::"{products}".stock_line ORDER BY n)
            FROM line),
        $5) AS taken
    JOIN line ON line.n = taken.line + 1 ORDER BY line.n
"""
_RECORD = """
    WITH ordered AS (
        INSERT INTO orders (id, user_id, location_id, sold_at)
        VALUES ($1, $2, $3, $4) RETURNING id
    ), sold AS (
        INSERT INTO sales (id, product_id, location_id, quantity, price, amount, sold_at,
            user_id, order_id, found, unit_cost, cost, tax_rate, tax_included)
        SELECT l.id, l.product_id, $3, l.quantity, l.price, l.amount, $4, $2, o.id, l.found,
            l.unit_cost, l.cost, l.tax_rate, {tax_included}
        FROM ordered AS o, unnest($5::bigint[], $6::bigint[], $7::numeric[], $8::numeric[],
            $9::numeric[], $10::numeric[], $12::numeric[], $13::numeric[], $14::numeric[])
            AS l(id, product_id, quantity, price, amount, found, unit_cost, cost, tax_rate)
        RETURNING *
    ), told AS (
        INSERT INTO outbox (topic, payload, correlation_id)
        SELECT 'sales.created', json_agg({event} ORDER BY s.id), $11 FROM sold AS s
    ), consumed AS (
        INSERT INTO consumptions (sale_id, product_id, quantity)
        SELECT l.id, c.product_id, c.quantity
        FROM unnest($5::bigint[], $15::text[]) AS l(id, consumed),
            json_to_recordset(l.consumed::json) AS c(product_id bigint, quantity numeric)
        RETURNING *
    ), told_consumed AS (
        INSERT INTO outbox (topic, payload, correlation_id)
        SELECT 'sales.consumed', json_agg({consumed} ORDER BY c.id), $11
        FROM consumed AS c JOIN sold AS s ON s.id = c.sale_id HAVING count(*) > 0
    )
    SELECT FROM sold
""".replace("{event}", LINE_CREATED).replace("{tax_included}", TAX_INCLUDED)
_RECORD = _RECORD.replace("{consumed}", SALE_CONSUMED)
_AS_RECORDED = """
    SELECT s.id, s.product_id, s.quantity, s.price, s.amount, s.created_at, s.found,
        s.unit_cost, s.cost, s.tax_rate, s.tax_included,
        o.user_id, o.location_id, o.sold_at, o.created_at AS ordered_at
    FROM orders AS o JOIN sales AS s ON s.order_id = o.id WHERE o.id = $1 ORDER BY s.id
"""


async def record_order(
    database: Database,
    basket: Basket,
    *,
    short_stock: ShortStock,
    user_id: int,
    key: str | None,
    products_schema: str,
) -> Order:
    """The order, or the one that this key of the user already stands for.

    Raises ``OrderRefused`` with the reason of each line that cannot be sold,
    ``LocationNotFound``, ``IdempotencyKeyReused`` and ``IdempotencyKeyInFlight``.
    """

    async def attempt() -> Order:
        async with database.raw() as connection:
            # Read after the commit, so that nobody waits for the stock meanwhile.
            async with connection.transaction():
                order_id, is_new = await _claim(connection, basket, user_id, key)
                if is_new:
                    sales = await _take(
                        connection, basket, user_id, short_stock, products_schema
                    )
                    amounts = _amounts(basket, {n: s[1] for n, s in enumerate(sales)})
                    await _record(connection, basket, order_id, user_id, sales, amounts)
            return await _as_recorded(connection, order_id)

    order = await retry_conflicts(attempt)
    database.committed.set()
    return order


async def _claim(
    connection: asyncpg.Connection, basket: Basket, user_id: int, key: str | None
) -> tuple[int, bool]:
    """The order's id, and whether it is still to be recorded."""
    if key is None:
        return await connection.fetchval("SELECT nextval('orders_id_seq')"), True
    try:
        claimed = await connection.fetchval(_CLAIM, user_id, key, basket.fingerprint())
    except asyncpg.PostgresError as error:
        if is_busy(error):
            raise IdempotencyKeyInFlight from error
        raise
    if claimed is not None:
        return claimed, True
    earlier = await connection.fetchrow(_CLAIMED, user_id, key)
    if earlier["fingerprint"] != basket.fingerprint():
        raise IdempotencyKeyReused
    return earlier["order_id"], False


async def _take(
    connection: asyncpg.Connection,
    basket: Basket,
    user_id: int,
    short_stock: ShortStock,
    products_schema: str,
) -> list[_Taken]:
    """Each line's sale, its price and how much of it was found."""
    try:
        rows = await connection.fetch(
            _TAKE.replace("{products}", products_schema),
            [line.product_id for line in basket.lines],
            [line.quantity for line in basket.lines],
            user_id,
            basket.location_id or MAIN_LOCATION,
            short_stock,
        )
    except asyncpg.PostgresError as error:
        refused = refused_lines(error)
        if refused:
            # Of lines whose price was said, also what is wrong with their discount.
            raise OrderRefused(_overdrawn(basket, {}) | refused) from error
        failure = stock_error(error)
        if failure is None:
            raise
        raise failure from error
    return [
        (
            row["id"],
            row["price"] if line.price is None else line.price,
            row["units_found"],
            row["unit_cost"],
            row["cost"],
            row["tax_rate"],
            row["consumed"] and orjson.dumps(row["consumed"]).decode(),
        )
        for row, line in zip(rows, basket.lines, strict=True)
    ]


def _amounts(basket: Basket, prices: Mapping[int, Decimal]) -> list[Decimal | None]:
    """What each line comes to, where that is not quantity times price."""
    refused = _overdrawn(basket, prices)
    if refused:
        raise OrderRefused(refused)
    amounts: list[Decimal | None] = []
    for n, line in enumerate(basket.lines):
        amount = line_amount(prices[n], line.quantity, line.discount)
        plain = amount == prices[n] * line.quantity or amount > _LARGEST
        amounts.append(None if plain else amount)
    return amounts


def _overdrawn(
    basket: Basket, prices: Mapping[int, Decimal]
) -> dict[int, ServiceError]:
    """Of which lines the discount is too large, as far as their prices are known."""
    refused: dict[int, ServiceError] = {}
    for n, line in enumerate(basket.lines):
        price = prices.get(n, line.price)
        if price is not None and line.discount != NO_DISCOUNT:
            total = line_total(price, line.quantity)
            if line.discount.of(total) > total:
                refused[n] = DiscountTooLarge(total=total)
    return refused


async def _record(
    connection: asyncpg.Connection,
    basket: Basket,
    order_id: int,
    user_id: int,
    sales: Sequence[_Taken],
    amounts: Sequence[Decimal | None],
) -> None:
    ids, prices, found, unit_costs, costs, tax_rates, consumed = zip(
        *sales, strict=True
    )
    await connection.execute(
        _RECORD,
        order_id,
        user_id,
        basket.location_id or MAIN_LOCATION,
        basket.sold_at,
        ids,
        [line.product_id for line in basket.lines],
        [line.quantity for line in basket.lines],
        prices,
        amounts,
        found,
        request_id() or None,
        unit_costs,
        costs,
        tax_rates,
        consumed,
    )


async def _as_recorded(connection: asyncpg.Connection, order_id: int) -> Order:
    """Whatever came back or was voided since changes nothing about that answer."""
    rows = await connection.fetch(_AS_RECORDED, order_id)
    head = rows[0]
    lines = [
        Sale(
            id=row["id"],
            product_id=row["product_id"],
            quantity=exact(row["quantity"]),
            price=row["price"],
            amount=row["amount"],
            price_unknown=False,
            sold_at=row["sold_at"],
            user_id=row["user_id"],
            order_id=order_id,
            import_id=None,
            voided_at=None,
            voided_by=None,
            void_reason=None,
            created_at=row["created_at"],
            location_id=row["location_id"],
            found=exact(row["found"]),
            unit_cost=row["unit_cost"],
            cost=row["cost"],
            tax_rate=row["tax_rate"],
            tax_included=row["tax_included"],
        )
        for row in rows
    ]
    return Order(
        id=order_id,
        user_id=head["user_id"],
        location_id=head["location_id"],
        sold_at=head["sold_at"],
        created_at=head["ordered_at"],
        lines=lines,
    )
