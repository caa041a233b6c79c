"""What advice aims at, and products that sleep."""

from datetime import timedelta

import pytest

from forecast_svc.targets.queries import asleep, targets_of
from forecast_svc.tests.factories import TODAY, YESTERDAY, product
from forecast_svc.tests.rebuilding import finished, rebuilding, start
from tests.support import client_for, outbox_rows

TARGETS = "/api/forecast/targets"
SNOOZE = "/api/forecast/replenishment/1/snooze"
IN_A_WEEK = TODAY + timedelta(days=7)


@pytest.fixture
async def manager(app, deliver):
    await deliver(
        product(1, product_id=1, category="Tea"),
        product(1, product_id=2, category="Tea"),
        product(1, product_id=3, category="Mugs"),
        product(1, product_id=4),
    )
    async with client_for(app, "manager", 7) as client:
        yield client


async def put(manager, target, **subject):
    answer = await manager.put(TARGETS, json=subject | {"target": target})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def counting(app):
    """The service level that counts for each product."""
    async with app.state.database.read() as db:
        found = await targets_of(db, [1, 2, 3, 4])
    return {product: target.get("service_level") for product, target in found.items()}


async def acts(app):
    rows = await outbox_rows(app.state.database)
    return [
        (r["payload"]["action"], r["payload"]["subject"], r["payload"]["actor"])
        for r in rows
        if r["topic"] == "audit.recorded"
    ]


async def test_the_nearest_target_counts(app, manager):
    assert await counting(app) == {}
    await put(manager, {"service_level": 0.9})
    await put(manager, {"service_level": 0.97}, category="Tea")
    await put(manager, {"service_level": 0.5}, product_id=2)

    assert await counting(app) == {1: 0.97, 2: 0.5, 3: 0.9, 4: 0.9}
    await put(manager, None, product_id=2)
    assert await counting(app) == {1: 0.97, 2: 0.97, 3: 0.9, 4: 0.9}


async def test_targets_in_money_are_listed_as_they_were_said(manager):
    costs = {"shortage_cost": 1.5, "holding_cost_per_day": 0.002}
    await put(manager, costs, product_id=1)
    margin = {"margin_factor": 2.0}
    shop = await put(manager, margin)

    listed = await manager.get(TARGETS)

    assert shop["target"] == margin | {
        "capital_rate_per_year": 0.1,
        "space_cost_per_day": 0,
    }
    assert [(t["scope"], t["product_id"], t["author"]) for t in listed.json()] == [
        ("shop", None, 7),
        ("product", 1, 7),
    ]
    assert listed.json()[1]["target"] == costs
    assert listed.headers["X-Total-Count"] == "2"
    only = (await manager.get(TARGETS, params={"product_id": 1})).json()
    assert [t["product_id"] for t in only] == [1]


@pytest.mark.parametrize(
    "target",
    [
        {"service_level": 1.0},
        {"service_level": 0},
        {"service_level": "high"},
        {"shortage_cost": 1},
        {"shortage_cost": 0, "holding_cost_per_day": 0},
        {"margin_factor": -1},
        {"service_level": 0.9, "margin_factor": 1},
        {},
    ],
)
async def test_a_target_out_of_reach_is_refused(app, manager, target):
    answer = await manager.put(TARGETS, json={"target": target})

    assert answer.status_code == 422
    assert await counting(app) == {}


async def test_a_target_is_of_something_that_there_is(manager):
    target = {"target": {"service_level": 0.9}}
    unknown = await manager.put(TARGETS, json=target | {"product_id": 99})
    typo = await manager.put(TARGETS, json=target | {"category": "Teas"})
    both = await manager.put(
        TARGETS, json=target | {"category": "Tea", "product_id": 1}
    )

    assert (unknown.status_code, unknown.json()["code"]) == (404, "product_not_found")
    assert (typo.status_code, typo.json()["code"]) == (404, "category_not_found")
    assert both.status_code == 422


async def test_taking_back_says_what_counts_instead(manager):
    await put(manager, {"service_level": 0.9})

    assert (await put(manager, None))["target"] == {"service_level": 0.95}


