"""Alembic's entry point; ``python -m ops.migrate etl_svc`` runs it."""

from etl_svc.tables import Base
from shared.db import migrations

migrations.run(Base.metadata)
