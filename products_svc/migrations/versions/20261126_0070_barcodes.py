"""Barcodes of products: a code belongs to one live product."""

from shared.db.migrations import execute_script

revision = "0070"
down_revision = "0050"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE barcodes (
    product_id bigint NOT NULL,
    code text NOT NULL,
    gtin text GENERATED ALWAYS AS (lpad(code, 14, '0')) STORED NOT NULL,
    live boolean NOT NULL DEFAULT true,
    CONSTRAINT pk_barcodes PRIMARY KEY (product_id, gtin),
    CONSTRAINT fk_barcodes_product_id FOREIGN KEY (product_id) REFERENCES products (id),
    CONSTRAINT ck_barcodes_gtin CHECK (gtin ~ '^[0-9]{14}$')
);
CREATE UNIQUE INDEX uq_barcodes_live_gtin ON barcodes (gtin) WHERE live;
CREATE INDEX ix_barcodes_gtin ON barcodes (gtin);
"""


def upgrade() -> None:
    execute_script(TABLE)


def downgrade() -> None:
    raise NotImplementedError("what was scanned would not be found any more")
