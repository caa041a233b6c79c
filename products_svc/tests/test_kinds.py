"""What a product is may change until it was sold or moved; then it stays."""

import asyncio

import pytest

from products_svc.tests.factories import (
    add_location,
    add_order,
    add_product,
    adjust,
    broken_laws,
    open_count,
    product,
    set_terms,
)
from products_svc.tests.test_products import events
from shared.contracts.products import ProductUpdated


@pytest.fixture
async def cup(client):
    return await add_product(client, sku="CUP", stock=7)


@pytest.fixture
async def box(client):
    """Nothing of it was ever there."""
    return await add_product(client, sku="BOX", stock=0)


async def make(client, item, kind, **changes):
    return await client.put(
        f"/api/products/{item['id']}", json=item | {"kind": kind} | changes
    )


def of(cup, quantity=2):
    return [{"product_id": cup["id"], "quantity": quantity}]


async def shelves(inspector, item):
    query = "SELECT count(*) FROM stock WHERE product_id = $1"
    return await inspector.fetchval(query, item["id"])


async def test_a_product_becomes_a_bundle_a_parent_and_a_product_again(
    app, client, inspector, cup, box
):
    bundle = await make(client, box, "bundle", components=of(cup))
    assert bundle.status_code == 200, bundle.text
    assert (bundle.json()["kind"], bundle.json()["stock"]) == ("bundle", 3)
    assert await shelves(inspector, box) == 0

    parent = await make(client, bundle.json(), "parent", components=[])
    assert parent.status_code == 200, parent.text
    assert parent.json()["kind"] == "parent"
    again = await make(client, parent.json(), "product")
    assert (again.status_code, again.json()["kind"]) == (200, "product")

    assert (await adjust(client, box["id"], delta=4)).status_code == 201
    assert (await product(client, box["id"]))["stock"] == 4
    told = [fact.kind for fact in await events(app, ProductUpdated)]
    assert told == ["bundle", "parent", "product"]
    assert await shelves(inspector, box) == 1


async def test_what_a_bundle_needs_is_said(client, cup, box):
    answers = [
        await make(client, box, "bundle"),
        await make(client, box, "product", components=of(cup)),
        await make(client, box, "parent", components=of(cup)),
        await make(client, box, "bundle", components=of(cup), quantity_decimals=2),
    ]

    assert [(a.status_code, a.json()["code"]) for a in answers] == [
        (422, "components"), (409, "kind_fixed"), (422, "components"),
        (409, "kind_fixed"),
    ]  # fmt: skip
    assert await product(client, box["id"]) == box


async def moved(client, box, **_):
    await adjust(client, box["id"], delta=1)
    await adjust(client, box["id"], delta=-1)


async def agreed(client, box, north, **_):
    await set_terms(client, north, {"product_id": box["id"], "unit_cost": 1})


async def ordered(client, box, north, **_):
    line = {"product_id": box["id"], "quantity": 1, "unit_cost": 1}
    await add_order(client, north, line, placed=False)


async def counted(client, box, **_):
    await open_count(client, filter={"product_ids": [box["id"]]})


async def transferred(client, box, **_):
    there = await add_location(client)
    body = {
        "from_location_id": 1,
        "to_location_id": there["id"],
        "lines": [{"product_id": box["id"], "quantity": 1}],
    }
    assert (await client.post("/api/stock/transfers", json=body)).is_success


async def bundled(client, box, **_):
    await add_product(client, stock=0, components=of(box))


@pytest.mark.parametrize(
    "used", [moved, agreed, ordered, counted, transferred, bundled]
)
async def test_what_was_moved_or_is_named_elsewhere_stays(
    client, inspector, cup, box, north, used
):
    await used(client=client, box=box, north=north)
    before = await product(client, box["id"])

    answer = await make(client, before, "bundle", components=of(cup))

    assert (answer.status_code, answer.json()["code"]) == (409, "kind_fixed")
    assert await product(client, box["id"]) == before
    assert await broken_laws(inspector) == []


async def test_a_bundle_that_was_sold_stays_one(client, till, cup):
    gift = await add_product(client, sku="GIFT", stock=0, components=of(cup))
    await till.pool.fetch(
        "SELECT * FROM products.take_basket(ARRAY['sale:1'], 7,"
        " ARRAY[ROW($1, 1, 1)::products.stock_line], 'refuse')",
        gift["id"],
    )
    gift = await product(client, gift["id"])

    answer = await make(client, gift, "product", components=[])

    assert (answer.status_code, answer.json()["code"]) == (409, "kind_fixed")
    assert await product(client, gift["id"]) == gift


async def test_a_parent_with_variants_stays_one(client, box):
    parent = (await make(client, box, "parent")).json()
    await add_product(client, sku="BOX-S", parent_id=box["id"], options={"size": "S"})

    answer = await make(client, parent, "product")

    assert (answer.status_code, answer.json()["code"]) == (409, "kind_fixed")


async def test_it_is_moved_or_made_a_bundle_never_both(client, inspector, cup):
    """Six products, each put on a shelf and made a bundle at once."""
    boxes = [await add_product(client, stock=0) for _ in range(6)]
    there = (await add_location(client))["id"]

    pairs = await asyncio.gather(
        *(
            asyncio.gather(
                make(client, box, "bundle", components=of(cup)),
                adjust(client, box["id"], delta=1, location_id=there),
            )
            for box in boxes
        )
    )

    for made, put in pairs:
        codes = {made.status_code, put.status_code}
        assert codes in ({200, 409}, {201, 409}), made.text + put.text
    for box, (made, _) in zip(boxes, pairs, strict=True):
        assert await shelves(inspector, box) == (0 if made.is_success else 2)


async def test_a_file_may_say_what_it_is(client, cup, box):
    content = "sku,kind,components\nBOX,bundle,2 x CUP\n"

    answer = await client.post(
        "/api/products/import",
        content=content.encode(),
        headers={"Content-Type": "text/csv"},
    )

    assert answer.status_code == 200, answer.text
    assert (await product(client, box["id"]))["kind"] == "bundle"
