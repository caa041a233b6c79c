"""What planners know: overrides of forecasts, promotions and closures."""

from alembic import op

from shared.db.migrations import execute_script

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE overrides (
    id bigint GENERATED ALWAYS AS IDENTITY,
    product_id bigint NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    percentage double precision,
    units double precision,
    note text NOT NULL,
    author bigint NOT NULL,
    expires_on date,
    baseline real[] NOT NULL,
    created_on date NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    withdrawn_on date,
    days integer,
    sold double precision,
    absolute_error double precision,
    baseline_absolute_error double precision,
    CONSTRAINT pk_overrides PRIMARY KEY (id),
    CONSTRAINT ck_overrides_period CHECK (first_day <= last_day),
    CONSTRAINT ck_overrides_one_way CHECK ((percentage IS NULL) <> (units IS NULL))
);
CREATE UNIQUE INDEX uq_overrides_in_force ON overrides
    (product_id, first_day, last_day, percentage, units) NULLS NOT DISTINCT
    WHERE withdrawn_on IS NULL;
CREATE INDEX ix_overrides_unscored ON overrides (last_day)
    WHERE days IS NULL AND withdrawn_on IS NULL;
CREATE TABLE calendar_events (
    id bigint GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL,
    name text NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    product_id bigint,
    category text,
    author bigint NOT NULL,
    created_on date NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    withdrawn_on date,
    CONSTRAINT pk_calendar_events PRIMARY KEY (id),
    CONSTRAINT ck_calendar_events_kind CHECK (kind IN ('promotion', 'closure')),
    CONSTRAINT ck_calendar_events_period CHECK (first_day <= last_day),
    CONSTRAINT ck_calendar_events_one_scope CHECK (product_id IS NULL OR category IS NULL),
    CONSTRAINT ck_calendar_events_closure_of_all
        CHECK (kind = 'promotion' OR (product_id IS NULL AND category IS NULL))
);
CREATE UNIQUE INDEX uq_calendar_events_in_force ON calendar_events
    (kind, name, first_day, last_day, product_id, category) NULLS NOT DISTINCT
    WHERE withdrawn_on IS NULL;
CREATE INDEX ix_calendar_events_last_day ON calendar_events (last_day);
"""


def upgrade() -> None:
    execute_script(TABLES)


def downgrade() -> None:
    op.execute("DROP TABLE calendar_events, overrides")
