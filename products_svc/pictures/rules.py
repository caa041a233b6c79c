"""What a picture is told by, before anything of it is decoded."""

import hashlib
from collections.abc import Mapping
from typing import Literal

Size = Literal["small", "large"]
Format = Literal["JPEG", "PNG", "WEBP"]

EDGES: Mapping[Size, int] = {"small": 96, "large": 640}
"""Pixels of the longer edge, at most: a line of a list, and a page."""

MAX_PIXELS = 25_000_000
"""Decoded, such a picture takes 100 MB; a phone's of twelve megapixels half of that."""

_RENDERING = b"1"
"""Another where the same bytes would look otherwise from now on."""


def format_of(content: bytes) -> Format | None:
    """By the first bytes: names and headers say what somebody wants to be believed."""
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    return None


def version_of(content: bytes) -> str:
    """The same for the same bytes, so that sending them again changes nothing."""
    return hashlib.sha256(_RENDERING + content).hexdigest()[:32]
