"""Mails that wait until they are sent."""

from alembic import op

from shared.db.migrations import execute_script
from shared.mail import outbox

revision = "0081"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    execute_script(outbox.CREATE_TABLE)


def downgrade() -> None:
    op.execute("DROP TABLE mails")
