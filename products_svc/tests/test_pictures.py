"""Pictures of products: what is taken, what is kept of it, and what is shown."""

import asyncio
import io
import struct
import zlib

import pytest
from PIL import Image

from products_svc import audit
from products_svc.tests.factories import add_product
from shared.http.limits import MIB, body_limit
from tests.support import client_for

PLACE = {1: "N", 2: (48.0, 51.0, 29.0), 3: "E", 4: (2.0, 17.0, 40.0)}


def picture(kind="JPEG", size=(1200, 800), colour=(200, 30, 30), mode="RGB", **options):
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, kind, **options)
    return file.getvalue()


def address(product, **query):
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/api/products/{product['id']}/picture{'?' if asked else ''}{asked}"


async def put(client, product, content, **headers):
    return await client.put(address(product), content=content, headers=headers)


async def shown(client, product, **query):
    answer = await client.get(address(product, **query))
    assert answer.status_code == 200, answer.text
    return Image.open(io.BytesIO(answer.content))


async def of_catalogue(client, product):
    return (await client.get(f"/api/products/{product['id']}")).json()["picture"]


async def acts(inspector):
    rows = await inspector.fetch(
        "SELECT action FROM audit WHERE action LIKE 'product.picture%' ORDER BY n"
    )
    return [row["action"].removeprefix("product.picture_") for row in rows]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_a_picture_is_shown_in_two_sizes_and_named_by_its_product(
    client, tea, kind
):
    assert tea["picture"] is None

    answer = await put(client, tea, picture(kind))

    assert answer.status_code == 200, answer.text
    small = await shown(client, tea, size="small")
    large = await shown(client, tea)
    assert [small.format, large.format] == ["WEBP", "WEBP"]
    assert [small.size, large.size] == [(96, 64), (640, 427)]
    assert await of_catalogue(client, tea) == answer.json()["version"]
    [listed] = (await client.get("/api/products")).json()
    assert listed["picture"] == answer.json()["version"]


async def test_a_small_picture_is_not_blown_up(client, tea):
    await put(client, tea, picture(size=(50, 40)))

    assert (await shown(client, tea)).size == (50, 40)


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 415, "not_a_picture"),
        (b"%PDF-1.7", 415, "not_a_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "not_a_picture"),
        (picture("GIF"), 415, "not_a_picture"),
        (b"\xff\xd8\xff" + b"no picture" * 20, 422, "picture_unreadable"),
        (picture()[:900], 422, "picture_unreadable"),
        (picture("PNG")[:900], 422, "picture_unreadable"),
        (picture("WEBP")[:100], 422, "picture_unreadable"),
    ],
)
async def test_what_is_no_whole_picture_is_refused_and_the_old_one_stays(
    client, tea, inspector, content, status, code
):
    before = (await put(client, tea, picture())).json()["version"]

    answer = await put(client, tea, content, **{"Content-Type": "image/jpeg"})

    assert answer.status_code == status
    assert answer.json()["code"] == code
    assert await of_catalogue(client, tea) == before
    assert await acts(inspector) == ["set"]


