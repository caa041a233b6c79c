"""Movements of what comes back carry the reason's words: ``take_back_stock``."""

import os
from pathlib import Path

from alembic import op
from sqlalchemy import text

from shared.db.migrations import load_functions

revision = "0159"
down_revision = "0158"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).resolve().parents[2] / "sql"
TAKE_BACK = "take_back_stock(text, bigint, stock_line[], text, text)"
SALES_ROLE = "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = :name"


def upgrade() -> None:
    schema = _one("SELECT quote_ident(current_schema())")
    load_functions(FUNCTIONS, "take_back_stock", "return_stock", schema=str(schema))
    op.execute(f"REVOKE ALL ON FUNCTION {TAKE_BACK} FROM PUBLIC")
    sales = os.environ.get("SALES_SCHEMA") or "sales"
    role = _one(SALES_ROLE, name=f"{sales}_app")
    if role is not None:
        op.execute(f"GRANT EXECUTE ON FUNCTION {TAKE_BACK} TO {role}")


def downgrade() -> None:
    """Who knows no note calls ``return_stock``, which needs it."""


def _one(query: str, **values: str) -> object:
    return op.get_bind().scalar(text(query), values)
