"""Totals of the shop and of its categories."""

import random
from datetime import timedelta

import pytest

from forecast_svc.app import create_app
from forecast_svc.settings import Settings
from forecast_svc.tests.factories import TODAY, YESTERDAY, deleted, product, sale
from tests.support import bearer, client_for, eventually, running

DAYS = 150
CATEGORIES = {1: "Tea", 2: "Tea", 3: "Cups", 4: None}


@pytest.fixture
async def shop(deliver):
    """Two teas, a cup, and something of no category."""
    chance = random.Random(1)
    for product_id, category in CATEGORIES.items():
        await deliver(
            product(product_id=product_id, sku=f"S-{product_id}", category=category)
        )
        units = [chance.randint(1, 4 * product_id) for _ in range(DAYS)]
        await deliver.history(units, product_id=product_id)


async def total(client, **query):
    answer = await client.get("/api/forecast/total", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def of_product(client, product_id, **query):
    answer = await client.get(
        "/api/forecast", params={"product_id": product_id} | query
    )
    return answer.json()


def added(answers):
    return [
        sum(of_day) for of_day in zip(*(a["forecast"] for a in answers), strict=True)
    ]


async def test_a_category_is_the_sum_of_its_products_day_by_day(client, shop):
    found = await total(client, category="Tea", horizon_days=28)
    teas = [await of_product(client, n, horizon_days=28) for n in (1, 2)]

    assert found["products"] == 2
    assert found["dates"] == teas[0]["dates"]
    assert found["forecast"] == pytest.approx(added(teas), abs=0.01)
    assert {part["product_id"]: part["expected"] for part in found["parts"]} == {
        n: pytest.approx(tea["total"]["expected"], abs=0.01)
        for n, tea in zip((1, 2), teas, strict=True)
    }


async def test_the_shop_is_the_sum_of_its_categories(client, shop):
    whole = await total(client, horizon_days=14)
    parts = [
        await total(client, category=c, horizon_days=14) for c in ("Tea", "Cups", "")
    ]

    assert whole["forecast"] == pytest.approx(added(parts), abs=0.01)
    assert sum(part["expected"] for part in whole["parts"]) == pytest.approx(
        whole["total"]["expected"], abs=0.01
    )
    assert [part["category"] for part in whole["parts"]] == ["", "Tea", "Cups"]


async def test_bounds_of_a_sum_are_narrower_than_sums_of_bounds(client, shop):
    found = await total(client, level=[0.8, 0.95], quantiles="0.5,0.95", days="7,60")
    products = [await of_product(client, n, level=0.8) for n in CATEGORIES]

    width = [
        high - low for low, high in zip(found["lower"], found["upper"], strict=True)
    ]
    summed = added(
        [
            {
                "forecast": [
                    h - low for low, h in zip(p["lower"], p["upper"], strict=True)
                ]
            }
            for p in products
        ]
    )
    assert sum(width) < sum(summed)
    week, two_months = found["totals"]
    assert week["quantiles"]["0.5"] < week["quantiles"]["0.95"] < two_months["mean"]
    assert found["levels"]["0.95"]["upper"][0] > found["upper"][0]


async def test_quantiles_are_those_of_the_totals_own_backtests(client, shop, inspector):
    query = {"category": "Tea", "days": 28, "quantiles": "0.05,0.95"}
    untested = await total(client, **query)
    await inspector.execute(
        "INSERT INTO total_calibrations VALUES ('piece', false, 'Tea', $1,"
        " '{1600, 1600, 1600}', (SELECT array_agg(ARRAY[0.01, 0.025, 0.05, 0.1, 0.2, 0.3,"
        " 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.975, 0.99])"
        " FROM generate_series(1, 3)))",
        YESTERDAY,
    )
    tested = await total(client, **query)

    assert (untested["tested"], tested["tested"]) == (False, True)
    assert tested["forecast"] == untested["forecast"]
    low, high = (tested["totals"][0]["quantiles"][q] for q in ("0.05", "0.95"))
    assert high > 2 * untested["totals"][0]["quantiles"]["0.95"]
    assert low < untested["totals"][0]["quantiles"]["0.05"]


async def test_parts_come_in_pages(client, shop):
    answer = await client.get("/api/forecast/total", params={"limit": 2, "page": 2})

    assert [part["category"] for part in answer.json()["parts"]] == ["Cups"]
    assert answer.headers["X-Total-Count"] == "3"


async def test_kilos_are_not_added_to_pieces(client, shop, deliver):
    await deliver(product(product_id=5, sku="S-5", unit="kg", quantity_decimals=3))
    await deliver.history([900] * DAYS, product_id=5)

    pieces, kilos = await total(client), await total(client, unit="kg")
    assert (pieces["unit"], pieces["products"]) == ("piece", 4)
    assert pieces["other_units"] == [{"unit": "kg", "products": 1}]
    assert kilos["forecast"] == pytest.approx([900] * 7, rel=0.01)
    assert max(pieces["forecast"]) < 50


async def test_what_bundles_take_is_not_counted_twice(client, shop, deliver):
    before = await total(client)
    await deliver(product(product_id=6, sku="S-6", kind="bundle"))
    await deliver.history([50] * DAYS, product_id=6)

    assert (await total(client))["forecast"] == before["forecast"]


async def test_an_archived_product_is_left_out(client, shop, deliver):
    before = await total(client)
    await deliver(deleted(3, product_id=4))
    after = await total(client)

    assert (before["products"], after["products"]) == (4, 3)
    assert sum(after["forecast"]) < sum(before["forecast"])


async def test_what_has_never_been_sold_is_said_to_be(client, shop, deliver):
    for query in ({"category": "Bread"}, {"unit": "kg"}):
        answer = await client.get("/api/forecast/total", params=query)
        assert (answer.status_code, answer.json()["code"]) == (404, "nothing_sold")


async def test_no_more_than_ninety_days(client, shop):
    for query in ({"horizon_days": 91}, {"days": "91"}):
        answer = await client.get("/api/forecast/total", params=query)
        assert answer.status_code == 422


async def test_nothing_is_fitted_that_is_kept(client, shop, inspector):
    first = await total(client)
    await inspector.execute("DELETE FROM fits")
    second = await total(client)

    assert first["forecast"] == second["forecast"]
    assert await inspector.fetchval("SELECT count(*) FROM fits") == 0


async def test_yesterdays_forecasts_answer_until_todays_are_there(
    client, shop, inspector
):
    today = await total(client, horizon_days=7)
    await inspector.execute(
        "UPDATE kept_forecasts SET as_of = as_of - 1, mean = array_prepend(900, mean),"
        " std = array_prepend(1, std), cumulative_std = array_prepend(1, cumulative_std)"
    )
    later = await total(client, horizon_days=7)

    assert later["as_of"] == str(YESTERDAY - timedelta(days=1))
    assert later["dates"] == today["dates"]
    assert later["forecast"] == pytest.approx(today["forecast"], abs=0.01)


@pytest.fixture
async def running_app(databases, app, monkeypatch):
    monkeypatch.setattr("forecast_svc.forecasts.keeping.POLL_S", 0.05)
    started = create_app(
        databases.settings(Settings, wait_s=0.3, global_model=False, scheduled=False)
    )
    async with running(started):
        yield started


async def test_a_late_sale_moves_the_total(shop, running_app, deliver):
    async with client_for(running_app, "viewer") as client:
        before = await total(client, category="Cups", horizon_days=28)
        await deliver(
            *(
                sale(
                    950_000 + n,
                    YESTERDAY - timedelta(days=n),
                    product_id=3,
                    quantity=30,
                )
                for n in range(20)
            )
        )
        stale = await total(client, category="Cups", horizon_days=28)

        async def both():
            return [
                await total(client, category="Cups", horizon_days=28),
                await of_product(client, 3, horizon_days=28),
            ]

        # What was fitted quickly is searched for meanwhile, and the total follows.
        after, _ = await eventually(
            both,
            until=lambda found: (
                found[0]["stale"] == 0
                and found[0]["forecast"]
                == pytest.approx(found[1]["forecast"], abs=0.01)
            ),
        )

    assert stale["forecast"] == before["forecast"] or stale["stale"] == 0
    assert sum(after["forecast"]) > 1.5 * sum(before["forecast"])


async def test_a_sale_of_today_makes_nothing_stale(client, shop, deliver):
    await total(client)
    await deliver(sale(950_000, TODAY, product_id=3))
    await deliver(sale(950_001, YESTERDAY, product_id=3, import_id=4))

    assert (await total(client))["stale"] == 0


@pytest.mark.parametrize(
    ("path", "body", "products"),
    [
        (
            "/api/forecast/corrections",
            {"product_id": 3, "day": str(YESTERDAY), "kind": "bulk_order", "note": "x"},
            1,
        ),
        (
            "/api/forecast/overrides",
            {
                "product_id": 3, "first_day": str(TODAY), "last_day": str(TODAY),
                "percentage": 50, "note": "x",
            },
            1,
        ),
        (
            "/api/forecast/calendar",
            {
                "kind": "promotion", "name": "Tea week", "first_day": str(TODAY),
                "last_day": str(TODAY), "category": "Tea",
            },
            2,
        ),
        (
            "/api/forecast/calendar",
            {
                "kind": "closure", "name": "Works", "first_day": str(TODAY),
                "last_day": str(TODAY),
            },
            4,
        ),
    ],
)  # fmt: skip
async def test_what_planners_say_makes_stale_what_it_changes(
    client, shop, path, body, products
):
    await total(client)
    said = await client.post(path, json=body, headers=bearer("manager", user_id=7))
    found = await total(client)

    assert said.status_code == 201, said.text
    assert found["stale"] == products
