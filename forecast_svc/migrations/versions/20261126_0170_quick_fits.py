"""Which fits are to be replaced is found without looking at all of them."""

from alembic import op

revision = "0170"
down_revision = "0140"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE INDEX ix_fits_quick ON fits (as_of, made_at)"
        " WHERE model = 'quick_arima'"
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_fits_quick")
