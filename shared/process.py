"""The end of a process that can no longer do its work; its supervisor starts it again.

Compose leaves an unhealthy container alone and restarts one that has ended, as
supervisord does: so a process that cannot recover says why, and ends.
"""

import asyncio
import atexit
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import structlog

log = structlog.get_logger(__name__)

EXIT_STATUS = 70
"""``EX_SOFTWARE`` of sysexits.h."""
GRACE_S = 30.0
"""For requests under way and for the background tasks' clean-up."""


def end_process(reason: str) -> None:
    """Stop as after SIGTERM, with a status that is not 0; by force after 30 s."""
    log.critical("process_ends", reason=reason)
    # As a container's first process uvicorn survives the signal that it sends
    # itself at the end, and would leave with status 0.
    atexit.register(os._exit, EXIT_STATUS)
    late = threading.Timer(GRACE_S, os._exit, [EXIT_STATUS])
    late.daemon = True
    late.start()
    os.kill(os.getpid(), signal.SIGTERM)


@contextmanager
def when_stopped(call: Callable[[], None]) -> Iterator[None]:
    """``call`` in the event loop once the process is asked to end, beside what the server
    does then; answers that would go on for ever learn of it in no other way."""
    loop = asyncio.get_running_loop()
    before: dict[signal.Signals, Callable[[int, FrameType | None], object]] = {}

    def both(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(call)
        before[signal.Signals(number)](number, frame)

    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            usual = signal.getsignal(number)
            # Not where a signal is ignored, or ends the process at once.
            if callable(usual):
                before[number] = usual
                signal.signal(number, both)
    try:
        yield
    finally:
        for number, usual in before.items():
            signal.signal(number, usual)
