"""One page's stream: what happened since its place, then what happens."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any

import orjson

from sales_svc.live.hub import Hub
from sales_svc.live.notes import Note
from shared.errors import Unauthenticated
from shared.http.auth import Role

RETRY_MS = 2_000
GATHER_S = 0.2
"""So long a stream gathers what happens, so that a busy till is few messages."""
MOST_AT_ONCE = 200
"""Notes of one message; of more, a page rather reads everything anew."""
LOOK_EVERY_S = 1.0
"""How soon it is seen that rights have ended."""
HEARTBEAT_S = 15.0
OPENING_S = 10.0
"""A page reads its figures before its stream is open: so far back a new one begins."""


async def stream(
    hub: Hub,
    role: Role,
    *,
    place: str | None,
    still_allowed: Callable[[], Awaitable[object]],
) -> AsyncIterator[bytes]:
    """Ends with the rights of who reads (``still_allowed`` raises), or with the process.

    ``state`` says whether anything would be heard; ``happened`` has notes; ``reset`` that
    some were missed. Each has a place as its id.
    """
    live, number = hub.live, hub.number
    missed = hub.recent(OPENING_S) if place is None else hub.since(place)
    yield f"retry: {RETRY_MS}\n\n".encode() + _state(hub)
    if message := _message(hub, role, missed):
        yield message
    beat = time.monotonic()
    while hub.open:
        await hub.news(number, live=live, seconds=LOOK_EVERY_S)
        try:
            await still_allowed()
        except Unauthenticated:
            return
        message = b""
        if hub.live != live:
            live = hub.live
            message += _state(hub)
        if hub.number != number:
            await asyncio.sleep(GATHER_S)
            new, number = hub.after(number), hub.number
            message += _message(hub, role, new)
        if not message and time.monotonic() - beat > HEARTBEAT_S:
            message = b": still here\n\n"
        if message:
            beat = time.monotonic()
            yield message


def _state(hub: Hub) -> bytes:
    return _event("state", {"live": hub.live}, hub.place)


def _message(hub: Hub, role: Role, new: Sequence[Note] | None) -> bytes:
    if new is None:
        return _event("reset", {}, hub.place)
    mine = {orjson.dumps(note.wire): None for note in new if note.is_for(role)}
    if len(mine) > MOST_AT_ONCE:
        return _event("reset", {}, hub.place)
    return (
        _event("happened", [orjson.Fragment(each) for each in mine], hub.place)
        if mine
        else b""
    )


def _event(name: str, data: Any, place: str) -> bytes:
    return b"id: %b\nevent: %b\ndata: %b\n\n" % (
        place.encode(),
        name.encode(),
        orjson.dumps(data),
    )
