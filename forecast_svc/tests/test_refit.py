"""Every product anew each day, through a topic, and scored when its days are over."""

from datetime import timedelta
from statistics import StatisticsError

import pytest

from forecast_svc.app import create_app
from forecast_svc.forecasts import refit as refit_module
from forecast_svc.forecasts.operations import issue_forecast as operation
from forecast_svc.forecasts.operations.score_due import score_due
from forecast_svc.forecasts.operations.score_weeks import score_weeks
from forecast_svc.settings import Settings
from forecast_svc.tests.factories import YESTERDAY, deleted, product
from shared.contracts.forecasts import RefitRequested
from shared.errors import PoisonEvent
from tests.support import bearer, client_for, eventually, outbox_rows, running

MONTH_AGO = YESTERDAY - timedelta(days=28)
WEEK = [4, 5, 6, 7, 8, 12, 3]


@pytest.fixture
async def shop(deliver):
    for product_id in range(1, 13):
        await deliver.history(WEEK * 14, product_id=product_id)


async def ask(client, **body):
    return await client.post(
        "/api/forecast/refit", json=body, headers=bearer("manager")
    )


async def asked(app):
    return [
        RefitRequested.model_validate(row["payload"])
        for row in await outbox_rows(app.state.database)
    ]


async def refit(app, *events):
    database = app.state.database
    for event in events:
        async with database.transaction() as db:
            await app.state.refitting.refit(db, [event])


async def scored(app):
    async with app.state.database.transaction() as db:
        return await score_due(db, YESTERDAY)


async def watched(app):
    async with app.state.database.transaction() as db:
        return await score_weeks(db, YESTERDAY)


async def test_a_refit_is_asked_for_in_chunks_of_products(app, client, shop):
    answer = await ask(client)

    assert answer.status_code == 202
    assert (answer.json()["products"], answer.json()["done"]) == (12, 0)
    chunks = await asked(app)
    assert [len(c.product_ids) for c in chunks] == [10, 2]
    assert {c.as_of for c in chunks} == {YESTERDAY}


async def test_only_some_products_and_none_that_is_archived(app, client, shop, deliver):
    await deliver(deleted(5, product_id=3))
    await ask(client, product_ids=[2, 3, 99])

    assert [c.product_ids for c in await asked(app)] == [[2]]


async def test_a_chunk_leaves_forecasts_that_answer_at_once(
    app, client, shop, inspector
):
    await ask(client, product_ids=[1, 2])
    await refit(app, *await asked(app))
    status = await client.get("/api/forecast/refit", headers=bearer("manager"))

    assert status.json()["done"] == 2
    # The older word for callers who know that one.
    assert status.json()["trigger"] == "requested"
    assert status.json()["reason"] == "asked for"
    assert await inspector.fetchval("SELECT count(*) FROM fits") == 2
    issued = await inspector.fetchrow("SELECT * FROM issued WHERE product_id = 1")
    answer = await client.get(
        "/api/forecast", params={"product_id": 1, "horizon_days": 28}
    )
    assert issued["mean"] == pytest.approx(answer.json()["forecast"], rel=1e-4)
    assert issued["upper_95"] == pytest.approx(answer.json()["upper"], rel=1e-4)
    total = await client.get("/api/forecast/total", params={"as_of": str(YESTERDAY)})
    assert (total.json()["products"], total.json()["as_of"]) == (2, str(YESTERDAY))


async def test_a_chunk_that_comes_twice_changes_nothing(app, client, shop, inspector):
    await ask(client, product_ids=[1, 2])
    chunks = await asked(app)
    await refit(app, *chunks, *chunks)
    status = await client.get("/api/forecast/refit", headers=bearer("manager"))

    assert status.json()["done"] == 2
    assert await inspector.fetchval("SELECT count(*) FROM issued") == 2


async def test_a_product_whose_figures_break_keeps_no_other_waiting(
    app, client, shop, inspector, monkeypatch
):
    issue_forecast = operation.issue_forecast

    async def issue(db, forecast):
        if forecast.request.product_id == 1:
            raise StatisticsError("no such quantile")
        await issue_forecast(db, forecast)

    monkeypatch.setattr(refit_module, "issue_forecast", issue)
    await ask(client, product_ids=[1, 2])
    await refit(app, *await asked(app))
    status = await client.get("/api/forecast/refit", headers=bearer("manager"))

    assert status.json()["done"] == 2
    assert await inspector.fetchval("SELECT product_id FROM issued") == 2


