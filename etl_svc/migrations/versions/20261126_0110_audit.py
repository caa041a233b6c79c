"""Who started, committed or stopped an import: rows are only ever added."""

from alembic import op
from sqlalchemy import text

from shared.db.migrations import execute_script
from shared.kafka import audit

revision = "0110"
down_revision = "0011"
branch_labels = None
depends_on = None

APP_ROLE = (
    "SELECT quote_ident(rolname) FROM pg_roles"
    " WHERE rolname = current_schema() || '_app'"
)


def upgrade() -> None:
    execute_script(audit.CREATE_TABLE)
    # Trials with one superuser have no such role.
    app = op.get_bind().scalar(text(APP_ROLE))
    if app is not None:
        op.execute(audit.RIGHTS.format(app=app))


def downgrade() -> None:
    raise NotImplementedError("who did what would be forgotten")
