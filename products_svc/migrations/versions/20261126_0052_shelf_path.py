"""Who puts a product on a shelf is checked whatever the session's search path is."""

from pathlib import Path

from alembic import op
from sqlalchemy import text

from shared.db.migrations import load_functions

revision = "0052"
down_revision = "0063"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).resolve().parents[2] / "sql"


def upgrade() -> None:
    schema = op.get_bind().scalar(text("SELECT quote_ident(current_schema())"))
    load_functions(FUNCTIONS, "refuse_shelf", schema=str(schema))


def downgrade() -> None:
    """The function is what it was, for sessions of this schema."""
