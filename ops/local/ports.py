"""Where each part listens, and whether somebody else already does."""

import os
import socket
from dataclasses import dataclass, fields
from typing import Self

import psutil

from ops.local.errors import LocalError


@dataclass(frozen=True)
class Ports:
    """Ports of 127.0.0.1; each can be set by a variable such as ``AUTH_PORT``."""

    auth: int = 8001
    products: int = 8002
    sales: int = 8003
    forecast: int = 8004
    etl: int = 8010
    kafka: int = 9092
    postgres: int = 5432
    web: int = 8080

    @classmethod
    def from_environment(cls) -> Self:
        chosen = {}
        for field in fields(cls):
            name = f"{field.name.upper()}_PORT"
            text = os.environ.get(name)
            if text:
                if not text.isdecimal() or not 0 < int(text) < 65536:
                    raise LocalError(f"{name}={text} is not a port.")
                chosen[field.name] = int(text)
        return cls(**chosen)

    def url(self, service: str) -> str:
        return f"http://127.0.0.1:{getattr(self, service)}"

    def refuse_busy(self) -> None:
        """Raises one line that names the port, who has it, and what to do."""
        wanted = [(field.name, getattr(self, field.name)) for field in fields(self)]
        # Kafka's controller takes the port after the broker's.
        for name, port in [*wanted, ("kafka", self.kafka + 1)]:
            if listening(port):
                raise LocalError(
                    f"Port {port} ({name}) is taken{_by_whom(port)}. Stop that"
                    f" program, or choose another port: {name.upper()}_PORT=… make up"
                )


def listening(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _by_whom(port: int) -> str:
    try:
        for connection in psutil.net_connections("tcp"):
            if (
                connection.status == psutil.CONN_LISTEN
                and connection.laddr.port == port
                and connection.pid
            ):
                name = psutil.Process(connection.pid).name()
                return f" by {name} (process {connection.pid})"
    except psutil.Error:
        pass
    return ""
