"""Goods on their way from one location to another: no unit and no cent gets lost."""

from products_svc.tests.factories import (
    add_product,
    add_transfer,
    adjust,
    arrive,
    stock_of,
)
from products_svc.tests.transfers.transit import broken, levels, movements, transit


async def test_a_draft_moves_nothing(client, inspector, tea, lyon):
    draft = await add_transfer(client, 1, lyon, (tea, 4), shipped=False)

    assert (draft["status"], draft["expected_on"]) == ("draft", None)
    assert await levels(client, tea) == {1: 10}
    assert await transit(client) == []


async def test_what_was_shipped_is_in_transit_until_it_is_received(
    client, inspector, tea, lyon
):
    shipped = await add_transfer(client, 1, lyon, (tea, 4))

    assert shipped["status"] == "in_transit"
    assert await levels(client, tea) == {1: 6}
    (line,) = await transit(client, to_location_id=lyon)
    assert (line["units"], line["value"]) == (4, 13.34)
    assert line["expected_on"] == shipped["expected_on"] is not None
    assert await broken(inspector) == []

    received = await arrive(client, shipped)

    assert received.json()["status"] == "received"
    assert await levels(client, tea) == {1: 6, lyon: 4}
    assert await transit(client) == []
    assert await movements(client, shipped) == [
        (1, "transfer_out", -4),
        (lyon, "transfer_in", 4),
    ]
    assert await broken(inspector) == []


async def test_it_comes_in_parts_with_the_value_that_it_left_with(
    client, inspector, tea, lyon
):
    shipped = await add_transfer(client, 1, lyon, (tea, 3))
    values, answers = [], []
    for _ in range(3):
        answers.append(await arrive(client, shipped, 1))
        assert await broken(inspector) == []
        values.append(
            await inspector.fetchval(
                "SELECT value FROM stock WHERE location_id = $1", lyon
            )
        )

    assert [str(value) for value in values] == ["3.34", "6.67", "10.01"]
    assert [a.json()["status"] for a in answers] == [
        "partially_received",
        "partially_received",
        "received",
    ]
    assert len(answers[-1].json()["receipts"]) == 3


async def test_what_was_lost_on_the_way_is_posted_with_its_reason(
    client, inspector, tea, lyon
):
    shipped = await add_transfer(client, 1, lyon, (tea, 6))
    line = {"line_id": shipped["lines"][0]["id"], "quantity": 3}
    lost = {"quantity": 2, "reason": "damaged", "note": "a wet box"}

    received = (await arrive(client, shipped, line | {"lost": lost})).json()

    assert received["status"] == "partially_received"
    (shown,) = received["lines"]
    assert (shown["received"], shown["lost"], shown["in_transit"]) == (3, 2, 1)
    assert received["receipts"][0]["lines"][0]["reason"] == "damaged"
    assert await levels(client, tea) == {1: 4, lyon: 3}
    assert await movements(client, shipped) == [
        (1, "transfer_out", -6),
        (lyon, "transfer_in", 5),
        (lyon, "damaged", -2),
    ]
    assert await broken(inspector) == []


async def test_nothing_arrives_of_what_was_all_lost(client, inspector, tea, lyon):
    shipped = await add_transfer(client, 1, lyon, (tea, 10))
    line = {"line_id": shipped["lines"][0]["id"], "quantity": 0}
    lost = {"quantity": 10, "reason": "missing"}

    received = (await arrive(client, shipped, line | {"lost": lost})).json()

    assert received["status"] == "received"
    assert await stock_of(client, tea["id"]) == 0
    assert await broken(inspector) == []


async def test_more_than_is_on_its_way_is_refused(client, tea, lyon):
    shipped = await add_transfer(client, 1, lyon, (tea, 4))

    refused = await arrive(client, shipped, 5)

    assert (refused.status_code, refused.json()["code"]) == (
        409,
        "more_than_in_transit",
    )
    assert refused.json()["params"]["open"] == 4
    assert await levels(client, tea) == {1: 6}


async def test_more_than_there_is_cannot_leave(client, inspector, tea, lyon):
    mug = await add_product(client, stock=5)
    draft = await add_transfer(client, 1, lyon, (mug, 5), (tea, 11), shipped=False)
    address = f"/api/stock/transfers/{draft['id']}/ship"

    refused = await client.post(address, json={})

    assert (refused.status_code, refused.json()["code"]) == (409, "insufficient_stock")
    assert refused.json()["params"] == {"product_id": tea["id"], "left": 10}
    assert await stock_of(client, mug["id"]) == 5
    await adjust(client, tea["id"], delta=1)
    assert (await client.post(address, json={})).status_code == 200
    assert await broken(inspector) == []


async def test_shipping_and_receiving_again_change_nothing(
    client, inspector, tea, lyon
):
    shipped = await add_transfer(client, 1, lyon, (tea, 4))
    address = f"/api/stock/transfers/{shipped['id']}"
    headers = {"Idempotency-Key": "arrival-1"}

    again = await client.post(f"{address}/ship", json={})
    first = await arrive(client, shipped, 2, headers=headers)
    repeated = await arrive(client, shipped, 2, headers=headers)

    assert again.json() == shipped
    assert repeated.json() == first.json()
    assert await levels(client, tea) == {1: 6, lyon: 2}
    await arrive(client, shipped)
    late = await arrive(client, shipped)
    assert (late.status_code, late.json()["code"]) == (409, "transfer_ended")
    assert await broken(inspector) == []


async def test_only_a_draft_is_cancelled(client, tea, lyon):
    reason = {"reason": "not needed"}
    draft = await add_transfer(client, 1, lyon, (tea, 4), shipped=False)
    shipped = await add_transfer(client, 1, lyon, (tea, 4))
    address = f"/api/stock/transfers/{draft['id']}"

    early = await arrive(client, draft, 1)
    cancelled = await client.post(f"{address}/cancel", json=reason)
    again = await client.post(f"{address}/cancel", json=reason)
    ship = await client.post(f"{address}/ship", json={})
    late = await client.post(
        f"/api/stock/transfers/{shipped['id']}/cancel", json=reason
    )

    assert early.json()["code"] == "transfer_not_shipped"
    assert cancelled.json()["status"] == "cancelled"
    assert again.json() == cancelled.json()
    assert (ship.status_code, ship.json()["code"]) == (409, "transfer_ended")
    assert (late.status_code, late.json()["code"]) == (409, "transfer_shipped")
