"""Where a sale was: in its event, in its void, and in what is folded again."""

import orjson
import pytest

from sales_svc.imports.operations.record_chunks import record_chunks
from sales_svc.imports.operations.undo_import import undo_import, undo_some
from sales_svc.tests.factories import make_chunk, make_row, sold, void
from shared.contracts.imports import SalesImport
from shared.contracts.sales import SaleVoided
from tests.support import service_bearer


@pytest.fixture
async def tea(app, shop, second_location):
    """Ten units in the main shop, four in the second."""
    tea = await shop.add_product(stock=10)
    await shop.put_in(second_location, tea, 4)
    return tea


async def told_at(shop, topic):
    return [event["location_id"] for event in await shop.events(topic)]


async def shelves(shop):
    rows = await shop.connection.fetch(
        "SELECT on_hand FROM products.stock ORDER BY location_id"
    )
    return [row["on_hand"] for row in rows]


async def test_a_sale_of_the_till_is_told_with_the_main_location(client, shop):
    await sold(client, await shop.add_product())

    assert await told_at(shop, "sales.created") == [1]


async def test_a_void_gives_units_back_where_they_were_sold_and_says_where(
    client, shop, tea, second_location
):
    sale = await shop.sell_at(second_location, tea, 3)
    assert await shelves(shop) == [10, 1]

    assert (await void(client, sale)).status_code == 200

    assert await shelves(shop) == [10, 4]
    (event,) = await shop.events("sales.voided")
    told = SaleVoided.model_validate(event, extra="forbid")
    assert (told.sale_id, told.location_id) == (sale, second_location)


async def test_imported_rows_are_sales_of_the_location_they_name(
    app, shop, second_location
):
    there, here = make_row(location_id=second_location), make_row()
    async with app.state.database.transaction() as db:
        await record_chunks(db, [make_chunk(5, rows=[there, here])])

    sales = {s["row_key"]: s["location_id"] for s in await shop.sales()}
    assert sales == {there.row_key: second_location, here.row_key: 1}
    assert sorted(await told_at(shop, "sales.created")) == [1, second_location]

    async with app.state.database.transaction() as db:
        await undo_import(db, 5, user_id=7)
        await undo_some(db, 5, user_id=7)

    assert sorted(await told_at(shop, "sales.voided")) == [1, second_location]


def test_a_row_without_a_location_is_none_to_whoever_reads_it():
    """As every chunk was, that waits at the broker during an upgrade."""
    chunk = orjson.loads(make_chunk(5).wire())

    assert "location_id" not in chunk["rows"][0]
    assert SalesImport.read(orjson.dumps(chunk)).rows[0].location_id is None


async def test_the_snapshot_tells_where_each_sale_was(
    client, shop, tea, second_location
):
    await sold(client, tea)
    await shop.sell_at(second_location, tea, 3)

    answer = await client.get(
        "/api/sales/snapshot", headers=service_bearer("forecast_svc")
    )

    *lines, _ = map(orjson.loads, answer.text.splitlines())
    assert [line["location_id"] for line in lines] == [1, second_location]
