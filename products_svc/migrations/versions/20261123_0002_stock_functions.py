"""The only code that writes stock: it changes the units, the ledger and the outbox.

``take_stock`` and ``return_stock`` are called by sales_svc inside its own
transactions, ``adjust_stock`` and ``open_stock`` by this service. All run with
their owner's rights, so that no other role can write these tables. Refusals
carry ``{"product_id", "left"}`` as DETAIL: PS001 unknown product, PS002
archived product, PS003 not enough units.
"""

import os

from alembic import op
from sqlalchemy import text

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STOCK_LINE = "CREATE TYPE stock_line AS (product_id bigint, quantity integer, location_id bigint)"

# Lines of one call, merged and in the order in which every caller locks rows,
# so that baskets in opposite order cannot deadlock. A quantity that is no
# positive number makes its whole line null, which the callers refuse.
MERGE_LINES = """
CREATE FUNCTION merge_lines(lines stock_line[]) RETURNS stock_line[] LANGUAGE sql STABLE AS $$
    SELECT array_agg(ROW(product_id, quantity, location_id)::stock_line ORDER BY product_id, location_id)
    FROM (
        SELECT product_id, coalesce(location_id, 1) AS location_id,
            CASE WHEN bool_and(coalesce(quantity, 0) > 0) THEN sum(quantity)::integer END AS quantity
        FROM unnest(lines) GROUP BY 1, 2
    ) AS merged
$$
"""

# What stock.moved carries (shared.contracts.products.StockMoved).
MOVED_EVENT = """
CREATE FUNCTION moved_event(moved stock_movements) RETURNS json LANGUAGE sql STABLE AS $$
    SELECT json_strip_nulls(json_build_object(
        'movement_id', moved.id, 'product_id', moved.product_id,
        'location_id', moved.location_id, 'delta', moved.delta, 'stock', moved.on_hand,
        'reason', moved.reason, 'reference', moved.reference,
        'ts', to_char(moved.ts AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))
$$
"""

# Called with the stock row's lock held: id, time and outbox row then come in
# the order in which the changes of that row commit.
RECORD_MOVEMENT = """
CREATE FUNCTION record_movement(
    product_id bigint, location_id bigint, delta integer, on_hand integer, reason text,
    reference text, note text, actor bigint, correlation_id text
) RETURNS stock_movements LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
    moved stock_movements;
BEGIN
    INSERT INTO stock_movements
        (product_id, location_id, delta, on_hand, reason, reference, note, actor)
    VALUES (product_id, location_id, delta, on_hand, reason, reference, note, actor)
    RETURNING * INTO moved;
    INSERT INTO outbox (topic, payload, correlation_id)
    VALUES ('stock.moved', moved_event(moved), correlation_id);
    RETURN moved;
END
$$
"""

# Says why a change found no row to work on. Returns when nothing stands in
# the way any more: somebody put stock back between the two statements.
REQUIRE_STOCK = """
CREATE FUNCTION require_stock(wanted_product bigint, wanted_location bigint, units bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    product products;
    units_left integer;
    detail text;
BEGIN
    SELECT * INTO product FROM products WHERE id = wanted_product;
    SELECT on_hand INTO units_left FROM stock
    WHERE product_id = wanted_product AND location_id = wanted_location;
    units_left := coalesce(units_left, 0);
    detail := json_build_object('product_id', wanted_product, 'left', units_left);
    IF product.id IS NULL THEN
        RAISE SQLSTATE 'PS001' USING MESSAGE = 'unknown product', DETAIL = detail;
    ELSIF product.archived_at IS NOT NULL THEN
        RAISE SQLSTATE 'PS002' USING MESSAGE = 'archived product', DETAIL = detail;
    ELSIF units_left < units THEN
        RAISE SQLSTATE 'PS003' USING MESSAGE = 'not enough stock', DETAIL = detail;
    END IF;
END
$$
"""

