"""POST /api/sales/{id}/returns: units of a sale come back, never more than were sold."""

import asyncio
from datetime import timedelta

import orjson
import pytest

from sales_svc.imports.operations.record_chunks import record_chunks
from sales_svc.tests.factories import give_back, make_chunk, make_row, sold, void
from shared.clock import utc_now
from shared.contracts.sales import SaleReturned, SaleVoided
from tests.support import bearer, service_bearer


async def test_a_part_of_a_sale_comes_back_into_stock(client, shop):
    tea = await shop.add_product(stock=10)
    sale = await sold(client, tea, quantity=3)

    answer = await give_back(client, sale["id"], 1, reason="  too small ")

    assert answer.status_code == 201
    returned = answer.json()
    assert answer.headers["Location"] == (
        f"/api/sales/{sale['id']}/returns/{returned['id']}"
    )
    assert (await client.get(answer.headers["Location"])).json() == returned
    listed = await client.get(f"/api/sales/{sale['id']}/returns")
    assert listed.json() == [returned]
    assert (returned["quantity"], returned["reason"], returned["user_id"]) == (
        1,
        "too small",
        7,
    )
    assert (await client.get(f"/api/sales/{sale['id']}")).json()["returned"] == 1
    assert await shop.stock_of(tea) == 8
    _, movement = await shop.movements()
    assert (movement["delta"], movement["reason"], movement["reference"]) == (
        1,
        "return",
        f"return/{returned['id']}",
    )
    assert movement["note"] == "too small"
    (event,) = await shop.events("sales.returned")
    told = SaleReturned.model_validate(event, extra="forbid")
    assert (told.return_id, told.sale_id, told.product_id, told.quantity) == (
        returned["id"],
        sale["id"],
        tea,
        1,
    )
    assert told.sold_at.isoformat() == "2026-03-02T10:00:00+00:00"


async def test_what_is_damaged_comes_back_and_leaves_the_stock_again(client, shop):
    tea = await shop.add_product(stock=10)
    sale = await sold(client, tea, quantity=3)

    answer = await give_back(client, sale["id"], 2, "damaged")

    assert await shop.stock_of(tea) == 7
    _, back, gone = await shop.movements()
    assert [(m["reason"], m["delta"], m["on_hand"]) for m in (back, gone)] == [
        ("return", 2, 9),
        ("damaged", -2, 7),
    ]
    assert back["reference"] == gone["reference"] == f"return/{answer.json()['id']}"


async def test_never_more_comes_back_than_was_sold(client, shop):
    tea = await shop.add_product(stock=10)
    sale = await sold(client, tea, quantity=3)
    await give_back(client, sale["id"], 2)

    refused = await give_back(client, sale["id"], 2)

    assert (refused.status_code, refused.json()["code"]) == (409, "return_exceeds_sale")
    assert refused.json()["params"] == {"sale_id": sale["id"], "left": 1}
    assert (await give_back(client, sale["id"], 1)).status_code == 201
    assert await shop.stock_of(tea) == 10


async def test_of_many_at_once_only_what_was_sold_comes_back(client, shop):
    tea = await shop.add_product(stock=10)
    sale = await sold(client, tea, quantity=4)

    answers = await asyncio.gather(*(give_back(client, sale["id"]) for _ in range(9)))

    assert sorted(answer.status_code for answer in answers) == [201] * 4 + [409] * 5
    assert await shop.stock_of(tea) == 10
    assert len(await shop.events("sales.returned")) == 4


async def test_a_void_gives_back_only_what_has_not_come_back(client, shop):
    tea = await shop.add_product(stock=10)
    sale = await sold(client, tea, quantity=3)
    await give_back(client, sale["id"], 1)

    voided = await void(client, sale["id"])

    assert voided.json()["returned"] == 1
    assert await shop.stock_of(tea) == 10
    assert [m["delta"] for m in await shop.movements()] == [-3, 1, 2]
    (event,) = await shop.events("sales.voided")
    told = SaleVoided.model_validate(event, extra="forbid")
    assert (told.quantity, told.returned, told.left) == (3, 1, 2)
    after = await give_back(client, sale["id"])
    assert (after.status_code, after.json()["code"]) == (409, "sale_voided")


async def test_a_void_of_what_came_back_whole_moves_no_stock(client, shop):
    tea = await shop.add_product(stock=10)
    sale = await sold(client, tea, quantity=2)
    await give_back(client, sale["id"], 2)

    assert (await void(client, sale["id"])).status_code == 200
    assert await shop.stock_of(tea) == 10
    assert len(await shop.movements()) == 2


async def test_a_return_of_imported_history_moves_no_stock(app, client, shop):
    tea = await shop.add_product(stock=10)
    async with app.state.database.transaction() as db:
        await record_chunks(db, [make_chunk(5, rows=[make_row(product_id=tea)])])
    (sale,) = await shop.sales()

    assert (await give_back(client, sale["id"], 1, "damaged")).status_code == 201
    assert await shop.movements() == []
    assert len(await shop.events("sales.returned")) == 1


