"""What products are called: a stored function that sales_svc may call."""

import os
from pathlib import Path

from alembic import op
from sqlalchemy import text

from shared.db.migrations import load_functions

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).resolve().parents[2] / "sql"
NAME_PRODUCTS = "name_products(bigint[])"
SALES_ROLE = "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = :name"


def upgrade() -> None:
    schema = _one("SELECT quote_ident(current_schema())")
    load_functions(FUNCTIONS, "name_products", schema=str(schema))
    op.execute(f"REVOKE ALL ON FUNCTION {NAME_PRODUCTS} FROM PUBLIC")
    sales = os.environ.get("SALES_SCHEMA") or "sales"
    role = _one(SALES_ROLE, name=f"{sales}_app")
    if role is not None:
        op.execute(f"GRANT EXECUTE ON FUNCTION {NAME_PRODUCTS} TO {role}")


def downgrade() -> None:
    op.execute(f"DROP FUNCTION {NAME_PRODUCTS}")


def _one(query: str, **values: str) -> object:
    return op.get_bind().scalar(text(query), values)
