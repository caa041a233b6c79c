"""GET /api/sales/export.csv and /snapshot: everything, in pages."""

import csv
import io
from contextlib import AsyncExitStack, suppress
from typing import Any

import orjson
import pytest

from sales_svc.selling import export
from sales_svc.selling.queries import SaleFilter
from sales_svc.tests.factories import sold, void
from shared import clock
from shared.http.exports import Exports
from tests.support import bearer, service_bearer


async def exported(client, **query):
    answer = await client.get("/api/sales/export.csv", params=query)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


async def test_the_file_holds_the_filtered_sales_newest_first(client, shop):
    tea, milk = await shop.add_product(price="4.20"), await shop.add_product()
    await sold(client, milk)
    old = await sold(client, tea, sold_at="2026-01-01T10:00:00Z")
    new = await sold(client, tea, quantity=3, sold_at="2026-01-02T10:00:00+02:00")

    first, second = await exported(client, product_id=tea)

    assert (first["id"], second["id"]) == (str(new["id"]), str(old["id"]))
    assert first["sold_at"] == "2026-01-02T08:00:00Z"
    assert (first["quantity"], first["price"], first["total"]) == ("3", "4.20", "12.60")
    assert first["voided_at"] == first["order_id"] == ""
    assert first["sku"]
    assert (first["name"], first["location_id"]) == ("Tea", "1")


async def test_a_spreadsheet_has_names_first_and_the_time_of_the_shop(client, shop):
    tea = await shop.add_product(price="4.20", stock=10)
    await sold(client, tea, quantity=3, sold_at="2026-07-02T10:00:00Z")
    clock.follow_zone("Europe/Paris")
    try:
        answer = await client.get(
            "/api/sales/export.csv", params={"spreadsheet": "comma"}
        )
    finally:
        clock.forget_zone()

    text = answer.content.decode("utf-8-sig")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert list(row)[:7] == [
        "id", "sold_at_local", "sku", "name", "quantity", "price", "total",
    ]  # fmt: skip
    assert set(row) == {*export.HEADER, "sold_at_local"}
    assert (row["sold_at_local"], row["sold_at"]) == (
        "2026-07-02 12:00:00",
        "2026-07-02T10:00:00Z",
    )
    assert (row["name"], row["quantity"]) == ("Tea", "3")
    assert (row["price"], row["total"]) == ("4,20", "12,60")


async def test_another_spreadsheet_has_points_and_commas(client, shop):
    await sold(client, await shop.add_product(price="4.20"))

    answer = await client.get("/api/sales/export.csv", params={"spreadsheet": "point"})

    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row["price"] == "4.20"
    unknown = await client.get("/api/sales/export.csv?spreadsheet=excel")
    assert unknown.status_code == 422


async def test_the_file_is_named_and_typed_for_a_download(client):
    answer = await client.get("/api/sales/export.csv")

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="sales.csv"' in answer.headers["content-disposition"]
    assert answer.text.startswith("id,sold_at,")


@pytest.mark.parametrize("reason", ["=1+1", "+1", "-1", "@SUM(A1)", "'tis"])
async def test_a_reason_that_reads_like_a_formula_stays_text(client, shop, reason):
    sale = await sold(client, await shop.add_product())
    await void(client, sale["id"], reason)

    (row,) = await exported(client)

    assert row["void_reason"] == f"'{reason}"


async def test_a_long_file_comes_in_pages_that_neither_repeat_nor_miss(
    client, shop, monkeypatch
):
    monkeypatch.setattr(export, "SALES_PER_PAGE", 3)
    tea = await shop.add_product(stock=100)
    made = [(await sold(client, tea))["id"] for _ in range(10)]

    assert [int(row["id"]) for row in await exported(client)] == made[::-1]


