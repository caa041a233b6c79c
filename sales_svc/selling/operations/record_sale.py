"""Record a sale: stock, ledger, sale, events and key in one statement.

It goes through the driver itself, because each round trip costs as much as the
statement (docs/decisions/0007). What makes it right, each reproduced by a test:
the sale's id comes from a materialized first step, so that the ledger can name
it; every step reads from the one before, since a step that nobody reads never
runs; stock is taken only for a key that this statement claimed.
"""

from functools import cache, partial

import asyncpg

from sales_svc.amounts import TAX_INCLUDED, inexact_total
from sales_svc.errors import NoStockOfItsOwn, stock_error
from sales_svc.facts import SALE_CONSUMED, SALE_CREATED
from sales_svc.rules import SaleLine, ShortStock
from sales_svc.selling.queries import Sale
from shared.context import request_id
from shared.contracts.base import MAIN_LOCATION
from shared.db.database import Database
from shared.db.failures import is_busy, retry_conflicts
from shared.http.idempotency import IdempotencyKeyInFlight, IdempotencyKeyReused
from shared.quantities import exact

_EARLIER = """
    SELECT k.fingerprint, s.id, s.price, s.amount, s.sold_at, s.created_at, s.found,
        s.unit_cost, s.cost, s.tax_rate, s.tax_included
    FROM idempotency_keys AS k LEFT JOIN sales AS s ON s.id = k.sale_id
    WHERE k.user_id = $1 AND k.key = $2
"""


_CLAIM = """
    claimed AS (
        INSERT INTO idempotency_keys (user_id, key, fingerprint, sale_id)
        SELECT $5, $7, $8, id FROM numbered
        ON CONFLICT DO NOTHING RETURNING sale_id AS id
    ),
"""
_TAKE = """
        SELECT n.id, t.price, t.unit_cost, t.cost, t.tax_rate
        FROM {claimed} AS n, LATERAL {products}.take_stock(
            'sale:' || n.id, $5, ARRAY[ROW($1, $2, NULL)::{products}.stock_line]) AS t
"""
_TAKE_THERE = """
        SELECT n.id, t.price, t.unit_cost, t.cost, t.tax_rate, t.units_found AS found,
            t.consumed
        FROM {claimed} AS n, LATERAL {products}.take_basket(
            ARRAY['sale:' || n.id], $5, ARRAY[ROW($1, $2, {location})::{products}.stock_line],
            {short_stock}) AS t
"""
_RECORD = """
    WITH numbered AS MATERIALIZED (
        SELECT nextval('sales_id_seq') AS id
    ), {claim} taken AS ({take}    ), sold AS (
        INSERT INTO sales (id, product_id, quantity, price, sold_at, user_id, amount,
            unit_cost, cost, tax_rate, tax_included{more})
        SELECT id, $1, $2, price, $3, $5, {amount},
            unit_cost, cost, tax_rate, {tax_included}{more_values}
        FROM (SELECT id, coalesce($4, price) AS price, unit_cost, cost, tax_rate{found}
            FROM taken) AS t
        RETURNING *
    ), told AS (
        INSERT INTO outbox (topic, payload, correlation_id)
        SELECT 'sales.created', {event}, $6 FROM sold AS s
    ){consume}
    SELECT id, price, amount, sold_at, created_at, unit_cost, cost, tax_rate, tax_included{found}
    FROM sold
"""
_CONSUME = """, consumed AS (
        INSERT INTO consumptions (sale_id, product_id, quantity)
        SELECT s.id, c.product_id, c.quantity FROM sold AS s, taken AS t,
            json_to_recordset(t.consumed) AS c(product_id bigint, quantity numeric)
        RETURNING *
    ), told_consumed AS (
        INSERT INTO outbox (topic, payload, correlation_id)
        SELECT 'sales.consumed', json_agg({event} ORDER BY c.id), $6
        FROM consumed AS c JOIN sold AS s ON s.id = c.sale_id HAVING count(*) > 0
    )""".replace("{event}", SALE_CONSUMED)


