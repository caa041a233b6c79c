"""What a total was forecast to be on a past day."""

from datetime import timedelta

import pytest

from forecast_svc.tests.factories import TODAY, YESTERDAY, product

THEN = YESTERDAY - timedelta(days=10)
CATEGORIES = {1: "Tea", 2: "Tea", 3: "Cups"}


@pytest.fixture
async def shop(deliver, inspector):
    """Two teas that were forecast then, 3 and 4 a day with deviations of 3 and 4, and cups
    that were not."""
    for product_id, category in CATEGORIES.items():
        await deliver(
            product(product_id=product_id, sku=f"S-{product_id}", category=category)
        )
        await deliver.history([5] * 40, product_id=product_id)
    for product_id in (1, 2):
        await inspector.execute(
            "INSERT INTO issued (product_id, as_of, model, mean, lower_80, upper_80, lower_95,"
            " upper_95, made_at, std, cumulative_std) SELECT $1, $2, 'x',"
            " array_fill($3::real, ARRAY[28]), '{}', '{}', '{}', '{}', now(),"
            " array_fill($3::real, ARRAY[28]), (SELECT array_agg($3 * sqrt(n)::real)"
            " FROM generate_series(1, 28) n)",
            product_id,
            THEN,
            2.0 + product_id,
        )


async def total(client, **query):
    answer = await client.get(
        "/api/forecast/total", params={"as_of": str(THEN)} | query
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_it_is_the_sum_of_what_was_issued_then(client, shop):
    teas = await total(client, category="Tea", horizon_days=28, level=0.6827)
    whole = await total(client)

    assert teas["forecast"] == [7] * 28
    assert (teas["as_of"], teas["dates"][0]) == (
        str(THEN),
        str(THEN + timedelta(days=1)),
    )
    # Three and four, of products that know nothing of each other.
    width = teas["total"]["upper"] - teas["total"]["lower"]
    assert width == pytest.approx(2 * 5 * 28**0.5, rel=0.05)
    assert {part["product_id"]: part["expected"] for part in teas["parts"]} == {
        1: 84,
        2: 112,
    }
    assert [(of["products"], of["missing"]) for of in (teas, whole)] == [(2, 0), (2, 1)]


async def test_what_has_changed_since_changes_nothing(client, shop, inspector):
    before = await total(client)
    await inspector.execute("INSERT INTO stale_forecasts VALUES (1, now())")
    await inspector.execute(
        "INSERT INTO kept_forecasts SELECT product_id, $1, array_fill(99::real, ARRAY[90]),"
        " std, cumulative_std FROM issued",
        YESTERDAY,
    )

    assert await total(client) == before
    assert before["stale"] == 0


async def test_bounds_are_those_that_backtests_had_shown_by_then(
    client, shop, inspector
):
    async def shown(as_of, dispersion):
        await inspector.execute(
            "INSERT INTO total_calibrations (unit, whole, category, as_of, dispersion, nominal)"
            " VALUES ('piece', true, '', $1, array_fill($2::real, ARRAY[3]),"
            " (SELECT array_agg(ARRAY[0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7,"
            " 0.8, 0.85, 0.9, 0.95, 0.975, 0.99]) FROM generate_series(1, 3)))",
            as_of,
            dispersion,
        )

    untested = await total(client)
    await shown(THEN - timedelta(days=1), 100.0)
    tested = await total(client)
    await shown(THEN + timedelta(days=1), 1.0)
    await shown(THEN - timedelta(days=2), 1.0)

    assert (untested["tested"], tested["tested"]) == (False, True)
    assert tested["upper"] != untested["upper"]
    assert await total(client) == tested


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"as_of": str(TODAY)}, 422, "day_not_complete"),
        ({"as_of": str(THEN), "horizon_days": 29}, 422, "horizon_not_kept"),
        ({"as_of": str(THEN), "days": 29}, 422, "horizon_not_kept"),
        ({"as_of": str(THEN - timedelta(days=1))}, 404, "total_not_kept"),
        ({"as_of": str(THEN), "category": "Rugs"}, 404, "nothing_sold"),
    ],
)
async def test_what_cannot_be_told(client, shop, query, status, code):
    answer = await client.get("/api/forecast/total", params=query)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
