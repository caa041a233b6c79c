"""Free ports for servers that a test run starts."""

import socket


def free_port() -> int:
    """A port nobody listens on now. The system hands out others for a while."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
