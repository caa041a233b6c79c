"""Catalogue, stock by location, append-only ledger, idempotency keys, outbox."""

from alembic import op
from sqlalchemy import text

from shared.db.migrations import execute_script
from shared.kafka import outbox

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Case and accents aside, with what every PostgreSQL has: unaccent and pg_trgm
# are extensions, which the wheel for the local stack does not carry.
FOLD_TEXT = """
CREATE FUNCTION fold_text(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN lower(regexp_replace(normalize(value, NFKD), '[\\u0300-\\u036f]', '', 'g'))
"""

TABLES = """
CREATE TABLE products (
    id bigint GENERATED ALWAYS AS IDENTITY,
    sku text NOT NULL,
    name text NOT NULL,
    price numeric(12, 2) NOT NULL,
    category text,
    version integer NOT NULL DEFAULT 1,
    archived_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    name_key text NOT NULL GENERATED ALWAYS AS (fold_text(name)) STORED,
    sku_key text NOT NULL GENERATED ALWAYS AS (fold_text(sku)) STORED,
    CONSTRAINT pk_products PRIMARY KEY (id),
    CONSTRAINT ck_products_price CHECK (price >= 0)
);
CREATE UNIQUE INDEX uq_products_live_sku ON products (sku) WHERE archived_at IS NULL;
CREATE INDEX ix_products_name_key_id ON products (name_key, id);

CREATE TABLE locations (
    id bigint GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    CONSTRAINT pk_locations PRIMARY KEY (id),
    CONSTRAINT uq_locations_name UNIQUE (name)
);
INSERT INTO locations (name) VALUES ('main');

CREATE TABLE stock (
    product_id bigint NOT NULL,
    location_id bigint NOT NULL DEFAULT 1,
    on_hand integer NOT NULL,
    CONSTRAINT pk_stock PRIMARY KEY (product_id, location_id),
    CONSTRAINT fk_stock_product_id FOREIGN KEY (product_id) REFERENCES products (id),
    CONSTRAINT fk_stock_location_id FOREIGN KEY (location_id) REFERENCES locations (id),
    CONSTRAINT ck_stock_on_hand CHECK (on_hand >= 0)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);

CREATE TABLE stock_movements (
    id bigint GENERATED ALWAYS AS IDENTITY,
    product_id bigint NOT NULL,
    location_id bigint NOT NULL,
    delta integer NOT NULL,
    on_hand integer NOT NULL,
    reason text NOT NULL,
    reference text,
    note text,
    actor bigint NOT NULL,
    ts timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_stock_movements PRIMARY KEY (id),
    CONSTRAINT ck_stock_movements_on_hand CHECK (on_hand >= 0)
);
CREATE INDEX ix_stock_movements_product_id_id ON stock_movements (product_id, id);
CREATE UNIQUE INDEX uq_stock_movements_reference
    ON stock_movements (reference, product_id, location_id, reason) WHERE reference IS NOT NULL;

CREATE TABLE idempotency_keys (
    caller text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    answer json,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_idempotency_keys PRIMARY KEY (caller, key)
);
CREATE INDEX ix_idempotency_keys_created_at ON idempotency_keys (created_at);
"""

# The default privileges of a service's schema allow its role everything on
# rows. Stock, its ledger and archived products are not for deleting or editing.
RIGHTS = """
REVOKE INSERT, UPDATE, DELETE ON locations, stock, stock_movements FROM {app};
REVOKE DELETE ON products FROM {app};
GRANT EXECUTE ON FUNCTION fold_text(text) TO {app};
"""


def upgrade() -> None:
    op.execute(text(FOLD_TEXT))
    execute_script(TABLES)
    execute_script(outbox.CREATE_TABLE)
    app = op.get_bind().scalar(
        text(
            "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = current_schema() || '_app'"
        )
    )
    if app is not None:
        execute_script(RIGHTS.format(app=app))


def downgrade() -> None:
    execute_script(
        "DROP TABLE outbox, idempotency_keys, stock_movements, stock, locations, products;\n"
        "DROP FUNCTION fold_text(text)"
    )
