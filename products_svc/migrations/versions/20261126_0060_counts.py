"""Count sheets; stock that a document moves."""

from pathlib import Path

from alembic import op
from sqlalchemy import text

from shared.db.migrations import execute_script, load_functions

revision = "0060"
down_revision = "0072"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).resolve().parents[2] / "sql"
MOVE_STOCK = (
    "move_stock(bigint[], bigint[], numeric[], numeric[], text[], text[], text[], text,"
    " bigint, text)"
)
HOLD_SHELVES = "hold_shelves(bigint, bigint[], boolean[])"

TABLES = """
CREATE TABLE stock_counts (
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    status text NOT NULL DEFAULT 'open',
    blind boolean NOT NULL,
    selection jsonb NOT NULL,
    recount_percent numeric(6, 2),
    recount_units numeric(12, 3),
    recount_value numeric(12, 2),
    note text,
    reason text,
    created_by bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_by bigint,
    ended_at timestamptz,
    CONSTRAINT pk_stock_counts PRIMARY KEY (id),
    CONSTRAINT fk_stock_counts_location_id FOREIGN KEY (location_id) REFERENCES locations (id)
);
CREATE INDEX ix_stock_counts_status_id ON stock_counts (status, id);

CREATE TABLE stock_count_lines (
    id bigint GENERATED ALWAYS AS IDENTITY,
    count_id bigint NOT NULL,
    product_id bigint NOT NULL,
    outcome text,
    expected numeric(13, 3),
    difference numeric(13, 3),
    unit_cost numeric(18, 6),
    value numeric(18, 2),
    movement_id bigint,
    CONSTRAINT pk_stock_count_lines PRIMARY KEY (id),
    CONSTRAINT uq_stock_count_lines_count_id_product_id UNIQUE (count_id, product_id),
    CONSTRAINT fk_stock_count_lines_count_id FOREIGN KEY (count_id) REFERENCES stock_counts (id),
    CONSTRAINT fk_stock_count_lines_product_id FOREIGN KEY (product_id) REFERENCES products (id)
);

CREATE TABLE stock_count_entries (
    id bigint GENERATED ALWAYS AS IDENTITY,
    line_id bigint NOT NULL,
    round smallint NOT NULL,
    counted_by bigint NOT NULL,
    place text NOT NULL,
    units numeric(13, 3) NOT NULL,
    counted_at timestamptz NOT NULL,
    CONSTRAINT pk_stock_count_entries PRIMARY KEY (id),
    CONSTRAINT uq_stock_count_entries_line_id_round_counted_by_place
        UNIQUE (line_id, round, counted_by, place),
    CONSTRAINT fk_stock_count_entries_line_id FOREIGN KEY (line_id)
        REFERENCES stock_count_lines (id),
    CONSTRAINT ck_stock_count_entries_units CHECK (units >= 0)
);
"""
APP_ROLE = (
    "SELECT quote_ident(rolname) FROM pg_roles"
    " WHERE rolname = current_schema() || '_app'"
)


def upgrade() -> None:
    execute_script(TABLES)
    schema = op.get_bind().scalar(text("SELECT quote_ident(current_schema())"))
    names = ("move_stock", "hold_shelves")
    load_functions(FUNCTIONS, *names, schema=str(schema))
    for function in (MOVE_STOCK, HOLD_SHELVES):
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
    app = op.get_bind().scalar(text(APP_ROLE))
    if app is not None:
        op.execute(f"REVOKE DELETE ON stock_counts, stock_count_lines FROM {app}")
        op.execute(f"GRANT DELETE ON to_count TO {app}")
        for function in (MOVE_STOCK, HOLD_SHELVES, "usual_cost(bigint)"):
            op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {app}")


def downgrade() -> None:
    raise NotImplementedError("what was counted would be lost")
