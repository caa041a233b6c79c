"""Baskets: their lines are taken in one call, and what was found is to be counted."""

import os
from pathlib import Path

from alembic import op
from sqlalchemy import text

from shared.db.migrations import execute_script, load_functions

revision = "0031"
down_revision = "0023"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).resolve().parents[2] / "sql"
TAKE_LINES = "take_lines(text[], bigint, stock_line[], text)"
TABLE = """
CREATE TABLE to_count (
    product_id bigint NOT NULL,
    location_id bigint NOT NULL,
    found numeric(13, 3) NOT NULL,
    sales integer NOT NULL DEFAULT 1,
    first_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_to_count PRIMARY KEY (product_id, location_id),
    CONSTRAINT fk_to_count_product_id_location_id FOREIGN KEY (product_id, location_id)
        REFERENCES stock (product_id, location_id)
)
"""
ROLE = "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = :name"


def upgrade() -> None:
    execute_script(TABLE)
    schema = str(_one("SELECT quote_ident(current_schema())"))
    names = ("open_shelf", "adjust_stock", "take_lines")
    load_functions(FUNCTIONS, *names, schema=schema)
    op.execute(f"REVOKE ALL ON FUNCTION {TAKE_LINES} FROM PUBLIC")
    op.execute("REVOKE ALL ON FUNCTION open_shelf(bigint, bigint) FROM PUBLIC")
    # Trials with one superuser have no such roles.
    app = _one(ROLE, name=f"{_one('SELECT current_schema()')}_app")
    if app is not None:
        op.execute(f"REVOKE INSERT, UPDATE, DELETE ON to_count FROM {app}")
    sales = _one(ROLE, name=f"{os.environ.get('SALES_SCHEMA') or 'sales'}_app")
    if sales is not None:
        op.execute(f"GRANT EXECUTE ON FUNCTION {TAKE_LINES} TO {sales}")


def downgrade() -> None:
    raise NotImplementedError("what was found would not be counted any more")


def _one(query: str, **values: str) -> object:
    return op.get_bind().scalar(text(query), values)
