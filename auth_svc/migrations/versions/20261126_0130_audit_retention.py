"""Acts are forgotten after the time that was set."""

from shared.db.migrations import create_owners_function
from shared.kafka import audit

revision = "0130"
down_revision = "0123"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_owners_function(audit.FORGET_ACTS, "forget_acts")


def downgrade() -> None:
    raise NotImplementedError("what was forgotten does not come back")
