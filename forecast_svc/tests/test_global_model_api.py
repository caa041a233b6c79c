"""The global model in the answers of the service."""

import asyncio
import random
from datetime import timedelta

import pytest

from forecast_svc.app import create_app
from forecast_svc.compute import tasks
from forecast_svc.forecasts.forecast import ForecastRequest
from forecast_svc.settings import Settings
from forecast_svc.tests.factories import YESTERDAY, product, sale, void
from tests.support import client_for, eventually, running

PRODUCTS, DAYS = 4, 330
MONTH_AGO = YESTERDAY - timedelta(days=28)


@pytest.fixture
async def shop(deliver):
    """Four products that sell more and more at week-ends."""
    chance = random.Random(1)
    for product_id in range(1, PRODUCTS + 1):
        units = [
            chance.randint(2, 6)
            + (8 if (YESTERDAY - timedelta(n)).weekday() > 4 else 0)
            for n in reversed(range(DAYS))
        ]
        await deliver.history(units, product_id=product_id)


async def ask(client, product_id=1, **query):
    answer = await client.get(
        "/api/forecast", params={"product_id": product_id} | query
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_question_about_a_past_day_waits_for_the_shops_model(client, shop):
    answer = await ask(client, as_of=str(MONTH_AGO), horizon_days=28)

    told = answer["model"]["shop"]
    assert told["products"] == PRODUCTS
    assert 0 < told["weight"] < 1
    assert answer["model"]["name"] == "auto_arima"
    assert all(
        low <= mean <= high
        for low, mean, high in zip(
            answer["lower"], answer["forecast"], answer["upper"], strict=True
        )
    )


async def test_it_does_not_wait_for_long_and_has_it_once_it_is_trained(
    client, shop, app, monkeypatch
):
    monkeypatch.setattr(app.state.training, "_wait_s", 0)
    first = await ask(client, as_of=str(MONTH_AGO))
    await app.state.training.ensure(MONTH_AGO)
    second = await ask(client, as_of=str(MONTH_AGO))

    assert first["model"]["shop"] is None
    assert second["model"]["shop"]["products"] == PRODUCTS


async def test_what_is_scored_waits_for_it(client, shop, app, monkeypatch):
    monkeypatch.setattr(app.state.training, "_wait_s", 0)
    request = ForecastRequest(1, 28, MONTH_AGO)
    scored = await app.state.forecaster.forecast(request, demand="refit")

    assert scored.global_forecast is not None


async def test_what_is_asked_of_many_products_has_it_the_first_time(
    shop, app, deliver, monkeypatch
):
    await deliver(
        *(product(product_id=n, sku=f"TEA-{n}") for n in range(1, PRODUCTS + 1))
    )
    monkeypatch.setattr(app.state.training, "_wait_s", 0)
    monkeypatch.setattr("forecast_svc.replenishment.demand.AT_ONCE", 2)
    items = [
        {"product_id": n, "on_hand": 0, "lead_time_days": 3, "review_days": 7,
         "target": {"service_level": 0.9}}
        for n in range(1, PRODUCTS + 1)
    ]  # fmt: skip
    body = {"as_of": str(MONTH_AGO), "items": items}
    async with client_for(app, "manager") as manager:
        first = await manager.post("/api/forecast/replenishment/what-if", json=body)
        await app.state.training.ensure(MONTH_AGO)
        second = await manager.post("/api/forecast/replenishment/what-if", json=body)

    assert first.status_code == 200
    assert first.json() == second.json()


async def test_its_share_is_added_to_the_products_own(client, shop, app, databases):
    alone = create_app(databases.settings(Settings, global_model=False))
    async with client_for(alone, "viewer") as other:
        own = await ask(other, as_of=str(MONTH_AGO))
    blended = await ask(client, as_of=str(MONTH_AGO))
    await alone.state.fits.close()
    await alone.state.database.close()

    assert own["model"]["shop"] is None
    assert own["forecast"] != blended["forecast"]
    assert own["model"]["order"] == blended["model"]["order"]


async def test_what_was_sold_later_changes_nothing(client, shop, deliver, inspector):
    before = await ask(client, as_of=str(MONTH_AGO))
    await inspector.execute("TRUNCATE global_models, global_forecasts, fits")
    await deliver(
        *(
            sale(900_000 + n, MONTH_AGO + timedelta(days=n + 1), quantity=500)
            for n in range(20)
        )
    )

    assert (await ask(client, as_of=str(MONTH_AGO)))["forecast"] == before["forecast"]


async def test_however_many_ask_it_is_trained_once(client, shop, app, inspector):
    answers = await asyncio.gather(
        *(ask(client, product, as_of=str(MONTH_AGO)) for product in (1, 2, 3, 4))
    )

    assert len({answer["model"]["shop"]["made_at"] for answer in answers}) == 1
    assert await inspector.fetchval("SELECT count(*) FROM global_models") == 1


async def test_today_never_waits_and_has_it_once_it_is_trained(
    databases, app, shop, monkeypatch
):
    monkeypatch.setattr("forecast_svc.forecasts.training.POLL_S", 0.05)
    started = create_app(databases.settings(Settings, wait_s=0.3))
    async with client_for(started, "viewer") as client:
        assert (await ask(client))["model"]["shop"] is None
        async with running(started):
            await eventually(
                lambda: ask(client), until=lambda a: a["model"]["shop"] is not None
            )


async def test_an_import_makes_it_learn_again(client, shop, deliver):
    first = await ask(client, as_of=str(MONTH_AGO))
    await deliver(
        *(
            sale(800_000 + n, MONTH_AGO - timedelta(days=n), quantity=3, import_id=9)
            for n in range(30)
        )
    )
    second = await ask(client, as_of=str(MONTH_AGO))

    assert second["model"]["shop"]["made_at"] > first["model"]["shop"]["made_at"]


async def test_an_undone_import_is_forgotten(client, shop, deliver, inspector):
    mistake = sale(800_000, MONTH_AGO, quantity=3, import_id=9)
    await deliver(mistake)
    await ask(client, as_of=str(MONTH_AGO))
    await deliver(void(mistake))

    assert await inspector.fetchval("SELECT count(*) FROM global_models") == 0


def broken(*_):
    raise RuntimeError("no such luck")


def without_its_library(*_):
    raise ImportError("libgomp.so.1: cannot open shared object file")


@pytest.mark.parametrize("failure", [broken, without_its_library])
async def test_without_it_a_products_own_model_answers(
    client, shop, monkeypatch, failure
):
    monkeypatch.setattr(tasks, "train", failure)
    answer = await ask(client, as_of=str(MONTH_AGO))

    assert answer["model"]["shop"] is None
    assert answer["model"]["name"] == "auto_arima"
    assert not answer["model"]["fallback"]


async def test_too_few_products_are_not_tried_with_every_question(
    client, deliver, inspector
):
    await deliver.history([3] * DAYS)
    await ask(client, as_of=str(MONTH_AGO))
    (row,) = await inspector.fetch("SELECT products, weight FROM global_models")
    assert tuple(row) == (0, 0)


async def test_a_young_product_answers_alone_and_at_once(client, shop, deliver):
    await deliver.history([4] * 100, product_id=9)

    assert (await ask(client, 9, as_of=str(YESTERDAY)))["model"]["shop"] is None


async def test_sums_go_by_what_backtests_have_shown(client, shop, inspector):
    query = {"as_of": str(MONTH_AGO), "days": [7, 28], "quantiles": [0.5, 0.95]}
    tested = await ask(client, **query)
    spread = await inspector.fetch("SELECT dispersion, nominal FROM global_forecasts")
    await inspector.execute(
        "UPDATE global_forecasts SET nominal = (SELECT array_agg(ARRAY[0.01, 0.02, 0.05,"
        " 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.9, 0.95, 0.99, 0.999, 0.9995, 0.9999])"
        " FROM generate_series(1, 3))"
    )
    heavier = await ask(client, **query)

    assert all(len(row["dispersion"]) == 3 for row in spread)
    assert tested["forecast"] == heavier["forecast"]
    for before, after in zip(tested["totals"], heavier["totals"], strict=True):
        assert after["mean"] == before["mean"]
        assert after["quantiles"]["0.95"] > before["quantiles"]["0.95"]


async def test_a_mistyped_day_hardly_moves_the_blend(client, shop, deliver, inspector):
    query = {"as_of": str(MONTH_AGO), "horizon_days": 28}
    before = await ask(client, **query)
    await inspector.execute("TRUNCATE global_models, global_forecasts, fits")
    await deliver(sale(900_000, MONTH_AGO - timedelta(days=2), quantity=140))
    after = await ask(client, **query)

    ratio = after["total"]["expected"] / before["total"]["expected"]
    assert 1 / 1.3 <= ratio <= 1.3
    assert [found["day"] for found in after["suspicious_days"]] == [
        str(MONTH_AGO - timedelta(days=2))
    ]