async def test_a_day_that_is_not_over_is_refused_and_a_poison_event(app, client, shop):
    tomorrow = YESTERDAY + timedelta(days=2)
    answer = await ask(client, as_of=tomorrow.isoformat())
    assert (answer.status_code, answer.json()["code"]) == (422, "day_not_complete")

    event = RefitRequested(refit_id=1, chunk=0, as_of=tomorrow, product_ids=[1])
    with pytest.raises(PoisonEvent):
        await refit(app, event)


async def test_forecasts_are_scored_once_their_days_are_over(
    app, client, shop, inspector
):
    await ask(client, as_of=MONTH_AGO.isoformat(), product_ids=[1, 2])
    await refit(app, *await asked(app))
    await ask(client, product_ids=[1])

    assert await scored(app) == 2
    assert await scored(app) == 0
    body = (await client.get("/api/forecast/accuracy")).json()
    assert body["overall"]["windows"] == 2
    assert body["overall"]["naive_wape"] == 0
    assert body["overall"]["wape"] < 0.2
    assert [p["product_id"] for p in body["products"]] == [1, 2]


async def test_accuracy_is_told_as_people_understand_it(
    app, client, shop, inspector, deliver
):
    await deliver(product(product_id=1, sku="S-1", category="Tea"))
    await ask(client, as_of=MONTH_AGO.isoformat(), product_ids=[1, 2])
    await refit(app, *await asked(app))
    await scored(app)
    await inspector.execute(
        "UPDATE scores SET sold = 200, error = CASE product_id WHEN 1 THEN 30 ELSE -50 END,"
        " absolute_error = 60, naive_error = CASE product_id WHEN 1 THEN -100 ELSE 60 END,"
        " sum_pinball = ARRAY[10, 6, 4], sum_below = ARRAY[1, 1, product_id - 1],"
        " demand_class = CASE product_id WHEN 1 THEN 'smooth' ELSE 'lumpy' END"
    )
    body = (await client.get("/api/forecast/accuracy")).json()
    told = body["overall"]

    assert told["sum_error"] == pytest.approx(80 / 400)
    assert told["naive_sum_error"] == pytest.approx(160 / 400)
    assert told["better_than_naive"] == pytest.approx(0.5)
    assert told["mae_and_bias"] == pytest.approx((120 + 20) / 400)
    assert told["sum_pinball"] == {"0.8": 0.05, "0.9": 0.03, "0.95": 0.02}
    assert told["naive_sum_pinball"] == {
        "0.8": pytest.approx((0.8 * 100 + 0.2 * 60) / 400),
        "0.9": pytest.approx((0.9 * 100 + 0.1 * 60) / 400),
        "0.95": pytest.approx((0.95 * 100 + 0.05 * 60) / 400),
    }
    assert told["sum_coverage"] == {"0.8": 1, "0.9": 1, "0.95": 0.5}
    by_category = {c["category"]: c["sum_error"] for c in body["categories"]}
    assert by_category == {"Tea": pytest.approx(0.15), "": pytest.approx(0.25)}
    by_class = {c["demand_class"]: c["bias"] for c in body["classes"]}
    assert by_class == {"smooth": pytest.approx(0.15), "lumpy": pytest.approx(-0.25)}


async def test_sums_are_scored_with_their_quantiles(app, client, shop, inspector):
    await ask(client, as_of=MONTH_AGO.isoformat(), product_ids=[1])
    await refit(app, *await asked(app))
    await scored(app)
    (row,) = await inspector.fetch("SELECT * FROM scores")
    quantiles = await inspector.fetchval("SELECT sum_quantiles FROM issued")

    losses = [
        max(q * (row["sold"] - units), (q - 1) * (row["sold"] - units))
        for q, units in zip((0.8, 0.9, 0.95), quantiles, strict=True)
    ]
    assert row["sum_pinball"] == pytest.approx(losses, abs=1e-3)
    assert row["sum_below"] == [int(row["sold"] <= units) for units in quantiles]
    assert row["naive_error"] == pytest.approx(0)
    assert row["demand_class"] in {"smooth", "intermittent"}


