"""``ETag`` and ``If-Match``: a change made to what the caller has seen (RFC 9110 §13)."""

from typing import Annotated

from fastapi import Header

IfMatch = Annotated[str | None, Header(max_length=1000)]


def etag(version: int) -> str:
    return f'"{version}"'


def precondition_holds(if_match: str | None, version: int) -> bool:
    """Whether an ``If-Match`` header, if any, names this version."""
    if if_match is None:
        return True
    named = [part.strip() for part in if_match.split(",")]
    return "*" in named or etag(version) in named
