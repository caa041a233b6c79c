"""Alembic's entry point; ``python -m ops.migrate auth_svc`` runs it."""

from auth_svc.tables import Base
from shared.db import migrations

migrations.run(Base.metadata)