@cache
def record_statement(products_schema: str, *, keyed: bool, usual: bool = True) -> str:
    """Parameters: product, quantity, sold_at, price or null, user, request id or
    null, and with a key also the key and the body's fingerprint. One that is not
    ``usual`` names the location too, and what becomes of short stock; it sells bundles."""
    location, short_stock = ("$9", "$10") if keyed else ("$7", "$8")
    parts = {
        "{take}": _TAKE if usual else _TAKE_THERE,
        "{consume}": "" if usual else _CONSUME,
        "{more}": "" if usual else ", location_id, found",
        "{more_values}": "" if usual else f", {location}, found",
        "{found}": "" if usual else ", found",
        "{location}": f"{location}::bigint",
        "{short_stock}": f"{short_stock}::text",
        "{claim}": _CLAIM if keyed else "",
        "{claimed}": "claimed" if keyed else "numbered",
        "{products}": f'"{products_schema}"',
        "{tax_included}": TAX_INCLUDED,
        "{amount}": inexact_total("price", "$2::numeric"),
        "{event}": SALE_CREATED,
    }
    statement = _RECORD
    for name, part in parts.items():
        statement = statement.replace(name, part)
    return statement


async def record_sale(
    database: Database,
    line: SaleLine,
    *,
    short_stock: ShortStock,
    user_id: int,
    key: str | None,
    products_schema: str,
) -> Sale:
    """The sale, or the one that this key of the user already stands for.

    Raises ``ProductNotFound``, ``InsufficientStock``, ``QuantityPrecision``,
    ``NoStockOfItsOwn``, ``LocationNotFound``, ``IdempotencyKeyReused`` and ``IdempotencyKeyInFlight``. After
    a lost connection nobody knows whether the sale was recorded: the same key asks
    again without doing it twice.
    """
    usual = line.location_id is None and short_stock == "refuse"

    async def attempt(*, usual: bool) -> Sale:
        statement = record_statement(
            products_schema, keyed=key is not None, usual=usual
        )
        more = () if usual else (line.location_id or MAIN_LOCATION, short_stock)
        async with database.raw() as connection:
            return await _attempt(connection, statement, line, user_id, key, more)

    try:
        sale = await retry_conflicts(partial(attempt, usual=usual))
    except NoStockOfItsOwn as refused:
        # That it is a bundle is learned here, so that others pay nothing for it.
        if not usual or refused.kind != "bundle":
            raise
        sale = await retry_conflicts(partial(attempt, usual=False))
    database.committed.set()
    return sale


async def _attempt(
    connection: asyncpg.Connection,
    statement: str,
    line: SaleLine,
    user_id: int,
    key: str | None,
    more: tuple[object, ...],
) -> Sale:
    keyed = () if key is None else (key, line.fingerprint())
    try:
        row = await connection.fetchrow(
            statement,
            line.product_id,
            line.quantity,
            line.sold_at,
            line.price,
            user_id,
            request_id() or None,
            *keyed,
            *more,
        )
        if row is None:
            # The key was claimed before, perhaps while this statement waited
            # for it: its snapshot is too old to see by whom, so ask again.
            row = await connection.fetchrow(_EARLIER, user_id, key)
            if row["fingerprint"] != line.fingerprint():
                raise IdempotencyKeyReused
    except asyncpg.PostgresError as error:
        if is_busy(error) and "idempotency_keys" in (error.context or ""):
            raise IdempotencyKeyInFlight from error
        failure = stock_error(error)
        if failure is None:
            raise
        raise failure from error
    # As it was recorded: a later void changes nothing about that answer.
    return Sale(
        id=row["id"],
        product_id=line.product_id,
        quantity=line.quantity,
        price=row["price"],
        amount=row["amount"],
        price_unknown=False,
        sold_at=row["sold_at"],
        user_id=user_id,
        order_id=None,
        import_id=None,
        voided_at=None,
        voided_by=None,
        void_reason=None,
        created_at=row["created_at"],
        location_id=line.location_id or MAIN_LOCATION,
        # The usual statement has nothing to say of it.
        found=exact(row.get("found") or 0),
        unit_cost=row["unit_cost"],
        cost=row["cost"],
        tax_rate=row["tax_rate"],
        tax_included=row["tax_included"],
    )
