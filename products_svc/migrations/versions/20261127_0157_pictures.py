"""Pictures of products, in a table of their own."""

from alembic import op

from shared.db.migrations import execute_script

revision = "0157"
down_revision = "0156"
branch_labels = None
depends_on = None

# WebP cannot be compressed further: the server need not try.
TABLE = """
CREATE TABLE product_pictures (
    product_id bigint NOT NULL,
    version text NOT NULL,
    small bytea NOT NULL,
    large bytea NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_product_pictures PRIMARY KEY (product_id),
    CONSTRAINT fk_product_pictures_product_id_products
        FOREIGN KEY (product_id) REFERENCES products (id)
);
ALTER TABLE product_pictures ALTER COLUMN small SET STORAGE EXTERNAL;
ALTER TABLE product_pictures ALTER COLUMN large SET STORAGE EXTERNAL
"""


def upgrade() -> None:
    execute_script(TABLE)


def downgrade() -> None:
    op.execute("DROP TABLE product_pictures")
