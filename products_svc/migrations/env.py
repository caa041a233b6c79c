"""Alembic's entry point; ``python -m ops.migrate products_svc`` runs it."""

from products_svc.tables import Base
from shared.db import migrations

migrations.run(Base.metadata)
