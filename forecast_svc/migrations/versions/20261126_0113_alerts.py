"""What somebody should look at, and when it is worth it; mails about it."""

from shared.db.migrations import execute_script
from shared.mail import outbox

revision = "0113"
down_revision = "0101"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE alerts (
    id bigint GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL,
    subject text NOT NULL,
    product_id bigint,
    location_id bigint,
    reference text,
    params jsonb NOT NULL,
    state text NOT NULL DEFAULT 'new',
    holds boolean NOT NULL DEFAULT true,
    raised_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_at timestamptz,
    seen_by bigint,
    closed_at timestamptz,
    closed_by bigint,
    CONSTRAINT pk_alerts PRIMARY KEY (id),
    CONSTRAINT ck_alerts_state CHECK (state IN ('new', 'seen', 'done'))
);
CREATE UNIQUE INDEX uq_alerts_open ON alerts (kind, subject) WHERE state <> 'done';
CREATE INDEX ix_alerts_holds ON alerts (kind, subject) WHERE holds;
CREATE INDEX ix_alerts_product_id ON alerts (product_id);
CREATE TABLE alert_settings (
    id smallint NOT NULL DEFAULT 1,
    settings jsonb NOT NULL,
    mailed_on date,
    author bigint NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_alert_settings PRIMARY KEY (id),
    CONSTRAINT ck_alert_settings_one CHECK (id = 1)
)
"""


def upgrade() -> None:
    execute_script(TABLES)
    execute_script(outbox.CREATE_TABLE)


def downgrade() -> None:
    raise NotImplementedError("who has looked at what would be forgotten")
