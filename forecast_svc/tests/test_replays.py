"""Ordering over again in the shop's own past."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from forecast_svc.errors import ReplayClaimLost
from forecast_svc.replay.operations.claim_replay import claim_replay
from forecast_svc.replay.run import ReplayRunner
from forecast_svc.replay.steps import blocks
from forecast_svc.tests.factories import YESTERDAY, moved, noon, product
from forecast_svc.tests.supply import supplier, terms
from tests.support import client_for, outbox_rows

REPLAY = "/api/forecast/replay"
WEEK = [4, 6, 5, 7, 9, 12, 3]


@pytest.fixture
async def manager(app, deliver):
    await deliver(
        product(1, product_id=1, category="Tea", price="10.00"),
        product(1, product_id=2, category="Tea"),
    )
    await deliver(supplier())
    await deliver(terms(product_id=1, unit_cost="4.00", lead_time_days=7))
    await deliver.history(WEEK * 30)
    await deliver.history([2, 0, 0, 3] * 50, product_id=2)
    async with client_for(app, "manager", 7) as client:
        yield client


async def start(client, **body):
    asked = {"days": 28, "products": [1, 2]} | body
    answer = await client.post(REPLAY, json=asked)
    assert answer.status_code == 202, answer.text
    return answer.json()


async def get(client, path):
    answer = await client.get(f"{REPLAY}/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def work(app):
    """One claimed replay, to its end."""
    await app.state.replaying._round()


def weeks(days):
    return blocks(YESTERDAY - timedelta(days=days - 1), days)


async def acts(app):
    rows = await outbox_rows(app.state.database)
    told = [r["payload"] for r in rows if r["topic"] == "audit.recorded"]
    return [(t["action"], t["subject"], t["actor"]) for t in told]


async def test_every_rule_is_told_beside_what_happened(app, manager):
    started = await start(manager)
    assert (started["status"], started["progress"]) == ("queued", 0)
    await work(app)

    assert (await get(manager, started["id"]))["status"] == "done"
    result = await get(manager, f"{started['id']}/result")
    assert result["replay"]["first_day"] == str(YESTERDAY - timedelta(days=27))
    sold = sum(WEEK) * 4 + 5 * 7
    # Without a ledger nobody knows what was in stock.
    assert result["happened"] == {
        "demand": sold, "lost": 0, "stock_out_days": 0, "lost_margin": 0,
        "stock_days": None, "holding_cost": None, "stock_value": None,
    }  # fmt: skip
    assert (result["ledger"], result["stock"]["happened"]) == (0, None)
    for rule, course in result["rules"].items():
        assert course["demand"] == sold
        assert course["days"] == len(result["stock"][rule]) == 28
        assert 0 <= course["lost"] < sold
        assert course["orders"] > 0
    # What covers four weeks more holds more.
    rules = result["rules"]
    assert rules["cover_days"]["stock_days"] > 2 * rules["advice"]["stock_days"]
    assert rules["advice"]["fill_rate"] > 0.9


async def test_money_is_that_of_products_whose_cost_is_known(app, manager):
    started = await start(manager)
    await work(app)
    tea, other = await get(manager, f"{started['id']}/products")

    course = tea["rules"]["advice"]
    assert course["stock_value"] == pytest.approx(
        course["stock_days"] / 28 * 4, abs=0.1
    )
    assert other["rules"]["advice"]["stock_value"] is None
    result = await get(manager, f"{started['id']}/result")
    assert result["rules"]["advice"]["stock_value"] == course["stock_value"]


async def test_products_are_sorted_by_what_the_advice_saves(app, manager, deliver):
    await deliver(terms(product_id=2, unit_cost="1.00", lead_time_days=7))
    # The ledger tells of the first product alone what was there.
    await deliver(moved(1, 90, delta=90, ts=noon(YESTERDAY - timedelta(days=60))))
    started = await start(manager)
    await work(app)

    async def sorted_by(sort, against):
        path = f"{started['id']}/products?sort={sort}&against={against}"
        rows = await get(manager, path)
        return [(row["product_id"], row["savings"][against]) for row in rows]

    first, second = await sorted_by("-saved", "cover_days")
    assert first[1]["saved"] > second[1]["saved"]
    assert await sorted_by("saved", "cover_days") == [second, first]
    for sort in ("lost", "-lost"):
        known, unknown = await sorted_by(sort, "happened")
        assert (known[0], unknown) == (1, (2, None))
    result = await get(manager, f"{started['id']}/result")
    of_both = result["savings"]["cover_days"]
    assert of_both["products"] == 2
    assert of_both["saved"] == pytest.approx(first[1]["saved"] + second[1]["saved"])
    assert result["savings"]["happened"]["products"] == 1


async def test_the_cost_is_told_by_service_level_with_its_noise(app, manager):
    started = await start(manager, products=[1])
    await work(app)
    levels = (await get(manager, f"{started['id']}/result"))["levels"]

    assert [each["level"] for each in levels] == [
        0.5,
        0.6,
        0.7,
        0.8,
        0.85,
        0.9,
        0.95,
        0.98,
    ]
    assert min(each["more_than_least"] for each in levels) == 0
    assert all(each["error"] >= 0 and each["cost"] > 0 for each in levels)


async def test_a_target_that_is_named_counts_instead_of_today_s(app, manager):
    held = []
    for level in (0.5, 0.98):
        started = await start(manager, target={"service_level": level})
        await work(app)
        result = await get(manager, f"{started['id']}/result")
        held.append(result["rules"]["advice"]["stock_days"])

    assert held[1] > 1.1 * held[0]


async def test_days_with_an_empty_shelf_count_as_lost_sales(app, manager, deliver):
    gone = YESTERDAY - timedelta(days=6)
    await deliver(product(1, product_id=3))
    await deliver.history([5] * 100 + [0] * 7, product_id=3)
    await deliver(
        moved(1, 10, product_id=3, delta=10, ts=noon(gone - timedelta(days=90))),
        moved(2, 0, product_id=3, delta=-10, ts=noon(gone)),
    )
    started = await start(manager, products=[3])
    await work(app)
    happened = (await get(manager, f"{started['id']}/result"))["happened"]

    assert happened["stock_out_days"] == 7
    assert happened["lost"] == pytest.approx(35, abs=1)


async def test_a_replay_begins_with_the_stock_of_the_ledger(app, manager, deliver):
    first = YESTERDAY - timedelta(days=27)
    await deliver(
        moved(1, 90, delta=90, ts=noon(first - timedelta(days=40))),
        moved(2, 33, delta=-57, ts=noon(first - timedelta(days=1))),
        moved(3, 20, delta=-13, ts=noon(first + timedelta(days=20))),
        # Product 2 is in the ledger from the replay's first day on only.
        moved(4, 8, product_id=2, delta=8, ts=noon(first)),
    )
    started = await start(manager)
    await work(app)
    tea, other = await get(manager, f"{started['id']}/products")

    assert (tea["opening"], tea["ledger"]) == (33, True)
    assert tea["stock"]["happened"] == [33.0] * 20 + [20.0] * 8
    assert tea["happened"]["stock_value"] == pytest.approx(820 / 28 * 4, abs=0.01)
    assert (other["ledger"], other["stock"]["happened"]) == (False, None)
    result = await get(manager, f"{started['id']}/result")
    assert result["ledger"] == 1
    assert result["stock"]["happened"] == tea["stock"]["happened"]


async def test_a_replay_begins_with_the_stock_that_is_stated(app, manager):
    started = await start(manager, opening=[{"product_id": 2, "on_hand": 31}])
    await work(app)
    assumed, told = await get(manager, f"{started['id']}/products")

    assert told["opening"] == 31 != assumed["opening"]


async def test_a_replay_goes_on_from_its_last_step(app, manager):
    started = await start(manager, days=56)
    stopping = asyncio.Event()
    async with app.state.database.transaction() as db:
        claimed = await claim_replay(db, lease_s=0)
    assert claimed is not None
    runner = ReplayRunner(
        claimed,
        database=app.state.database,
        workers=app.state.replaying._workers,
        place="",
        stopping=stopping,
    )
    await runner._forecast(0, weeks(56)[0])

    # Whoever had it is gone; its claim runs out at once.
    halfway = await get(manager, started["id"])
    assert (halfway["status"], halfway["progress"]) == ("running", 0.333)
    async with app.state.database.read() as db:
        before = (
            await db.execute(text("SELECT count(*) FROM replay_forecasts"))
        ).scalar()
    assert before == 14
    await work(app)
    assert (await get(manager, started["id"]))["status"] == "done"
    async with app.state.database.read() as db:
        left = (
            await db.execute(text("SELECT count(*) FROM replay_forecasts"))
        ).scalar()
    assert left == 0


async def test_one_that_has_lost_its_claim_writes_nothing(app, manager):
    started = await start(manager)
    async with app.state.database.transaction() as db:
        claimed = await claim_replay(db, lease_s=60)
    assert claimed is not None
    answer = await manager.post(f"{REPLAY}/{started['id']}/cancel")
    assert answer.json()["status"] == "cancelled"
    runner = ReplayRunner(
        claimed,
        database=app.state.database,
        workers=app.state.replaying._workers,
        place="",
        stopping=asyncio.Event(),
    )

    with pytest.raises(ReplayClaimLost):
        await runner._forecast(0, weeks(28)[0])
    assert (await get(manager, started["id"]))["progress"] == 0
    again = await manager.post(f"{REPLAY}/{started['id']}/cancel")
    assert again.status_code == 200
    assert [a[0] for a in await acts(app)] == ["replay.started", "replay.cancelled"]


async def test_a_worker_lets_go_of_what_is_cancelled_meanwhile(
    app, manager, monkeypatch
):
    monkeypatch.setattr("forecast_svc.replay.worker.RENEW_S", 0.05)
    started = await start(manager)
    begun = asyncio.Event()

    async def never(self):
        begun.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(ReplayRunner, "run", never)
    working = asyncio.create_task(work(app))
    await begun.wait()
    await manager.post(f"{REPLAY}/{started['id']}/cancel")

    await asyncio.wait_for(working, 20)
    assert (await get(manager, started["id"]))["status"] == "cancelled"


async def test_what_is_done_cannot_be_cancelled(app, manager):
    started = await start(manager, products=[2])
    unfinished = await manager.get(f"{REPLAY}/{started['id']}/result")
    assert (unfinished.status_code, unfinished.json()["code"]) == (
        409,
        "replay_not_done",
    )
    await work(app)

    answer = await manager.post(f"{REPLAY}/{started['id']}/cancel")
    assert (answer.status_code, answer.json()["code"]) == (
        409,
        "replay_not_cancellable",
    )


async def test_the_same_key_is_the_same_replay(manager):
    key = {"Idempotency-Key": "monday"}
    body = {"days": 28, "all": True}
    first, again = [
        (await manager.post(REPLAY, json=body, headers=key)).json() for _ in range(2)
    ]
    other = await manager.post(REPLAY, json=body | {"days": 30}, headers=key)

    assert first["id"] == again["id"]
    assert first["products"] == 2
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    listed = (await manager.get(REPLAY)).json()
    assert [each["id"] for each in listed] == [first["id"]]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"products": [99]}, 404, "product_not_found"),
        ({"category": "Hats"}, 404, "category_not_found"),
        ({"products": [1], "all": True}, 422, "invalid"),
        ({}, 422, "invalid"),
        ({"all": True, "days": 7}, 422, "invalid"),
        ({"all": True, "target": {"service_level": 1.0}}, 422, "invalid"),
        (
            {"products": [1], "opening": [{"product_id": 2, "on_hand": 3}]},
            404,
            "product_not_found",
        ),
        ({"all": True, "opening": [{"product_id": 2, "on_hand": -3}]}, 422, "invalid"),
        (
            {"all": True, "opening": [{"product_id": 2, "on_hand": 3}] * 2},
            422,
            "invalid",
        ),
    ],
)
async def test_what_cannot_be_replayed_is_refused(manager, body, status, code):
    answer = await manager.post(REPLAY, json=body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_replays_are_for_managers(app, manager):
    started = await start(manager)
    async with client_for(app, "user", 8) as user:
        answers = [
            await user.post(REPLAY, json={"all": True}),
            await user.get(REPLAY),
            await user.get(f"{REPLAY}/{started['id']}"),
            await user.get(f"{REPLAY}/{started['id']}/result"),
            await user.get(f"{REPLAY}/{started['id']}/products"),
            await user.post(f"{REPLAY}/{started['id']}/cancel"),
        ]

    assert {answer.status_code for answer in answers} == {403}
    unknown = await manager.get(f"{REPLAY}/999")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "replay_not_found")
