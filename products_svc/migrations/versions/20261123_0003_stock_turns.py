"""The movements that emptied a shelf or filled an empty one are found at once."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE INDEX ix_stock_movements_turns ON stock_movements (id)"
        " WHERE on_hand = 0 OR on_hand = delta"
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_stock_movements_turns")
