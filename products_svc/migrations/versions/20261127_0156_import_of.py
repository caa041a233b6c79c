"""A product knows which import made it, so that undoing the import takes it away."""

from alembic import op

revision = "0156"
down_revision = "0155"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE products ADD COLUMN import_id bigint, ADD COLUMN undone_at timestamptz"
    )
    op.execute(
        "CREATE INDEX ix_products_import_id ON products (import_id)"
        " WHERE import_id IS NOT NULL"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE products DROP COLUMN import_id, DROP COLUMN undone_at")
