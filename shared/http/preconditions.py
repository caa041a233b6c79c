"""``ETag`` and ``If-Match``: a change made to what the caller has seen (RFC 9110 §13)."""

import re
from typing import Annotated

from fastapi import Header

# A front that compresses an answer names the encoding in its tag; it is the same version.
_ETAG = re.compile(r'"([0-9]{1,10})(?:-(?:br|gzip|zstd))?"')

IfMatch = Annotated[str | None, Header(max_length=1000)]


def etag(version: int) -> str:
    return f'"{version}"'


def precondition_holds(if_match: str | None, version: int) -> bool:
    """Whether an ``If-Match`` header, if any, names this version."""
    if if_match is None:
        return True
    named = [part.strip() for part in if_match.split(",")]
    versions = [found[1] for part in named if (found := _ETAG.fullmatch(part))]
    return "*" in named or str(version) in versions


def version_seen(if_match: str | None) -> int:
    """The newest version that the header names; 0 when it names none."""
    found = _ETAG.findall(if_match or "")
    return max((int(version) for version in found), default=0)
