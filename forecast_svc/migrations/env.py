"""Alembic's entry point; ``python -m ops.migrate forecast_svc`` runs it."""

import forecast_svc.planning.tables  # noqa: F401 - its rows are of the same metadata
from forecast_svc.tables import Base
from shared.db import migrations

migrations.run(Base.metadata)
