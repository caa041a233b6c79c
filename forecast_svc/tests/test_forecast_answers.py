"""Several products at once, all days together, products without a history."""

from datetime import timedelta

import pytest

from forecast_svc.tests.factories import YESTERDAY, product


async def test_many_products_are_answered_in_their_order(client, deliver):
    for product_id in (1, 2, 3):
        await deliver.history([product_id * 10] * 60, product_id=product_id)
    several = await client.get(
        "/api/forecast/bulk", params={"product_ids": [3, 1], "horizon_days": 5}
    )
    one = await client.get("/api/forecast", params={"product_id": 3, "horizon_days": 5})

    assert [f["product_id"] for f in several.json()] == [3, 1]
    assert several.json()[0] == one.json()


async def test_an_unknown_product_among_many_is_named(client, deliver):
    await deliver.history([5] * 20)
    answer = await client.get("/api/forecast/bulk", params={"product_ids": [1, 77]})

    assert (answer.status_code, answer.json()["params"]) == (404, {"product_id": 77})


@pytest.mark.parametrize("ids", [[], list(range(1, 102)), [0], ["x"]])
async def test_no_product_or_too_many_are_refused(client, ids):
    answer = await client.get("/api/forecast/bulk", params={"product_ids": ids})
    assert answer.status_code == 422


async def test_all_days_together_have_bounds_of_their_own(client, deliver):
    """Of their sum, which varies less than the bounds of the days added up."""
    await deliver.history([8, 12, 9, 30, 14, 11, 10] * 20)
    answer = await client.get(
        "/api/forecast", params={"product_id": 1, "horizon_days": 28}
    )
    body = answer.json()
    total = body["total"]

    assert total["expected"] == pytest.approx(sum(body["forecast"]), abs=0.02)
    assert total["lower"] <= total["expected"] <= total["upper"]
    assert total["upper"] < sum(body["upper"])
    assert total["lower"] > sum(body["lower"])


async def test_a_new_product_borrows_from_its_category(client, deliver):
    for product_id in (2, 3, 4, 5):
        tea = "Tea" if product_id < 5 else "Nails"
        await deliver(
            product(product_id=product_id, sku=f"P{product_id}", category=tea)
        )
        units = 900 if tea == "Nails" else 6
        await deliver.history([units] * 100, product_id=product_id)
    await deliver(product(product_id=1, category="Tea"))
    answer = (await client.get("/api/forecast", params={"product_id": 1})).json()

    assert answer["forecast"] == pytest.approx([6] * 7, abs=0.5)
    assert (answer["model"]["name"], answer["model"]["reason"]) == (
        "category",
        "no_history",
    )
    before = YESTERDAY - timedelta(days=200)
    earlier = await client.get(
        "/api/forecast", params={"product_id": 1, "as_of": before.isoformat()}
    )
    assert earlier.json()["model"]["name"] == "mean_28_days"
