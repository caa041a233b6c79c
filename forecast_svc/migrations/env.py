"""Alembic's entry point; ``python -m shared.migrate forecast_svc`` runs it."""

from forecast_svc.tables import Base
from shared import migrations

migrations.run(Base.metadata)
