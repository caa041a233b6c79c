"""What stock is worth at cost, in the ledger and now; and products' rates of tax.

What stands in the ledger before has no value: nobody knows what it cost. The first cost
that is known of a product at a location gives what stands there its value, with a
movement of its own.
"""

import os
from pathlib import Path

from alembic import op
from sqlalchemy import text

from shared.db.migrations import execute_script, load_functions

revision = "0050"
down_revision = "0080"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).resolve().parents[2] / "sql"
ROLE = "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = :name"

# A function cannot be replaced by one that takes or gives other types.
BEFORE = """
DROP FUNCTION take_stock(text, bigint, stock_line[]);
DROP FUNCTION take_lines(text[], bigint, stock_line[], text);
DROP FUNCTION return_stock(text, bigint, stock_line[]);
DROP FUNCTION adjust_stock(bigint, bigint, numeric, numeric, text, text, text, bigint, text);
DROP FUNCTION receive_stock(bigint, bigint[], numeric[], numeric[], text[], text, bigint, text);
DROP FUNCTION record_movement(bigint, bigint, numeric, numeric, text, text, text, bigint, text)
"""
TABLES = """
ALTER TABLE products
    ADD COLUMN tax_rate numeric(5, 2),
    ADD CONSTRAINT ck_products_tax_rate CHECK (tax_rate BETWEEN 0 AND 100);
ALTER TABLE stock
    ADD COLUMN value numeric(18, 2) NOT NULL DEFAULT 0,
    ADD COLUMN average_cost numeric(18, 6),
    ADD CONSTRAINT ck_stock_value CHECK (value >= 0 AND (on_hand > 0 OR value = 0));
ALTER TABLE stock_movements
    ADD COLUMN value numeric(18, 2),
    ADD COLUMN value_after numeric(18, 2),
    ADD COLUMN cost_variance numeric(18, 2);
CREATE INDEX ix_stock_movements_source ON stock_movements (source) WHERE source IS NOT NULL
"""
OF_SALES = (
    "take_stock(text, bigint, stock_line[])",
    "take_lines(text[], bigint, stock_line[], text)",
    "return_stock(text, bigint, stock_line[], text)",
)
OF_APP = (
    "adjust_stock(bigint, bigint, numeric, numeric, text, text, text, bigint, text, numeric)",
    "receive_stock(bigint, bigint[], numeric[], numeric[], numeric[], text[], text, bigint, text)",
)
INTERNAL = (
    "record_movement(stock, numeric, text, text, text, bigint, text, text, numeric, numeric)",
    "usual_cost(bigint)",
    "cost_sold_at(text, bigint, bigint, numeric)",
)
CHANGED = (
    "take_stock", "take_lines", "return_stock", "damage_stock", "adjust_stock",
    "receive_stock", "record_movement", "usual_cost", "cost_sold_at", "moved_event",
)  # fmt: skip


def upgrade() -> None:
    execute_script(BEFORE)
    execute_script(TABLES)
    schema = str(_one("SELECT quote_ident(current_schema())"))
    load_functions(FUNCTIONS, *CHANGED, schema=schema)
    for function in (*OF_SALES, *OF_APP, *INTERNAL):
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
    _grant(OF_APP, str(_one("SELECT current_schema()")))
    _grant(OF_SALES, os.environ.get("SALES_SCHEMA") or "sales")


def _grant(functions: tuple[str, ...], schema: str) -> None:
    """Trials with one superuser have no such roles."""
    role = _one(ROLE, name=f"{schema}_app")
    if role is not None:
        op.execute(f"GRANT EXECUTE ON FUNCTION {', '.join(functions)} TO {role}")


def downgrade() -> None:
    raise NotImplementedError("what stock cost would be lost")


def _one(query: str, **values: str) -> object:
    return op.get_bind().scalar(text(query), values)
