"""What is being handled now: its request id, through HTTP headers, logs and event
headers, and the address that it came from."""

import re
from contextvars import ContextVar
from uuid import uuid4

REQUEST_ID_HEADER = "X-Request-ID"
ADDRESS_HEADER = "X-Acting-Address"
"""By which a service that acts for somebody tells where their request came from."""

_current: ContextVar[str] = ContextVar("request_id", default="")
_address: ContextVar[str] = ContextVar("address", default="")
_acceptable = re.compile(r"^[\w.:+=/@-]{1,100}$", re.ASCII)
_an_address = re.compile(r"^[\w.:%-]{1,60}$", re.ASCII)


def request_id() -> str:
    """The id of what is being handled now; empty outside of any request."""
    return _current.get()


def address() -> str:
    """Where the request that is being handled came from; empty for what a service
    does by itself."""
    return _address.get()


def start_request(offered: str | None, *, address: str = "") -> str:
    """Take over the caller's id when it is harmless, otherwise make one."""
    chosen = offered if offered and _acceptable.match(offered) else uuid4().hex
    _current.set(chosen)
    came_from(address)
    return chosen


def came_from(address: str) -> None:
    """Say where the request came from, if that looks like an address at all."""
    _address.set(address if _an_address.match(address) else "")
