"""Where consumers stand, and the row that readiness writes."""

from alembic import op

from shared.db import database
from shared.kafka import offsets

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(database.READINESS_TABLE)
    op.execute(offsets.CREATE_TABLE)


def downgrade() -> None:
    op.execute("DROP TABLE consumer_offsets")
    op.execute("DROP TABLE readiness")
