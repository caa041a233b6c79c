"""Transfers between locations, in two phases."""

from alembic import op
from sqlalchemy import text

from shared.db.migrations import execute_script

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE stock_transfers (
    id bigint GENERATED ALWAYS AS IDENTITY,
    from_location_id bigint NOT NULL,
    to_location_id bigint NOT NULL,
    status text NOT NULL DEFAULT 'draft',
    expected_on date,
    note text,
    reason text,
    version integer NOT NULL DEFAULT 1,
    created_by bigint NOT NULL,
    shipped_by bigint,
    shipped_at timestamptz,
    ended_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_stock_transfers PRIMARY KEY (id),
    CONSTRAINT fk_stock_transfers_from_location_id FOREIGN KEY (from_location_id)
        REFERENCES locations (id),
    CONSTRAINT fk_stock_transfers_to_location_id FOREIGN KEY (to_location_id)
        REFERENCES locations (id),
    CONSTRAINT ck_stock_transfers_locations CHECK (from_location_id <> to_location_id)
);
CREATE INDEX ix_stock_transfers_status_id ON stock_transfers (status, id);

CREATE TABLE stock_transfer_lines (
    id bigint GENERATED ALWAYS AS IDENTITY,
    transfer_id bigint NOT NULL,
    product_id bigint NOT NULL,
    quantity numeric(12, 3) NOT NULL,
    shipped numeric(12, 3) NOT NULL DEFAULT 0,
    received numeric(12, 3) NOT NULL DEFAULT 0,
    lost numeric(12, 3) NOT NULL DEFAULT 0,
    open numeric(12, 3) NOT NULL GENERATED ALWAYS AS (shipped - received - lost) STORED,
    value numeric(18, 2),
    value_received numeric(18, 2) NOT NULL DEFAULT 0,
    CONSTRAINT pk_stock_transfer_lines PRIMARY KEY (id),
    CONSTRAINT fk_stock_transfer_lines_transfer_id FOREIGN KEY (transfer_id)
        REFERENCES stock_transfers (id),
    CONSTRAINT fk_stock_transfer_lines_product_id FOREIGN KEY (product_id)
        REFERENCES products (id),
    CONSTRAINT ck_stock_transfer_lines_amounts CHECK (quantity > 0 AND received >= 0
        AND lost >= 0 AND received + lost <= shipped)
);
CREATE INDEX ix_stock_transfer_lines_transfer_id ON stock_transfer_lines (transfer_id);
CREATE INDEX ix_stock_transfer_lines_product_id ON stock_transfer_lines (product_id);
CREATE INDEX ix_stock_transfer_lines_open ON stock_transfer_lines (id) WHERE open > 0;

CREATE TABLE stock_transfer_receipts (
    id bigint GENERATED ALWAYS AS IDENTITY,
    transfer_id bigint NOT NULL,
    note text,
    received_by bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_stock_transfer_receipts PRIMARY KEY (id),
    CONSTRAINT fk_stock_transfer_receipts_transfer_id FOREIGN KEY (transfer_id)
        REFERENCES stock_transfers (id)
);
CREATE INDEX ix_stock_transfer_receipts_transfer_id ON stock_transfer_receipts (transfer_id);

CREATE TABLE stock_transfer_receipt_lines (
    id bigint GENERATED ALWAYS AS IDENTITY,
    receipt_id bigint NOT NULL,
    line_id bigint NOT NULL,
    quantity numeric(12, 3) NOT NULL,
    lost numeric(12, 3) NOT NULL,
    reason text,
    note text,
    movement_id bigint,
    CONSTRAINT pk_stock_transfer_receipt_lines PRIMARY KEY (id),
    CONSTRAINT fk_stock_transfer_receipt_lines_receipt_id FOREIGN KEY (receipt_id)
        REFERENCES stock_transfer_receipts (id),
    CONSTRAINT fk_stock_transfer_receipt_lines_line_id FOREIGN KEY (line_id)
        REFERENCES stock_transfer_lines (id)
);
CREATE INDEX ix_stock_transfer_receipt_lines_receipt_id
    ON stock_transfer_receipt_lines (receipt_id);
"""
APP_ROLE = (
    "SELECT quote_ident(rolname) FROM pg_roles"
    " WHERE rolname = current_schema() || '_app'"
)


def upgrade() -> None:
    execute_script(TABLES)
    app = op.get_bind().scalar(text(APP_ROLE))
    if app is not None:
        # What left and came in is for good: the ledger goes by it.
        op.execute(
            "REVOKE DELETE ON stock_transfers, stock_transfer_lines,"
            f" stock_transfer_receipts, stock_transfer_receipt_lines FROM {app}"
        )


def downgrade() -> None:
    raise NotImplementedError("what is on its way would be lost")
