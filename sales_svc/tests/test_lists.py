"""GET /api/sales, one sale, the daily summary."""

from datetime import datetime, time, timedelta

import pytest

from sales_svc.imports.operations.undo_import import undo_import
from sales_svc.tests.factories import give_back, make_chunk, make_row, sold, void
from shared import clock
from shared.clock import business_zone
from tests.support import bearer, eventually, move_shop, running, service_bearer


@pytest.fixture
def in_paris():
    """The shop's days are those of Paris."""
    clock.follow_zone("Europe/Paris")
    yield
    clock.forget_zone()


async def ids(client, **query):
    answer = await client.get("/api/sales", params=query)
    assert answer.status_code == 200, answer.text
    return [sale["id"] for sale in answer.json()]


async def test_the_newest_sale_comes_first_whenever_it_was_recorded(client, shop):
    tea = await shop.add_product()
    old = await sold(client, tea, sold_at="2026-01-01T10:00:00Z")
    new = await sold(client, tea, sold_at="2026-01-03T10:00:00Z")
    between = await sold(client, tea, sold_at="2026-01-02T10:00:00Z")
    twin = await sold(client, tea, sold_at="2026-01-02T10:00:00Z")

    answer = await client.get("/api/sales")

    assert answer.json() == [new, twin, between, old]
    assert answer.headers["x-total-count"] == "4"


async def test_sales_are_sorted_by_time_quantity_and_amount(client, shop, record):
    tea, mug = await shop.add_product(price="1"), await shop.add_product(price="20")
    few = (await sold(client, mug, quantity=1, sold_at="2026-01-02T10:00:00Z"))["id"]
    many = (await sold(client, tea, quantity=9, sold_at="2026-01-01T10:00:00Z"))["id"]
    same = (await sold(client, mug, quantity=1, sold_at="2026-01-03T10:00:00Z"))["id"]
    await record(
        make_chunk(5, rows=[make_row(product_id=tea, price="0", price_unknown=True)])
    )
    (unknown,) = await ids(client, import_id=5)

    assert await ids(client, sort="-sold_at") == [same, few, many, unknown]
    assert await ids(client, sort="sold_at") == [unknown, many, few, same]
    assert await ids(client, sort="quantity") == [few, same, unknown, many]
    assert await ids(client, sort="-quantity") == [many, unknown, same, few]
    assert await ids(client, sort="total") == [many, few, same, unknown]
    assert await ids(client, sort="-total") == [same, few, many, unknown]
    assert await ids(client, sort="-total", limit=2, page=2) == [many, unknown]


async def test_pages_by_cursor_are_newest_first_alone(client):
    refused = await client.get("/api/sales", params={"cursor": "", "sort": "total"})
    unknown = await client.get("/api/sales", params={"sort": "price"})

    assert [refused.status_code, unknown.status_code] == [422, 422]
    assert refused.json()["errors"][0]["field"] == "cursor"


async def test_sales_are_found_by_product_user_and_void(app, client, shop):
    tea, milk = await shop.add_product(), await shop.add_product()
    first = (await sold(client, tea))["id"]
    second = (await sold(client, milk))["id"]
    client.headers.update(bearer("manager", 8))
    third = (await sold(client, tea))["id"]
    await void(client, first)

    assert await ids(client, product_id=tea) == [third, first]
    assert await ids(client, user_id=7) == [second, first]
    assert await ids(client, voided="true") == [first]
    assert await ids(client, voided="false") == [third, second]
    assert await ids(client, product_id=tea, user_id=8, voided="false") == [third]
    assert await ids(client, product_id=4711) == []


async def test_sales_are_found_by_import_and_location(
    app, client, shop, record, second_location
):
    tea = await shop.add_product()
    await shop.put_in(second_location, tea, 4)
    here = (await sold(client, tea))["id"]
    there = await shop.sell_at(second_location, tea, 1)
    await record(make_chunk(5, rows=[make_row(product_id=tea)]))
    await record(make_chunk(6, rows=[make_row(product_id=tea)]))
    (fifth,), (sixth,) = await ids(client, import_id=5), await ids(client, import_id=6)

    assert await ids(client, location_id=second_location) == [there]
    assert set(await ids(client, location_id=1)) == {here, fifth, sixth}
    async with app.state.database.transaction() as db:
        await undo_import(db, 5, user_id=7)
    assert await ids(client, import_id=5) == []
    assert await ids(client, import_id=5, undone="true") == [fifth]


