"""The whole stack, as `make up` starts it, on free ports and data of its own."""

from collections.abc import Iterator

import pytest

from ops.local.ports import Ports, listening
from ops.local.stack import Stack
from tests.shop import Shop
from tests.support.ports import free_port


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    names = ("auth", "products", "sales", "forecast", "etl", "postgres", "web")
    # Kafka's controller takes the next port, so the broker's lies outside the
    # range from which the system hands out ports.
    ports = Ports(**{name: free_port() for name in names}, kafka=two_free_ports())
    made = Stack(tmp_path_factory.mktemp("stack"), ports)
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


def two_free_ports(first: int = 19_092) -> int:
    return next(
        port
        for port in range(first, 32_000, 2)
        if not listening(port) and not listening(port + 1)
    )