async def test_a_reader_that_pauses_holds_no_connection(app, client, shop, monkeypatch):
    monkeypatch.setattr(export, "SALES_PER_PAGE", 2)
    tea = await shop.add_product()
    for _ in range(5):
        await sold(client, tea)
    pool = app.state.database.engine.pool

    pages = await export.export_csv(app.state.database, SaleFilter(), "products")
    held = [pool.checkedout() async for _ in pages]

    assert held == [0, 0, 0, 0]


async def test_a_person_has_one_export_at_a_time_and_all_of_them_two(app, client):
    exports: Exports = app.state.exports
    with exports.place(7):
        again = await client.get("/api/sales/export.csv")
        other = await client.get("/api/sales/export.csv", headers=bearer("viewer", 8))
        with exports.place(9):
            third = await client.get(
                "/api/sales/export.csv", headers=bearer("viewer", 8)
            )
    after = await client.get("/api/sales/export.csv")

    assert [a.status_code for a in (again, other, third, after)] == [429, 200, 429, 200]
    assert again.headers["Retry-After"] == "5"
    assert again.json()["code"] == "too_many_exports"


async def test_a_place_is_free_again_however_an_export_ended(
    app, client, shop, monkeypatch
):
    tea = await shop.add_product()
    await sold(client, tea)

    async def broken(*_, **__):
        raise RuntimeError("on the way")

    class Gone(Exception):
        """The client, with the first piece of the answer."""

    async def leave(message):
        if message["type"] == "http.response.body":
            raise Gone

    async def receive():
        return {"type": "http.disconnect"}

    with monkeypatch.context() as patched:
        patched.setattr(export, "list_sales_after", broken)
        failed = await client.get("/api/sales/export.csv")
    left = client.build_request("GET", "/api/sales/export.csv")
    scope = {
        "type": "http", "method": "GET", "path": left.url.path, "query_string": b"",
        "headers": [(k.lower(), v) for k, v in left.headers.raw], "root_path": "",
        "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1",
        "scheme": "http", "server": ("test", 80), "client": ("test", 1),
    }  # fmt: skip
    with suppress(Gone):
        await app(scope, receive, leave)

    assert failed.status_code == 500
    assert len(await exported(client)) == 1


async def test_exports_take_no_connection_of_others(app, client, shop):
    """Nor do those of others keep them waiting."""
    await sold(client, await shop.add_product())
    pool = app.state.database.engine.pool
    async with AsyncExitStack() as stack:
        for _ in range(pool.size()):
            await stack.enter_async_context(app.state.database.engine.connect())

        assert len(await exported(client)) == 1


async def snapshot(client, **query):
    answer = await client.get(
        "/api/sales/snapshot", params=query, headers=service_bearer("forecast_svc")
    )
    assert answer.status_code == 200, answer.text
    *lines, end = (orjson.loads(line) for line in answer.text.splitlines())
    return lines, end["next"]


async def test_a_snapshot_is_walked_page_by_page_to_its_end(client, shop):
    tea = await shop.add_product()
    sales = [await sold(client, tea) for _ in range(5)]
    await void(client, sales[1]["id"])

    lines: list[Any] = []
    after: int | None = 0
    while after is not None:
        page, after = await snapshot(client, after=after, limit=2)
        lines += page

    assert [line["id"] for line in lines] == [sale["id"] for sale in sales]
    assert [line["voided"] for line in lines] == [False, True, False, False, False]
    assert lines[0] == {
        "id": sales[0]["id"],
        "product_id": tea,
        "quantity": 1,
        "price": 4.2,
        "sold_at": "2026-03-02T10:00:00Z",
        "voided": False,
        "import_id": None,
        "location_id": 1,
        "amount": None,
        "price_unknown": False,
        "returned": 0,
        "order_id": None,
    }


async def test_an_empty_snapshot_says_that_it_is_whole(client):
    assert await snapshot(client) == ([], None)


async def test_snapshots_are_for_forecast_svc_alone(client):
    for headers in (bearer("admin"), service_bearer("etl_svc")):
        answer = await client.get("/api/sales/snapshot", headers=headers)
        assert answer.status_code == 403
