"""Stored functions are what ``products_svc/sql`` says; nothing else changes."""

from pathlib import Path

from alembic import op
from sqlalchemy import text

from shared.db.migrations import load_functions

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).resolve().parents[2] / "sql"
MAY_SET = "SELECT has_parameter_privilege(current_user, 'log_min_messages', 'SET')"


def upgrade() -> None:
    load_functions(
        FUNCTIONS,
        schema=_one("SELECT quote_ident(current_schema())"),
        quietly="SET log_min_messages = 'fatal'" if _one(MAY_SET) == "True" else "",
    )


def downgrade() -> None:
    """They are the functions that the migrations before made."""


def _one(query: str) -> str:
    return str(op.get_bind().scalar(text(query)))