def bomb(width, height):
    """A PNG of so many black pixels in a few kilobytes."""

    def chunk(name, body):
        sum_of = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", sum_of)

    lines = zlib.compress(b"\0" * (height * (1 + width // 8)), 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", lines)
        + chunk(b"IEND", b"")
    )


async def test_a_small_file_of_very_many_pixels_is_not_decoded(client, tea):
    content = bomb(30_000, 30_000)
    assert len(content) < 200_000

    answer = await put(client, tea, content)

    assert answer.status_code == 422
    assert answer.json()["code"] == "too_many_pixels"
    assert answer.json()["params"] == {
        "width": 30_000, "height": 30_000, "limit": 25_000_000,
    }  # fmt: skip


async def test_a_file_of_too_many_bytes_is_refused(client, tea):
    most = 5 * MIB
    assert body_limit(address(tea)) == most
    content = picture()

    whole = await put(client, tea, content + b"\0" * (most - len(content)))
    over = await put(client, tea, content + b"\0" * (most + 1 - len(content)))

    assert whole.status_code == 200
    assert over.status_code == 413
    assert over.json()["code"] == "too_large"


async def test_where_it_was_taken_is_not_kept_and_it_stands_upright(client, tea):
    exif = Image.Exif()
    exif[0x0112] = 6  # Turn it by a quarter.
    exif[0x010F] = "Camera of Ann"
    exif.get_ifd(0x8825).update(PLACE)
    content = picture(exif=exif, comment=b"at home")
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)

    await put(client, tea, content)

    for size in ("small", "large"):
        answer = await client.get(address(tea, size=size))
        image = Image.open(io.BytesIO(answer.content))
        assert dict(image.getexif()) == {}
        assert image.width < image.height
        for trace in (b"EXIF", b"XMP ", b"ICCP", b"Camera", b"home"):
            assert trace not in answer.content


async def test_clear_parts_stay_clear_and_sixteen_bits_of_grey_stay_grey(client, tea):
    await put(client, tea, picture("PNG", colour=(0, 0, 0, 0), mode="RGBA"))
    clear = (await shown(client, tea)).convert("RGBA")
    await put(client, tea, picture("PNG", colour=0x4000, mode="I;16"))
    grey = (await shown(client, tea)).convert("RGB")

    assert clear.getpixel((5, 5))[3] == 0
    assert grey.getpixel((5, 5))[0] == pytest.approx(0x40, abs=3)


async def test_who_has_it_gets_no_bytes_and_its_own_address_is_kept(client, tea):
    version = (await put(client, tea, picture())).json()["version"]
    first = await client.get(address(tea, size="small"))
    tag = first.headers["ETag"]

    again = await client.get(
        address(tea, size="small"), headers={"If-None-Match": f'"x", W/{tag}'}
    )
    other = await client.get(address(tea), headers={"If-None-Match": tag})
    lasting = await client.get(address(tea, version=version))
    old = await client.get(address(tea, version="0" * 32))

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == tag
    assert other.status_code == 200
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert lasting.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert old.headers["Cache-Control"] == "private, no-cache"


async def test_the_same_again_changes_nothing(client, tea, inspector):
    first = await put(client, tea, picture())
    written = await inspector.fetchval("SELECT updated_at FROM product_pictures")

    again = await put(client, tea, picture())

    assert again.json() == first.json()
    assert written == await inspector.fetchval(
        "SELECT updated_at FROM product_pictures"
    )
    assert await acts(inspector) == ["set"]


async def test_a_picture_is_replaced_and_taken_away(client, tea, inspector):
    before = await client.get(f"/api/products/{tea['id']}")
    first = (await put(client, tea, picture())).json()["version"]
    second = (await put(client, tea, picture(colour=(0, 90, 0)))).json()["version"]
    gone = await client.delete(address(tea))
    again = await client.delete(address(tea))

    assert first != second
    assert [gone.status_code, again.status_code] == [204, 204]
    missing = await client.get(address(tea))
    assert (missing.status_code, missing.json()["code"]) == (404, "picture_not_found")
    assert await of_catalogue(client, tea) is None
    assert await acts(inspector) == ["set", "set", "removed"]
    # A picture is no field of the product: who edits one meanwhile meets no conflict.
    after = await client.get(f"/api/products/{tea['id']}")
    assert after.headers["ETag"] == before.headers["ETag"]


async def test_of_pictures_put_at_once_one_stays_whole(client, tea, inspector):
    colours = [(200, 0, 0), (0, 200, 0), (0, 0, 200), (90, 90, 90)]
    contents = {colour: picture(colour=colour) for colour in colours}

    answers = await asyncio.gather(*(put(client, tea, c) for c in contents.values()))

    versions = [answer.json()["version"] for answer in answers]
    assert {answer.status_code for answer in answers} == {200}
    assert len(set(versions)) == len(colours)
    stays = dict(zip(versions, colours, strict=True))[await of_catalogue(client, tea)]
    for size in ("small", "large"):
        found = (await shown(client, tea, size=size)).convert("RGB").getpixel((9, 9))
        assert found == pytest.approx(stays, abs=8)
    assert await acts(inspector) == ["set"] * len(colours)


async def test_an_end_in_the_middle_leaves_the_old_picture(client, tea, monkeypatch):
    before = (await put(client, tea, picture())).json()["version"]
    old = (await client.get(address(tea))).content

    async def cut_off(*_args, **_named):
        raise ConnectionResetError

    monkeypatch.setattr(audit, "record", cut_off)
    failed = await put(client, tea, picture(colour=(0, 90, 0)))

    assert failed.status_code == 500
    assert await of_catalogue(client, tea) == before
    assert (await client.get(address(tea))).content == old


async def test_an_archived_product_keeps_its_picture_and_gets_no_other(client):
    mug = await add_product(client, sku="MUG", name="Mug")
    await put(client, mug, picture())
    await client.delete(f"/api/products/{mug['id']}")

    assert (await put(client, mug, picture("PNG"))).status_code == 404
    assert (await client.delete(address(mug))).status_code == 404
    assert (await shown(client, mug)).size == (640, 427)


@pytest.mark.parametrize("role", ["viewer", "user"])
async def test_who_may_not_change_products_only_looks(app, client, tea, role):
    await put(client, tea, picture())

    async with client_for(app, role, 8) as reader:
        assert (await put(reader, tea, picture("PNG"))).status_code == 403
        assert (await reader.delete(address(tea))).status_code == 403
        assert (await reader.get(address(tea))).status_code == 200
    async with client_for(app, None) as nobody:
        assert (await nobody.get(address(tea))).status_code == 401
