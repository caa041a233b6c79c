"""Quantities with up to three decimals, and what a product's units are.

The ledger is written anew, with its indexes, while nothing can read it: up to a minute
for each million of movements, and as much room again as it takes (docs/deploy.md).
Thirteen digits, because every number of units that it can hold so far stays one.
"""

import os
from pathlib import Path

from alembic import op
from sqlalchemy import text

from shared.db.migrations import execute_script, load_functions

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).resolve().parents[2] / "sql"
MAY_SET = "SELECT has_parameter_privilege(current_user, 'log_min_messages', 'SET')"
ROLE = "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = :name"

# A function cannot be replaced by one that takes or gives other types.
BEFORE = """
DROP FUNCTION take_stock(text, bigint, stock_line[]);
DROP FUNCTION return_stock(text, bigint, stock_line[]);
DROP FUNCTION damage_stock(text, bigint, stock_line[]);
DROP FUNCTION adjust_stock(bigint, bigint, integer, integer, text, text, text, bigint, text);
DROP FUNCTION open_stock(bigint[], integer[], bigint, smallint, text);
DROP FUNCTION record_movement(bigint, bigint, integer, integer, text, text, text, bigint, text);
DROP FUNCTION require_stock(bigint, bigint, bigint);
DROP FUNCTION refuse_stock(text, text, bigint, integer)
"""
TABLES = """
ALTER TABLE products
    ADD COLUMN unit text NOT NULL DEFAULT 'piece',
    ADD COLUMN quantity_decimals smallint NOT NULL DEFAULT 0,
    ADD CONSTRAINT ck_products_unit CHECK (unit IN ('piece', 'kg', 'g', 'l', 'm')),
    ADD CONSTRAINT ck_products_quantity_decimals CHECK (quantity_decimals BETWEEN 0 AND 3);
ALTER TABLE stock ALTER COLUMN on_hand TYPE numeric(13, 3);
ALTER TABLE stock_movements
    ALTER COLUMN delta TYPE numeric(13, 3), ALTER COLUMN on_hand TYPE numeric(13, 3);
ALTER TYPE stock_line ALTER ATTRIBUTE quantity TYPE numeric
"""
LINES = "(text, bigint, stock_line[])"
OF_SALES = (
    f"take_stock{LINES}",
    f"return_stock{LINES}",
    f"damage_stock{LINES}",
    "require_precision(bigint, numeric)",
)
OF_APP = (
    "adjust_stock(bigint, bigint, numeric, numeric, text, text, text, bigint, text)",
    "open_stock(bigint[], numeric[], bigint, smallint, text)",
    "allow_fewer_decimals(bigint, smallint)",
)
INTERNAL = (
    "record_movement(bigint, bigint, numeric, numeric, text, text, text, bigint, text)",
    "require_stock(bigint, bigint, numeric)",
    "refuse_stock(text, text, json)",
)


def upgrade() -> None:
    execute_script(BEFORE)
    execute_script(TABLES)
    load_functions(
        FUNCTIONS,
        schema=str(_one("SELECT quote_ident(current_schema())")),
        quietly="SET log_min_messages = 'fatal'" if _one(MAY_SET) else "",
    )
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
    raise NotImplementedError("parts of a unit cannot become whole ones again")


def _one(query: str, **values: str) -> object:
    return op.get_bind().scalar(text(query), values)
