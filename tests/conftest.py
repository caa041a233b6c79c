"""The whole stack, as `make up` starts it, on free ports and data of its own."""

from collections.abc import Iterator

import pytest

from ops.local.ports import Ports
from ops.local.stack import Stack
from tests.shop import Shop
from tests.support.ports import free_port


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    names = ("auth", "products", "sales", "forecast", "etl", "postgres", "web")
    ports = Ports(**{name: free_port() for name in names}, kafka=free_port())
    made = Stack(tmp_path_factory.mktemp("stack"), ports, durable=False)
    try:
        made.up()
        yield made
    finally:
        # Logs stay in pytest's folder, to be read when something failed.
        made.down()
        made.postgres.erase()


@pytest.fixture(scope="session")
def shop(stack: Stack) -> Iterator[Shop]:
    """The first admin of the system, signed in."""
    made = Shop(stack)
    yield made
    made.http.close()
