"""Locations that people open, change and archive; who did what."""

from pathlib import Path

from alembic import op
from sqlalchemy import text

from shared.db.migrations import execute_script, load_functions
from shared.kafka import audit

revision = "0021"
down_revision = "0014"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).resolve().parents[2] / "sql"

TABLES = """
ALTER TABLE locations
    ADD COLUMN address text NOT NULL DEFAULT '',
    ADD COLUMN transfer_days integer NOT NULL DEFAULT 1,
    ADD COLUMN version integer NOT NULL DEFAULT 1,
    ADD COLUMN archived_at timestamptz,
    ADD COLUMN created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ADD COLUMN updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ADD CONSTRAINT ck_locations_transfer_days CHECK (transfer_days >= 0),
    DROP CONSTRAINT uq_locations_name;
CREATE UNIQUE INDEX uq_locations_live_name ON locations (name) WHERE archived_at IS NULL;
INSERT INTO outbox (topic, payload)
SELECT 'location.changed', json_build_object('location_id', id, 'name', name,
    'archived', false, 'transfer_days', transfer_days, 'version', version,
    'ts', to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
FROM locations ORDER BY id;
"""
APP_ROLE = (
    "SELECT quote_ident(rolname) FROM pg_roles"
    " WHERE rolname = current_schema() || '_app'"
)


def upgrade() -> None:
    execute_script(TABLES)
    execute_script(audit.CREATE_TABLE)
    schema = op.get_bind().scalar(text("SELECT quote_ident(current_schema())"))
    functions = ("require_location", "hold_stock", "adjust_stock")
    load_functions(FUNCTIONS, *functions, schema=str(schema))
    op.execute("REVOKE ALL ON FUNCTION hold_stock(bigint) FROM PUBLIC")
    app = op.get_bind().scalar(text(APP_ROLE))
    if app is not None:
        op.execute(f"GRANT INSERT, UPDATE ON locations TO {app}")
        op.execute(f"GRANT EXECUTE ON FUNCTION hold_stock(bigint) TO {app}")
        op.execute(audit.RIGHTS.format(app=app))


def downgrade() -> None:
    execute_script(
        "DROP TABLE audit;\n"
        "DROP INDEX uq_locations_live_name;\n"
        "ALTER TABLE locations ADD CONSTRAINT uq_locations_name UNIQUE (name),"
        " DROP COLUMN address, DROP COLUMN transfer_days, DROP COLUMN version,"
        " DROP COLUMN archived_at, DROP COLUMN created_at, DROP COLUMN updated_at"
    )
