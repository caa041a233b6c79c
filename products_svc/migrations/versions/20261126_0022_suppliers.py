"""Suppliers, and the terms at which they sell."""

from shared.db.migrations import execute_script

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE suppliers (
    id bigint GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    email text,
    phone text,
    address text NOT NULL,
    country text,
    account_number text,
    electronic_address text,
    language text NOT NULL,
    currency text NOT NULL,
    rate numeric(20, 10) NOT NULL,
    minimum_order_value numeric(12, 2),
    carriage_free_from numeric(12, 2),
    order_days smallint[] NOT NULL,
    review_days integer NOT NULL,
    lead_time_days integer,
    closed jsonb NOT NULL,
    note text,
    version integer NOT NULL DEFAULT 1,
    archived_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    name_key text NOT NULL GENERATED ALWAYS AS (fold_text(name)) STORED,
    CONSTRAINT pk_suppliers PRIMARY KEY (id),
    CONSTRAINT ck_suppliers_rate CHECK (rate > 0)
);
CREATE UNIQUE INDEX uq_suppliers_live_name_key ON suppliers (name_key) WHERE archived_at IS NULL;

CREATE TABLE supply_terms (
    id bigint GENERATED ALWAYS AS IDENTITY,
    supplier_id bigint NOT NULL,
    product_id bigint NOT NULL,
    sku text,
    unit_cost numeric(18, 6) NOT NULL,
    break_quantities numeric(12, 3)[] NOT NULL,
    break_costs numeric(18, 6)[] NOT NULL,
    order_multiple numeric(12, 3) NOT NULL,
    minimum_quantity numeric(12, 3) NOT NULL,
    lead_time_days integer,
    preferred boolean NOT NULL,
    removed boolean NOT NULL DEFAULT false,
    version integer NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_supply_terms PRIMARY KEY (id),
    CONSTRAINT uq_supply_terms_supplier_id_product_id UNIQUE (supplier_id, product_id),
    CONSTRAINT fk_supply_terms_supplier_id FOREIGN KEY (supplier_id) REFERENCES suppliers (id),
    CONSTRAINT fk_supply_terms_product_id FOREIGN KEY (product_id) REFERENCES products (id)
);
CREATE INDEX ix_supply_terms_product_id ON supply_terms (product_id);
CREATE UNIQUE INDEX uq_supply_terms_preferred ON supply_terms (product_id) WHERE preferred;
"""


def upgrade() -> None:
    execute_script(TABLES)


def downgrade() -> None:
    execute_script("DROP TABLE supply_terms, suppliers")
