"""What is on a sheet, who sees what of it, and what it says in the end."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from products_svc.tests.counting.sheets import lines_of, movements_of, units
from products_svc.tests.factories import (
    add_location,
    add_order,
    add_product,
    adjust,
    broken_laws,
    enter,
    open_count,
    post_count,
    receive,
    stock_of,
)


async def test_who_counts_blind_sees_what_was_expected_once_it_is_posted(
    client, counter, tea
):
    count = await open_count(client, blind=True)
    (entered,) = (await enter(counter, count, units(tea, 9))).json()
    (managers,) = await lines_of(client, count)
    guess = await lines_of(counter, count, show="difference")

    assert (entered["counted"], entered["expected"]) == (9, None)
    assert entered["difference"] is None
    assert (managers["expected"], managers["difference"]) == (10, -1)
    assert len(guess) == 1
    await enter(counter, count, units(tea, 10))
    assert len(await lines_of(counter, count, show="difference")) == 1
    await enter(counter, count, units(tea, 9))
    await post_count(client, count)
    (seen,) = await lines_of(counter, count)
    assert (seen["expected"], seen["difference"]) == (10, -1)


async def test_costs_of_a_count_are_for_managers(client, counter, north):
    jam = await add_product(client, stock=0)
    line = {"product_id": jam["id"], "quantity": 10, "unit_cost": 5}
    await receive(client, await add_order(client, north, line), 10)
    count = await open_count(client, filter={"product_ids": [jam["id"]]})
    (theirs,) = (await enter(counter, count, units(jam, 9))).json()
    (managers,) = await lines_of(client, count)

    assert (theirs["value"], theirs["unit_cost"]) == (None, None)
    assert (managers["value"], managers["unit_cost"]) == (-5, 5)


async def test_the_report_adds_up_what_was_over_and_short(client, north, tea, mug):
    for product in (tea, mug):
        line = {"product_id": product["id"], "quantity": 10, "unit_cost": 2.5}
        await receive(client, await add_order(client, north, line), 10)
    await add_product(client, sku="JAM", name="=Jam", stock=1)
    count = await open_count(client)
    await enter(client, count, units(tea, 18), units(mug, 15))
    await post_count(client, count)
    address = f"/api/stock/counts/{count['id']}/report"

    report = (await client.get(address)).json()
    file = await client.get(f"{address}.csv")

    assert report == {
        "count_id": count["id"],
        "status": "posted",
        "currency": "EUR",
        "lines": 3,
        "counted": 2,
        "differences": 2,
        "units_over": 1,
        "units_short": 2,
        "value_over": 2.5,
        # Ten at the 5 of the terms and ten at 2.5 stand there at 3.75.
        "value_short": 7.5,
        "value": -5,
        "unvalued": 0,
    }
    rows = {row["sku"]: row for row in csv.DictReader(io.StringIO(file.text))}
    assert (rows["TEA"]["difference"], rows["TEA"]["value"]) == ("-2", "-7.50")
    assert (rows["JAM"]["name"], rows["JAM"]["counted"]) == ("'=Jam", "")
    assert file.headers["content-type"].startswith("text/csv")


@pytest.mark.parametrize(
    ("chosen", "skus"),
    [
        ({}, ["MUG", "TEA"]),
        ({"category": "Ware"}, ["MUG"]),
        ({"q": "te"}, ["TEA"]),
        ({"to_count": True}, ["TEA"]),
    ],
)
async def test_a_filter_says_what_is_on_the_sheet(client, till, tea, mug, chosen, skus):
    await till.take_lines("sale:1", [(tea["id"], 11)], "correct")
    gone = await add_product(client, sku="OLD", name="Old tea")
    await client.delete(f"/api/products/{gone['id']}")

    count = await open_count(client, filter=chosen)

    assert [line["sku"] for line in await lines_of(client, count)] == skus
    assert count["lines"] == len(skus)


async def test_a_product_that_was_counted_is_no_longer_to_be_counted(
    client, till, tea, mug
):
    await till.take_lines("b", [(tea["id"], 11), (mug["id"], 5)], "correct")
    count = await open_count(client, filter={"to_count": True})
    await enter(client, count, units(tea, 0))

    await post_count(client, count)

    due = (await client.get("/api/stock/to-count")).json()
    assert [each["product_id"] for each in due] == [mug["id"]]


async def test_what_was_counted_lately_there_need_not_be_again(
    client, inspector, tea, mug
):
    elsewhere = await add_location(client)
    jam = await add_product(client, sku="JAM", stock=3)
    await adjust(client, tea["id"], delta=2, location_id=elsewhere["id"])
    count = await open_count(client, filter={"product_ids": [tea["id"], mug["id"]]})
    # One as expected, one on another number.
    await enter(client, count, units(tea, 10), units(mug, 3))
    await post_count(client, count, confirm_all=True)
    await adjust(client, jam["id"], counted=5, reason="count")
    late = await add_product(client, sku="LATE", stock=1)

    async def skus(days, **where):
        sheet = await open_count(client, filter={"not_counted_days": days}, **where)
        return sorted(line["sku"] for line in await lines_of(client, sheet))

    assert await skus(90) == [late["sku"]]
    assert await skus(90, location_id=elsewhere["id"]) == ["TEA"]
    await inspector.execute(
        "UPDATE stock_counts SET ended_at = ended_at - interval '91 days'"
    )
    # What was counted then stays so in the ledger, where it has a movement of its own.
    assert await skus(90) == ["LATE", "TEA"]


async def test_a_sheet_is_of_one_location(client, inspector, tea, mug):
    north = await add_location(client)
    await adjust(client, tea["id"], delta=5, location_id=north["id"])
    count = await open_count(client, location_id=north["id"])

    entered = await enter(client, count, units(tea, 4), units(mug, 2))
    await post_count(client, count, confirm_all=True)

    assert [line["expected"] for line in entered.json()] == [5, 0]
    levels = await client.get("/api/stock", params={"location_id": north["id"]})
    assert [level["on_hand"] for level in levels.json()] == [4, 2]
    assert await stock_of(client, tea["id"]) == 14
    assert await broken_laws(inspector) == []


async def test_an_archived_product_is_not_counted(client, tea, mug):
    count = await open_count(client)
    await enter(client, count, units(tea, 9), units(mug, 3))
    await client.delete(f"/api/products/{tea['id']}")

    late = await enter(client, count, {"sku": "TEA", "units": 9})
    posted = await post_count(client, count, confirm_all=True)
    named = await client.post(
        "/api/stock/counts", json={"filter": {"product_ids": [tea["id"]]}}
    )

    assert (late.status_code, late.json()["code"]) == (409, "product_archived")
    assert named.json()["code"] == "product_archived"
    assert posted.status_code == 200
    outcomes = {line["sku"]: line["outcome"] for line in await lines_of(client, count)}
    assert outcomes == {"TEA": "archived", "MUG": "posted"}
    assert await movements_of(client, tea, reason="count") == []


@pytest.mark.parametrize(
    ("line", "status", "code", "field"),
    [
        ({"sku": "TEA", "units": 1.5}, 422, "quantity_precision", "lines.0.units"),
        ({"sku": "NO", "units": 1}, 404, "code_not_found", "lines.0.sku"),
        ({"product_id": 99, "units": 1}, 404, "product_not_found", None),
        ({"units": 1}, 422, "one_name", "lines.0"),
        ({"sku": "TEA", "units": -1}, 422, "greater_than_equal", "lines.0.units"),
        ({"sku": "TEA", "units": 1, "round": 0}, 422, "greater_than_equal", None),
    ],
)
async def test_what_cannot_be_counted_is_said(client, tea, line, status, code, field):
    count = await open_count(client)

    refused = await enter(client, count, line)

    assert refused.status_code == status, refused.text
    answer = refused.json()
    if status == 422:
        (error,) = answer["errors"]
        assert error["code"] == code
        assert field is None or error["field"] == field
    else:
        assert answer["code"] == code


async def test_a_count_of_the_future_is_refused(client, tea):
    count = await open_count(client)
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()

    refused = await enter(client, count, units(tea, 1, counted_at=later))

    assert refused.status_code == 422
    assert refused.json()["code"] == "counted_in_future"


async def test_a_repeated_request_opens_one_sheet(client, tea):
    headers = {"Idempotency-Key": "sheet-1"}

    first = await client.post("/api/stock/counts", json={}, headers=headers)
    again = await client.post("/api/stock/counts", json={}, headers=headers)

    assert again.json() == first.json()
    assert len((await client.get("/api/stock/counts")).json()) == 1


async def test_counts_are_listed_newest_first(client, tea):
    sheets = [await open_count(client) for _ in range(3)]
    await post_count(client, sheets[0])

    rows = await client.get("/api/stock/counts", params={"limit": 2})
    open_ones = await client.get("/api/stock/counts", params={"status": "open"})
    first = await client.get("/api/stock/counts", params={"cursor": "", "limit": 2})
    following = first.headers["Link"].partition("<")[2].partition(">")[0]

    assert [row["id"] for row in rows.json()] == [3, 2]
    assert rows.headers["X-Total-Count"] == "3"
    assert [row["id"] for row in open_ones.json()] == [3, 2]
    assert [row["id"] for row in (await client.get(following)).json()] == [1]


async def test_lines_come_in_pages(client, tea, mug):
    count = await open_count(client)
    await enter(client, count, units(mug, 4))

    first = await client.get(
        f"/api/stock/counts/{count['id']}/lines", params={"limit": 1, "cursor": ""}
    )
    following = first.headers["Link"].partition("<")[2].partition(">")[0]

    assert first.json()[0]["sku"] == "MUG"
    assert (await client.get(following)).json()[0]["sku"] == "TEA"
    assert [each["sku"] for each in await lines_of(client, count, show="counted")] == [
        "MUG"
    ]
    assert [
        each["sku"] for each in await lines_of(client, count, show="not_counted")
    ] == ["TEA"]
    assert await lines_of(client, count, show="difference") == []


async def test_acts_of_a_count_are_written_down(client, counter, inspector, tea):
    count = await open_count(client)
    await enter(counter, count, units(tea, 9))
    await post_count(client, count)

    rows = await inspector.fetch(
        "SELECT actor, action FROM audit WHERE subject = $1 ORDER BY n",
        f"count/{count['id']}",
    )

    assert [tuple(row) for row in rows] == [
        (7, "count.opened"),
        (21, "count.entered"),
        (7, "count.posted"),
    ]


async def test_a_count_that_is_not_there_is_not_found(client):
    for address in ("", "/lines", "/report", "/report.csv"):
        answer = await client.get(f"/api/stock/counts/9{address}")
        assert (answer.status_code, answer.json()["code"]) == (404, "count_not_found")


async def test_differences_are_listed_by_what_they_are_worth(client, north, tea, mug):
    for product, cost in ((tea, 0.1), (mug, 500)):
        line = {"product_id": product["id"], "quantity": 10, "unit_cost": cost}
        await receive(client, await add_order(client, north, line), 10)
    unknown = await add_product(client, sku="JAM", name="Jam", stock=5)
    count = await open_count(client)
    jam = units(unknown, 1)
    await enter(client, count, units(tea, 0), jam, units(mug, 13))

    listed = await lines_of(client, count, show="difference")

    # What one mug is worth counts more than all the tea; of the jam nobody knows a cost.
    assert [line["sku"] for line in listed] == [mug["sku"], tea["sku"], "JAM"]
    await post_count(client, count, confirm_all=True)
    posted = await lines_of(client, count, show="difference")
    assert [line["sku"] for line in posted] == [mug["sku"], tea["sku"], "JAM"]
