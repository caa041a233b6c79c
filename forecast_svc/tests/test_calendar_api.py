"""Promotions, closures and holidays, entered by planners and heeded by forecasts."""

import random
from datetime import date, timedelta

import pytest

from forecast_svc.app import create_app
from forecast_svc.settings import Settings
from forecast_svc.tests.factories import TODAY, YESTERDAY, product
from tests.support import bearer, client_for, eventually, move_shop, running


def manager():
    """Signed when it is asked for: tokens end while other tests run."""
    return bearer("manager")


PAST = [*range(20, 34), *range(70, 84)]
SOLD = [30 if n in PAST else 10 for n in range(120)]


def ago(offset):
    """The day of a position in ``SOLD``."""
    return YESTERDAY - timedelta(days=len(SOLD) - 1 - offset)


async def plan(client, first, last, headers=None, **changes):
    body = {
        "kind": "promotion",
        "name": "Three for two",
        "first_day": str(first),
        "last_day": str(last),
        **changes,
    }
    return await client.post(
        "/api/forecast/calendar", json=body, headers=headers or manager()
    )


async def ask(client, **query):
    answer = await client.get("/api/forecast", params={"product_id": 1} | query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def listed(client, **query):
    answer = await client.get("/api/forecast/calendar", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
async def promotions(client, deliver):
    """Two past promotions, and one of the next three days."""
    await deliver(product(category="Tea"))
    await deliver.history(SOLD)
    for first, last in ((20, 33), (70, 83)):
        assert (await plan(client, ago(first), ago(last))).status_code == 201
    await plan(client, TODAY, TODAY + timedelta(days=2))


async def test_past_promotions_tell_what_the_next_one_will_sell(client, promotions):
    answer = await ask(client)

    assert answer["model"]["promotion"]["days"] == 28
    assert answer["model"]["promotion"]["factor"] == pytest.approx(3, rel=0.1)
    assert answer["forecast"] == pytest.approx([28] * 3 + [10] * 4, rel=0.1)


async def test_without_being_told_the_model_expects_a_mean_of_both(client, deliver):
    await deliver.history(SOLD)
    answer = await ask(client)

    assert answer["model"]["promotion"] is None
    assert max(answer["forecast"]) < 20


async def test_without_a_past_a_promotion_sells_what_its_planner_expects(
    client, deliver
):
    await deliver.history([10] * 60)
    await plan(client, TODAY, TODAY)
    untold = await ask(client, horizon_days=3)
    made = await plan(client, TODAY, TODAY, lift=2.5)
    told = await ask(client, horizon_days=3)

    assert untold["model"]["promotion"] == {"factor": 1, "days": 0, "basis": "unknown"}
    assert untold["forecast"] == pytest.approx([10] * 3, rel=0.05)
    assert made.json()["lift"] == 2.5
    assert told["model"]["promotion"] == {"factor": 2.5, "days": 0, "basis": "planned"}
    assert told["forecast"] == pytest.approx([25, 10, 10], rel=0.05)


async def test_a_past_promotion_counts_more_than_what_is_planned(client, promotions):
    await plan(client, TODAY, TODAY, lift=9)
    answer = await ask(client)

    assert answer["model"]["promotion"]["basis"] == "past"
    assert answer["forecast"][0] == pytest.approx(28, rel=0.1)


async def test_at_a_price_as_much_is_expected_as_past_promotions_at_it_sold(
    client, app, deliver
):
    """Every 20 days five of promotion, in turn at 10 and at 50 per cent less."""
    days, chance = 400, random.Random(1)
    for product_id in range(1, 6):
        units = []
        for n in range(days):
            lift = (1.2 if n // 20 % 2 else 4) if n % 20 < 5 else 1
            units.append(round(lift * chance.randint(8, 12)))
        await deliver.history(units, product_id=product_id)
    for start in range(0, days + 40, 20):
        first = YESTERDAY - timedelta(days=days - 1 - start)
        discount = 10.0 if start // 20 % 2 else 50.0
        made = await plan(
            client, first, first + timedelta(days=4), discount_percent=discount
        )
        assert made.json()["discount_percent"] == discount
    await app.state.training.ensure(YESTERDAY)
    expected = (await ask(client, horizon_days=28))["forecast"]

    assert sum(expected[:5]) > 1.6 * sum(expected[20:25])
    assert sum(expected[20:25]) > 1.1 * sum(expected[8:13])


async def test_of_another_category_or_product_it_does_not_matter(client, deliver):
    await deliver(product(category="Tea"))
    await deliver.history(SOLD)
    await plan(client, ago(20), ago(33), category="Coffee")
    await plan(client, ago(70), ago(83), product_id=2)
    assert (await ask(client))["model"]["promotion"] is None
    await plan(client, ago(70), ago(83), category="Tea")

    assert (await ask(client))["model"]["promotion"]["days"] == 14


async def test_once_cancelled_nothing_goes_by_it(client, promotions):
    before = await listed(client, **{"from": str(ago(0))})
    for event in before:
        where = f"/api/forecast/calendar/{event['id']}"
        for _ in range(2):
            assert (await client.delete(where, headers=manager())).status_code == 204

    assert len(before) == 3
    assert await listed(client, **{"from": str(ago(0))}) == []
    assert (await ask(client))["model"]["promotion"] is None


async def test_a_question_about_a_past_day_does_not_know_what_was_planned_since(
    client, promotions
):
    answer = await ask(client, as_of=str(YESTERDAY - timedelta(days=1)))

    # The past promotions had been seen by then; the next had not been planned.
    assert answer["model"]["promotion"]["days"] == 28
    assert max(answer["forecast"]) < 15


async def test_on_a_closed_day_nothing_is_sold(client, deliver):
    await deliver.history([10] * 60)
    tomorrow = TODAY + timedelta(days=1)
    await plan(client, tomorrow, tomorrow, kind="closure", name="Stocktaking")
    answer = await ask(client, horizon_days=3)

    assert answer["forecast"][1] == answer["upper"][1] == 0
    assert answer["forecast"][0] > 9 < answer["forecast"][2]


async def test_past_closed_days_are_no_days_without_demand(client, deliver):
    await deliver.history([10] * 60 + [0] * 14)
    first = YESTERDAY - timedelta(days=13)
    dull = (await ask(client))["forecast"]
    await plan(client, first, YESTERDAY, kind="closure", name="Summer holidays")
    answer = await ask(client)

    assert max(dull) < 8
    assert answer["forecast"] == pytest.approx([10] * 7, rel=0.05)
    assert answer["model"]["censored_days"] == 14


async def change(client, event, headers=None, **changes):
    given = {
        name: event[name] for name in ("kind", "name", "first_day", "last_day", "lift")
    }
    return await client.put(
        f"/api/forecast/calendar/{event['id']}",
        json=given | changes,
        headers=headers or manager(),
    )


async def test_a_changed_entry_counts_as_it_is_now(client, deliver):
    await deliver.history([10] * 60)
    planned = (await plan(client, TODAY, TODAY, lift=2.0)).json()
    changed = await change(client, planned, lift=3.0)
    answer = await ask(client, horizon_days=3)

    assert changed.status_code == 200
    assert changed.json()["lift"] == 3.0
    assert [event["id"] for event in await listed(client)] == [changed.json()["id"]]
    assert answer["forecast"] == pytest.approx([30, 10, 10], rel=0.05)


async def test_an_entry_that_was_deleted_or_changed_since_is_not_changed(client):
    planned = (await plan(client, TODAY, TODAY)).json()
    changed = (await change(client, planned, name="Four for three")).json()
    late = await change(client, planned, name="Five for four")
    await client.delete(f"/api/forecast/calendar/{changed['id']}", headers=manager())
    gone = await change(client, changed, name="Five for four")

    assert (late.status_code, late.json()["code"]) == (404, "event_not_found")
    assert gone.status_code == 404
    assert await listed(client) == []


async def test_a_change_that_changes_nothing_leaves_the_entry(client):
    planned = (await plan(client, TODAY, TODAY)).json()
    same = await change(client, planned)

    assert same.json() == planned


async def test_only_managers_change_entries(client):
    planned = (await plan(client, TODAY, TODAY)).json()
    refused = await change(client, planned, bearer("user"), name="Mine")

    assert refused.status_code == 403


async def test_the_same_event_again_is_the_same(client):
    first = await plan(client, TODAY, TODAY)
    again = await plan(client, TODAY, TODAY)

    assert again.json() == first.json()
    assert len(await listed(client)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "holiday"},
        {"name": ""},
        {"last_day": str(YESTERDAY)},
        {"last_day": str(TODAY + timedelta(days=366))},
        {"category": "Tea", "product_id": 1},
        {"kind": "closure", "product_id": 1},
        {"kind": "closure", "lift": 2.0},
        {"kind": "closure", "discount_percent": 20.0},
        {"discount_percent": 0.0},
        {"discount_percent": 101.0},
        {"lift": 0},
    ],
)
async def test_what_cannot_be_meant_is_refused(client, changes):
    answer = await plan(client, TODAY, TODAY, **changes)

    assert answer.status_code == 422
    assert await listed(client) == []


async def test_only_managers_plan(client):
    assert (await plan(client, TODAY, TODAY, bearer("user"))).status_code == 403


async def test_public_holidays_are_those_of_the_setting(databases):
    alsace = create_app(databases.settings(Settings, holidays="FR-57"))
    async with client_for(alsace, "viewer") as client:
        winter = {"from": "2026-12-20", "to": "2027-01-03"}
        days = await listed(client, **winter)
        english = await listed(client, language="en", **winter)
    await alsace.state.database.close()

    assert [(day["first_day"], day["kind"]) for day in days] == [
        ("2026-12-25", "holiday"),
        ("2026-12-26", "holiday"),
        ("2027-01-01", "holiday"),
    ]
    assert (days[0]["name"], english[0]["name"]) == ("Noël", "Christmas Day")


async def test_public_holidays_follow_the_shops_country(app, client):
    """None while it is not known; also a country that no holidays are known of."""
    winter = {"from": "2026-12-20", "to": "2026-12-31"}

    async def names():
        return [day["name"] for day in await listed(client, **winter)]

    async with running(app):
        assert await names() == []
        await move_shop(app, 1, country="FR")
        await eventually(names, until=lambda found: found == ["Noël"])
        await move_shop(app, 2, country="ZZ")
        await eventually(names, until=lambda found: found == [])


def test_a_place_that_nobody_knows_stops_the_start(databases):
    with pytest.raises(ValueError, match="no holidays are known of 'Atlantis'"):
        databases.settings(Settings, holidays="Atlantis")


async def test_a_calendar_backwards_is_refused(client):
    query = {"from": str(TODAY), "to": str(date(2020, 1, 1))}
    answer = await client.get("/api/forecast/calendar", params=query)

    assert answer.json()["code"] == "period_reversed"
