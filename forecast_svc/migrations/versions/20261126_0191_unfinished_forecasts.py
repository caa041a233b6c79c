"""Where forecasts of a large shop wait until all its products have one."""

from alembic import op

revision = "0191"
down_revision = "0190"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE unfinished_forecasts (
            as_of date NOT NULL,
            product_id bigint NOT NULL,
            mean real[] NOT NULL,
            level double precision,
            dispersion real[],
            nominal real[],
            CONSTRAINT pk_unfinished_forecasts PRIMARY KEY (as_of, product_id)
        )""")


def downgrade() -> None:
    op.execute("DROP TABLE unfinished_forecasts")
