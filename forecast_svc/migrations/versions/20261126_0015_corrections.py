"""What people say of days that sold suspiciously much."""

from alembic import op

from shared.db.migrations import execute_script

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE corrections (
    id bigint GENERATED ALWAYS AS IDENTITY,
    product_id bigint NOT NULL,
    day date NOT NULL,
    kind text NOT NULL,
    units double precision,
    note text NOT NULL,
    author bigint NOT NULL,
    created_on date NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    withdrawn_on date,
    CONSTRAINT pk_corrections PRIMARY KEY (id),
    CONSTRAINT ck_corrections_kind CHECK (kind IN ('confirmed', 'corrected', 'bulk_order')),
    CONSTRAINT ck_corrections_units CHECK ((kind = 'corrected') = (units IS NOT NULL))
);
CREATE UNIQUE INDEX uq_corrections_in_force ON corrections (product_id, day)
    WHERE withdrawn_on IS NULL;
"""


def upgrade() -> None:
    execute_script(TABLE)


def downgrade() -> None:
    op.execute("DROP TABLE corrections")
