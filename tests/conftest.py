"""The whole stack, as `make up` starts it, on free ports and data of its own."""

import random
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


def two_free_ports() -> int:
    """Anywhere in the range: the first that is free may be that of another run, whose
    broker is away for a moment."""
    ports = range(19_092, 32_000, 2)
    return next(
        port
        for port in random.sample(ports, len(ports))
        if not listening(port) and not listening(port + 1)
    )
