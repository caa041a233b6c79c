"""Forecasts without a token: what is kept, and little more."""

import asyncio
from datetime import timedelta
from functools import partial

import pytest

from forecast_svc.app import create_app
from forecast_svc.forecasts.forecast import ForecastRequest
from forecast_svc.forecasts.strangers import FORECASTS
from forecast_svc.settings import Settings
from forecast_svc.tests import slow_fits
from forecast_svc.tests.factories import product
from shared.clock import business_today
from shared.db.budgets import spend
from tests.support import bearer, client_for, eventually

NETWORK = "127.0.0.1"
"""Where the clients of tests are."""
PATHS = ("series", "accuracy", "calendar", "calendar/1", "total", "bulk")


@pytest.fixture
def marks(tmp_path):
    return tmp_path / "fits"


def counted(app, marks, seconds=0.0):
    """Fits that take so long and are known by their name."""
    app.state.fits._fit_one = partial(slow_fits.counted, marks, seconds)


async def ask(client, product_id=1, **query):
    return await client.get("/api/forecast", params={"product_id": product_id} | query)


async def under_way(app):
    return len(app.state.fits.awaited)


async def use_up(app):
    async with app.state.database.transaction() as db:
        for _ in range(int(FORECASTS.burst)):
            await spend(db, FORECASTS, NETWORK)


def days_ago(days):
    return (business_today() - timedelta(days=days)).isoformat()


async def test_what_is_kept_is_told_whatever_was_asked_before(
    app, client, stranger, deliver
):
    await deliver(product())
    await deliver.history([5] * 40)
    kept = await ask(client)
    await use_up(app)

    assert (await ask(stranger)).json() == kept.json()
    assert (await ask(stranger, as_of=days_ago(1))).json() == kept.json()


async def test_what_is_not_kept_is_worked_out_within_a_budget(
    app, client, stranger, deliver, marks
):
    counted(app, marks)
    await deliver(product())
    await deliver.history([5] * 40)

    first = await ask(stranger)
    past = await ask(stranger, as_of=days_ago(3))
    await use_up(app)
    refused = await ask(stranger, as_of=days_ago(4))
    signed_in = await ask(client, as_of=days_ago(4))

    assert first.json()["model"]["name"] == "counted"
    assert past.status_code == 200
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert 1 <= int(refused.headers["Retry-After"]) <= 2
    assert signed_in.status_code == 200


async def test_the_budget_is_one_networks(app, stranger, deliver):
    await deliver(product())
    await deliver.history([5] * 40)
    async with app.state.database.transaction() as db:
        for _ in range(int(FORECASTS.burst)):
            await spend(db, FORECASTS, "192.0.2.1")

    assert (await ask(stranger, as_of=days_ago(3))).status_code == 200


async def test_strangers_wait_for_each_other(app, stranger, deliver, marks):
    counted(app, marks, 0.2)
    for product_id in (1, 2, 3):
        await deliver.history([5] * 40, product_id=product_id)
    at_once = 0

    async def watch():
        nonlocal at_once
        while True:
            at_once = max(at_once, await under_way(app))
            await asyncio.sleep(0.01)

    watching = asyncio.create_task(watch())
    answers = await asyncio.gather(*(ask(stranger, n) for n in (1, 2, 3)))
    watching.cancel()

    assert {a.json()["model"]["name"] for a in answers} == {"counted"}
    assert at_once == 1


async def test_whoever_is_signed_in_comes_first(app, client, stranger, deliver, marks):
    """A stranger gets what takes no work, or hears that the time is not now."""
    app.state.strangers._patience_s = 0.3
    counted(app, marks, 1)
    for product_id in range(1, 5):
        await deliver.history([5] * 40, product_id=product_id)
    others = [asyncio.create_task(ask(client, n)) for n in (1, 2)]
    await eventually(lambda: under_way(app))

    today, past = await asyncio.gather(
        ask(stranger, 3), ask(stranger, 4, as_of=days_ago(5))
    )

    assert today.json()["model"]["reason"] == "fit_queue_full"
    assert {a.status_code for a in await asyncio.gather(*others)} == {200}
    assert (past.status_code, past.json()["code"]) == (429, "others_first")


async def test_searches_in_the_background_keep_no_stranger_waiting(
    app, stranger, deliver, marks
):
    app.state.strangers._patience_s = 0.3
    counted(app, marks, 30)
    for product_id in (1, 2):
        await deliver.history([5] * 40, product_id=product_id)
    behind = asyncio.create_task(
        app.state.forecaster.forecast(ForecastRequest(1, 1), demand="refit")
    )
    await eventually(lambda: asyncio.sleep(0, marks.exists()), within=30)
    counted(app, marks)

    today = await ask(stranger, 2)

    assert today.json()["model"]["name"] == "counted"
    assert not behind.done()
    behind.cancel()


async def test_far_days_need_a_token(client, stranger, deliver):
    await deliver(product())
    await deliver.history([5] * 40)

    statuses = [
        (await ask(stranger, **query)).status_code
        for query in ({"horizon_days": 90}, {"horizon_days": 91}, {"days": 120})
    ]

    assert statuses == [200, 401, 401]
    assert (await ask(client, horizon_days=91)).status_code == 200


@pytest.mark.parametrize("path", PATHS)
async def test_what_tells_of_the_business_needs_a_token(stranger, client, path):
    assert (await stranger.get(f"/api/forecast/{path}")).status_code == 401
    assert (await client.get(f"/api/forecast/{path}")).status_code != 401


async def test_a_token_that_is_shown_has_to_be_good(app, deliver):
    await deliver(product())
    async with client_for(app, None) as client:
        headers = {"Authorization": "Bearer of-bad-news"}

        answer = await client.get(
            "/api/forecast", params={"product_id": 1}, headers=headers
        )

    assert answer.status_code == 401


async def test_a_setting_closes_forecasts_to_those_without_a_token(databases, deliver):
    await deliver(product())
    app = create_app(databases.settings(Settings, open=False))
    async with client_for(app, None) as client:
        nobody = await ask(client)
        viewer = await client.get(
            "/api/forecast", params={"product_id": 1}, headers=bearer("viewer")
        )
    await app.state.database.close()

    assert (nobody.status_code, viewer.status_code) == (401, 200)
