"""A shop that is too large to be trained on at once: a sample of it teaches."""

import random
from datetime import timedelta

import numpy as np
import pytest

from forecast_svc.compute import blocks
from forecast_svc.engine.panel import Panel
from forecast_svc.engine.panel_forecast import ShopModel
from forecast_svc.engine.taught import Taught
from forecast_svc.forecasts import panels, training
from forecast_svc.forecasts.operations import store_global_model
from forecast_svc.tests.factories import YESTERDAY

PRODUCTS, DAYS = 9, 400
LAST = 739_000


@pytest.fixture
async def shop(deliver):
    chance = random.Random(3)
    for product in range(1, PRODUCTS + 1):
        units = [
            chance.randint(2, 4 + product)
            + (6 if (YESTERDAY - timedelta(n)).weekday() > 4 else 0)
            for n in reversed(range(DAYS))
        ]
        await deliver.history(units, product_id=product)


async def expected(inspector):
    rows = await inspector.fetch("SELECT product_id, mean FROM global_forecasts")
    return {row["product_id"]: np.array(row["mean"]) for row in rows}


async def test_every_product_is_forecast_as_by_all_together(
    app, shop, inspector, monkeypatch
):
    await app.state.training.ensure(YESTERDAY)
    together = await expected(inspector)
    monkeypatch.setattr(training, "MOST_TOGETHER", 4)
    monkeypatch.setattr(panels, "PAGE", 2)
    monkeypatch.setattr(store_global_model, "_BATCH", 2)
    await app.state.training.ensure(YESTERDAY)
    in_blocks = await expected(inspector)

    assert set(in_blocks) == set(together) == set(range(1, PRODUCTS + 1))
    assert await inspector.fetchval("SELECT products FROM global_models") == PRODUCTS
    assert not await inspector.fetchval("SELECT count(*) FROM unfinished_forecasts")
    for product, mean in in_blocks.items():
        assert mean[:28].sum() == pytest.approx(together[product][:28].sum(), rel=0.1)


async def test_until_all_are_done_the_model_before_answers(
    app, shop, inspector, monkeypatch
):
    await app.state.training.ensure(YESTERDAY)
    before = await expected(inspector)
    monkeypatch.setattr(training, "MOST_TOGETHER", 4)
    run, begun = app.state.training._workers.run, []

    async def dies_in_the_second_block(work, *arguments, **named):
        if work is blocks.forecast:
            begun.append(work)
        if len(begun) > 1:
            raise RuntimeError("out of memory")
        return await run(work, *arguments, **named)

    monkeypatch.setattr(app.state.training._workers, "run", dies_in_the_second_block)
    with pytest.raises(RuntimeError):
        await app.state.training.ensure(YESTERDAY)
    after = await expected(inspector)

    assert set(after) == set(before)
    assert all((after[n] == before[n]).all() for n in before)


async def test_a_sample_too_small_to_learn_from_leaves_products_to_their_own(
    app, shop, inspector, monkeypatch
):
    monkeypatch.setattr(training, "MOST_TOGETHER", 2)
    await app.state.training.ensure(YESTERDAY)

    assert await inspector.fetchval("SELECT products FROM global_models") == 0


def test_what_was_taught_is_told_to_the_last_bit():
    chance = np.random.default_rng(4)
    panel = Panel.of(
        [(LAST - 499, chance.poisson(5 + n, 500).astype(float)) for n in range(6)], LAST
    )
    model = ShopModel.train(panel)
    assert model is not None

    told = Taught.from_bytes(Taught(model, False).to_bytes()).model.of_others(panel)

    ours, theirs = model.forecast(panel, 60), told.forecast(panel, 60)
    np.testing.assert_array_equal(theirs.mean, ours.mean)
    assert ours.calibrated is not None
    assert theirs.calibrated is not None
    np.testing.assert_array_equal(theirs.calibrated.nominal, ours.calibrated.nominal)
    np.testing.assert_array_equal(
        theirs.calibrated.dispersion, ours.calibrated.dispersion
    )
