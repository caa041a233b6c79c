"""Nothing comes back that no sale took."""

from pathlib import Path

from alembic import op
from sqlalchemy import text

from shared.db.migrations import load_functions

revision = "0126"
down_revision = "0121"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).resolve().parents[2] / "sql"


def upgrade() -> None:
    schema = op.get_bind().scalar(text("SELECT quote_ident(current_schema())"))
    load_functions(FUNCTIONS, "cost_sold_at", schema=str(schema))


def downgrade() -> None:
    raise NotImplementedError("stock would come back from nowhere")
