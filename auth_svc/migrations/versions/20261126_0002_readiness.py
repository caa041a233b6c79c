"""The row that readiness writes."""

from alembic import op

from shared.db import database

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(database.READINESS_TABLE)


def downgrade() -> None:
    op.execute("DROP TABLE readiness")
