"""The shop's settings as auth_svc published them, and where consumers stand."""

from alembic import op

from shared.db import shop
from shared.kafka import offsets

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(shop.CREATE_TABLE)
    op.execute(offsets.CREATE_TABLE)


def downgrade() -> None:
    op.execute("DROP TABLE consumer_offsets")
    op.execute("DROP TABLE shop")
