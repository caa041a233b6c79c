"""What comes late, after the day's models were made, moves the answer at once."""

import random
from array import array
from datetime import timedelta

import pytest

from forecast_svc.engine.features import levels_of
from forecast_svc.engine.global_model import panel_of
from forecast_svc.engine.late_facts import smoothed_level
from forecast_svc.forecasts.training import HistoryWithdrawn
from forecast_svc.tests.factories import TODAY, YESTERDAY, sale, void
from tests.support import bearer

PRODUCTS, DAYS = 6, 400
USUAL = 8


def manager():
    """Signed when it is asked for: tokens end while other tests run."""
    return bearer("manager", user_id=7)


@pytest.fixture
async def shop(deliver):
    """Six products that sell the more the later the week."""
    chance = random.Random(1)
    for product in range(1, PRODUCTS + 1):
        units = [
            chance.randint(USUAL - 4, USUAL + 4) + (YESTERDAY - timedelta(n)).weekday()
            for n in reversed(range(DAYS))
        ]
        await deliver.history(units, product_id=product)


async def ask(client, product_id=1, **query):
    answer = await client.get(
        "/api/forecast",
        params={"product_id": product_id, "horizon_days": 28, "days": 28} | query,
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def trained(client, app, product_id=1):
    """However long the training takes."""
    await app.state.training.ensure(YESTERDAY)
    return await ask(client, product_id)


async def trained_anew(client, app, inspector):
    await inspector.execute("TRUNCATE global_models, global_forecasts, fits")
    return await trained(client, app)


def expected(answer):
    return answer["total"]["expected"]


def late_sales(day_ago, days, quantity):
    """As many units on each of some days, the last of them ``day_ago``."""
    return [
        sale(950_000 + n, YESTERDAY - timedelta(days=day_ago + n), quantity=quantity)
        for n in range(days)
    ]


@pytest.mark.parametrize(
    "late",
    [
        pytest.param(late_sales(0, 7, 12), id="last week, twice as much"),
        pytest.param(late_sales(28, 14, 20), id="a month ago, thrice as much"),
        pytest.param(late_sales(0, 28, 12), id="four weeks, twice as much"),
    ],
)
async def test_late_sales_count_as_if_all_had_been_trained_again(
    client, app, shop, deliver, inspector, late
):
    before = await trained(client, app)
    await deliver(*late)
    moved = await ask(client)
    anew = await trained_anew(client, app, inspector)

    assert moved["model"]["shop"]["weight"] > 0.1
    assert expected(moved) == pytest.approx(expected(anew), rel=0.1)
    assert abs(expected(moved) - expected(before)) > 0.5 * abs(
        expected(anew) - expected(before)
    )


async def test_so_do_voids_of_last_week(client, app, shop, deliver, inspector):
    usual = await trained(client, app)
    mistakes = late_sales(0, 10, 12)
    await deliver(*mistakes)
    await trained_anew(client, app, inspector)
    await deliver(*map(void, mistakes))
    moved = await ask(client)

    assert expected(moved) == pytest.approx(expected(usual), rel=0.1)


async def test_a_correction_moves_its_product_and_no_other(
    client, app, shop, inspector
):
    before, other = await trained(client, app), await ask(client, 2)
    day = YESTERDAY - timedelta(days=3)
    said = await client.post(
        "/api/forecast/corrections",
        json={
            "product_id": 1, "day": str(day), "kind": "corrected", "units": 120.0,
            "note": "A till that was never closed",
        },
        headers=manager(),
    )  # fmt: skip
    moved, other_after = await ask(client), await ask(client, 2)
    anew = await trained_anew(client, app, inspector)

    assert said.status_code == 201
    assert other_after["forecast"] == other["forecast"]
    assert expected(moved) > expected(before) * 1.05
    assert expected(moved) == pytest.approx(expected(anew), rel=0.1)


@pytest.fixture
def while_training(app, monkeypatch):
    """Have something happen after the series are read, before the model is stored."""

    def at(meanwhile):
        run = app.state.training._workers.run

        async def and_meanwhile(*arguments, **named):
            model = await run(*arguments, **named)
            await meanwhile()
            return model

        monkeypatch.setattr(app.state.training._workers, "run", and_meanwhile)

    return at


async def test_a_correction_during_training_has_it_done_again(
    client, app, shop, inspector, while_training
):
    async def correct():
        said = {
            "product_id": 1, "day": str(YESTERDAY), "kind": "corrected", "units": 120.0,
            "note": "A till that was never closed",
        }  # fmt: skip
        await client.post("/api/forecast/corrections", json=said, headers=manager())

    while_training(correct)
    await app.state.training.ensure(YESTERDAY)

    assert await inspector.fetchval("SELECT outdated FROM global_models")
    # It answers, until five minutes later it is trained again.
    assert (await ask(client))["model"]["shop"]["products"] == PRODUCTS


async def test_history_withdrawn_during_training_is_not_learned_from(
    app, shop, deliver, inspector, while_training
):
    imported = sale(960_000, YESTERDAY, quantity=900, import_id=5)
    await deliver(imported)

    async def withdraw():
        await deliver(void(imported))

    while_training(withdraw)
    with pytest.raises(HistoryWithdrawn):
        await app.state.training.ensure(YESTERDAY)

    assert await inspector.fetchval("SELECT count(*) FROM global_models") == 0


async def test_what_was_sold_today_changes_nothing(client, app, shop, deliver):
    before = await trained(client, app)
    await deliver(sale(950_000, TODAY, quantity=90))

    assert (await ask(client))["forecast"] == before["forecast"]


async def test_where_it_was_another_product_the_shops_model_hardly_counts(
    client, app, shop, deliver
):
    await trained(client, app)
    await deliver(*late_sales(0, 60, 200))
    moved = await ask(client)

    assert moved["model"]["shop"]["weight"] < 0.2
    assert expected(moved) > 28 * 150


def test_the_level_is_that_from_which_the_shops_model_starts():
    chance = random.Random(2)
    for days in (1, 9, 10, 11, 33, 34, 35, 56, 200):
        values = [float(chance.randint(0, 9)) for _ in range(days)]
        values[0] = 3.0

        packed = [(1_000, array("f", values).tobytes())]
        panel = panel_of(packed, 1_000 + days - 1)

        assert smoothed_level(values) == pytest.approx(levels_of(panel)[0], rel=1e-6)
