"""The shop's settings, the outbox they leave by, and where consumers stand."""

from alembic import op

from shared.db import shop
from shared.db.migrations import execute_script
from shared.kafka import offsets, outbox

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(shop.CREATE_TABLE)
    op.execute(offsets.CREATE_TABLE)
    execute_script(outbox.CREATE_TABLE)


def downgrade() -> None:
    op.execute("DROP TABLE outbox")
    op.execute("DROP TABLE consumer_offsets")
    op.execute("DROP TABLE shop")
