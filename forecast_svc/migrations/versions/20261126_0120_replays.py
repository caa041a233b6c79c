"""Replays: ordering over again in the shop's own past."""

from shared.db.migrations import execute_script

revision = "0120"
down_revision = "0113"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE replays (
    id bigint GENERATED ALWAYS AS IDENTITY,
    status text NOT NULL DEFAULT 'queued',
    rule text NOT NULL,
    target jsonb,
    category text,
    product_ids bigint[] NOT NULL,
    days bigint NOT NULL,
    cover_days bigint NOT NULL,
    as_of date NOT NULL,
    author bigint NOT NULL,
    idempotency_key text,
    forecast_blocks bigint NOT NULL DEFAULT 0,
    steps_done bigint NOT NULL DEFAULT 0,
    steps bigint NOT NULL,
    result jsonb,
    error text,
    claimed_by uuid,
    claimed_until timestamptz,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    started_at timestamptz,
    finished_at timestamptz,
    CONSTRAINT pk_replays PRIMARY KEY (id),
    CONSTRAINT ck_replays_status
        CHECK (status IN ('queued', 'running', 'done', 'failed', 'cancelled'))
);
CREATE UNIQUE INDEX uq_replays_key ON replays (author, idempotency_key);
CREATE TABLE replay_forecasts (
    replay_id bigint NOT NULL,
    product_id bigint NOT NULL,
    as_of date NOT NULL,
    mean real[] NOT NULL,
    std real[] NOT NULL,
    cumulative_std real[] NOT NULL,
    dispersion real[],
    nominal real[],
    measured boolean NOT NULL,
    CONSTRAINT pk_replay_forecasts PRIMARY KEY (replay_id, product_id, as_of),
    CONSTRAINT fk_replay_forecasts_replay_id_replays
        FOREIGN KEY (replay_id) REFERENCES replays (id) ON DELETE CASCADE
);
CREATE TABLE replay_products (
    replay_id bigint NOT NULL,
    product_id bigint NOT NULL,
    result jsonb NOT NULL,
    CONSTRAINT pk_replay_products PRIMARY KEY (replay_id, product_id),
    CONSTRAINT fk_replay_products_replay_id_replays
        FOREIGN KEY (replay_id) REFERENCES replays (id) ON DELETE CASCADE
)
"""


def upgrade() -> None:
    execute_script(TABLES)


def downgrade() -> None:
    for table in ("replay_products", "replay_forecasts", "replays"):
        execute_script(f"DROP TABLE {table}")
