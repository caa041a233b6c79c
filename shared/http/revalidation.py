"""Answers that a browser keeps and asks about: ``ETag`` and ``If-None-Match`` (RFC 9110 §13).

The tag is made of the answer itself, which is therefore computed as before: what is
spared is its way. It is weak, for a front on that way may compress it.
"""

import re
from hashlib import blake2b

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 1 << 20
"""Bytes of an answer that is held back until its tag is known."""
KEPT = "private, no-cache"
"""By the browser of whoever asked alone, and shown again only once we were asked."""

_TAG = re.compile(r'(?:W/)?("[^"]*")')
# What a list says beside its body; of another total it is another answer.
_COUNTED = ("x-total-count", "link")


def weak_tag(body: bytes, *beside: str) -> str:
    digest = blake2b(body, digest_size=15)
    digest.update("\0".join(beside).encode())
    return f'W/"{digest.hexdigest()}"'


def is_named(tag: str, if_none_match: str) -> bool:
    """Whether the header names this tag, compared weakly."""
    wanted = _TAG.findall(tag)
    return if_none_match.strip() == "*" or wanted[0] in _TAG.findall(if_none_match)


class Revalidation:
    """Gives a JSON answer to a GET a tag, and says 304 to whoever has that already.

    Whatever says for itself how long it may be kept, or of which version it is, goes
    by as it is; so does what comes in pieces.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope).get("if-none-match", "")
        await self._app(scope, receive, _Held(asked, send).send)


class _Held:
    """The way out: the head waits for the body."""

    def __init__(self, if_none_match: str, send: Send) -> None:
        self._if_none_match = if_none_match
        self._send = send
        self._head: Message | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_whole(message):
            self._head = message
            return
        if self._head is None:
            await self._send(message)
            return
        head, self._head = self._head, None
        if message["type"] == "http.response.body" and not message.get("more_body"):
            message = self._tagged(head, message)
        await self._send(head)
        await self._send(message)

    def _tagged(self, head: Message, body: Message) -> Message:
        headers = MutableHeaders(scope=head)
        beside = [headers.get(name, "") for name in _COUNTED]
        tag = weak_tag(body["body"], *beside)
        headers["ETag"] = tag
        headers["Cache-Control"] = KEPT
        if not self._if_none_match or not is_named(tag, self._if_none_match):
            return body
        head["status"] = 304
        for name in ("content-type", "content-length"):
            del headers[name]
        return {**body, "body": b""}


def _is_whole(head: Message) -> bool:
    headers = Headers(raw=head["headers"])
    return (
        head["status"] == 200
        and headers.get("content-type", "").startswith("application/json")
        and int(headers.get("content-length", LARGEST + 1)) <= LARGEST
        and "etag" not in headers
        and "cache-control" not in headers
    )