async def test_who_said_it_is_written_down_and_the_same_again_is_no_act(app, manager):
    await put(manager, {"service_level": 0.9}, product_id=1)
    await put(manager, {"service_level": 0.9}, product_id=1)
    await put(manager, None, product_id=1)
    await put(manager, None, product_id=1)
    await put(manager, {"service_level": 0.9}, category="Tea")
    until = IN_A_WEEK.isoformat()
    for _ in range(2):
        await manager.put(SNOOZE, json={"until": until, "reason": "Next season"})
    for _ in range(2):
        await manager.delete(SNOOZE)

    assert await acts(app) == [
        ("target.set", "product/1", 7),
        ("target.removed", "product/1", 7),
        ("target.set", "category/Tea", 7),
        ("product.snoozed", "product/1", 7),
        ("product.woken", "product/1", 7),
    ]


async def sleeping(app, day=TODAY):
    async with app.state.database.read() as db:
        return await asleep(db, [1, 2, 3, 4], day)


async def test_a_product_sleeps_until_a_day_here_or_everywhere(app, manager):
    until = {"until": IN_A_WEEK.isoformat()}
    answer = await manager.put(SNOOZE, json=until | {"reason": "Next season"})
    assert answer.json()["until"] == IN_A_WEEK.isoformat()
    await manager.put(SNOOZE.replace("1", "2"), json=until | {"location_id": 2})

    assert await sleeping(app) == {(1, None), (2, 2)}
    assert await sleeping(app, IN_A_WEEK - timedelta(days=1)) == {(1, None), (2, 2)}
    assert await sleeping(app, IN_A_WEEK) == set()
    listed = (await manager.get(SNOOZE)).json()
    assert [(s["reason"], s["author"]) for s in listed] == [("Next season", 7)]


async def test_an_earlier_day_takes_the_place_of_a_later_one(app, manager):
    await manager.put(SNOOZE, json={"until": IN_A_WEEK.isoformat()})
    sooner = TODAY + timedelta(days=2)
    answer = await manager.put(SNOOZE, json={"until": sooner.isoformat()})

    assert answer.json()["until"] == sooner.isoformat()
    assert await sleeping(app, sooner) == set()


async def test_no_day_wakes_and_so_does_deleting(app, manager):
    for wake in (
        lambda: manager.put(SNOOZE, json={"until": None}),
        lambda: manager.delete(SNOOZE),
    ):
        await manager.put(SNOOZE, json={"until": IN_A_WEEK.isoformat()})
        assert (await wake()).is_success
        assert await sleeping(app) == set()


async def test_a_day_gone_by_or_a_product_that_is_none_is_refused(manager):
    past = await manager.put(SNOOZE, json={"until": YESTERDAY.isoformat()})
    unknown = await manager.put(
        SNOOZE.replace("1", "99"), json={"until": IN_A_WEEK.isoformat()}
    )

    assert (past.status_code, past.json()["code"]) == (422, "days_gone_by")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "product_not_found")


async def test_they_survive_a_rebuild(app, admin, manager, records):
    await put(manager, {"service_level": 0.8}, product_id=1)
    await manager.put(SNOOZE, json={"until": IN_A_WEEK.isoformat()})
    records.products = [
        {"product_id": 1, "sku": "T", "name": "Tea", "price": 4.5, "category": None,
         "version": 3, "archived": False}
    ]  # fmt: skip

    async with rebuilding(app, records):
        await start(admin)
        await finished(admin)

    assert await counting(app) == {1: 0.8}
    assert await sleeping(app) == {(1, None)}


@pytest.mark.parametrize("role", ["viewer", "user"])
async def test_only_managers_say_what_to_aim_at(app, manager, role):
    async with client_for(app, role) as client:
        answers = [
            await client.get(TARGETS),
            await client.put(TARGETS, json={"target": {"service_level": 0.9}}),
            await client.get(SNOOZE),
            await client.put(SNOOZE, json={"until": IN_A_WEEK.isoformat()}),
            await client.delete(SNOOZE),
        ]

    assert [answer.status_code for answer in answers] == [403] * 5
