"""Lots and their expiry dates: which of them units came into and left from."""

from pathlib import Path

from alembic import op
from sqlalchemy import text

from shared.db.migrations import execute_script, load_functions

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).resolve().parents[2] / "sql"
MOVE_STOCK = (
    "move_stock(bigint[], bigint[], numeric[], numeric[], text[], text[], text[],"
    " jsonb[], text, bigint, text)"
)
SETTLE_LOTS = "settle_lots(bigint[], jsonb[], text)"
INTERNAL = (
    "lot_event(lots)",
    "change_lot(bigint, bigint, numeric, text)",
    "spend_lots(stock_movements, numeric, text)",
    "follow_lots(stock_movements, text)",
)
CHANGED = (
    "lot_event", "change_lot", "spend_lots", "follow_lots", "settle_lots",
    "move_stock", "record_movement",
)  # fmt: skip

# A function cannot be replaced by one that takes other types.
BEFORE = (
    "DROP FUNCTION move_stock(bigint[], bigint[], numeric[], numeric[], text[], text[],"
    " text[], text, bigint, text)"
)
TABLES = """
CREATE TABLE lots (
    id bigint GENERATED ALWAYS AS IDENTITY,
    product_id bigint NOT NULL,
    location_id bigint NOT NULL,
    code text,
    expires_on date,
    on_hand numeric(13, 3) NOT NULL DEFAULT 0,
    version integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_lots PRIMARY KEY (id),
    CONSTRAINT uq_lots_product_id_location_id_code_expires_on
        UNIQUE NULLS NOT DISTINCT (product_id, location_id, code, expires_on),
    CONSTRAINT fk_lots_product_id_location_id FOREIGN KEY (product_id, location_id)
        REFERENCES stock (product_id, location_id),
    CONSTRAINT ck_lots_on_hand CHECK (on_hand >= 0)
);
CREATE INDEX ix_lots_expires_on_id ON lots (expires_on, id) WHERE on_hand > 0;

CREATE TABLE lot_movements (
    movement_id bigint NOT NULL,
    lot_id bigint NOT NULL,
    delta numeric(13, 3) NOT NULL,
    CONSTRAINT pk_lot_movements PRIMARY KEY (movement_id, lot_id),
    CONSTRAINT fk_lot_movements_movement_id FOREIGN KEY (movement_id)
        REFERENCES stock_movements (id),
    CONSTRAINT fk_lot_movements_lot_id FOREIGN KEY (lot_id) REFERENCES lots (id)
);
CREATE INDEX ix_lot_movements_lot_id ON lot_movements (lot_id);
"""
APP_ROLE = (
    "SELECT quote_ident(rolname) FROM pg_roles"
    " WHERE rolname = current_schema() || '_app'"
)


def upgrade() -> None:
    execute_script(TABLES)
    op.execute(BEFORE)
    schema = op.get_bind().scalar(text("SELECT quote_ident(current_schema())"))
    load_functions(FUNCTIONS, *CHANGED, schema=str(schema))
    for function in (MOVE_STOCK, SETTLE_LOTS, *INTERNAL):
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
    app = op.get_bind().scalar(text(APP_ROLE))
    if app is not None:
        # As the ledger: written by the functions alone.
        op.execute(f"REVOKE INSERT, UPDATE, DELETE ON lots, lot_movements FROM {app}")
        op.execute(f"GRANT EXECUTE ON FUNCTION {MOVE_STOCK}, {SETTLE_LOTS} TO {app}")


def downgrade() -> None:
    raise NotImplementedError("the lots of what stands there would be lost")