async def test_a_lasting_bias_raises_an_alarm_that_ends_by_itself(
    app, client, shop, inspector
):
    """Forecasts of twice as much as product 1 sells, of what product 2 does sell."""
    sunday = YESTERDAY - timedelta(days=(YESTERDAY.isoweekday() % 7) + 7)
    sold = (await client.get("/api/forecast/series?product_id=1")).json()["points"]
    usual = sum(point["quantity"] for point in sold[-28:]) / 28
    for week in range(12):
        for product_id, factor in ((1, 2.0), (2, 1.0)):
            await inspector.execute(
                "INSERT INTO issued SELECT $1, $2, 'x', array_fill($3::real, ARRAY[28]),"
                " '{}', '{}', '{}', '{}', now(), NULL, $4",
                product_id,
                sunday - timedelta(weeks=week),
                usual * factor,
                usual * 3,
            )
    await watched(app)
    body = (await client.get("/api/forecast/accuracy?product_id=1")).json()
    other = (await client.get("/api/forecast/accuracy?product_id=2")).json()

    began = sunday - timedelta(weeks=11) + timedelta(days=1)
    assert body["bias_alarm"] == {"since": str(began), "direction": "too_high"}
    assert (other["bias_alarm"], other["bias_alarms"]) == (None, 1)

    await inspector.execute("UPDATE scored_weeks SET deviation = 0")
    await inspector.execute("DELETE FROM scored_weeks WHERE as_of = $1", sunday)
    await watched(app)
    assert await inspector.fetchval("SELECT count(*) FROM bias_alarms") == 0


async def test_products_with_an_alarm_are_a_list_of_their_own(
    app, client, shop, inspector
):
    await ask(client, as_of=MONTH_AGO.isoformat(), product_ids=[1, 2])
    await refit(app, *await asked(app))
    await scored(app)
    await inspector.execute(
        "INSERT INTO bias_alarms VALUES (2, '2026-06-01', 'too_low')"
    )
    answer = await client.get("/api/forecast/accuracy?alarms=true")

    (only,) = answer.json()["products"]
    assert (only["product_id"], answer.headers["X-Total-Count"]) == (2, "1")
    assert only["bias_alarm"] == {"since": "2026-06-01", "direction": "too_low"}


async def test_an_answer_says_when_naive_did_better(app, client, shop):
    """On weeks that repeat exactly nothing beats repeating them."""
    question = {"product_id": 1}
    before = (await client.get("/api/forecast", params=question)).json()
    await ask(client, as_of=MONTH_AGO.isoformat(), product_ids=[1])
    await refit(app, *await asked(app))
    await scored(app)
    after = (await client.get("/api/forecast", params=question)).json()

    assert before["model"]["beaten_by_naive"] is None
    assert after["model"]["beaten_by_naive"] is True


async def test_a_score_is_not_known_before_its_days_are_over(app, client, shop):
    await ask(client, as_of=MONTH_AGO.isoformat(), product_ids=[1])
    await refit(app, *await asked(app))
    await scored(app)
    earlier = YESTERDAY - timedelta(days=1)
    answer = await client.get(
        "/api/forecast", params={"product_id": 1, "as_of": earlier.isoformat()}
    )

    assert answer.json()["model"]["beaten_by_naive"] is None


async def test_before_anything_was_scored_there_is_nothing_to_say(client):
    body = (await client.get("/api/forecast/accuracy")).json()

    assert body["overall"]["windows"] == 0
    assert body["overall"]["rmsse"] is None
    assert body["products"] == []
    nothing = await client.get("/api/forecast/refit", headers=bearer("manager"))
    assert (nothing.status_code, nothing.json()["code"]) == (404, "no_refit")


@pytest.mark.parametrize("role", ["viewer", "user"])
async def test_only_managers_refit(client, role):
    answer = await client.post("/api/forecast/refit", json={}, headers=bearer(role))
    assert answer.status_code == 403


@pytest.mark.kafka
async def test_the_schedule_forecasts_and_scores_by_itself(
    databases, kafka, app, shop, monkeypatch, inspector
):
    monkeypatch.setattr("forecast_svc.forecasts.refit.POLL_S", 0.1)
    monkeypatch.setattr("forecast_svc.forecasts.refit.SCORE_EVERY_S", 1)
    settings = databases.settings(
        Settings, kafka_bootstrap_servers=kafka, global_model=False
    )
    service = create_app(settings)
    async with running(service), client_for(service, "viewer") as client:

        async def measured():
            body = (await client.get("/api/forecast/accuracy")).json()
            return body["overall"]["windows"]

        assert await eventually(measured, until=lambda n: n == 12, within=60) == 12
        metrics = (await client.get("/metrics")).text
    assert 'previstock_forecast_accuracy{measure="rmsse"}' in metrics
    scheduled = await inspector.fetch(
        "SELECT as_of FROM refits WHERE reason = 'scheduled' ORDER BY as_of"
    )
    assert [row["as_of"] for row in scheduled] == [MONTH_AGO, YESTERDAY]
