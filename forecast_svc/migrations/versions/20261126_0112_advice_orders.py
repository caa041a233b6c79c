"""What was ordered on advice, until the order is heard of; it counts as incoming."""

from shared.db.migrations import execute_script

revision = "0112"
down_revision = "0150"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE advice_orders (
    id bigint GENERATED ALWAYS AS IDENTITY,
    batch bigint NOT NULL,
    product_id bigint NOT NULL,
    location_id bigint NOT NULL,
    supplier_id bigint NOT NULL,
    quantity numeric(12, 3) NOT NULL,
    acting_user bigint NOT NULL,
    state text NOT NULL DEFAULT 'unsent',
    purchase_order_id bigint,
    order_version bigint,
    error jsonb,
    tries integer NOT NULL DEFAULT 0,
    next_try_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    sent_at timestamptz,
    CONSTRAINT pk_advice_orders PRIMARY KEY (id),
    CONSTRAINT ck_advice_orders_state
        CHECK (state IN ('unsent', 'sent', 'confirmed', 'refused'))
);
CREATE INDEX ix_advice_orders_pending ON advice_orders (batch)
    WHERE state IN ('unsent', 'sent')
"""
VIEW = """
CREATE OR REPLACE VIEW live_incoming AS
    SELECT product_id, location_id, open AS quantity, expected_on,
        CASE status WHEN 'draft' THEN 'draft' ELSE 'purchase_order' END AS source,
        purchase_order_id AS source_id, line_id, supplier_id
    FROM live_purchase_lines WHERE open > 0
    UNION ALL
    SELECT product_id, to_location_id, open, expected_on, 'transfer', transfer_id, line_id,
        CAST(NULL AS bigint)
    FROM live_transfer_lines WHERE open > 0
    UNION ALL
    SELECT product_id, location_id, quantity, CAST(NULL AS date), 'advice', id,
        CAST(NULL AS bigint), supplier_id
    FROM advice_orders a WHERE state = 'unsent' OR (state = 'sent' AND NOT EXISTS (
        SELECT FROM live_purchase_lines l
        WHERE l.purchase_order_id = a.purchase_order_id AND l.product_id = a.product_id
            AND l.version >= a.order_version))
"""


def upgrade() -> None:
    execute_script(TABLE)
    execute_script(VIEW)


def downgrade() -> None:
    raise NotImplementedError("what is not sent yet would be lost")
