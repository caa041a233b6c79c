"""How long a product keeps, and what a location shall never hold less of."""

from alembic import op

revision = "0121"
down_revision = "0110"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        ALTER TABLE products
            ADD COLUMN shelf_life_days integer CONSTRAINT ck_products_shelf_life_days
                CHECK (shelf_life_days BETWEEN 1 AND 36500),
            ADD COLUMN min_stock jsonb NOT NULL DEFAULT '[]'
    """)


def downgrade() -> None:
    op.execute(
        "ALTER TABLE products DROP COLUMN min_stock, DROP COLUMN shelf_life_days"
    )
