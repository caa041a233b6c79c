"""Routes of pictures: parse, one call, answer."""

from typing import Annotated, Any

from fastapi import Header, Query, Request, Response

from products_svc.pictures import queries
from products_svc.pictures.errors import NotAPicture
from products_svc.pictures.operations.remove_picture import remove_picture
from products_svc.pictures.operations.set_picture import set_picture
from products_svc.pictures.rendering import MEDIA_TYPE, rendered
from products_svc.pictures.rules import Size, format_of, version_of
from products_svc.pictures.schemas import PictureOut
from shared.db.database import ReadSession, Store, Transaction
from shared.http import problems
from shared.http.auth import Manager, Viewer
from shared.http.service import api_router
from shared.types import Id

router = api_router("/api/products", "products")

_BYTES = {"schema": {"type": "string", "format": "binary"}}
_PICTURES: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {f"image/{kind}": _BYTES for kind in ("jpeg", "png", "webp")},
    }
}
_PICTURE: dict[int | str, dict[str, Any]] = {
    200: {"content": {MEDIA_TYPE: _BYTES}},
    304: {"description": "The caller has it already"},
}
_NOT_A_PICTURE: dict[int | str, dict[str, Any]] = {
    415: {
        "description": "No JPEG, PNG or WebP, whatever its type says",
        "content": {
            problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
    }
}


@router.put(
    "/{product_id}/picture",
    name="set_product_picture",
    openapi_extra=_PICTURES,
    responses=_NOT_A_PICTURE,
)
async def put_picture(
    product_id: Id, request: Request, store: Store, manager: Manager
) -> PictureOut:
    """Set a product's picture: a JPEG, PNG or WebP of at most 5 MiB and 25 megapixels. It
    is written anew in two sizes: nothing but its pixels is kept. The same again changes
    nothing."""
    content = await request.body()
    if format_of(content) is None:
        raise NotAPicture
    version = version_of(content)
    # No connection waits while a picture is decoded.
    async with store.read() as db:
        before = await queries.version_of_live(db, product_id)
    if before != version:
        sizes = await rendered(content)
        async with store.transaction() as db:
            await set_picture(db, product_id, version, sizes, actor=manager.id)
    return PictureOut(version=version)


@router.get(
    "/{product_id}/picture",
    name="get_product_picture",
    response_class=Response,
    responses=_PICTURE,
)
async def get_picture(
    product_id: Id,
    db: ReadSession,
    _caller: Viewer,
    size: Annotated[Size, Query(description="96 or 640 pixels at most")] = "large",
    version: Annotated[
        str | None,
        Query(
            max_length=64,
            description="The product's `picture`: with it the answer may be kept for good",
        ),
    ] = None,
    if_none_match: Annotated[str | None, Header(max_length=1000)] = None,
) -> Response:
    """A product's picture, an archived one's too, as WebP."""
    now = await queries.current_version(db, product_id)
    if _etag(now, size) in _named(if_none_match):
        return Response(status_code=304, headers=_headers(now, size, version))
    now, content = await queries.get_picture(db, product_id, size)
    return Response(
        content, media_type=MEDIA_TYPE, headers=_headers(now, size, version)
    )


@router.delete("/{product_id}/picture", status_code=204, name="remove_product_picture")
async def delete_picture(product_id: Id, db: Transaction, manager: Manager) -> None:
    """Take a product's picture away; one without stays as it is."""
    await remove_picture(db, product_id, actor=manager.id)


def _etag(version: str, size: Size) -> str:
    return f'"{version}-{size}"'


def _named(if_none_match: str | None) -> list[str]:
    """A front that compresses may have made the tag weak."""
    tags = (if_none_match or "").split(",")
    return [tag.strip().removeprefix("W/") for tag in tags]


def _headers(now: str, size: Size, asked: str | None) -> dict[str, str]:
    """An address with its version means the same for ever; whoever may see one product
    may see all, so that the browser keeps it for whoever is signed in there."""
    lasting = "private, max-age=31536000, immutable"
    return {
        "ETag": _etag(now, size),
        "Cache-Control": lasting if asked == now else "private, no-cache",
    }