async def test_the_same_key_brings_the_units_back_once(client, shop):
    tea = await shop.add_product(stock=10)
    sale, other = [await sold(client, tea, quantity=3) for _ in range(2)]

    answers = await asyncio.gather(
        *(give_back(client, sale["id"], key="one") for _ in range(5))
    )
    await void(client, sale["id"])
    answers.append(await give_back(client, sale["id"], key="one"))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len(await shop.events("sales.returned")) == 1
    for reused in (
        await give_back(client, sale["id"], 2, key="one"),
        await give_back(client, other["id"], key="one"),
    ):
        assert reused.json()["code"] == "idempotency_key_reused"


async def test_a_product_archived_since_takes_its_units_back(client, shop):
    tea = await shop.add_product(stock=10)
    sale = await sold(client, tea, quantity=3)
    await shop.archive(tea)

    assert (await give_back(client, sale["id"], 1, "damaged")).status_code == 201
    assert await shop.stock_of(tea) == 7


@pytest.mark.parametrize(
    ("role", "caller", "hours_ago", "status"),
    [
        ("user", 7, 2, 201),
        ("user", 7, 30, 403),
        ("user", 9, 2, 403),
        ("manager", 9, 30, 201),
        ("viewer", 7, 2, 403),
    ],
)
async def test_a_user_takes_back_own_sales_of_the_last_day(
    client, shop, role, caller, hours_ago, status
):
    at = utc_now() - timedelta(hours=hours_ago)
    sale = await sold(client, await shop.add_product(), sold_at=at.isoformat())
    client.headers.update(bearer(role, caller))

    assert (await give_back(client, sale["id"])).status_code == status


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"quantity": 0}, "quantity"),
        ({"quantity": True}, "quantity"),
        ({"condition": "worn"}, "condition"),
        ({"reason": " "}, "reason"),
        ({"qty": 1}, "qty"),
    ],
)
async def test_a_body_that_is_no_return_is_refused(client, shop, changes, field):
    sale = await sold(client, await shop.add_product())
    body = {"quantity": 1, "condition": "resaleable", "reason": "wrong"} | changes

    answer = await client.post(f"/api/sales/{sale['id']}/returns", json=body)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


async def test_what_is_not_there_is_not_found(client):
    assert (await give_back(client, 4711)).json()["code"] == "sale_not_found"
    assert (await client.get("/api/sales/4711/returns")).status_code == 404
    assert (await client.get("/api/sales/1/returns/1")).status_code == 404


async def test_the_days_total_is_without_what_came_back(client, shop):
    tea = await shop.add_product()
    sale = await sold(client, tea, quantity=3, price=2)
    await give_back(client, sale["id"], 1)

    summary = await client.get("/api/sales/summary?from=2026-03-02&to=2026-03-02")

    total = summary.json()["total"]
    assert (total["quantity"], total["revenue"], total["sales"]) == (2, 4.0, 1)


async def test_of_an_exact_amount_each_return_takes_its_share_to_the_cent(
    app, client, shop
):
    """Three for 10.00: what comes back one by one comes to exactly that."""
    row = make_row(quantity=3, price="3.33", amount="10.00")
    async with app.state.database.transaction() as db:
        await record_chunks(db, [make_chunk(5, rows=[row])])
    (sale,) = await shop.sales()

    shares = [(await give_back(client, sale["id"])).json()["amount"] for _ in range(2)]
    summary = await client.get("/api/sales/summary?from=2025-01-02&to=2025-01-02")

    assert shares == [3.33, 3.34]
    assert summary.json()["total"]["revenue"] == 3.33
    await void(client, sale["id"])
    (event,) = await shop.events("sales.voided")
    assert (event["amount"], event["returned"]) == (10.0, 2)


async def test_the_snapshot_serves_every_return_page_by_page(client, shop):
    tea = await shop.add_product()
    sale = await sold(client, tea, quantity=3)
    for _ in range(3):
        await give_back(client, sale["id"])
    await void(client, sale["id"])
    client.headers.update(service_bearer("forecast_svc"))

    async def page(path, after):
        answer = await client.get(path, params={"after": after, "limit": 2})
        return [orjson.loads(line) for line in answer.content.splitlines()]

    first = await page("/api/sales/returns/snapshot", 0)
    last = await page("/api/sales/returns/snapshot", first[-1]["next"])
    (line, _) = await page("/api/sales/snapshot", 0)
    assert [(r["sale_id"], r["quantity"]) for r in [*first[:2], last[0]]] == [
        (sale["id"], 1)
    ] * 3
    assert last[-1] == {"next": None}
    assert (line["voided"], line["returned"]) == (True, 3)
