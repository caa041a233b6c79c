"""A refused sale is an answer, not an error of the server: it leaves no log line.

PostgreSQL decides where an error is reported at the moment it is raised, so the
setting stands on the one function that raises refusals. Whatever else goes wrong,
in the same call too, is logged as before.
"""

from alembic import op
from sqlalchemy import text

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

REFUSE_STOCK = """
CREATE FUNCTION refuse_stock(code text, reason text, product_id bigint, units_left integer)
RETURNS void LANGUAGE plpgsql {quietly} AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = code, MESSAGE = reason,
        DETAIL = json_build_object('product_id', product_id, 'left', units_left);
END
$$
"""

REQUIRE_STOCK = """
CREATE OR REPLACE FUNCTION require_stock(wanted_product bigint, wanted_location bigint, units bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    product products;
    units_left integer;
BEGIN
    SELECT * INTO product FROM products WHERE id = wanted_product;
    SELECT on_hand INTO units_left FROM stock
    WHERE product_id = wanted_product AND location_id = wanted_location;
    units_left := coalesce(units_left, 0);
    IF product.id IS NULL THEN
        PERFORM refuse_stock('PS001', 'unknown product', wanted_product, units_left);
    ELSIF product.archived_at IS NOT NULL THEN
        PERFORM refuse_stock('PS002', 'archived product', wanted_product, units_left);
    ELSIF units_left < units THEN
        PERFORM refuse_stock('PS003', 'not enough stock', wanted_product, units_left);
    END IF;
END
$$
"""

RETURN_STOCK = """
CREATE OR REPLACE FUNCTION return_stock(reference text, actor bigint, lines stock_line[])
RETURNS TABLE (product_id bigint, location_id bigint, quantity integer,
    price numeric(12, 2), on_hand integer, movement_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp SET timezone = 'UTC' AS $$
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
            PERFORM refuse_stock('PS001', 'unknown product', line.product_id, 0);
        END IF;
        movement_id := (record_movement(line.product_id, location_id, line.quantity, on_hand,
            'return', return_stock.reference, NULL, return_stock.actor, NULL)).id;
        RETURN NEXT;
    END LOOP;
END
$$
"""

REFUSE = "refuse_stock(text, text, bigint, integer)"
MAY_SET = "SELECT has_parameter_privilege(current_user, 'log_min_messages', 'SET')"


def upgrade() -> None:
    # The step that makes the roles grants it. Where somebody else's server does
    # not, refusals are logged and everything else is the same.
    quietly = "SET log_min_messages = 'fatal'" if _one(MAY_SET) == "True" else ""
    schema = _one("SELECT quote_ident(current_schema())")
    for statement in (
        REFUSE_STOCK.replace("{quietly}", quietly),
        REQUIRE_STOCK,
        RETURN_STOCK.replace("{schema}", schema),
        f"REVOKE ALL ON FUNCTION {REFUSE} FROM PUBLIC",
    ):
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    # The functions answer as before; what goes is the silence.
    op.execute(f"ALTER FUNCTION {REFUSE} RESET ALL")


def _one(query: str) -> str:
    return str(op.get_bind().scalar(text(query)))
