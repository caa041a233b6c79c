"""Refits, the forecasts that were issued, and how they did."""

from alembic import op

from shared.db.migrations import execute_script

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE refits (
    id bigint GENERATED ALWAYS AS IDENTITY,
    as_of date NOT NULL,
    reason text NOT NULL,
    imported bigint NOT NULL,
    products integer NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_refits PRIMARY KEY (id),
    CONSTRAINT ck_refits_reason CHECK (reason IN ('scheduled', 'asked for'))
);
CREATE UNIQUE INDEX uq_refits_as_of_imported ON refits (as_of, imported)
    WHERE reason = 'scheduled';
CREATE TABLE refit_chunks (
    refit_id bigint NOT NULL,
    chunk integer NOT NULL,
    products integer NOT NULL,
    finished_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_refit_chunks PRIMARY KEY (refit_id, chunk)
);
CREATE TABLE issued (
    product_id bigint NOT NULL,
    as_of date NOT NULL,
    model text NOT NULL,
    mean real[] NOT NULL,
    lower_80 real[] NOT NULL,
    upper_80 real[] NOT NULL,
    lower_95 real[] NOT NULL,
    upper_95 real[] NOT NULL,
    made_at timestamptz NOT NULL,
    CONSTRAINT pk_issued PRIMARY KEY (product_id, as_of)
);
CREATE INDEX ix_issued_as_of ON issued (as_of);
CREATE TABLE scores (
    product_id bigint NOT NULL,
    as_of date NOT NULL,
    days integer NOT NULL,
    sold double precision NOT NULL,
    error double precision NOT NULL,
    absolute_error double precision NOT NULL,
    naive_absolute_error double precision NOT NULL,
    rmsse double precision,
    naive_rmsse double precision,
    mase double precision,
    pinball double precision,
    covered_80 integer NOT NULL,
    covered_95 integer NOT NULL,
    scored_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_scores PRIMARY KEY (product_id, as_of)
);
CREATE INDEX ix_scores_as_of ON scores (as_of)
"""


def upgrade() -> None:
    execute_script(TABLES)


def downgrade() -> None:
    op.execute("DROP TABLE scores, issued, refit_chunks, refits")
