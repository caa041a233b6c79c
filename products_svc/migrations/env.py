"""Alembic's entry point; ``python -m shared.migrate products_svc`` runs it."""

from products_svc.tables import Base
from shared import migrations

migrations.run(Base.metadata)
