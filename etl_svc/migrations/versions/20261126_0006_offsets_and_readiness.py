"""Where consumers stand, the row that readiness writes, and jobs sent again."""

from alembic import op

from shared.db import database
from shared.kafka import offsets

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(database.READINESS_TABLE)
    op.execute(offsets.CREATE_TABLE)
    op.execute("ALTER TABLE jobs ADD resent_from bigint NOT NULL DEFAULT 0")


def downgrade() -> None:
    op.execute("ALTER TABLE jobs DROP resent_from")
    op.execute("DROP TABLE consumer_offsets")
    op.execute("DROP TABLE readiness")
