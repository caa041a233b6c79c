"""``GET /api/forecast`` and the series, with real fits in worker processes."""

import asyncio
from datetime import date, timedelta

import pytest

from forecast_svc.app import create_app
from forecast_svc.settings import Settings
from forecast_svc.tests.factories import (
    TODAY,
    YESTERDAY,
    Deliveries,
    deleted,
    product,
    sale,
    void,
)
from tests.support import client_for, move_shop

WEEK = [8, 9, 10, 11, 15, 25, 4]


async def ask(client, product_id=1, **params):
    query = {"product_id": product_id} | params
    return await client.get("/api/forecast", params=query)


async def test_a_product_with_history_gets_a_fitted_forecast(client, deliver):
    await deliver(product())
    await deliver.history(WEEK * 20)

    answer = await ask(client, horizon_days=14, as_of=YESTERDAY.isoformat())

    assert answer.status_code == 200
    body = answer.json()
    assert body["product_id"] == 1
    assert body["as_of"] == YESTERDAY.isoformat()
    assert body["dates"][0] == TODAY.isoformat()
    assert len(body["dates"]) == len(body["forecast"]) == body["horizon_days"] == 14
    assert body["forecast"] == pytest.approx(WEEK * 2, rel=0.2, abs=1.5)
    assert all(
        0 <= low <= mean <= high
        for low, mean, high in zip(
            body["lower"], body["forecast"], body["upper"], strict=True
        )
    )
    model = body["model"]
    assert (model["name"], model["fallback"], model["reason"]) == (
        "auto_arima",
        False,
        None,
    )
    assert (model["history_days"], model["selling_days"]) == (140, 140)
    assert model["fitted_at"] is not None
    assert len(model["order"]) == 3


async def test_a_second_question_is_answered_from_the_kept_fit(
    app, client, deliver, monkeypatch
):
    await deliver.history(WEEK * 10)
    first = (await ask(client, horizon_days=28)).json()
    monkeypatch.setattr(app.state.fits, "predict", None)

    second = (await ask(client, horizon_days=28)).json()
    shorter = (await ask(client, horizon_days=3, level=0.5)).json()

    assert second == first
    assert shorter["forecast"] == first["forecast"][:3]
    assert shorter["upper"][0] < first["upper"][0]


async def test_a_late_sale_or_a_void_makes_the_forecast_anew(client, deliver):
    await deliver.history([10] * 100)
    before = (await ask(client)).json()

    late = [sale(900 + n, YESTERDAY - timedelta(days=n), quantity=5) for n in range(15)]
    await deliver(*late)
    with_them = (await ask(client)).json()
    await deliver(*map(void, late))
    without = (await ask(client)).json()

    assert with_them["forecast"] != before["forecast"]
    assert without["forecast"] == before["forecast"]


async def test_the_unfinished_day_changes_nothing(client, deliver):
    await deliver.history([10] * 60)
    before = (await ask(client)).json()

    await deliver(sale(999, TODAY, quantity=10_000))

    assert (await ask(client)).json() == before


async def test_as_of_uses_nothing_later(client, deliver):
    then = YESTERDAY - timedelta(days=30)
    await deliver.history([10] * 60, last=then)
    alone = (await ask(client, as_of=then.isoformat())).json()

    await deliver(
        *(sale(n, then + timedelta(days=n), quantity=900) for n in range(1, 31))
    )
    again = (await ask(client, as_of=then.isoformat())).json()

    assert alone["dates"][0] == (then + timedelta(days=1)).isoformat()
    assert again["forecast"] == alone["forecast"] == pytest.approx([10] * 7)
    assert again["model"]["history_days"] == 60


@pytest.mark.parametrize("day", [TODAY, TODAY + timedelta(days=400)])
async def test_as_of_is_at_most_yesterday(client, deliver, day):
    await deliver(product())

    answer = await ask(client, as_of=day.isoformat())

    assert answer.status_code == 422
    body = answer.json()
    assert body["code"] == "day_not_complete"
    assert body["errors"][0]["field"] == "as_of"
    assert body["params"]["last"] == YESTERDAY.isoformat()


async def test_as_of_before_the_first_sale_has_no_history(client, deliver):
    await deliver.history([5] * 30)

    answer = await ask(client, as_of="2001-01-01")

    assert answer.status_code == 200
    assert answer.json()["model"]["reason"] == "no_history"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("horizon_days", 0),
        ("horizon_days", 366),
        ("horizon_days", "seven"),
        ("horizon_days", 10_000),
        ("level", 0.49),
        ("level", 0.991),
        ("level", "nan"),
        ("product_id", 0),
        ("product_id", 2**63),
        ("product_id", "tea"),
        ("as_of", "yesterday"),
        ("as_of", "1969-12-31"),
    ],
)
async def test_bad_input_is_named(client, field, value):
    answer = await ask(client, **{field: value})

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert [e["field"] for e in answer.json()["errors"]] == [field]


async def test_the_widest_questions_are_answered(client, deliver):
    await deliver.history(WEEK * 10)

    year = (await ask(client, horizon_days=365, level=0.99)).json()
    day = (await ask(client, horizon_days=1, level=0.5)).json()

    assert len(year["forecast"]) == len(year["upper"]) == 365
    assert min(year["lower"]) >= 0
    assert len(day["forecast"]) == 1


