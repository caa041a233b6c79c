"""What sales of bundles took of their components, and what of it came back."""

from shared.db.migrations import execute_script

revision = "0070"
down_revision = "0050"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE consumptions (
    id bigint GENERATED ALWAYS AS IDENTITY,
    sale_id bigint NOT NULL,
    return_id bigint,
    product_id bigint NOT NULL,
    quantity numeric(13, 3) NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_consumptions PRIMARY KEY (id),
    CONSTRAINT fk_consumptions_sale_id FOREIGN KEY (sale_id) REFERENCES sales (id),
    CONSTRAINT fk_consumptions_return_id FOREIGN KEY (return_id) REFERENCES returns (id),
    CONSTRAINT ck_consumptions_quantity CHECK (quantity <> 0)
);
CREATE INDEX ix_consumptions_sale_id ON consumptions (sale_id)
"""


def upgrade() -> None:
    execute_script(TABLE)


def downgrade() -> None:
    raise NotImplementedError("voids of bundles would give nothing back")
