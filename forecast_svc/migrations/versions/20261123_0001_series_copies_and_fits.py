"""Daily series and copies in two generations, claims, fits, outbox."""

from alembic import op
from sqlalchemy import text

from shared.db.migrations import execute_script
from shared.kafka import outbox

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE generations (
    generation smallint NOT NULL,
    state text NOT NULL,
    business_tz text NOT NULL,
    CONSTRAINT pk_generations PRIMARY KEY (generation),
    CONSTRAINT ck_generations_generation CHECK (generation IN (0, 1)),
    CONSTRAINT ck_generations_state CHECK (state IN ('live', 'building', 'retired'))
);
CREATE UNIQUE INDEX uq_generations_state ON generations (state);

CREATE TABLE rebuilds (
    id bigint GENERATED ALWAYS AS IDENTITY,
    reason text NOT NULL,
    stage text,
    cursor bigint NOT NULL DEFAULT 0,
    lines bigint NOT NULL DEFAULT 0,
    error text,
    requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    started_at timestamptz,
    finished_at timestamptz,
    CONSTRAINT pk_rebuilds PRIMARY KEY (id)
);

CREATE TABLE daily (
    generation smallint NOT NULL,
    product_id bigint NOT NULL,
    day date NOT NULL,
    quantity bigint NOT NULL,
    revenue numeric NOT NULL,
    sales bigint NOT NULL,
    CONSTRAINT pk_daily PRIMARY KEY (generation, product_id, day)
) PARTITION BY LIST (generation);

CREATE TABLE products (
    generation smallint NOT NULL,
    product_id bigint NOT NULL,
    version bigint NOT NULL DEFAULT 0,
    archived_version bigint NOT NULL DEFAULT 0,
    sku text,
    name text,
    price numeric(12, 2),
    category text,
    CONSTRAINT pk_products PRIMARY KEY (generation, product_id)
) PARTITION BY LIST (generation);

CREATE TABLE stock (
    generation smallint NOT NULL,
    product_id bigint NOT NULL,
    location_id bigint NOT NULL,
    on_hand bigint NOT NULL,
    movement_id bigint NOT NULL,
    moved_at timestamptz NOT NULL,
    CONSTRAINT pk_stock PRIMARY KEY (generation, product_id, location_id)
) PARTITION BY LIST (generation);

CREATE TABLE imports (
    generation smallint NOT NULL,
    import_id bigint NOT NULL,
    rows bigint NOT NULL,
    duplicates bigint NOT NULL,
    CONSTRAINT pk_imports PRIMARY KEY (generation, import_id)
) PARTITION BY LIST (generation);

CREATE TABLE inbox (
    generation smallint NOT NULL,
    type text NOT NULL,
    id bigint NOT NULL,
    CONSTRAINT pk_inbox PRIMARY KEY (generation, id, type)
) PARTITION BY LIST (generation);

CREATE TABLE fits (
    product_id bigint NOT NULL,
    as_of date NOT NULL,
    fingerprint bytea NOT NULL,
    model text NOT NULL,
    reason text,
    details jsonb NOT NULL,
    mean double precision[] NOT NULL,
    deviation double precision[] NOT NULL,
    made_at timestamptz NOT NULL,
    retry_at timestamptz,
    CONSTRAINT pk_fits PRIMARY KEY (product_id, as_of)
);
CREATE INDEX ix_fits_made_at ON fits (made_at)
"""

# A day is updated with every batch; room in its page keeps that cheap.
PARTITIONS = """
CREATE TABLE daily_{g} PARTITION OF daily FOR VALUES IN ({g})
    WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
CREATE TABLE products_{g} PARTITION OF products FOR VALUES IN ({g});
CREATE TABLE stock_{g} PARTITION OF stock FOR VALUES IN ({g}) WITH (fillfactor = 70);
CREATE TABLE imports_{g} PARTITION OF imports FOR VALUES IN ({g}) WITH (fillfactor = 50);
CREATE TABLE inbox_{g} PARTITION OF inbox FOR VALUES IN ({g}) PARTITION BY RANGE (id);
CREATE TABLE inbox_{g}_rest PARTITION OF inbox_{g} DEFAULT
"""

# Claims are kept for good; parted by id, so that the hot end of their index stays small.
# Ids beyond the prepared ranges, such as those typed by hand, go into the rest.
IDS_PER_RANGE = 10_000_000
PREPARED_RANGES = 20
CLAIMS = """
CREATE TABLE inbox_{g}_{n:03} PARTITION OF inbox_{g} FOR VALUES FROM ({first}) TO ({end})
"""

# Dropping a generation is a TRUNCATE, which the default rights do not contain.
RIGHTS = "GRANT TRUNCATE ON daily_{g}, products_{g}, stock_{g}, imports_{g}, inbox_{g} TO {app}"


def upgrade() -> None:
    execute_script(TABLES)
    execute_script(outbox.CREATE_TABLE)
    app = op.get_bind().scalar(
        text(
            "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = current_schema() || '_app'"
        )
    )
    for g in (0, 1):
        execute_script(PARTITIONS.format(g=g))
        for n in range(PREPARED_RANGES):
            first = n * IDS_PER_RANGE
            execute_script(
                CLAIMS.format(g=g, n=n, first=first, end=first + IDS_PER_RANGE)
            )
        if app is not None:
            execute_script(RIGHTS.format(g=g, app=app))


def downgrade() -> None:
    execute_script(
        "DROP TABLE outbox, inbox, fits, imports, stock, products, daily, rebuilds, generations"
    )
