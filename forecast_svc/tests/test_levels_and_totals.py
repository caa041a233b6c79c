"""One question with several levels, quantiles and sums."""

import pytest

from forecast_svc.tests.factories import TODAY
from tests.support import bearer

WEEK = [18, 19, 20, 21, 25, 45, 14]


@pytest.fixture
async def tea(deliver):
    await deliver.history([units + n % 3 for n in range(20) for units in WEEK])


async def ask(client, **query):
    answer = await client.get("/api/forecast", params={"product_id": 1} | query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_every_level_is_answered_at_once_and_the_first_one_as_ever(client, tea):
    both = await ask(client, level=[0.8, 0.95], horizon_days=14)
    at_80 = await ask(client, level=0.8, horizon_days=14)
    at_95 = await ask(client, horizon_days=14)

    assert list(both["levels"]) == ["0.8", "0.95"]
    for name, alone in (("0.8", at_80), ("0.95", at_95)):
        assert both["levels"][name] == {
            "lower": alone["lower"],
            "upper": alone["upper"],
            "total": alone["total"],
        }
    assert both | {"levels": at_80["levels"]} == at_80
    assert (at_95["level"], list(at_95["levels"])) == (0.95, ["0.95"])


async def test_quantiles_of_days_and_sums_of_the_first_days(client, tea):
    query = {"quantiles": "0.5,0.9,0.975", "days": "3,7,28", "horizon_days": 7}
    body = await ask(client, **query)
    month = await ask(client, horizon_days=28)
    few = await ask(client, horizon_days=3, level=0.8)

    assert list(body["quantiles"]) == ["0.5", "0.9", "0.975"]
    assert body["quantiles"]["0.975"] == body["upper"]
    assert len(body["forecast"]) == 7
    assert body["total"]["expected"] == pytest.approx(sum(body["forecast"]), abs=0.01)
    three, seven, whole = body["totals"]
    assert [three["days"], seven["days"], whole["days"]] == [3, 7, 28]
    assert three["quantiles"]["0.9"] == few["total"]["upper"]
    assert seven["mean"] == body["total"]["expected"]
    assert seven["quantiles"]["0.975"] == body["total"]["upper"]
    assert whole["mean"] == month["total"]["expected"]
    assert whole["quantiles"]["0.975"] == month["total"]["upper"]


async def test_without_them_there_are_none(client, tea):
    body = await ask(client)

    assert (body["quantiles"], body["totals"]) == ({}, [])


async def test_commas_and_repetition_say_the_same(client, tea):
    repeated = await ask(client, level=[0.8, 0.9], quantiles=[0.7, 0.9], days=[2, 5])
    commas = await ask(client, level="0.8,0.9", quantiles="0.7,0.9", days="2,5")

    assert repeated == commas


async def test_many_products_are_asked_for_several_levels_too(client, deliver, tea):
    await deliver.history([7] * 60, product_id=2)
    query = {"level": [0.8, 0.9], "quantiles": 0.9, "days": 14}
    answer = await client.get(
        "/api/forecast/bulk", params={"product_ids": [1, 2]} | query
    )
    tea, _ = answer.json()

    assert tea == await ask(client, **query)


async def test_an_override_of_later_days_counts_in_their_sum_alone(client, tea):
    before = await ask(client, horizon_days=2, days="2,4")
    day = str(TODAY.fromordinal(TODAY.toordinal() + 3))
    said = {"product_id": 1, "first_day": day, "last_day": day, "note": "A fair"}
    await client.post(
        "/api/forecast/overrides",
        json=said | {"units": 500},
        headers=bearer("manager", user_id=7),
    )
    after = await ask(client, horizon_days=2, days="2,4")

    assert (after["baseline"], after["overrides"]) == (None, [])
    assert after["totals"][0] == before["totals"][0]
    assert after["totals"][1]["mean"] > before["totals"][1]["mean"] + 400


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("level", [0.8, 0.4], "greater_than_equal"),
        ("level", [0.5 + n / 100 for n in range(9)], "too_long"),
        ("quantiles", "0.8,1", "less_than_equal"),
        ("quantiles", "0.8,", "float_parsing"),
        ("quantiles", ",".join(["0.5"] * 9), "too_long"),
        ("days", "0", "greater_than_equal"),
        ("days", "7,366", "less_than_equal"),
        ("days", "1.5", "int_parsing"),
        ("days", [*range(1, 10)], "too_long"),
    ],
)
async def test_bad_values_are_told_of_their_parameter(client, field, value, code):
    answer = await client.get("/api/forecast", params={"product_id": 1, field: value})

    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["field"], error["code"]) == (field, code)
    assert code in {"float_parsing", "int_parsing"} or error["params"]
