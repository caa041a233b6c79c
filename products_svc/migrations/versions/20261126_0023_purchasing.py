"""Purchase orders and receipts; movements know what a unit cost and where it is from."""

from pathlib import Path

from alembic import op
from sqlalchemy import text

from shared.db.migrations import execute_script, load_functions

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).resolve().parents[2] / "sql"
RECEIVE_STOCK = (
    "receive_stock(bigint, bigint[], numeric[], numeric[], text[], text, bigint, text)"
)

TABLES = """
CREATE TABLE purchase_orders (
    id bigint GENERATED ALWAYS AS IDENTITY,
    supplier_id bigint NOT NULL,
    location_id bigint NOT NULL,
    status text NOT NULL DEFAULT 'draft',
    currency text NOT NULL,
    rate numeric(20, 10) NOT NULL,
    expected_on date,
    reference text,
    note text,
    reason text,
    version integer NOT NULL DEFAULT 1,
    created_by bigint NOT NULL,
    placed_by bigint,
    placed_at timestamptz,
    ended_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_purchase_orders PRIMARY KEY (id),
    CONSTRAINT fk_purchase_orders_supplier_id FOREIGN KEY (supplier_id) REFERENCES suppliers (id),
    CONSTRAINT fk_purchase_orders_location_id FOREIGN KEY (location_id) REFERENCES locations (id)
);
CREATE INDEX ix_purchase_orders_supplier_id ON purchase_orders (supplier_id);
CREATE INDEX ix_purchase_orders_status_id ON purchase_orders (status, id);

CREATE TABLE purchase_order_lines (
    id bigint GENERATED ALWAYS AS IDENTITY,
    order_id bigint NOT NULL,
    product_id bigint NOT NULL,
    supplier_sku text,
    quantity numeric(12, 3) NOT NULL,
    unit_cost numeric(18, 6) NOT NULL,
    expected_on date,
    received numeric(13, 3) NOT NULL DEFAULT 0,
    closed numeric(12, 3) NOT NULL DEFAULT 0,
    open numeric(13, 3) NOT NULL
        GENERATED ALWAYS AS (GREATEST(quantity - received - closed, 0)) STORED,
    CONSTRAINT pk_purchase_order_lines PRIMARY KEY (id),
    CONSTRAINT fk_purchase_order_lines_order_id FOREIGN KEY (order_id) REFERENCES purchase_orders (id),
    CONSTRAINT fk_purchase_order_lines_product_id FOREIGN KEY (product_id) REFERENCES products (id),
    CONSTRAINT ck_purchase_order_lines_amounts CHECK (quantity > 0 AND received >= 0 AND closed >= 0)
);
CREATE INDEX ix_purchase_order_lines_order_id ON purchase_order_lines (order_id);
CREATE INDEX ix_purchase_order_lines_product_id ON purchase_order_lines (product_id);

CREATE TABLE purchase_receipts (
    id bigint GENERATED ALWAYS AS IDENTITY,
    order_id bigint NOT NULL,
    received_at timestamptz NOT NULL,
    delivery_note text,
    freight numeric(12, 2) NOT NULL,
    duty numeric(12, 2) NOT NULL,
    spread text NOT NULL,
    received_by bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_purchase_receipts PRIMARY KEY (id),
    CONSTRAINT fk_purchase_receipts_order_id FOREIGN KEY (order_id) REFERENCES purchase_orders (id)
);
CREATE INDEX ix_purchase_receipts_order_id ON purchase_receipts (order_id);

CREATE TABLE purchase_receipt_lines (
    id bigint GENERATED ALWAYS AS IDENTITY,
    receipt_id bigint NOT NULL,
    line_id bigint NOT NULL,
    quantity numeric(12, 3) NOT NULL,
    unit_cost numeric(18, 6) NOT NULL,
    landed_unit_cost numeric(18, 6) NOT NULL,
    value numeric(18, 2) NOT NULL,
    lot text,
    expires_on date,
    discrepancy_quantity numeric(12, 3),
    discrepancy_reason text,
    discrepancy_note text,
    movement_id bigint,
    CONSTRAINT pk_purchase_receipt_lines PRIMARY KEY (id),
    CONSTRAINT fk_purchase_receipt_lines_receipt_id FOREIGN KEY (receipt_id) REFERENCES purchase_receipts (id),
    CONSTRAINT fk_purchase_receipt_lines_line_id FOREIGN KEY (line_id) REFERENCES purchase_order_lines (id)
);
CREATE INDEX ix_purchase_receipt_lines_receipt_id ON purchase_receipt_lines (receipt_id);

ALTER TABLE stock_movements
    ADD COLUMN unit_cost numeric(18, 6), ADD COLUMN source text;
"""
APP_ROLE = (
    "SELECT quote_ident(rolname) FROM pg_roles"
    " WHERE rolname = current_schema() || '_app'"
)


def upgrade() -> None:
    execute_script(TABLES)
    schema = op.get_bind().scalar(text("SELECT quote_ident(current_schema())"))
    load_functions(FUNCTIONS, "moved_event", "receive_stock", schema=str(schema))
    op.execute(f"REVOKE ALL ON FUNCTION {RECEIVE_STOCK} FROM PUBLIC")
    app = op.get_bind().scalar(text(APP_ROLE))
    if app is not None:
        # What came in is for good: the ledger goes by it.
        op.execute(
            f"REVOKE DELETE ON purchase_orders, purchase_receipts,"
            f" purchase_receipt_lines FROM {app}"
        )
        op.execute(f"GRANT EXECUTE ON FUNCTION {RECEIVE_STOCK} TO {app}")


def downgrade() -> None:
    raise NotImplementedError("what came in would be lost")
