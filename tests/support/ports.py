"""Free ports for servers that a test run starts."""

import random

from ops.local.ports import listening

# Below the range from which the system hands out ports to connections: what is free
# here is not taken by one of those before the server listens.
_PORTS = range(18_000, 32_000, 2)


def free_port() -> int:
    """A port that nobody listens on, nor on the one after it (Kafka's controller).

    Any of thousands: the lowest free one may be that of another run, whose server is
    away for a moment.
    """
    return next(
        port
        for port in random.sample(_PORTS, len(_PORTS))
        if not listening(port) and not listening(port + 1)
    )