async def total(client, **query):
    answer = await client.get("/api/sales/sum", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def pieces(sales, quantity):
    return [{"unit": "piece", "sales": sales, "quantity": quantity}]


async def test_a_list_is_added_up_without_what_was_voided_or_came_back(client, shop):
    tea, milk = await shop.add_product(price="4.20"), await shop.add_product(price="1")
    some = await sold(client, tea, quantity=3)
    await sold(client, milk, quantity=2)
    gone = await sold(client, milk, quantity=5)
    assert (await give_back(client, some["id"], 1)).status_code == 201
    await void(client, gone["id"])

    everything = {
        "sales": 2,
        "voided": 1,
        "quantity": 4,
        "revenue": 10.4,
        "unpriced": 0,
        "by_unit": pieces(2, 4),
    }
    assert await total(client) == everything
    assert await total(client, product_id=tea) == everything | {
        "sales": 1,
        "voided": 0,
        "quantity": 2,
        "revenue": 8.4,
        "by_unit": pieces(1, 2),
    }
    assert await total(client, voided="true") == {
        "sales": 0,
        "voided": 1,
        "quantity": 0,
        "revenue": 0.0,
        "unpriced": 0,
        "by_unit": [],
    }
    day = {"from": "2026-03-02", "to": "2026-03-02"}
    summary = (await client.get("/api/sales/summary", params=day)).json()["total"]
    assert await total(client, **day) == summary | {
        "voided": 1,
        "by_unit": pieces(2, 4),
    }
    nothing: dict[str, object] = dict.fromkeys(everything, 0)
    assert await total(client, user_id=4711) == nothing | {"by_unit": []}


async def test_kilos_and_pieces_are_added_up_apart(client, shop):
    tea, milk = await shop.add_product(price="2"), await shop.add_product(price="1")
    ham = await shop.add_product(price="0.99", decimals=3, unit="kg")
    for product, quantity in [(tea, 3), (milk, 2), (ham, 0.45), (ham, 1.005)]:
        await sold(client, product, quantity=quantity)
    gone = await sold(client, ham, quantity=2)
    await void(client, gone["id"])
    await sold(client, tea, quantity=1)

    summed = await total(client)

    assert summed["by_unit"] == [
        {"unit": "piece", "sales": 3, "quantity": 6},
        {"unit": "kg", "sales": 2, "quantity": 1.455},
    ]
    assert summed["quantity"] == 7.455
    # 3 x 2 + 2 x 1 + 2 + 0.4455 + 0.99495, to the cent once.
    assert summed["revenue"] == 11.44


async def test_sales_without_a_price_are_counted_beside_the_sum(client, shop, record):
    tea = await shop.add_product()
    unknown = make_row(product_id=tea, price="0", price_unknown=True)
    await record(make_chunk(5, rows=[unknown, make_row(product_id=tea)]))

    assert await total(client, import_id=5) == {
        "sales": 2,
        "voided": 0,
        "quantity": 4,
        "revenue": 7.0,
        "unpriced": 1,
        "by_unit": pieces(2, 4),
    }


async def test_dates_are_whole_days_and_instants_half_open(client, shop):
    tea = await shop.add_product()
    a = (await sold(client, tea, sold_at="2026-03-01T00:00:00Z"))["id"]
    b = (await sold(client, tea, sold_at="2026-03-02T23:59:59.999999Z"))["id"]
    c = (await sold(client, tea, sold_at="2026-03-03T00:00:00Z"))["id"]

    assert await ids(client, **{"from": "2026-03-01", "to": "2026-03-02"}) == [b, a]
    assert await ids(client, to="2026-02-28") == []
    assert await ids(client, **{"from": "2026-03-03"}) == [c]
    until = {"from": "2026-03-01T00:00:00Z", "to": "2026-03-03T00:00:00Z"}
    assert await ids(client, **until) == [b, a]


@pytest.mark.usefixtures("in_paris")
async def test_days_are_those_of_the_shop_also_when_clocks_change(client, shop):
    tea = await shop.add_product()
    # On 29 March 2026 the day in Paris has 23 hours: 23:00Z to 22:00Z.
    before = (await sold(client, tea, sold_at="2026-03-28T22:59:59Z"))["id"]
    first = (await sold(client, tea, sold_at="2026-03-28T23:00:00Z"))["id"]
    last = (await sold(client, tea, sold_at="2026-03-29T23:59:59"))["id"]
    after = (await sold(client, tea, sold_at="2026-03-29T22:00:00Z"))["id"]

    day = {"from": "2026-03-29", "to": "2026-03-29"}
    assert await ids(client, **day) == [last, first]
    assert before
    assert after

    summary = (await client.get("/api/sales/summary", params=day)).json()
    assert [(d["day"], d["sales"]) for d in summary["days"]] == [("2026-03-29", 2)]


async def test_another_time_zone_of_the_shop_moves_the_day_without_a_restart(
    app, client, shop
):
    await sold(client, await shop.add_product(), sold_at="2026-03-28T23:30:00Z")
    days = {"from": "2026-03-28", "to": "2026-03-29"}

    async def sales_of_days():
        found = (await client.get("/api/sales/summary", params=days)).json()["days"]
        return [(day["day"], day["sales"]) for day in found if day["sales"]]

    async with running(app):
        assert await sales_of_days() == [("2026-03-28", 1)]
        await move_shop(app, time_zone="Europe/Paris")
        await eventually(
            sales_of_days, until=lambda found: found == [("2026-03-29", 1)]
        )


async def test_pages_say_how_many_there_are_and_where(client, shop):
    tea = await shop.add_product()
    made = [(await sold(client, tea))["id"] for _ in range(5)]

    answer = await client.get("/api/sales", params={"page": 2, "limit": 2})

    assert [sale["id"] for sale in answer.json()] == [made[2], made[1]]
    assert answer.headers["x-total-count"] == "5"
    assert 'page=3&limit=2>; rel="next"' in answer.headers["link"]


async def test_a_walk_by_cursor_sees_each_sale_once(client, shop):
    tea = await shop.add_product(stock=100)
    same = [(await sold(client, tea))["id"] for _ in range(7)]

    seen: list[int] = []
    address = "/api/sales?limit=3&cursor="
    while address:
        answer = await client.get(address)
        seen += [sale["id"] for sale in answer.json()]
        address = answer.links.get("next", {}).get("url", "")
        # Newer sales do not shift the pages after the cursor.
        await sold(client, tea, sold_at="2026-03-03T10:00:00Z")

    assert seen == sorted(same, reverse=True)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "spring"}, "from"),
        ({"to": "2026-13-01"}, "to"),
        ({"product_id": "0"}, "product_id"),
        ({"voided": "perhaps"}, "voided"),
        ({"page": "0"}, "page"),
        ({"limit": "101"}, "limit"),
        ({"cursor": "WzEsMl0"}, "cursor"),
    ],
)
async def test_a_query_that_cannot_be_read_is_named(client, query, field):
    answer = await client.get("/api/sales", params=query)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


