"""In what products are counted: a stored function that sales_svc may call."""

import os
from pathlib import Path

from alembic import op
from sqlalchemy import text

from shared.db.migrations import load_functions

revision = "0158"
down_revision = "0157"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).resolve().parents[2] / "sql"
UNITS_OF = "units_of(bigint[])"
SALES_ROLE = "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = :name"


def upgrade() -> None:
    schema = _one("SELECT quote_ident(current_schema())")
    load_functions(FUNCTIONS, "units_of", schema=str(schema))
    op.execute(f"REVOKE ALL ON FUNCTION {UNITS_OF} FROM PUBLIC")
    sales = os.environ.get("SALES_SCHEMA") or "sales"
    role = _one(SALES_ROLE, name=f"{sales}_app")
    if role is not None:
        op.execute(f"GRANT EXECUTE ON FUNCTION {UNITS_OF} TO {role}")


def downgrade() -> None:
    op.execute(f"DROP FUNCTION {UNITS_OF}")


def _one(query: str, **values: str) -> object:
    return op.get_bind().scalar(text(query), values)
