"""Quantities with up to three decimals.

Sales and returns are written anew, with their indexes, while nothing can read them:
up to a minute for each million of sales, and as much room again as they take
(docs/deploy.md).
"""

from shared.db.migrations import execute_script

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    execute_script("""
ALTER TABLE sales
    DROP CONSTRAINT ck_sales_quantity,
    ALTER COLUMN quantity TYPE numeric(12, 3),
    ALTER COLUMN returned TYPE numeric(12, 3),
    ADD CONSTRAINT ck_sales_quantity CHECK (quantity BETWEEN 0.001 AND 1000000);
ALTER TABLE returns
    DROP CONSTRAINT ck_returns_quantity,
    ALTER COLUMN quantity TYPE numeric(12, 3),
    ADD CONSTRAINT ck_returns_quantity CHECK (quantity BETWEEN 0.001 AND 1000000)
""")


def downgrade() -> None:
    raise NotImplementedError("parts of a unit cannot become whole ones again")
