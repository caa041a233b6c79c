"""Counting while selling goes on: only true differences are posted."""

from datetime import UTC, datetime

import orjson
import pytest

from products_svc.tests.counting.sheets import lines_of, movements_of, units
from products_svc.tests.factories import (
    add_order,
    add_product,
    broken_laws,
    enter,
    open_count,
    post_count,
    receive,
    stock_of,
)


async def test_what_was_sold_since_the_count_stays_sold(client, till, inspector, tea):
    count = await open_count(client)
    await enter(client, count, units(tea, 9))
    await till.take(1, [(tea["id"], 3)])

    posted = await post_count(client, count)

    assert posted.status_code == 200, posted.text
    assert posted.json()["status"] == "posted"
    assert await stock_of(client, tea["id"]) == 6
    (moved,) = await movements_of(client, tea, reason="count")
    assert (moved["delta"], moved["stock"]) == (-1, 6)
    assert moved["source"] == moved["reference"] == f"count/{count['id']}"
    assert await broken_laws(inspector) == []


async def test_what_was_sold_before_it_was_counted_is_no_difference(client, till, tea):
    count = await open_count(client)
    await till.take(1, [(tea["id"], 3)])
    await enter(client, count, units(tea, 7))

    await post_count(client, count)

    assert await movements_of(client, tea, reason="count") == []
    (line,) = await lines_of(client, count)
    assert (line["outcome"], line["difference"]) == ("no_difference", 0)


async def test_a_count_written_down_earlier_holds_for_its_own_time(client, till, tea):
    before = datetime.now(UTC)
    await till.take(1, [(tea["id"], 4)])
    count = await open_count(client)

    entered = await enter(client, count, units(tea, 10, counted_at=before.isoformat()))

    assert entered.json()[0]["expected"] == 10
    await post_count(client, count)
    assert await stock_of(client, tea["id"]) == 6


async def test_the_event_of_a_difference_names_its_count(client, inspector, tea):
    count = await open_count(client)
    await enter(client, count, units(tea, 9))
    await post_count(client, count)

    told = await inspector.fetchval(
        "SELECT payload FROM outbox WHERE topic = 'stock.moved' ORDER BY id DESC LIMIT 1"
    )

    event = orjson.loads(told)
    assert (event["reason"], event["delta"]) == ("count", -1)
    assert event["source"] == f"count/{count['id']}"


async def test_two_people_at_two_shelves_add_up_and_each_may_correct_their_own(
    client, counter, tea
):
    count = await open_count(client)
    await enter(client, count, units(tea, 6, place="window"))
    await enter(counter, count, units(tea, 9, place="cellar"))
    await enter(counter, count, units(tea, 3, place="cellar"))
    (line,) = (await enter(counter, count, units(tea, 1, place="till"))).json()

    assert line["counted"] == 10
    assert [(e["counted_by"], e["place"], e["units"]) for e in line["entries"]] == [
        (7, "window", 6),
        (21, "cellar", 3),
        (21, "till", 1),
    ]
    (line,) = (await enter(client, count, units(tea, None, place="window"))).json()
    assert line["counted"] == 4


async def test_something_sold_between_two_shelves_asks_for_a_recount(client, till, tea):
    count = await open_count(client)
    await enter(client, count, units(tea, 6, place="window"))
    await till.take(1, [(tea["id"], 1)])
    await enter(client, count, units(tea, 4, place="cellar"))

    refused = await post_count(client, count)

    assert refused.status_code == 409
    (doubtful,) = refused.json()["params"]["lines"]
    assert (doubtful["reason"], doubtful["difference"]) == ("moved_meanwhile", 1)


