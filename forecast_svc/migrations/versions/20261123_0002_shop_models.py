"""The shop's shared model: one a day, and what it expects of each product."""

from alembic import op

from shared.db.migrations import execute_script

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE shop_models (
    as_of date NOT NULL,
    imported bigint NOT NULL,
    products integer NOT NULL,
    examples integer NOT NULL,
    weight double precision NOT NULL,
    width double precision NOT NULL,
    made_at timestamptz NOT NULL,
    CONSTRAINT pk_shop_models PRIMARY KEY (as_of)
);
CREATE TABLE shop_forecasts (
    as_of date NOT NULL,
    product_id bigint NOT NULL,
    mean real[] NOT NULL,
    CONSTRAINT pk_shop_forecasts PRIMARY KEY (as_of, product_id),
    CONSTRAINT fk_shop_forecasts_as_of_shop_models FOREIGN KEY (as_of)
        REFERENCES shop_models (as_of) ON DELETE CASCADE
)
"""


def upgrade() -> None:
    execute_script(TABLES)


def downgrade() -> None:
    op.execute("DROP TABLE shop_forecasts, shop_models")
