"""Returns of sales; the versions of imported rows that a later file replaced."""

from alembic import op
from sqlalchemy import text

from shared.db.migrations import execute_script

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = """
ALTER TABLE sales ADD COLUMN returned integer NOT NULL DEFAULT 0;
ALTER TABLE sales ADD CONSTRAINT ck_sales_returned CHECK (returned BETWEEN 0 AND quantity);

CREATE TABLE returns (
    id bigint GENERATED ALWAYS AS IDENTITY,
    sale_id bigint NOT NULL,
    quantity integer NOT NULL,
    amount numeric(12, 2),
    condition text NOT NULL,
    reason text NOT NULL,
    user_id bigint NOT NULL,
    import_id bigint,
    row_key text,
    idempotency_key text,
    fingerprint bytea,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_returns PRIMARY KEY (id),
    CONSTRAINT fk_returns_sale_id FOREIGN KEY (sale_id) REFERENCES sales (id),
    CONSTRAINT ck_returns_quantity CHECK (quantity BETWEEN 1 AND 1000000),
    CONSTRAINT ck_returns_condition CHECK (condition IN ('resaleable', 'damaged'))
);
CREATE INDEX ix_returns_sale_id ON returns (sale_id);
CREATE UNIQUE INDEX uq_returns_row_key ON returns (row_key, sale_id) WHERE row_key IS NOT NULL;
CREATE INDEX ix_returns_not_undone ON returns (import_id, id) WHERE row_key IS NOT NULL;
CREATE UNIQUE INDEX uq_returns_idempotency_key ON returns (user_id, idempotency_key)
    WHERE idempotency_key IS NOT NULL;

CREATE TABLE row_versions (
    id bigint GENERATED ALWAYS AS IDENTITY,
    row_key text NOT NULL,
    import_id bigint NOT NULL,
    sale_id bigint,
    CONSTRAINT pk_row_versions PRIMARY KEY (id)
);
CREATE INDEX ix_row_versions_row_key ON row_versions (row_key, id);
CREATE INDEX ix_row_versions_import_id ON row_versions (import_id, id);

ALTER TABLE imports ADD COLUMN decided_at timestamptz;
ALTER TABLE import_chunks ADD COLUMN changed integer NOT NULL DEFAULT 0;
ALTER TABLE import_chunks ADD COLUMN withdrawn integer NOT NULL DEFAULT 0
"""

# Of a return, as of a sale, no fact ever changes.
RIGHTS = """
GRANT UPDATE (returned) ON sales TO {app};
REVOKE UPDATE, DELETE ON returns FROM {app};
GRANT UPDATE (row_key) ON returns TO {app}
"""


def upgrade() -> None:
    execute_script(TABLES)
    app = op.get_bind().scalar(
        text(
            "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = current_schema() || '_app'"
        )
    )
    if app is not None:
        execute_script(RIGHTS.format(app=app))


def downgrade() -> None:
    execute_script("""
ALTER TABLE import_chunks DROP COLUMN changed, DROP COLUMN withdrawn;
ALTER TABLE imports DROP COLUMN decided_at;
DROP TABLE row_versions, returns;
ALTER TABLE sales DROP COLUMN returned
""")
