"""``adjust_stock`` without a location is about all of them together."""

from pathlib import Path

from alembic import op
from sqlalchemy import text

from shared.db.migrations import load_functions

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).resolve().parents[2] / "sql"


def upgrade() -> None:
    schema = op.get_bind().scalar(text("SELECT quote_ident(current_schema())"))
    load_functions(FUNCTIONS, "adjust_stock", schema=str(schema))


def downgrade() -> None:
    """Whoever names a location is answered as before."""
