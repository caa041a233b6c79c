"""Alembic's entry point; ``python -m shared.migrate etl_svc`` runs it."""

from etl_svc.tables import Base
from shared import migrations

migrations.run(Base.metadata)
