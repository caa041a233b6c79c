"""The request id: through HTTP headers, logs and event headers."""

import re
from contextvars import ContextVar
from uuid import uuid4

REQUEST_ID_HEADER = "X-Request-ID"

_current: ContextVar[str] = ContextVar("request_id", default="")
_acceptable = re.compile(r"^[\w.:+=/@-]{1,100}$", re.ASCII)


def request_id() -> str:
    """The id of what is being handled now; empty outside of any request."""
    return _current.get()


def start_request(offered: str | None) -> str:
    """Take over the caller's id when it is harmless, otherwise make one."""
    chosen = offered if offered and _acceptable.match(offered) else uuid4().hex
    _current.set(chosen)
    return chosen
