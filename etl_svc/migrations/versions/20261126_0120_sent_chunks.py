"""sales_svc can tell what a job has sent from what somebody else has."""

import os
from pathlib import Path

from alembic import op
from sqlalchemy import text

from shared.db.migrations import load_functions

revision = "0120"
down_revision = "0110"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).resolve().parents[2] / "sql"
SENT_CHUNKS = "sent_chunks(bigint[], bigint[], bigint[])"
ROLE = "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = :name"


def upgrade() -> None:
    schema = str(_one("SELECT quote_ident(current_schema())"))
    load_functions(FUNCTIONS, "sent_chunks", schema=schema)
    op.execute(f"REVOKE ALL ON FUNCTION {SENT_CHUNKS} FROM PUBLIC")
    # Trials with one superuser have no such role.
    sales = _one(ROLE, name=f"{os.environ.get('SALES_SCHEMA') or 'sales'}_app")
    if sales is not None:
        op.execute(f"GRANT USAGE ON SCHEMA {schema} TO {sales}")
        op.execute(f"GRANT EXECUTE ON FUNCTION {SENT_CHUNKS} TO {sales}")


def downgrade() -> None:
    raise NotImplementedError("sales_svc would take no import any more")


def _one(query: str, **values: str) -> object:
    return op.get_bind().scalar(text(query), values)
