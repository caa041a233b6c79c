"""Advice is sorted by the day on which stock runs out, which its detail says."""

from alembic import op

revision = "0197"
down_revision = "0196"
branch_labels = None
depends_on = None

# Days as ISO writes them are in order as text is. A cast to a date would depend on a
# setting, which no generated column may.
RUNS_OUT = "(detail #>> '{stock_out,p50}')"


def upgrade() -> None:
    op.execute(
        f"ALTER TABLE advice ADD COLUMN runs_out text GENERATED ALWAYS AS {RUNS_OUT} STORED"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE advice DROP COLUMN runs_out")
