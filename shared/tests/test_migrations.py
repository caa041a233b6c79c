"""The tables of the code are those that the migrations make."""

import pytest
from alembic import command

from shared.migrate import SERVICES, migrate


@pytest.mark.parametrize("service", SERVICES)
async def test_no_table_is_without_its_migration(databases, service):
    # Raises, and names the difference, when an upgrade would be generated.
    await migrate(service, command.check)
