"""Mails with links, which wait until they are sent."""

from alembic import op

from shared.db.migrations import execute_script
from shared.mail import outbox

revision = "0094"
down_revision = "0093"
branch_labels = None
depends_on = None


def upgrade() -> None:
    execute_script(outbox.CREATE_TABLE)


def downgrade() -> None:
    op.execute("DROP TABLE mails")
