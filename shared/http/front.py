"""Whose request it is that the front hands on.

The front tells the caller's address in ``X-Forwarded-For``, which anybody can write who
reaches the service's own port. It shows a secret beside it, and is believed by that.
"""

import hmac
from ipaddress import IPv6Address, ip_address, ip_network

from starlette.types import ASGIApp, Receive, Scope, Send

SECRET_HEADER = b"x-front-secret"
FORWARDED_FOR = b"x-forwarded-for"


class CallersOfTheFront:
    """Puts the address that the front tells in the place of the front's own."""

    def __init__(self, app: ASGIApp, *, secret: str) -> None:
        self._app = app
        self._secret = secret.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            told = dict(scope["headers"])
            if hmac.compare_digest(told.get(SECRET_HEADER, b""), self._secret):
                # Of several the last is what the front itself has seen.
                callers = told.get(FORWARDED_FOR, b"").decode("latin-1").split(",")
                scope["client"] = (callers[-1].strip(), 0)
        await self._app(scope, receive, send)


def network_of(address: str) -> str:
    """The caller for throttling: an IPv6 customer owns a whole /64 of addresses."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(ip_network((parsed, 64), strict=False))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
