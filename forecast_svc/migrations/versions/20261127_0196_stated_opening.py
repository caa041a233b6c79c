"""A replay may begin with a stock that somebody states."""

from alembic import op

revision = "0196"
down_revision = "0195"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE replays ADD COLUMN opening jsonb NOT NULL DEFAULT '{}'")


def downgrade() -> None:
    op.execute("ALTER TABLE replays DROP COLUMN opening")
