"""Alembic's entry point; ``python -m shared.migrate sales_svc`` runs it."""

from sales_svc.tables import Base
from shared import migrations

migrations.run(Base.metadata)
