"""Budgets of forecasts that are made for callers without a token."""

from alembic import op

revision = "0150"
down_revision = "0100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE budgets (
            key bytea CONSTRAINT pk_budgets PRIMARY KEY,
            left_over double precision NOT NULL,
            counted_at timestamptz NOT NULL
        )
    """)
    op.execute("CREATE INDEX ix_budgets_counted_at ON budgets (counted_at)")


def downgrade() -> None:
    op.execute("DROP TABLE budgets")
