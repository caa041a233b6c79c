"""What is to be told of a file's rows, and lines that are no goods."""

from alembic import op

revision = "0010"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE jobs ADD COLUMN notices jsonb NOT NULL DEFAULT '[]'")
    op.execute("ALTER TABLE jobs ADD COLUMN rows_left_out bigint NOT NULL DEFAULT 0")


def downgrade() -> None:
    op.execute("ALTER TABLE jobs DROP COLUMN notices, DROP COLUMN rows_left_out")
