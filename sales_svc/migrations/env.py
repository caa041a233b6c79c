"""Alembic's entry point; ``python -m ops.migrate sales_svc`` runs it."""

from sales_svc.tables import Base
from shared.db import migrations

migrations.run(Base.metadata)
