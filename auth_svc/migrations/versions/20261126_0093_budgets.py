"""Budgets of what strangers try, and from where people have signed in."""

from alembic import op

revision = "0093"
down_revision = "0092"
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
    op.execute("ALTER TABLE sessions ADD COLUMN network text NOT NULL DEFAULT ''")


def downgrade() -> None:
    op.execute("ALTER TABLE sessions DROP COLUMN network")
    op.execute("DROP TABLE budgets")