# The hottest path of the system: measured, of the 31 us of a call 11 are the
# event and 1 is the shared record_movement; merging one line is skipped.
TAKE_STOCK = """
CREATE FUNCTION take_stock(reference text, actor bigint, lines stock_line[])
RETURNS TABLE (product_id bigint, location_id bigint, quantity integer,
    price numeric(12, 2), on_hand integer, movement_id bigint)
{as_owner} AS $$
#variable_conflict use_column
DECLARE
    line stock_line;
BEGIN
    IF cardinality(lines) <> 1 THEN
        lines := merge_lines(lines);
    END IF;
    FOREACH line IN ARRAY coalesce(lines, '{}') LOOP
        product_id := line.product_id;
        location_id := coalesce(line.location_id, 1);
        quantity := line.quantity;
        IF quantity IS NULL OR quantity < 1 THEN
            RAISE invalid_parameter_value USING MESSAGE = 'a quantity is at least 1';
        END IF;
        LOOP
            UPDATE stock AS s SET on_hand = s.on_hand - line.quantity
            FROM products AS p
            WHERE s.product_id = line.product_id
                AND s.location_id = coalesce(line.location_id, 1)
                AND s.on_hand >= line.quantity
                AND p.id = s.product_id AND p.archived_at IS NULL
            RETURNING s.on_hand, p.price INTO on_hand, price;
            EXIT WHEN FOUND;
            PERFORM require_stock(line.product_id, coalesce(line.location_id, 1), line.quantity);
        END LOOP;
        movement_id := (record_movement(line.product_id, location_id, -line.quantity, on_hand,
            'sale', take_stock.reference, NULL, take_stock.actor, NULL)).id;
        RETURN NEXT;
    END LOOP;
END
$$
"""

# A void gives back what its sale took, also to a product archived since.
RETURN_STOCK = """
CREATE FUNCTION return_stock(reference text, actor bigint, lines stock_line[])
RETURNS TABLE (product_id bigint, location_id bigint, quantity integer,
    price numeric(12, 2), on_hand integer, movement_id bigint)
{as_owner} AS $$
#variable_conflict use_column
DECLARE
    line stock_line;
BEGIN
    IF cardinality(lines) <> 1 THEN
        lines := merge_lines(lines);
    END IF;
    FOREACH line IN ARRAY coalesce(lines, '{}') LOOP
        product_id := line.product_id;
        location_id := coalesce(line.location_id, 1);
        quantity := line.quantity;
        IF quantity IS NULL OR quantity < 1 THEN
            RAISE invalid_parameter_value USING MESSAGE = 'a quantity is at least 1';
        END IF;
        UPDATE stock AS s SET on_hand = s.on_hand + line.quantity
        FROM products AS p
        WHERE s.product_id = line.product_id
            AND s.location_id = coalesce(line.location_id, 1)
            AND p.id = s.product_id
        RETURNING s.on_hand, p.price INTO on_hand, price;
        IF NOT FOUND THEN
            RAISE SQLSTATE 'PS001' USING MESSAGE = 'unknown product',
                DETAIL = json_build_object('product_id', line.product_id, 'left', 0);
        END IF;
        movement_id := (record_movement(line.product_id, location_id, line.quantity, on_hand,
            'return', return_stock.reference, NULL, return_stock.actor, NULL)).id;
        RETURN NEXT;
    END LOOP;
END
$$
"""

# Either by a difference or to a counted number; the other of the two is null.
ADJUST_STOCK = """
CREATE FUNCTION adjust_stock(
    product_id bigint, location_id bigint, delta integer, counted integer, reason text,
    reference text, note text, actor bigint, correlation_id text
) RETURNS stock_movements {as_owner} AS $$
#variable_conflict use_column
DECLARE
    before integer;
BEGIN
    PERFORM require_stock(adjust_stock.product_id, adjust_stock.location_id, 0);
    -- The first units of a product at a further location.
    INSERT INTO stock (product_id, location_id, on_hand)
    VALUES (adjust_stock.product_id, adjust_stock.location_id, 0) ON CONFLICT DO NOTHING;
    SELECT s.on_hand INTO before FROM stock AS s
    WHERE s.product_id = adjust_stock.product_id AND s.location_id = adjust_stock.location_id
    FOR NO KEY UPDATE;
    delta := coalesce(delta, counted - before);
    PERFORM require_stock(adjust_stock.product_id, adjust_stock.location_id, -delta::bigint);
    UPDATE stock AS s SET on_hand = before + delta
    WHERE s.product_id = adjust_stock.product_id AND s.location_id = adjust_stock.location_id;
    RETURN record_movement(adjust_stock.product_id, adjust_stock.location_id, delta,
        before + delta, adjust_stock.reason, adjust_stock.reference, adjust_stock.note,
        adjust_stock.actor, adjust_stock.correlation_id);
END
$$
"""

