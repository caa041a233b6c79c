"""Answers that go on: server-sent events."""

from collections.abc import AsyncIterable

from fastapi.responses import StreamingResponse

MEDIA_TYPE = "text/event-stream"

_HEADERS = {
    # The second word keeps fronts from compressing it, which would gather it first.
    "Cache-Control": "no-store, no-transform",
    "X-Accel-Buffering": "no",
}


def event_stream(events: AsyncIterable[str | bytes]) -> StreamingResponse:
    """``events`` as they come: no front on the way keeps them back."""
    return StreamingResponse(events, media_type=MEDIA_TYPE, headers=_HEADERS)
