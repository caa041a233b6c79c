"""Settings of alerts have a version: nobody takes back unseen what somebody else has set."""

from alembic import op

revision = "0195"
down_revision = "0191"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE alert_settings ADD COLUMN version bigint NOT NULL DEFAULT 1"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE alert_settings DROP COLUMN version")
