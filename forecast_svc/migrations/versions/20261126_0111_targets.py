"""What advice aims at, which products sleep, and who did what here."""

from alembic import op
from sqlalchemy import text

from shared.db.migrations import execute_script
from shared.kafka import audit

revision = "0111"
down_revision = "0110"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE targets (
    id bigint GENERATED ALWAYS AS IDENTITY,
    product_id bigint,
    category text,
    target jsonb NOT NULL,
    author bigint NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_targets PRIMARY KEY (id),
    CONSTRAINT ck_targets_subject CHECK (product_id IS NULL OR category IS NULL)
);
CREATE UNIQUE INDEX uq_targets_subject ON targets (product_id, category) NULLS NOT DISTINCT;
CREATE TABLE snoozes (
    id bigint GENERATED ALWAYS AS IDENTITY,
    product_id bigint NOT NULL,
    location_id bigint,
    until date NOT NULL,
    reason text,
    author bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_snoozes PRIMARY KEY (id)
);
CREATE UNIQUE INDEX uq_snoozes_subject ON snoozes (product_id, location_id)
    NULLS NOT DISTINCT
"""
APP_ROLE = (
    "SELECT quote_ident(rolname) FROM pg_roles"
    " WHERE rolname = current_schema() || '_app'"
)


def upgrade() -> None:
    execute_script(TABLES)
    execute_script(audit.CREATE_TABLE)
    app = op.get_bind().scalar(text(APP_ROLE))
    if app is not None:
        op.execute(audit.RIGHTS.format(app=app))


def downgrade() -> None:
    raise NotImplementedError("who did what would be forgotten")