# The first movement of new products, also of those that start with nothing,
# so that every copy of the stock knows them. Set-based, for imports.
OPEN_STOCK = """
CREATE FUNCTION open_stock(
    product_ids bigint[], units integer[], actor bigint, lane smallint, correlation_id text
) RETURNS void {as_owner} AS $$
    INSERT INTO stock (product_id, on_hand) SELECT * FROM unnest(product_ids, units);
    WITH moved AS (
        INSERT INTO stock_movements (product_id, location_id, delta, on_hand, reason, actor)
        SELECT product_id, 1, opening, opening, 'initial', actor
        FROM unnest(product_ids, units) AS opened(product_id, opening)
        RETURNING stock_movements
    )
    INSERT INTO outbox (lane, topic, payload, correlation_id)
    SELECT lane, 'stock.moved', CASE count(*) WHEN 1 THEN json_agg(moved_event(stock_movements)) -> 0
        ELSE json_agg(moved_event(stock_movements)) END, correlation_id
    FROM moved HAVING count(*) > 0;
$$
"""

AS_OWNER = "SECURITY DEFINER SET search_path = {schema}, pg_temp SET timezone = 'UTC'"
LINES = "(text, bigint, stock_line[])"
OF_SALES = (f"take_stock{LINES}", f"return_stock{LINES}")
OF_APP = (
    "adjust_stock(bigint, bigint, integer, integer, text, text, text, bigint, text)",
    "open_stock(bigint[], integer[], bigint, smallint, text)",
)
INTERNAL = (
    "merge_lines(stock_line[])",
    "moved_event(stock_movements)",
    "record_movement(bigint, bigint, integer, integer, text, text, text, bigint, text)",
    "require_stock(bigint, bigint, bigint)",
)


def upgrade() -> None:
    schema = _one("SELECT quote_ident(current_schema())")
    as_owner = AS_OWNER.format(schema=schema)
    plpgsql = f"LANGUAGE plpgsql {as_owner}"
    for statement in (
        STOCK_LINE,
        MERGE_LINES,
        MOVED_EVENT,
        RECORD_MOVEMENT,
        REQUIRE_STOCK,
        TAKE_STOCK.replace("{as_owner}", plpgsql),
        RETURN_STOCK.replace("{as_owner}", plpgsql),
        ADJUST_STOCK.replace("{as_owner}", plpgsql),
        OPEN_STOCK.replace("{as_owner}", f"LANGUAGE sql {as_owner}"),
        *(
            f"REVOKE ALL ON FUNCTION {f} FROM PUBLIC"
            for f in (*OF_SALES, *OF_APP, *INTERNAL)
        ),
    ):
        op.execute(text(statement.replace(":", r"\:")))
    app = _role(_one("SELECT current_schema()"))
    if app is not None:
        op.execute(text(f"GRANT EXECUTE ON FUNCTION {', '.join(OF_APP)} TO {app}"))
    sales = _role(os.environ.get("SALES_SCHEMA") or "sales")
    if sales is not None:
        op.execute(text(f"GRANT USAGE ON SCHEMA {schema} TO {sales}"))
        op.execute(text(f"GRANT EXECUTE ON FUNCTION {', '.join(OF_SALES)} TO {sales}"))


def downgrade() -> None:
    for function in (*OF_SALES, *OF_APP, *reversed(INTERNAL)):
        op.execute(text(f"DROP FUNCTION {function}"))
    op.execute(text("DROP TYPE stock_line"))


def _one(query: str) -> str:
    return str(op.get_bind().scalar(text(query)))


def _role(schema: str) -> str | None:
    """A service's role, quoted; trials with one superuser have none."""
    found: str | None = op.get_bind().scalar(
        text("SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = :name"),
        {"name": f"{schema}_app"},
    )
    return found
