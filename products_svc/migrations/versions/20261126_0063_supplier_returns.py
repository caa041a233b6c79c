"""Goods that go back to their supplier."""

from alembic import op
from sqlalchemy import text

from shared.db.migrations import execute_script

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE supplier_returns (
    id bigint GENERATED ALWAYS AS IDENTITY,
    supplier_id bigint NOT NULL,
    location_id bigint NOT NULL,
    reason text NOT NULL,
    reference text,
    note text,
    returned_by bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_supplier_returns PRIMARY KEY (id),
    CONSTRAINT fk_supplier_returns_supplier_id FOREIGN KEY (supplier_id) REFERENCES suppliers (id),
    CONSTRAINT fk_supplier_returns_location_id FOREIGN KEY (location_id) REFERENCES locations (id)
);
CREATE INDEX ix_supplier_returns_supplier_id ON supplier_returns (supplier_id);

CREATE TABLE supplier_return_lines (
    id bigint GENERATED ALWAYS AS IDENTITY,
    return_id bigint NOT NULL,
    product_id bigint NOT NULL,
    receipt_line_id bigint,
    quantity numeric(12, 3) NOT NULL,
    unit_credit numeric(18, 6),
    value numeric(18, 2),
    movement_id bigint,
    CONSTRAINT pk_supplier_return_lines PRIMARY KEY (id),
    CONSTRAINT fk_supplier_return_lines_return_id FOREIGN KEY (return_id)
        REFERENCES supplier_returns (id),
    CONSTRAINT fk_supplier_return_lines_product_id FOREIGN KEY (product_id)
        REFERENCES products (id),
    CONSTRAINT fk_supplier_return_lines_receipt_line_id FOREIGN KEY (receipt_line_id)
        REFERENCES purchase_receipt_lines (id),
    CONSTRAINT ck_supplier_return_lines_quantity CHECK (quantity > 0)
);
CREATE INDEX ix_supplier_return_lines_return_id ON supplier_return_lines (return_id);
CREATE INDEX ix_supplier_return_lines_product_id ON supplier_return_lines (product_id);
CREATE INDEX ix_supplier_return_lines_receipt_line_id ON supplier_return_lines (receipt_line_id)
    WHERE receipt_line_id IS NOT NULL;
"""
APP_ROLE = (
    "SELECT quote_ident(rolname) FROM pg_roles"
    " WHERE rolname = current_schema() || '_app'"
)


def upgrade() -> None:
    execute_script(TABLES)
    app = op.get_bind().scalar(text(APP_ROLE))
    if app is not None:
        # What went back is for good: the ledger goes by it.
        op.execute(
            f"REVOKE DELETE ON supplier_returns, supplier_return_lines FROM {app}"
        )


def downgrade() -> None:
    raise NotImplementedError("what went back would be lost")