@pytest.mark.parametrize("sale_id", ["4711", "9223372036854775807"])
async def test_an_unknown_sale_is_not_found(client, sale_id):
    answer = await client.get(f"/api/sales/{sale_id}")

    assert answer.status_code == 404
    assert answer.json()["code"] == "sale_not_found"


@pytest.mark.parametrize("sale_id", ["0", "tea", "9223372036854775808"])
async def test_what_is_no_id_is_refused(client, sale_id):
    assert (await client.get(f"/api/sales/{sale_id}")).status_code == 422


async def test_reading_needs_a_viewer(client):
    paths = ("", "/sum", "/summary", "/export.csv")
    for path in (f"/api/sales{end}" for end in paths):
        answers = {
            role: (await client.get(path, headers=bearer(role))).status_code
            for role in ("viewer", "user")
        }
        assert answers == {"viewer": 200, "user": 200}
        assert (
            await client.get(path, headers=service_bearer("forecast_svc"))
        ).status_code == 403
        assert (
            await client.get(path, headers={"Authorization": "Bearer no"})
        ).status_code == 401


async def test_the_summary_adds_up_the_days_without_what_was_voided(client, shop):
    tea, milk = await shop.add_product(price="4.20"), await shop.add_product(price="1")
    await sold(client, tea, quantity=2, sold_at="2026-03-01T10:00:00Z")
    await sold(client, milk, quantity=3, sold_at="2026-03-01T20:00:00Z")
    await sold(client, tea, quantity=1, sold_at="2026-03-03T10:00:00Z")
    gone = await sold(client, tea, quantity=5, sold_at="2026-03-03T11:00:00Z")
    await void(client, gone["id"])

    answer = await client.get(
        "/api/sales/summary", params={"from": "2026-03-01", "to": "2026-03-03"}
    )

    assert answer.json() == {
        "days": [
            {
                "day": "2026-03-01",
                "quantity": 5,
                "revenue": 11.4,
                "sales": 2,
                "unpriced": 0,
            },
            {
                "day": "2026-03-03",
                "quantity": 1,
                "revenue": 4.2,
                "sales": 1,
                "unpriced": 0,
            },
        ],
        "total": {"quantity": 6, "revenue": 15.6, "sales": 3, "unpriced": 0},
    }


async def test_the_summary_shows_the_last_days_when_nothing_is_named(client, shop):
    tea = await shop.add_product()
    await sold(client, tea, sold_at="2026-01-01T10:00:00Z")

    assert (await client.get("/api/sales/summary")).json() == {
        "days": [],
        "total": {"quantity": 0, "revenue": 0.0, "sales": 0, "unpriced": 0},
    }


async def test_a_day_that_is_not_over_is_compared_with_what_others_had_sold_by_then(
    client, shop
):
    tea, zone = await shop.add_product(), business_zone()
    day = datetime.now(zone).date() - timedelta(days=1)
    for quantity, at in (2, time.min), (5, time.max):
        sold_at = datetime.combine(day, at, zone).isoformat()
        await sold(client, tea, quantity=quantity, sold_at=sold_at)

    period = {"from": day.isoformat(), "to": day.isoformat()}
    whole = await client.get("/api/sales/summary", params=period)
    so_far = await client.get("/api/sales/summary", params=period | {"so_far": True})

    assert whole.json()["total"]["quantity"] == 7
    assert so_far.json()["total"]["quantity"] == 2


async def test_a_summary_of_a_lifetime_is_refused(client):
    answer = await client.get("/api/sales/summary", params={"from": "1990-01-01"})

    assert answer.status_code == 422
    assert answer.json()["code"] == "too_many_days"
