"""The route of the live stream: parse, one call, answer."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import Annotated

from fastapi import Depends, FastAPI, Header, Request
from fastapi.responses import StreamingResponse

from sales_svc.errors import TooManyStreams
from sales_svc.live.hub import Hub
from sales_svc.live.stream import RETRY_MS, stream
from shared.http.auth import Principal, Role, require, verifier_of
from shared.http.event_stream import event_stream
from shared.http.service import api_router
from shared.process import when_stopped

router = api_router("/api/live", "live")

OF_A_PERSON = 10
IN_ALL = 500
"""Streams of one process: each is a connection and a place in the ring, no more."""

_reader = require(Role.VIEWER)


class Streams:
    """The places for streams in this process."""

    def __init__(self) -> None:
        self._open: Counter[int] = Counter()

    @contextmanager
    def place(self, user_id: int) -> Iterator[None]:
        """Raises ``TooManyStreams`` when this person or others have them all."""
        if self._open[user_id] >= OF_A_PERSON or self._open.total() >= IN_ALL:
            raise TooManyStreams(RETRY_MS // 1000)
        self._open[user_id] += 1
        try:
            yield
        finally:
            self._open[user_id] -= 1
            if not self._open[user_id]:
                del self._open[user_id]


async def _place(
    request: Request, caller: Annotated[Principal, Depends(_reader)]
) -> AsyncIterator[Principal]:
    """Held until the answer has been sent or given up."""
    streams: Streams = request.app.state.streams
    with streams.place(caller.id):
        yield caller


@router.get(
    "",
    name="follow_live",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}}},
)
async def get_live(
    request: Request,
    caller: Annotated[Principal, Depends(_place)],
    last_event_id: Annotated[str | None, Header(max_length=8_000)] = None,
) -> StreamingResponse:
    """What happens, as server-sent events, for as long as the token is good.

    `happened` lists what may have changed: `kind` (`sales`, `stock`, `products`, `orders`,
    `transfers`, `counts`, `locations`, `suppliers`, `alerts`, `jobs`, `replays`) and ids;
    figures are read where they always are, and kinds that the caller may not read are left
    out. With the last `id` as `Last-Event-ID` a stream goes on where another ended, within
    ten minutes; `reset` says that something was missed and everything has to be read anew.
    `state` says by `live` whether the broker answers: while it does not, ask by yourself.
    """
    hub: Hub = request.app.state.live
    token = request.headers["Authorization"].partition(" ")[2]
    verifier = await verifier_of(request)
    return event_stream(
        stream(
            hub,
            caller.role or Role.VIEWER,
            place=last_event_id,
            still_allowed=partial(verifier.verify, token),
        )
    )


@asynccontextmanager
async def ending_streams(app: FastAPI) -> AsyncIterator[None]:
    """A server that is to stop first waits for its answers to end."""
    with when_stopped(app.state.live.close):
        yield
