"""A wire to PostgreSQL that a test can cut at the worst moment."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Wire:
    """Passes bytes both ways. With ``lose_answer`` set, what the client sends
    still arrives, and the connection breaks in place of the server's answer."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._writers: set[asyncio.StreamWriter] = set()
        self.port = 0
        self.lose_answer = False
        self.lost = asyncio.Event()

    async def connect(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        up_reader, up_writer = await asyncio.open_connection(*self._server)
        self._writers |= {writer, up_writer}
        await asyncio.gather(
            self._pass(reader, up_writer, answers=False),
            self._pass(up_reader, writer, answers=True),
        )

    async def _pass(
        self,
        source: asyncio.StreamReader,
        target: asyncio.StreamWriter,
        *,
        answers: bool,
    ) -> None:
        try:
            while data := await source.read(65536):
                if answers and self.lose_answer:
                    self.lost.set()
                    break
                target.write(data)
                await target.drain()
        except OSError:
            pass
        target.close()

    def close(self) -> None:
        for writer in self._writers:
            writer.close()


@asynccontextmanager
async def wire_to(host: str, port: int) -> AsyncIterator[Wire]:
    wire = Wire(host, port)
    server = await asyncio.start_server(wire.connect, "127.0.0.1", 0)
    wire.port = server.sockets[0].getsockname()[1]
    try:
        yield wire
    finally:
        server.close()
        wire.close()