async def test_a_large_difference_is_posted_once_it_was_counted_again(
    client, inspector, tea, mug
):
    count = await open_count(client, recount={"percent": None, "units": 2})
    await enter(client, count, units(tea, 7), units(mug, 2))

    refused = await post_count(client, count)

    assert refused.status_code == 409
    assert refused.json()["code"] == "recount_needed"
    assert [line["sku"] for line in refused.json()["params"]["lines"]] == ["TEA"]
    assert await movements_of(client, mug, reason="count") == []
    await enter(client, count, units(tea, 8, round=2))
    assert (await post_count(client, count)).status_code == 200
    assert await stock_of(client, tea["id"]) == 8
    assert await stock_of(client, mug["id"]) == 2
    assert await broken_laws(inspector) == []


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"percent": 20}, "percent"),
        ({"percent": None, "units": 2}, "units"),
        ({"percent": None, "value": 14.99}, "value"),
        ({"percent": 30, "units": 3, "value": 15}, None),
    ],
)
async def test_each_limit_asks_for_a_recount_just_above_it(
    client, north, limits, reason
):
    jam = await add_product(client, stock=0)
    line = {"product_id": jam["id"], "quantity": 10, "unit_cost": 5}
    await receive(client, await add_order(client, north, line), 10)
    count = await open_count(
        client, recount=limits, filter={"product_ids": [jam["id"]]}
    )

    (found,) = (await enter(client, count, units(jam, 7))).json()

    assert found["recount"] == reason
    assert found["value"] == -15


async def test_a_difference_that_is_confirmed_is_posted_as_it_stands(client, tea, mug):
    count = await open_count(client)
    await enter(client, count, units(tea, 1), units(mug, 0))

    one = await post_count(client, count, confirmed=[tea["id"]])
    both = await post_count(client, count, confirmed=[tea["id"], mug["id"]])

    assert [each["sku"] for each in one.json()["params"]["lines"]] == ["MUG"]
    assert both.status_code == 200
    assert await stock_of(client, tea["id"]) == 1


async def test_a_count_that_would_make_stock_negative_is_counted_again(
    client, till, tea
):
    count = await open_count(client)
    await enter(client, count, units(tea, 2))
    await till.take(1, [(tea["id"], 5)])

    refused = await post_count(client, count, confirm_all=True)

    assert refused.status_code == 409
    assert refused.json()["params"]["lines"][0]["reason"] == "below_zero"
    assert await stock_of(client, tea["id"]) == 5


async def test_two_sheets_do_not_post_the_same_difference_twice(client, tea):
    first, second = await open_count(client), await open_count(client)
    await enter(client, first, units(tea, 8))
    await enter(client, second, units(tea, 8))

    await post_count(client, first)
    await post_count(client, second)

    assert await stock_of(client, tea["id"]) == 8


async def test_a_later_count_that_says_otherwise_asks(client, tea):
    first, second = await open_count(client), await open_count(client)
    await enter(client, second, units(tea, 9))
    await enter(client, first, units(tea, 8))
    await post_count(client, first)

    refused = await post_count(client, second)

    assert refused.json()["params"]["lines"][0]["reason"] == "counted_since"


async def test_posting_again_changes_nothing(client, tea):
    count = await open_count(client)
    await enter(client, count, units(tea, 9))

    first, again = await post_count(client, count), await post_count(client, count)

    assert again.json() == first.json()
    assert len(await movements_of(client, tea, reason="count")) == 1
    late = await enter(client, count, units(tea, 3))
    assert (late.status_code, late.json()["code"]) == (409, "count_ended")


async def test_a_cancelled_count_posts_nothing(client, tea):
    count = await open_count(client)
    await enter(client, count, units(tea, 3))
    address = f"/api/stock/counts/{count['id']}/cancel"

    cancelled = await client.post(address, json={"reason": "power cut"})
    again = await client.post(address, json={"reason": "again"})

    assert cancelled.json()["status"] == "cancelled"
    assert again.json() == cancelled.json()
    assert (await post_count(client, count)).json()["code"] == "count_ended"
    assert await stock_of(client, tea["id"]) == 10
    assert (await lines_of(client, count))[0]["counted"] == 3
