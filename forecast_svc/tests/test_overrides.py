"""A planner's word over the model's, seen, dated, taken back and scored."""

from datetime import timedelta

import pytest

from forecast_svc.engine.overrides import Override, in_force, override
from forecast_svc.engine.prediction import Prediction
from forecast_svc.engine.series import days_after
from forecast_svc.forecasts.operations.score_overrides import score_overrides
from forecast_svc.tests.factories import TODAY, YESTERDAY, moved, sale
from tests.support import bearer, client_for

STEADY = [10] * 60


def manager():
    """Signed when it is asked for: tokens end while other tests run."""
    return bearer("manager", user_id=7)


NEXT_WEEK = TODAY + timedelta(days=6)


async def say(client, headers=None, **changes):
    usual = {
        "product_id": 1,
        "first_day": str(TODAY),
        "last_day": str(NEXT_WEEK),
        "note": "A fair in town",
    }
    if "units" not in changes:
        usual["percentage"] = 50
    return await client.post(
        "/api/forecast/overrides", json=usual | changes, headers=headers or manager()
    )


async def ask(client, **query):
    answer = await client.get("/api/forecast", params={"product_id": 1} | query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def listed(client):
    answer = await client.get("/api/forecast/overrides", headers=bearer("viewer"))
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
async def tea(deliver):
    await deliver.history(STEADY)


async def test_a_percentage_changes_its_days_and_leaves_the_baseline_to_be_seen(
    client, tea
):
    before = await ask(client, horizon_days=10)
    said = await say(client, percentage=50)
    after = await ask(client, horizon_days=10)

    assert said.status_code == 201
    assert before["baseline"] is None
    assert after["baseline"] == before["forecast"]
    assert after["forecast"] == pytest.approx([15] * 7 + [10] * 3, rel=0.02)
    assert after["total"]["expected"] == pytest.approx(135, rel=0.02)
    assert all(
        low <= units <= high
        for low, units, high in zip(
            after["lower"], after["forecast"], after["upper"], strict=True
        )
    )
    assert [o["id"] for o in after["overrides"]] == [said.json()["id"]]
    assert said.headers["Location"] == f"/api/forecast/overrides/{said.json()['id']}"


async def test_units_stand_in_for_whatever_the_model_says(client, tea):
    await say(client, units=42)

    assert (await ask(client))["forecast"] == [42] * 7


async def test_the_newest_counts_and_the_same_again_is_the_same(client, tea):
    first = await say(client, units=42)
    await say(client, units=20, last_day=str(TODAY))
    again = await say(client, units=42, note="Said again")

    assert again.json()["id"] == first.json()["id"]
    assert again.json()["note"] == "Said again"
    assert (await ask(client))["forecast"] == [20] + [42] * 6


async def test_once_withdrawn_the_model_answers_again(client, tea):
    where = (await say(client)).headers["Location"]
    for _ in range(2):
        gone = await client.delete(where, headers=manager())
        assert gone.status_code == 204

    answer = await ask(client)
    assert (answer["baseline"], answer["overrides"]) == (None, [])
    (row,) = await listed(client)
    assert row["withdrawn_on"] == str(TODAY)
    assert (row["author"], row["note"]) == (7, "A fair in town")


async def test_a_question_about_a_past_day_knows_nothing_of_it(client, tea):
    await say(client)

    past = await ask(client, as_of=str(YESTERDAY - timedelta(days=7)), horizon_days=14)
    assert past["baseline"] is None


async def test_after_its_expiry_nothing_goes_by_it(client, tea, inspector):
    await say(client, expires_on=str(TODAY))
    assert (await ask(client))["baseline"] is not None
    await inspector.execute("UPDATE overrides SET expires_on = expires_on - 1")

    assert (await ask(client))["baseline"] is None


async def test_once_its_days_are_over_it_is_held_against_what_was_sold(
    app, client, tea, inspector
):
    await say(client, percentage=100)
    # As if it had been said a week ago.
    await inspector.execute("""
        UPDATE overrides SET first_day = first_day - 7, last_day = last_day - 7,
            created_on = created_on - 7""")
    async with app.state.database.transaction() as db:
        assert await score_overrides(db, YESTERDAY) == 1
        assert await score_overrides(db, YESTERDAY) == 0

    (row,) = await listed(client)
    assert row["score"]["days"] == 7
    assert row["score"]["sold"] == 70
    assert row["score"]["wape"] == pytest.approx(1, rel=0.02)
    assert row["score"]["baseline_wape"] == pytest.approx(0, abs=0.02)


async def test_days_without_stock_do_not_count(app, client, deliver, inspector):
    await deliver.history([*STEADY, 0, 0, 0, 0, 0, 0])
    await say(client)
    await inspector.execute("""
        UPDATE overrides SET first_day = first_day - 7, last_day = last_day - 7,
            created_on = created_on - 7""")
    at = sale(1, YESTERDAY - timedelta(days=5)).sold_at
    await deliver(moved(1, stock=0, ts=at))
    async with app.state.database.transaction() as db:
        await score_overrides(db, YESTERDAY)

    (row,) = await listed(client)
    assert row["score"]["days"] == 1


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"first_day": str(YESTERDAY)}, 422, "days_gone_by"),
        ({"last_day": str(TODAY + timedelta(days=365))}, 422, "too_far_ahead"),
        ({"first_day": str(NEXT_WEEK), "last_day": str(TODAY)}, 422, "invalid"),
        ({"percentage": 50, "units": 3}, 422, "invalid"),
        ({"percentage": None}, 422, "invalid"),
        ({"percentage": -101}, 422, "invalid"),
        ({"units": -1}, 422, "invalid"),
        ({"percentage": True}, 422, "invalid"),
        ({"percentage": None, "units": True}, 422, "invalid"),
        ({"note": " "}, 422, "invalid"),
        ({"product_id": 99}, 404, "product_not_found"),
    ],
)
async def test_what_cannot_be_meant_is_refused(client, tea, changes, status, code):
    answer = await say(client, **changes)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await listed(client) == []


async def test_only_managers_may(app, client, tea):
    assert (await say(client, headers=bearer("user"))).status_code == 403
    async with client_for(app, None) as nobody:
        assert (await nobody.get("/api/forecast/overrides")).status_code == 401


def test_a_closed_day_that_a_planner_opens_is_as_uncertain_as_a_count():
    days = days_after(YESTERDAY, 2)
    closed = Prediction("auto_arima", [0.0, 9.0], [0.0, 3.0], [0.0, 3.0])
    by_day = in_force([Override(1, days[0], days[0], None, 16.0)], days)
    made = override(closed, by_day)

    assert made.mean == [16.0, 9.0]
    assert made.std == [4.0, 3.0]
    assert made.cumulative_std == pytest.approx([4.0, 5.0])
