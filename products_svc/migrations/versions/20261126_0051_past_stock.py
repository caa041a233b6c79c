"""Stock at a past moment is found by an index; what products cost buyers, since when.

Of prices before, the last is known, and that it was the price when the product was
last changed.
"""

from pathlib import Path

from alembic import op
from sqlalchemy import text

from shared.db.migrations import execute_script, load_functions

revision = "0051"
down_revision = "0046"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).resolve().parents[2] / "sql"
VALUE_STOCK = "value_stock(bigint[], bigint, text)"
TABLES = """
CREATE INDEX ix_stock_movements_shelf_ts ON stock_movements (product_id, location_id, ts, id);
CREATE TABLE product_prices (
    product_id bigint NOT NULL,
    since timestamptz NOT NULL,
    price numeric(12, 2) NOT NULL,
    CONSTRAINT pk_product_prices PRIMARY KEY (product_id, since)
);
INSERT INTO product_prices (product_id, since, price)
SELECT id, updated_at, price FROM products
"""
TRIGGERS = """
CREATE TRIGGER keep_first_price AFTER INSERT ON products
FOR EACH ROW EXECUTE FUNCTION keep_price();
CREATE TRIGGER keep_price AFTER UPDATE OF price ON products
FOR EACH ROW WHEN (old.price <> new.price) EXECUTE FUNCTION keep_price()
"""
APP_ROLE = (
    "SELECT quote_ident(rolname) FROM pg_roles"
    " WHERE rolname = current_schema() || '_app'"
)


def upgrade() -> None:
    execute_script(TABLES)
    schema = op.get_bind().scalar(text("SELECT quote_ident(current_schema())"))
    load_functions(FUNCTIONS, "keep_price", "value_stock", schema=str(schema))
    op.execute("REVOKE ALL ON FUNCTION keep_price() FROM PUBLIC")
    op.execute(f"REVOKE ALL ON FUNCTION {VALUE_STOCK} FROM PUBLIC")
    execute_script(TRIGGERS)
    app = op.get_bind().scalar(text(APP_ROLE))
    if app is not None:
        op.execute(f"REVOKE INSERT, UPDATE, DELETE ON product_prices FROM {app}")
        op.execute(f"GRANT EXECUTE ON FUNCTION {VALUE_STOCK} TO {app}")


def downgrade() -> None:
    raise NotImplementedError("the history of prices would be lost")
