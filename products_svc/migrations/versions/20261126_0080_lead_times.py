"""Lead times that are seen, beside those that were typed; what suppliers promised."""

from shared.db.migrations import execute_script

revision = "0080"
down_revision = "0031"
branch_labels = None
depends_on = None

TABLES = """
ALTER TABLE purchase_order_lines ADD COLUMN promised_on date;
UPDATE purchase_order_lines AS l SET promised_on = coalesce(l.expected_on, o.expected_on)
    FROM purchase_orders AS o WHERE o.id = l.order_id AND o.placed_at IS NOT NULL;
ALTER TABLE supply_terms
    ADD COLUMN lead_time_p50 numeric(6, 1),
    ADD COLUMN lead_time_p90 numeric(6, 1),
    ADD COLUMN lead_time_source text NOT NULL DEFAULT 'typed',
    ADD COLUMN lead_time_receipts integer NOT NULL DEFAULT 0;
CREATE TABLE supplier_deliveries (
    supplier_id bigint NOT NULL,
    receipts integer NOT NULL,
    lead_time_p50 numeric(6, 1),
    lead_time_p90 numeric(6, 1),
    promised integer NOT NULL,
    late integer NOT NULL,
    median_days_late numeric(6, 1),
    CONSTRAINT pk_supplier_deliveries PRIMARY KEY (supplier_id),
    CONSTRAINT fk_supplier_deliveries_supplier_id FOREIGN KEY (supplier_id)
        REFERENCES suppliers (id)
);
CREATE TABLE lead_times_to_learn (
    id bigint GENERATED ALWAYS AS IDENTITY,
    supplier_id bigint NOT NULL,
    CONSTRAINT pk_lead_times_to_learn PRIMARY KEY (id),
    CONSTRAINT fk_lead_times_to_learn_supplier_id FOREIGN KEY (supplier_id)
        REFERENCES suppliers (id)
);
INSERT INTO lead_times_to_learn (supplier_id)
SELECT DISTINCT o.supplier_id FROM purchase_orders AS o
    JOIN purchase_receipts AS r ON r.order_id = o.id ORDER BY 1;
"""


def upgrade() -> None:
    execute_script(TABLES)


def downgrade() -> None:
    execute_script(
        "DROP TABLE lead_times_to_learn, supplier_deliveries;\n"
        "ALTER TABLE supply_terms DROP COLUMN lead_time_p50, DROP COLUMN lead_time_p90,"
        " DROP COLUMN lead_time_source, DROP COLUMN lead_time_receipts;\n"
        "ALTER TABLE purchase_order_lines DROP COLUMN promised_on"
    )
