"""A picture as it is shown: decoded, turned upright, made small, and written anew.

What comes out are pixels and nothing else of the file that came in: no place where it
was taken, no name of a camera, no bytes that some program could take for a script.
"""

import asyncio
import io
from typing import TYPE_CHECKING

from products_svc.pictures.errors import (
    NotAPicture,
    PictureUnreadable,
    TooManyPixels,
)
from products_svc.pictures.rules import EDGES, MAX_PIXELS, Format, Size, format_of

if TYPE_CHECKING:
    from PIL.Image import Image

MEDIA_TYPE = "image/webp"

_decoding = asyncio.Semaphore(1)
"""Each may take 100 MB for a moment: one at a time."""


async def rendered(content: bytes) -> dict[Size, bytes]:
    """Raises ``NotAPicture``, ``PictureUnreadable`` and ``TooManyPixels``."""
    kind = format_of(content)
    if kind is None:
        raise NotAPicture
    async with _decoding:
        return await asyncio.to_thread(_render, content, kind)


def _render(content: bytes, kind: Format) -> dict[Size, bytes]:
    # Loaded by the first who sends one: the till needs no pictures.
    from PIL import Image, ImageOps

    # The library's own limit warns first and raises at twice as much; ours is looked
    # at as soon as the head of the file is read.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as source:
            width, height = source.size
            if width * height > MAX_PIXELS:
                raise TooManyPixels(width, height, MAX_PIXELS)
            # A JPEG can be decoded at a half, a quarter or an eighth at once.
            source.draft("RGB", (2 * EDGES["large"], 2 * EDGES["large"]))
            picture = _plain(ImageOps.exif_transpose(source))
    except TooManyPixels:
        raise
    except Exception as error:
        # What a file that was made to do harm makes a decoder raise cannot be listed.
        raise PictureUnreadable from error
    return {size: _written(picture, edge) for size, edge in EDGES.items()}


def _plain(source: "Image") -> "Image":
    if source.mode.startswith("I"):
        # Grey of sixteen bits; converted as it is, all but black would be white.
        source = source.convert("I").point(lambda grey: grey / 256).convert("L")
    return source.convert("RGBA" if source.has_transparency_data else "RGB")


def _written(picture: "Image", edge: int) -> bytes:
    from PIL import Image

    small = picture.copy()
    small.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=3.0)
    written = io.BytesIO()
    small.save(written, "WEBP", quality=82, method=4)
    return written.getvalue()
