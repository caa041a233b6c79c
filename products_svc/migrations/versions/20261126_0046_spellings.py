"""Codes are found by their letters, in whatever case they are written."""

from alembic import op

revision = "0046"
down_revision = "0081"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_products_sku_key", "products", ["sku_key"])


def downgrade() -> None:
    op.drop_index("ix_products_sku_key", "products")