async def test_a_product_not_heard_of_is_waited_for(databases, deliver):
    app = create_app(databases.settings(Settings, wait_s=5))
    async with client_for(app, "viewer") as client:
        asking = asyncio.create_task(ask(client, 7))
        await asyncio.sleep(0.3)
        assert not asking.done()
        await deliver(product(product_id=7))

        answer = await asking

    await app.state.database.close()
    assert answer.status_code == 200
    body = answer.json()
    assert body["forecast"] == [0] * 7
    assert body["model"]["fallback"] is True
    assert body["model"]["reason"] == "no_history"


async def test_a_product_that_never_comes_is_404_after_the_wait(client):
    answer = await ask(client, 4242)

    assert answer.status_code == 404
    assert answer.json()["code"] == "product_not_found"
    assert answer.json()["params"] == {"product_id": 4242}


async def test_waiting_holds_no_database_connection(databases, deliver):
    app = create_app(
        databases.settings(Settings, wait_s=60, db_pool_size=1, db_max_overflow=0)
    )
    await deliver(product(product_id=1))
    async with client_for(app, "viewer") as client:
        waiting = [asyncio.create_task(ask(client, 5000 + n)) for n in range(20)]
        await asyncio.sleep(0.2)

        known = await ask(client, 1)

        assert known.status_code == 200
        assert not any(task.done() for task in waiting)
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting)
    await app.state.database.close()


async def test_sales_are_enough_to_know_a_product(client, deliver):
    await deliver.history([3] * 30)

    assert (await ask(client)).status_code == 200


@pytest.mark.parametrize(
    ("history", "reason", "first"),
    [([4, 4], "short_history", 4), ([6, 0, 0] * 4, "short_history", 2)],
)
async def test_a_short_series_is_answered_by_its_mean_and_says_so(
    client, deliver, history, reason, first
):
    await deliver(product())
    await deliver.history(history)

    body = (await ask(client)).json()

    assert body["forecast"] == pytest.approx([first] * 7)
    assert body["model"]["fallback"] is True
    assert body["model"]["reason"] == reason
    assert body["lower"][0] <= first <= body["upper"][0]


async def test_one_sale_long_ago_is_answered_with_few_sales(client, deliver):
    await deliver(sale(1, YESTERDAY - timedelta(days=90)))

    body = (await ask(client)).json()

    assert body["model"]["reason"] == "few_sales"
    assert body["forecast"] == [0] * 7


async def test_a_deleted_product_keeps_its_series(client, deliver):
    await deliver(product())
    await deliver.history([5] * 40)
    await deliver(deleted(2))

    body = (await ask(client)).json()

    assert body["archived"] is True
    assert body["forecast"] == pytest.approx([5] * 7)


async def test_days_without_sales_are_in_the_series(client, deliver):
    await deliver.history([5, 0, 0, 2])

    body = (await client.get("/api/forecast/series", params={"product_id": 1})).json()

    assert [p["quantity"] for p in body["points"]] == [5, 0, 0, 2]
    assert [p["revenue"] for p in body["points"]] == [49.95, 0, 0, 19.98]
    assert body["points"][-1]["day"] == body["as_of"] == YESTERDAY.isoformat()
    assert body["first_day"] == (YESTERDAY - timedelta(days=3)).isoformat()


async def test_a_period_of_the_series_includes_both_its_days(client, deliver):
    await deliver.history([1, 2, 3, 4, 5])
    period = {
        "from": (YESTERDAY - timedelta(days=3)).isoformat(),
        "to": (YESTERDAY - timedelta(days=1)).isoformat(),
    }

    body = (
        await client.get("/api/forecast/series", params={"product_id": 1} | period)
    ).json()

    assert [p["quantity"] for p in body["points"]] == [2, 3, 4]


async def test_a_series_ends_today_at_the_latest_and_may_be_empty(client, deliver):
    await deliver(sale(1, TODAY), sale(2, TODAY + timedelta(days=1)))
    far = {"product_id": 1, "to": "2999-01-01"}

    today = (await client.get("/api/forecast/series", params=far)).json()
    past = (
        await client.get(
            "/api/forecast/series",
            params={"product_id": 1, "from": "2001-01-01", "to": "2001-02-01"},
        )
    ).json()

    assert [p["day"] for p in today["points"]] == [TODAY.isoformat()]
    assert past["points"] == []


async def test_a_period_that_ends_before_it_starts_is_refused(client):
    answer = await client.get(
        "/api/forecast/series",
        params={"product_id": 1, "from": "2026-02-02", "to": "2026-02-01"},
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "from"


@pytest.mark.parametrize(
    ("role", "status"),
    [(None, 401), ("viewer", 403), ("manager", 403), ("admin", 202)],
)
async def test_only_an_admin_starts_a_rebuild(app, role, status):
    async with client_for(app, role) as client:
        assert (await client.post("/api/forecast/rebuild")).status_code == status


async def test_days_of_another_zone_are_dated_in_it(app, databases):
    """An instant of the afternoon in Greenwich is the next day in Tokyo."""
    await move_shop(app, time_zone="Asia/Tokyo")
    await Deliveries(app.state.database)(
        sale(1, date(2026, 3, 1), sold_at="2026-03-01T16:00:00Z")
    )
    async with client_for(app, "viewer") as client:
        body = (
            await client.get(
                "/api/forecast/series", params={"product_id": 1, "from": "2026-02-01"}
            )
        ).json()

    assert body["first_day"] == "2026-03-02"
