"""Who did what: here, and in every service. Rows are only ever added."""

from alembic import op
from sqlalchemy import text

from shared.db.migrations import execute_script
from shared.kafka import audit

revision = "0080"
down_revision = "0090"
branch_labels = None
depends_on = None

LOG = """
CREATE TABLE audit_log (
    service text NOT NULL,
    n bigint NOT NULL,
    ts timestamptz NOT NULL,
    actor bigint NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    version bigint,
    changes json NOT NULL,
    request_id text,
    CONSTRAINT pk_audit_log PRIMARY KEY (service, n)
);
CREATE INDEX ix_audit_log_ts ON audit_log (ts, service, n);
CREATE INDEX ix_audit_log_actor_ts ON audit_log (actor, ts);
CREATE INDEX ix_audit_log_subject_ts ON audit_log (subject, ts);
"""
APP_ROLE = (
    "SELECT quote_ident(rolname) FROM pg_roles"
    " WHERE rolname = current_schema() || '_app'"
)


def upgrade() -> None:
    execute_script(audit.CREATE_TABLE)
    execute_script(LOG)
    # Trials with one superuser have no such role.
    app = op.get_bind().scalar(text(APP_ROLE))
    if app is not None:
        op.execute(audit.RIGHTS.format(app=app))
        op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON audit_log FROM {app}")


def downgrade() -> None:
    raise NotImplementedError("who did what would be forgotten")
