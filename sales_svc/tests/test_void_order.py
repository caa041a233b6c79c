"""Taking baskets back, looking for them, and who may."""

import asyncio
from datetime import timedelta

import pytest

from sales_svc.tests.factories import (
    give_back,
    line,
    order,
    ordered,
    void,
    void_order,
)
from shared.clock import utc_now
from shared.contracts.sales import SaleVoided
from tests.support import client_for, service_bearer


async def ledger(shop):
    return [
        (m["product_id"], m["delta"], m["reason"], m["reference"])
        for m in await shop.movements()
    ]


async def test_voiding_a_basket_voids_every_line_that_still_stands(client, shop):
    tea, mug = await shop.add_product(stock=10), await shop.add_product(stock=10)
    basket = await ordered(client, line(mug, 2), line(tea, 3), line(tea, 4), line(mug))
    a, b, c, d = (sale["id"] for sale in basket["lines"])
    await void(client, a, "before")
    await give_back(client, b, 1)
    await give_back(client, d, 1)

    answer = await void_order(client, basket["id"], "all of it")

    assert answer.status_code == 200
    voided = answer.json()
    assert (voided["voided"], voided["total"], voided["net_total"]) == (
        True,
        basket["total"],
        0,
    )
    reasons = [sale["void_reason"] for sale in voided["lines"]]
    assert reasons == ["before", "all of it", "all of it", "all of it"]
    assert (await shop.stock_of(tea), await shop.stock_of(mug)) == (10, 10)
    back = [row for row in await ledger(shop) if row[3].startswith("sale:")][4:]
    assert back == [
        (mug, 2, "void", f"sale:{a}"),
        (tea, 2, "void", f"sale:{b}"),
        (tea, 4, "void", f"sale:{c}"),
    ]
    notes = {m["note"] for m in await shop.movements() if m["reason"] == "void"}
    assert notes == {"before", "all of it"}
    events = await shop.events("sales.voided")
    told = [SaleVoided.model_validate(event, extra="forbid") for event in events]
    assert [event.sale_id for event in told] == [a, b, c, d]
    assert [event.returned for event in told] == [None, 1, None, 1]


async def test_voiding_a_basket_again_changes_nothing(client, shop):
    tea = await shop.add_product(stock=10)
    basket = await ordered(client, line(tea, 2), line(tea))

    answers = await asyncio.gather(
        *(void_order(client, basket["id"], f"reason {n}") for n in range(8))
    )

    assert {a.status_code for a in answers} == {200}
    assert len({a.content for a in answers}) == 1
    assert await shop.stock_of(tea) == 10
    assert len(await shop.events("sales.voided")) == 2


async def test_what_came_back_is_left_out_of_the_net_total(client, shop):
    tea = await shop.add_product(stock=10, price="10.00")
    basket = await ordered(client, line(tea, 3, discount={"amount": 5}), line(tea))

    await give_back(client, basket["lines"][0]["id"], 1)
    await void(client, basket["lines"][1]["id"])

    found = (await client.get(f"/api/sales/orders/{basket['id']}")).json()
    assert (found["total"], found["net_total"], found["voided"]) == (35, 16.67, False)


async def test_the_list_is_filtered_and_paged(app, client, shop):
    tea, mug = await shop.add_product(), await shop.add_product()
    one = await ordered(client, line(tea), sold_at="2026-03-01T10:00:00Z")
    two = await ordered(client, line(mug), line(tea), sold_at="2026-03-02T10:00:00Z")
    async with client_for(app, "user", 8) as other:
        three = await ordered(other, line(mug), sold_at="2026-03-03T10:00:00Z")
    await void_order(client, two["id"])

    async def shown(**query):
        answer = await client.get("/api/sales/orders", params=query)
        assert answer.status_code == 200, answer.text
        return [found["id"] for found in answer.json()]

    assert await shown() == [three["id"], two["id"], one["id"]]
    assert await shown(product_id=tea) == [two["id"], one["id"]]
    assert await shown(user_id=8) == [three["id"]]
    assert await shown(voided=True) == [two["id"]]
    assert await shown(voided=False) == [three["id"], one["id"]]
    assert await shown(location_id=2) == []
    day = {"from": "2026-03-02", "to": "2026-03-02"}
    assert await shown(**day) == [two["id"]]
    page = await client.get("/api/sales/orders", params={"cursor": "", "limit": 2})
    assert [found["id"] for found in page.json()] == [three["id"], two["id"]]
    rest = await client.get(page.links["next"]["url"])
    assert [found["id"] for found in rest.json()] == [one["id"]]
    first = await client.get("/api/sales/orders", params={"limit": 1})
    assert first.headers["x-total-count"] == "3"


@pytest.mark.parametrize(
    ("role", "read", "write", "take_back"),
    [(None, 401, 401, 401), ("viewer", 200, 403, 403), ("user", 200, 201, 403)],
)
async def test_who_may_do_what(app, client, shop, role, read, write, take_back):
    tea = await shop.add_product()
    basket = await ordered(client, line(tea))
    async with client_for(app, role, 8) as other:
        assert (await other.get("/api/sales/orders")).status_code == read
        assert (await order(other, line(tea))).status_code == write
        assert (await void_order(other, basket["id"])).status_code == take_back


@pytest.mark.parametrize(
    ("caller", "hours_ago", "status"), [(8, 2, 200), (8, 30, 403), (9, 2, 403)]
)
async def test_a_user_takes_back_own_baskets_of_the_last_day(
    app, shop, caller, hours_ago, status
):
    tea = await shop.add_product(stock=10)
    at = (utc_now() - timedelta(hours=hours_ago)).isoformat()
    async with client_for(app, "user", 8) as seller:
        basket = await ordered(seller, line(tea, 3), sold_at=at)

    async with client_for(app, "user", caller) as other:
        answer = await void_order(other, basket["id"])
        unknown = await void_order(other, basket["id"] + 1)

    assert answer.status_code == status
    assert await shop.stock_of(tea) == (10 if status == 200 else 7)
    assert unknown.status_code == 404


async def test_etl_svc_names_the_user_it_sells_for(app, shop):
    tea = await shop.add_product()
    async with client_for(app, None) as etl:
        etl.headers.update(service_bearer("etl_svc"))
        assert (await order(etl, line(tea))).status_code == 403
        etl.headers["X-Acting-User"] = "12"
        assert (await ordered(etl, line(tea)))["user_id"] == 12
