"""What came back damaged: a stored function that sales_svc may call."""

import os
from pathlib import Path

from alembic import op
from sqlalchemy import text

from shared.db.migrations import load_functions

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).resolve().parents[2] / "sql"
DAMAGE_STOCK = "damage_stock(text, bigint, stock_line[])"
MAY_SET = "SELECT has_parameter_privilege(current_user, 'log_min_messages', 'SET')"
SALES_ROLE = "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = :name"


def upgrade() -> None:
    load_functions(
        FUNCTIONS,
        schema=str(_one("SELECT quote_ident(current_schema())")),
        quietly="SET log_min_messages = 'fatal'" if _one(MAY_SET) else "",
    )
    op.execute(f"REVOKE ALL ON FUNCTION {DAMAGE_STOCK} FROM PUBLIC")
    sales = os.environ.get("SALES_SCHEMA") or "sales"
    role = _one(SALES_ROLE, name=f"{sales}_app")
    if role is not None:
        op.execute(f"GRANT EXECUTE ON FUNCTION {DAMAGE_STOCK} TO {role}")


def downgrade() -> None:
    op.execute(f"DROP FUNCTION {DAMAGE_STOCK}")


def _one(query: str, **values: str) -> object:
    return op.get_bind().scalar(text(query), values)
