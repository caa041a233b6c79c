"""Exact amounts of lines, and prices that nobody knows."""

from shared.db.migrations import execute_script

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    execute_script("""
ALTER TABLE sales ADD COLUMN amount numeric(12, 2);
ALTER TABLE sales ADD COLUMN price_unknown boolean NOT NULL DEFAULT false;
ALTER TABLE sales ADD CONSTRAINT ck_sales_amount CHECK (
    amount >= 0 AND NOT price_unknown
    OR amount IS NULL AND (price = 0 OR NOT price_unknown))
""")


def downgrade() -> None:
    execute_script("ALTER TABLE sales DROP COLUMN amount, DROP COLUMN price_unknown")
