"""Alembic's entry point; ``python -m shared.migrate auth_svc`` runs it."""

from auth_svc.tables import Base
from shared import migrations

migrations.run(Base.metadata)
